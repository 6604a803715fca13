"""What a register would change, or has changed, row by row and told apart by kind."""

import datetime

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .university import University

BATCH = 500


class RegisterChangeQuerySet(models.QuerySet):
    def store(self, taken, plan):
        """Keep what `plan` would do as the changes of `taken`, in place of what was kept before."""
        self.filter(taken=taken).delete()
        self.bulk_create([self.model(taken=taken, **facts) for facts in told_apart(plan)], batch_size=BATCH)

    def counts(self):
        """How many there are of each kind, in the order of the kinds: [(Kind, number)]."""
        found = dict(self.order_by().values_list("kind").annotate(models.Count("pk")))
        return [(kind, found.get(kind, 0)) for kind in RegisterChange.Kind]


class RegisterChange(models.Model):
    """One school of a register and one kind of change; it is known by its code, whether it is here already or not."""

    computed = True  # from the register: it stands in the way of nothing

    class Kind(models.TextChoices):
        NEW = "new", _("New schools")
        FORMER = "former", _("Schools of an older register")
        RENAMED = "renamed", _("Renamed")
        LEVEL = "level", _("Another level")
        FACTS = "facts", _("Other facts")
        DATES = "dates", _("Days of names only")
        MISSING = "missing", _("No longer listed")

    taken = models.ForeignKey("pairs.RegisterImport", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("kind of change"), max_length=10, choices=Kind)
    row = models.PositiveIntegerField(_("row"), null=True)
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=100)
    details = models.JSONField(_("before and after"), default=list, help_text=_("Field, value before, value after."))

    objects = RegisterChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change by a register")
        verbose_name_plural = _("changes by registers")
        ordering = ["pk"]
        default_permissions = []
        indexes = [models.Index(fields=["taken", "kind"], name="register_change_kind")]

    def __str__(self):
        return f"{self.name} ({self.code})"

    @property
    def fields(self):
        """Label, before and after of every field that changes, as a person reads them."""
        for name, old, new in self.details:
            field = University._meta.get_field(name)
            yield capfirst(field.verbose_name), shown(field, old), shown(field, new)


def told_apart(plan):
    """Every change of a RegisterPlan as the facts of a RegisterChange; a school may have several kinds."""
    kind, rows = RegisterChange.Kind, {row.code: row.row for row in plan.reading.rows}
    for item in plan.new:
        details = [[name, None, as_text(getattr(item, name))] for name in ("province", "authority", "level")]
        facts = {"row": rows[item.code], "code": item.code, "name": item.name, "details": details}
        yield {"kind": kind.FORMER if item.unlisted_on else kind.NEW, **facts}
    for change in plan.updated:
        facts = {"row": change.row.row, "code": change.university.code, "name": change.row.name}
        yield from ({"kind": each, "details": details, **facts} for each, details in kinds_of(change))
    for item in plan.missing:
        yield {"kind": kind.MISSING, "row": None, "code": item.code, "name": item.name}


def kinds_of(change):
    """The kinds of one university's change, each with its fields."""
    kind, sorted_out = RegisterChange.Kind, {}
    own = {"name": kind.RENAMED, "name_en": kind.RENAMED, "level": kind.LEVEL}
    for name, old in change.before.items():
        if name not in ("source", "facts_as_of"):
            details = [name, as_text(old), as_text(getattr(change.university, name))]
            sorted_out.setdefault(own.get(name, kind.FACTS), []).append(details)
    return sorted_out.items() or [(kind.DATES, [])]


def as_text(value):
    return None if value is None else str(value)


def shown(field, value):
    """A stored value as a person reads it."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value or ""))
    if value and isinstance(field, models.DateField):
        return date_format(datetime.date.fromisoformat(value))
    return value or ""
