"""The entries of the audit log, which nobody changes, and the counts of what is not stored one by one."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import RequestNumberField, person_field

from .append_only import AppendOnly

KEPT_DAYS = 183  # six months, at least
SUBJECT_LENGTH = 300


class AuditEntryQuerySet(models.QuerySet):
    def since(self, day):
        """Entries of `day`, by the portal's clock, and of later days."""
        return self.filter(at__gte=midnight(day))

    def until(self, day):
        """Entries of `day` and of earlier days."""
        return self.filter(at__lt=midnight(day + datetime.timedelta(days=1)))

    def of_person(self, text):
        """Entries of people whose name, user name or e-mail address holds `text`."""
        text = text.strip()
        named = Q(user__name__icontains=text) | Q(user__username__icontains=text) | Q(user__email__icontains=text)
        return self.filter(named)

    def of_request(self, number):
        return self.filter(request_id=number.strip())

    def from_address(self, address):
        return self.filter(address=address)

    def for_rows(self):
        """Fetch what a row of a list shows."""
        return self.select_related("user")


def midnight(day):
    """The moment at which `day` begins where the portal is."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class AuditEntry(models.Model):
    """One thing that happened: who, what, with what outcome, when, from where, in which request.

    No entry holds what was typed, a query of an address, a key or a password.
    """

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in", _("Signed in")
        SIGN_OUT = "sign_out", _("Signed out")
        SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
        CREDENTIALS = "credentials", _("Password or second factor")
        REFUSAL = "refusal", _("Access refused")
        DOWNLOAD = "download", _("Downloaded")
        RIGHTS = "rights", _("Rights")
        IMPORT = "import", _("Import")
        MAINTENANCE = "maintenance", _("Maintenance")

    class Outcome(models.TextChoices):
        WRONG_PASSWORD = "password", _("password wrong")
        WRONG_CODE = "code", _("code wrong")
        FORBIDDEN = "403", _("not allowed")
        MISSING = "404", _("not there for this person")
        TOO_MANY = "429", _("too many at once")
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        UNDONE = "undone", _("undone")

    at = models.DateTimeField(_("at"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=15, choices=Kind)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    user = person_field(_("who"), null=True, blank=True, db_index=False)
    subject = models.CharField(_("what it concerns"), max_length=SUBJECT_LENGTH, blank=True)
    address = models.GenericIPAddressField(_("from where"), null=True, blank=True)
    request_id = RequestNumberField()

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        default_permissions = []
        indexes = [
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["user", "kind", "at"], name="audit_of_person"),
            models.Index(fields=["request_id"], name="audit_request"),
            models.Index(fields=["address"], name="audit_address"),
        ]
        constraints = [AppendOnly(name="audit_entries_stay", kept_days=KEPT_DAYS)]

    def __str__(self):
        return " · ".join(str(part) for part in (self.get_kind_display(), self.user, self.subject) if part)


class AuditCount(models.Model):
    """How often on a day something happened that is counted and not stored."""

    class Kind(models.TextChoices):
        ANONYMOUS = "anonymous", _("Refusals of visitors who had not signed in")
        UNKNOWN_NAME = "unknown_name", _("Failed sign-ins under a name that no account has")
        LOCKED = "locked", _("Sign-ins tried while the account or the address was locked")
        MORE_REFUSALS = "more_refusals", _("Refusals of signed-in people beyond those stored in a minute")

    day = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=15, choices=Kind)
    number = models.PositiveBigIntegerField(_("how often"), default=0)

    class Meta:
        verbose_name = _("count of the audit log")
        verbose_name_plural = _("counts of the audit log")
        ordering = ["-day", "kind"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="audit_count_once")]

    def __str__(self):
        return f"{self.day} · {self.get_kind_display()}"


# What looking at pages may write to.
AUDIT_TABLES = {AuditEntry._meta.db_table, AuditCount._meta.db_table}
