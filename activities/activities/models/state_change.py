"""What became of an activity, recorded as it happens."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .activity import Activity
from .states import LoggingSide


class StateChange(models.Model):
    """One transition of an activity: who did it for which side, when, why, and what it changed. Never rewritten."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="state_changes", verbose_name=_("activity")
    )
    transition = models.CharField(_("transition"), max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    side = models.CharField(_("acting for"), max_length=10, choices=LoggingSide, blank=True)
    on_behalf = models.BooleanField(_("by the ministry on behalf of a side"), default=False)
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    changes = models.JSONField(
        _("changes"), default=list, help_text=_("Name of the field or code of the indicator, value before and after.")
    )

    class Meta:
        verbose_name = _("transition of an activity")
        verbose_name_plural = _("transitions of activities")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]

    def __str__(self):
        return f"{self.activity} · {self.transition}"
