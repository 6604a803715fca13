"""One-time tokens: a form makes one row, however often it is sent."""

import secrets

from django.core import signing

TOKEN = "token"


def signer():
    """Signs tokens; made when asked for, since without a key the portal must still start far enough to say so."""
    return signing.Signer(salt="desk.form")


def new_token(user):
    """A one-time token for a form of `user`; nobody else can use it."""
    return signer().sign(f"{user.pk}.{secrets.token_urlsafe(12)}")


def stored_token(token, user):
    """What is stored of a token, or None when it was not given to `user`."""
    try:
        stored = signer().unsign(token or "")
    except signing.BadSignature:
        return None
    return stored if stored.partition(".")[0] == str(user.pk) else None
