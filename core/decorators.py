"""Decorators of views that only signed-in people open."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render

from .drafts import keep_post
from .exceptions import Elsewhere, Locked


def signed_in(view):
    """A page of the desk: whoever is not signed in is led to sign in, and what was typed waits."""

    @wraps(view)
    def entered(request, *args, **kwargs):
        if request.user.is_authenticated:
            return answered(view, request, *args, **kwargs)
        if request.method == "POST":
            keep_post(request)
        return redirect_to_login(request.get_full_path())

    return entered


def answered(view, request, *args, **kwargs):
    """The answer of `view`, or the page that says why it has none for somebody who may be here."""
    try:
        return view(request, *args, **kwargs)
    except Locked as locked:
        return render(request, "core/locked.html", {"locked": locked}, status=403)
    except Elsewhere as elsewhere:
        messages.warning(request, elsewhere.message)
        return redirect(elsewhere.target)
