"""How long a session lasts, whose it is and when it was last used: Django's sessions in a table of the portal's own.

A session ends when nobody has used it for some time, after a longest time however much it is used, when the password
changes and when the account is closed. Its row says until when it is good, so that Django opens none past its time; the
guard moves that on, and asks again what holds for the person today. The browser alone has the key of its session; the
table has a digest of it.
"""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, transaction
from django.dispatch import receiver
from django.utils import timezone

from core.session_limits import limits
from core.tokens import SESSION_KEY as WAITING

from .browser_names import name_of

BEFORE_SIGN_IN = timedelta(hours=1)  # what no person is known of: the first step of two, the question of a passkey
TEXT_WAITS = timedelta(days=3)  # over a weekend
OF_STAFF, BROWSER = "accounts_staff", "accounts_browser"
BY_ITSELF = "by-itself"  # in the query of a page that the browser asks for again without its reader


def stored_key(key):
    """What the table has of the key of a session: with it nobody becomes anybody, who reads the table or a copy of it.

    A key is as long as no guessing reaches, so that it needs no salt and lasts when SECRET_KEY changes.
    """
    return sha256(key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's, whose `row` is the row that it was read from; None before there is one."""

    row = None

    def __init__(self, session_key=None):
        super().__init__(session_key)
        self.key_of_browser = session_key

    @classmethod
    def get_model_class(cls):
        return apps.get_model("accounts", "BrowserSession")

    @classmethod
    def clear_expired(cls):
        """Remove what has ended; where somebody was signed in, once no text is kept for them any more."""
        past = cls.get_model_class().objects.past()
        past.filter(user=None).delete()
        past.filter(expire_date__lt=timezone.now() - TEXT_WAITS).delete()

    def former_user(self):
        """The key of who was signed in in the session that the browser names, if it has ended by itself; else None."""
        ended = self.model.objects.past().filter(pk=stored_key(self.key_of_browser or ""))
        return ended.values_list("user", flat=True).first()

    def _get_session_from_db(self):
        self.row = self.model.objects.going_on().filter(pk=stored_key(self.session_key)).first()
        if self.row is None:
            self._session_key = None  # nobody chooses the key of a session
        return self.row

    def exists(self, session_key):
        return super().exists(stored_key(session_key))

    def delete(self, session_key=None):
        if key := session_key or self.session_key:
            super().delete(stored_key(key))

    def create_model_instance(self, data):
        key = stored_key(self._get_or_create_session_key())
        if self.row is None or self.row.session_key != key:
            self.row = self.model(session_key=key)
        self.row.session_data = self.encode(data)
        self.row.user_id = int(data[USER]) if USER in data else None
        self.row.browser = data.get(BROWSER, "")
        self.row.expire_date = end_of(self.row, data)
        return self.row

    def save(self, must_create=False):
        """As Django does; but a session that was ended meanwhile stays ended."""
        if must_create or self.session_key is None:
            return super().save(must_create)
        row = self.create_model_instance(self._get_session())
        written = {name: getattr(row, name) for name in ("session_data", "user_id", "browser", "expire_date")}
        if not self.model.objects.going_on().filter(pk=row.pk).update(**written):
            raise UpdateError


def end_of(row, data):
    """Until when a session with this data is good."""
    if row.user_id:
        return end_for(row.started_at, row.seen_at, data.get(OF_STAFF, True))
    return timezone.now() + (TEXT_WAITS if WAITING in data else BEFORE_SIGN_IN)


def end_for(started_at, seen_at, is_staff):
    """When a session ends that began and was last used at these times."""
    idle, longest = limits(is_staff)
    return min(started_at + longest, seen_at + idle)


@receiver(user_logged_in)
def describe(sender, request, user, **_facts):
    """What the row of a session says of it from the sign-in on."""
    request.session[OF_STAFF] = user.is_staff
    request.session[BROWSER] = name_of(request.META.get("HTTP_USER_AGENT", ""))


def keep_within_limits(request):
    """Note that the person is here; sign out whose time is over by what holds today."""
    row, now, is_staff = request.session.row, timezone.now(), request.user.is_staff
    if end_for(row.started_at, row.seen_at, is_staff) <= now:
        type(row).objects.filter(pk=row.pk).end()
        request.session, request.user = SessionStore(request.session.session_key), AnonymousUser()
    elif abs(now - row.seen_at).total_seconds() >= settings.SESSION_SEEN_SECONDS and BY_ITSELF not in request.GET:
        row.started_at = min(row.started_at, now)  # or the clock was put back since
        facts = {"seen_at": now, "started_at": row.started_at, "expire_date": end_for(row.started_at, now, is_staff)}
        # Pages can be read while nothing can be written.
        with suppress(DatabaseError), transaction.atomic():
            type(row).objects.going_on().filter(pk=row.pk).update(**facts)
            row.seen_at = now
