"""Nothing typed is lost: it waits in the session while its writer signs in again, and one form makes one row."""

import secrets
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import QueryDict
from django.shortcuts import redirect, render

from accounts.views.expired import expired
from core.refusals import Elsewhere, Locked

TOKEN = "token"
KEY = "desk_kept"
LIMIT = 100_000  # characters; no form of the desk comes near it
NOT_KEPT = ("csrfmiddlewaretoken",)


class Kept(QueryDict):
    """What was typed before signing in again, and the names of the files that had been chosen with it."""

    files = ()
    refused = False  # it was too much at once, and its writer still signed in


def signer():
    """Signs tokens; made when asked for, since without a key the portal must still start far enough to say so."""
    return signing.Signer(salt="desk.form")


def new_token(user):
    """A one-time token for a form of `user`; nobody else can use it."""
    return signer().sign(f"{user.pk}.{secrets.token_urlsafe(12)}")


def one_time(token, user):
    """What is stored of a token, or None when it was not given to `user`."""
    try:
        stored = signer().unsign(token or "")
    except signing.BadSignature:
        return None
    return stored if stored.partition(".")[0] == str(user.pk) else None


def keep(request, refused=False):
    """Keep what was typed for the person to whom the form was given; False for a form that the desk never gave."""
    try:
        owner = signer().unsign(request.POST.get(TOKEN, "")).partition(".")[0]
    except signing.BadSignature:
        return False
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    files = [file.name for _field, chosen in request.FILES.lists() for file in chosen]
    if sum(len(text) for texts in [*fields.values(), files] for text in texts) > LIMIT:
        return False
    request.session[KEY] = {
        "path": request.get_full_path(),
        "owner": owner,
        "fields": fields,
        "files": files,
        "refused": refused,
    }
    return True


def take_kept(request):
    """What this person typed on this page before signing in again, once; None when there is nothing."""
    kept = request.session.get(KEY)
    if not kept or (kept["path"], kept["owner"]) != (request.get_full_path(), str(request.user.pk)):
        return None
    del request.session[KEY]
    fields = Kept(mutable=True)
    for name, texts in kept["fields"].items():
        fields.setlist(name, texts)
    fields.files, fields.refused = kept["files"], kept.get("refused", False)
    return fields


def desk(view):
    """A page of the desk: whoever is not signed in is led to sign in, and what was typed waits."""

    @wraps(view)
    def entered(request, *args, **kwargs):
        if request.user.is_authenticated:
            return answered(view, request, *args, **kwargs)
        if request.method == "POST":
            keep(request)
        return redirect_to_login(request.get_full_path())

    return entered


def answered(view, request, *args, **kwargs):
    """The answer of `view`, or the page that says why it has none for somebody who may be here."""
    try:
        return view(request, *args, **kwargs)
    except Locked as locked:
        return render(request, "desk/locked.html", {"locked": locked}, status=403)
    except Elsewhere as elsewhere:
        messages.warning(request, elsewhere.message)
        return redirect(elsewhere.target)


def csrf_failure(request, reason=""):
    """A form that was open while its writer signed in anew in another tab is shown again, filled in."""
    return redirect(request.get_full_path()) if keep(request) else expired(request, reason)
