"""Secrets that the portal must be able to use again, stored so that the database alone does not give them.

The key is made of SECRET_KEY, another one for each purpose. What was sealed with a former key opens as long as that
stands in SECRET_KEY_FALLBACKS.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class CannotOpen(Exception):  # noqa: N818 - the key has changed, or the text
    """The secret was sealed with a key that is no longer known."""


def seal(text, purpose):
    """Return `text` so that only this portal can read it, for this purpose."""
    return keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed, purpose):
    """Return what was sealed for this purpose; CannotOpen when the key is not known any more."""
    try:
        return keys(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotOpen from None


def keys(purpose):
    """Keys made of the portal's own secret ones, the present one first."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (salted_hmac(purpose, "", secret, algorithm="sha256").digest() for secret in known)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
