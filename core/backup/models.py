"""The backups that were proved good when they were made."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BackupQuerySet(models.QuerySet):
    def newest(self):
        """The newest good backup, or None."""
        return self.order_by("-made_at", "-pk").first()

    def standing(self, now=None):
        """Whether the newest one is new enough."""
        if not settings.BACKUP_DAYS:
            return Backup.Standing.OFF
        if (newest := self.newest()) is None:
            return Backup.Standing.NONE
        is_old = newest.made_at < (now or timezone.now()) - timedelta(days=settings.BACKUP_DAYS)
        return Backup.Standing.OLD if is_old else Backup.Standing.OK


class Backup(models.Model):
    """One backup that was restored into a scratch place, where everything was as it should be."""

    class Standing(models.TextChoices):
        OK = "ok", _("The last good backup is new enough.")
        OLD = "old", _("The last good backup is too old.")
        NONE = "none", _("There is no good backup yet.")
        OFF = "off", _("Nobody is reminded of backups.")

        @property
        def is_to_be_told(self):
            return self in (Backup.Standing.OLD, Backup.Standing.NONE)

    made_at = models.DateTimeField(_("made at"), default=timezone.now, help_text=_("What it holds is of this moment."))
    file_name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    encrypted = models.BooleanField(_("encrypted"), default=False)
    seconds = models.PositiveIntegerField(_("seconds it took, with its proof"))
    proof = models.JSONField(_("what was proved"), default=dict)

    objects = BackupQuerySet.as_manager()

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-made_at", "-pk"]
        default_permissions = ["view"]

    def __str__(self):
        return self.file_name
