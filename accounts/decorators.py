"""Whom a page of the inside is for: to all others it does not exist, and who may read but not act is told why."""

from functools import wraps
from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ONLY_EDITORS, has_work, may_oversee
from core.decorators import signed_in
from core.exceptions import Refused

ONLY_MINISTRY = _("Only inspectors and editors of the ministry do this.")


def requires(inside, allowed=None, message=""):
    """A decorator for views: 404 unless `inside` holds for the user, then 403 with `message` unless `allowed` does."""

    def decorate(view):
        @signed_in
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not inside(request.user):
                raise Http404
            if allowed:
                forbid_unless(allowed(request.user), message)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def forbid_unless(condition, message):
    """403 with `message` for who may be here, but cannot do this."""
    if not condition:
        raise PermissionDenied(message)


def forbid_closed(workflow, name, record, user):
    """403 with the reason unless this transition of the record is open to `user`."""
    try:
        workflow.refuse(record, name, user)
    except Refused as refusal:
        raise PermissionDenied(refusal.message) from refusal


ministry_only = requires(attrgetter("oversees"))
editors_only = requires(attrgetter("oversees"), attrgetter("is_editor"), ONLY_EDITORS)
overseers_only = requires(may_oversee)
workers_only = requires(has_work)
