"""The one thing the demonstration keeps of itself in the database: whether everything in it is made up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Demonstration(models.Model):
    """The mark of a database of made-up data: one row, set by load_demo alone, shown in no form."""

    made_at = models.DateTimeField(_("made at"))
    seed = models.PositiveIntegerField(_("seed"))

    class Meta:
        verbose_name = _("mark of a demonstration")
        verbose_name_plural = _("marks of a demonstration")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="demonstration_one")]

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d}"
