"""Who may come to an address: a flag of its view, never read from the text of the path.

A view without a flag is private: its visitors sign in, staff have their second factor, and no answer is stored. The
flag stands outermost, above every other decorator. It is bound to that very function: what wraps a flagged view is not
flagged itself, so that a page behind a guard never becomes public by copying the attributes of what it guards. Pages of
the desk say by `signed_in` that nobody else opens them.
"""

from enum import Enum
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from .exceptions import Elsewhere, Locked


class Access(Enum):
    """From the closed to the open."""

    PRIVATE = "private"  # signed in, with the second factor where it is asked for
    OWN_ACCOUNT = "own account"  # signed in; staff need it to set the second factor up, or to sign out
    ANYBODY = "anybody"  # the way in: before signing in as well; different for everybody, never stored
    PUBLIC = "public"  # the same for everybody; copies may be shared


def flag(access):
    """A decorator that gives a view its access. It leaves the function it is given as it is."""

    def decorate(view):
        @wraps(view)
        def flagged(request, *args, **kwargs):
            return view(request, *args, **kwargs)

        flagged.access_of = (flagged, access)
        return flagged

    return decorate


public = flag(Access.PUBLIC)
anybody = flag(Access.ANYBODY)
own_account = flag(Access.OWN_ACCOUNT)


def access_of(view):
    """The access of a view; private where it carries no flag of its own."""
    bearer, access = getattr(view, "access_of", (None, Access.PRIVATE))
    return access if bearer is view else Access.PRIVATE


def access_of_request(request):
    """The access of the view that answers `request`; private where no address was found."""
    match = request.resolver_match
    return access_of(match.func) if match else Access.PRIVATE


def match_of(path):
    """What stands at a path of this site, whatever its language; None where nothing does."""
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None


def signed_in(view):
    """A page of the desk, which the guard opens to those who are signed in: who gets no answer of it is told why."""

    @wraps(view)
    def entered(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Locked as locked:
            return render(request, "core/locked.html", {"locked": locked}, status=403)
        except Elsewhere as elsewhere:
            messages.warning(request, elsewhere.message)
            return redirect(elsewhere.target)

    return entered
