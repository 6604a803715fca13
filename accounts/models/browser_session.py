"""Sessions: what a browser is told apart by, from the sign-in to the sign-out."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone


class BrowserSessionQuerySet(models.QuerySet):
    def going_on(self):
        return self.filter(expire_date__gt=timezone.now())

    def past(self):
        return self.filter(expire_date__lte=timezone.now())

    def end(self):
        """End them. The rows stay for a while and say whose the text is that is still sent in them."""
        return self.going_on().update(expire_date=timezone.now())


class BrowserSession(AbstractBaseSession):
    """Django's session, with whose it is, since when, when it was last used and in which browser.

    Its key is a digest of that which the browser has, by sessions.stored_key(): pages may show it. It holds neither the
    network address nor what the browser tells of itself beyond its name and its system.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    browser = models.CharField(max_length=40, blank=True)  # as browser_names.name_of() gives it

    objects = BaseSessionManager.from_queryset(BrowserSessionQuerySet)()

    class Meta:
        default_permissions = []

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore
