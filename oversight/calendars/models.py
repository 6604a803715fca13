"""The keys by which calendar programs read the calendars of people who are not signed in."""

import secrets
from hashlib import sha256

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership


class CalendarKeyQuerySet(models.QuerySet):
    def renew(self, person):
        """Give `person` a new key, which is known from now on to nobody else; the old one no longer works."""
        key = secrets.token_urlsafe(32)
        self.update_or_create(person=person, defaults={"key_hash": hashed(key), "made_at": timezone.now()})
        return key

    def person_with(self, key):
        """Return who reads with this key; None for a key that nobody has, or whose holder has no post today."""
        found = self.filter(key_hash=hashed(key)).select_related("person").first()
        return found.person if found and (found.person.universities or found.person.provinces) else None

    def without_post(self):
        """Those of people who hold no post of a university or a province today."""
        held = Membership.objects.current().filter(role__in=Membership.OUTSIDE_ROLES, user__is_active=True)
        return self.exclude(person__in=held.values("user"))


class CalendarKey(models.Model):
    """That a person has a key, and its digest: the database does not give the address away."""

    person = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, related_name="calendar_key", verbose_name=_("person")
    )
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a calendar")
        verbose_name_plural = _("keys of calendars")
        default_permissions = []

    def __str__(self):
        return str(self.person)


def hashed(key):
    return sha256(key.encode()).hexdigest()
