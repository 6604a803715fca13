"""What the worker does about people and posts by itself."""

from accounts.models.post import Membership
from core.worker import chore


@chore
def forget_telephones():
    """Clear the work telephones of posts that have ended; nobody is shown them any more."""
    Membership.objects.ended().exclude(work_phone="").update(work_phone="")
