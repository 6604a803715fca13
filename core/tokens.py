"""One-time tokens: a form makes one row, however often it is sent."""

import secrets

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .exceptions import Refused

TOKEN = "token"


def signer():
    """Signs tokens; made when asked for, since without a key the portal must still start far enough to say so."""
    return signing.Signer(salt="desk.form")


def new_token(user):
    """A one-time token for a form of `user`; nobody else can use it."""
    return signer().sign(f"{user.pk}.{secrets.token_urlsafe(12)}")


def sent_token(request):
    """Return what is stored of the token that a form carries; Refused when it was not given to this person."""
    try:
        stored = signer().unsign(request.POST.get(TOKEN, ""))
    except signing.BadSignature:
        stored = ""
    if stored.partition(".")[0] != str(request.user.pk):
        raise Refused(_("This form was not made for you, or is damaged. Copy your text and open a new form."), TOKEN)
    return stored


def create_once(model, token, make, **same):
    """Return the row of `model` that was made with `token`; where there is none, what `make()` gives.

    `same` is what must hold of the row, by field, above all who made it, as in `logged_by=by`: Refused for the token
    of somebody else, or of another form. `make` runs in a transaction of its own; of two at once, the second gets what
    the first has made.
    """

    def made():
        there = model._base_manager.filter(token=token).first()
        if there and any(getattr(there, field) != value for field, value in same.items()):
            raise Refused(_("This form has already been used; open a new one."), TOKEN)
        return there

    if token and (there := made()):
        return there
    try:
        with transaction.atomic():
            return make()
    except (IntegrityError, ValidationError):
        if token and (there := made()):  # sent twice at once: the other one was quicker
            return there
        raise
