"""What django-allauth is told about this portal."""

import base64
import logging
import secrets
import time
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from core.access import match_of
from core.audit.models import AuditCount
from core.audit.recording import COUNTS
from core.localized import localized
from core.sealing import CannotOpen, seal, unseal

log = logging.getLogger(__name__)
UNKNOWN_KEY = (
    "The secret of somebody's second factor cannot be read, so that no code fits: it was stored under another "
    "SECRET_KEY. Put the former key into SECRET_KEY_FALLBACKS and restart; where it is lost, remove the second factor "
    "of the people concerned in /admin/, or with manage.py shell, and they set it up anew."
)
PURPOSE = "accounts.second_factor"
ENCRYPTED = "gAAAA"  # how Fernet's tokens begin, and no secret in the clear


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; each page says itself what has happened."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is not right."),
        "email_password_mismatch": _("The name or the password is not right."),
        "too_many_login_attempts": _(
            "Too many wrong passwords for this account. Wait 15 minutes, or set a new password by email."
        ),
        "incorrect_password": _("The password is not right."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        return home_of(request.user)

    def post_login(self, request, user, *, redirect_url, **facts):
        """On to the page asked for; no sign-in ends at a page of the admin that is closed to the person."""
        wanted = redirect_url or get_next_redirect_url(request)
        if wanted and not user.is_staff and is_of_admin(wanted):
            redirect_url = home_of(user)
        return super().post_login(request, user, redirect_url=redirect_url, **facts)

    def get_password_change_redirect_url(self, request):
        return reverse("account_password_changed")

    def is_reauthentication_required(self, app=""):
        """The password once more before the safety of an account is changed, unless it was given minutes ago."""
        request = context.request
        given = max((record["at"] for record in get_authentication_records(request, request.user)), default=0)
        return time.time() - given > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def respond_user_inactive(self, request, user):
        """An account switched off between password and code: back to the beginning."""
        request.session.flush()
        return redirect("account_login")

    def add_message(self, *args, **kwargs):
        """Nothing: a message would wait until the admin shows it."""

    def send_mail(self, template_prefix, email, context):
        """Nothing is mailed while somebody waits for the answer: letters go through the outbox."""
        raise NotImplementedError(f"Queue a letter in place of {template_prefix}.")

    def set_password(self, user, password):
        """Keep a new password; with it the guesses at the old one count no more."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(context.request, username=user.username)

    def pre_authenticate(self, request, **credentials):
        """While it is locked no password is looked at; how often that happened is counted."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            COUNTS.add(AuditCount.Kind.LOCKED)
            raise

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One count for a person, whether the guesses use the user name or the e-mail address."""
        typed = credentials.get("email") or credentials.get("username", "")
        return User.objects.sign_in_name(typed).lower()


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor under the portal's name; a copy of the database alone does not give its secrets."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Codes change every half minute; type the one shown now."),
    }

    def encrypt(self, text):
        return seal(text, PURPOSE)

    def decrypt(self, encrypted_text):
        """What was encrypted; without its key a secret that nobody knows, so that no code fits."""
        if not encrypted_text.startswith(ENCRYPTED):
            return encrypted_text  # stored before secrets were encrypted
        try:
            return unseal(encrypted_text, PURPOSE)
        except CannotOpen:
            log.error(UNKNOWN_KEY)
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_label(self, user):
        return user.username

    def get_totp_issuer(self):
        return localized(settings.SITE, "name")

    def get_public_key_credential_rp_entity(self):
        """A passkey belongs to the address of the portal, as SITE_ADDRESS says it, and to no other."""
        host = urlsplit(settings.SITE["address"]).hostname or context.request.get_host().partition(":")[0]
        return {"id": host, "name": localized(settings.SITE, "name")}

    def get_public_key_credential_user_entity(self, user):
        return super().get_public_key_credential_user_entity(user) | {"name": user.username, "display_name": str(user)}

    def generate_authenticator_name(self, user, type):
        return ""  # who adds one gives its name

    def build_totp_svg(self, url):
        """The QR code fit to stand within a page: without the heading that an SVG file has."""
        return super().build_totp_svg(url).partition("?>")[2].strip()


def is_of_admin(address):
    """Whether an address of this site, in whatever language, is one of the admin's."""
    match = match_of(urlsplit(address).path)
    return bool(match) and "admin" in match.app_names


def home_of(user):
    """Where a person's work is: the ministry's desk, the coordinators' desk, or the own account."""
    if user.is_staff:
        return reverse("admin:index")
    return reverse("desk" if user.roles else "account")
