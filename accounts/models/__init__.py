"""Who speaks for whom."""

from .invitation import Invitation
from .post import Membership, Role
from .user import User

__all__ = ["Invitation", "Membership", "Role", "User"]
