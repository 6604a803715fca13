"""Two entries of which somebody of a side, or the ministry, says that they are not the same."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .activity import Activity


class DismissedQuerySet(models.QuerySet):
    def about(self, activity):
        return self.filter(models.Q(first=activity) | models.Q(second=activity)).select_related("by", "first", "second")

    def between(self, activity, other):
        first, second = sorted([activity.pk, other.pk])
        return self.filter(first=first, second=second)


class DismissedDoubt(models.Model):
    """That two entries are not the same; `first` is the one with the lower key. Taken back by deleting it."""

    first = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", verbose_name=_("first entry"))
    second = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", verbose_name=_("second entry"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = DismissedQuerySet.as_manager()

    class Meta:
        verbose_name = _("doubt that was dismissed")
        verbose_name_plural = _("doubts that were dismissed")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="doubt_dismissed_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="doubt_in_order"),
        ]

    def __str__(self):
        return f"{self.first} ≠ {self.second}"

    def other_than(self, activity):
        return self.second if self.first_id == activity.pk else self.first
