"""How many things happened that a person has not read, beside the entry in the navigation of the desk."""

from core.templatetags.portal import counts

from .happenings import unread_by


@counts("news")
def unread(user):
    return unread_by(user).count()
