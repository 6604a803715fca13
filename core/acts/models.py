"""An act and its rows: who did it, when, why, and what it made of each row."""

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field
from core.personal_data import REASON_LENGTH

from . import obstacles, undoing
from .columns import CHUNK, restored
from .kinds import KINDS, deletions
from .watching import Watch


class Act(models.Model):
    """What changed rows as one whole, and whether it was undone."""

    kind = models.CharField(_("kind"), max_length=30)
    subject = models.CharField(_("what it concerns"), max_length=300)
    by = person_field(_("by"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = person_field(_("undone by"), null=True, blank=True)
    undo_reason = models.CharField(_("reason for undoing"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]

    def __str__(self):
        return f"{self.label} · {self.subject}"

    @property
    def label(self):
        return str(KINDS[self.kind].label) if self.kind in KINDS else self.kind

    def get_absolute_url(self):
        return reverse("admin:core_act_change", args=[self.pk])

    @property
    def button(self):
        return KINDS[self.kind].button

    @property
    def warning(self):
        return KINDS[self.kind].warning

    @property
    def reason_help(self):
        return KINDS[self.kind].reason_help

    def watch(self, *querysets):
        """Compare the rows of these querysets as they are now with what they are when the act is done."""
        self._watched = [*getattr(self, "_watched", []), *map(Watch, querysets)]

    def keep(self):
        """Store what became of the watched rows; an act that changed nothing is deleted. Returns whether it is kept."""
        found = [ActRow(act=self, **facts) for watch in getattr(self, "_watched", []) for facts in watch.changes()]
        unique = {(row.model, row.object_pk): row for row in found}
        ActRow.objects.bulk_create(unique.values(), batch_size=CHUNK)
        if not unique:
            self.delete()
        return bool(unique)

    def obstacles(self):
        """What stands in the way of undoing this act: a list of Obstacle, empty when nothing does."""
        return obstacles.find(self, list(self.rows.all()))

    def undo(self, by, reason):
        """Bring every row back to what it was; Obstructed, naming why, when that cannot be. Done once."""
        undoing.undo(self, by, reason)

    def may_undo(self, user):
        """Whether `user` may undo this; where its kind names no permission, whoever may add the first row by hand."""
        if self.kind not in KINDS or not (first := self.rows.first()):
            return False
        return user.has_perms(KINDS[self.kind].permissions or [first.model.replace(".", ".add_")])


class ActRow(models.Model):
    """What an act made of one row: the columns before and after, of a changed row those that changed."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="rows", verbose_name=_("operation"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    model = models.CharField(_("table"), max_length=60)
    object_pk = models.PositiveBigIntegerField(_("key"))
    text = models.CharField(_("record"), max_length=300)
    along = models.BooleanField(_("went along with another"), default=False)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("record of an operation")
        verbose_name_plural = _("records of operations")
        ordering = ["pk"]
        indexes = [models.Index(fields=["model", "object_pk"], name="act_row_of")]
        constraints = [models.UniqueConstraint(fields=["act", "model", "object_pk"], name="act_row_once")]
        default_permissions = []

    def __str__(self):
        return self.text

    @property
    def record(self):
        """The record as it was, or as the act made it; not saved."""
        return restored(self.model_class, self.object_pk, self.before or self.after)

    @property
    def model_class(self):
        return apps.get_model(self.model)


class DeletedManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(kind=ActRow.Kind.DELETED, along=False, act__kind__in=deletions())


class DeletedRecord(ActRow):
    """A record that was deleted by itself, not along with another."""

    objects = DeletedManager()

    class Meta:
        proxy = True
        base_manager_name = "objects"
        verbose_name = _("deleted record")
        verbose_name_plural = _("deleted records")
        ordering = ["-pk"]
        default_permissions = ["view"]
