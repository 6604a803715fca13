"""What may be changed of an activity: its words, days and figures, and what is checked before they are stored."""

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.catalogue.models.activity_kind import ActivityKind
from core.exceptions import Refused
from core.versioning import Versioned, drop, keep
from pairs.models import Pair

from .figures import Measure
from .states import Stage, Status

WORDS = ("title", "title_en", "description", "starts_on", "ends_on", "starts_at", "link", "place")
CHOSEN = ("kind", "stage")  # chosen at the start, no longer changed once it was submitted
FIELDS = (*WORDS, *CHOSEN)


class EditableActivity(Versioned):
    """The words, days and figures of an activity, as an edit gives them and as a conflict shows them."""

    overtaken = gettext_lazy("Somebody else saved this entry meanwhile. Both texts are shown; nothing is lost.")
    changed_figures = ()

    def locked_rows(self):
        """Nobody else changes this pair's activities meanwhile, so that its totals stay true."""
        Pair.objects.lock(self.pair_id)
        return super().locked_rows()

    def texts(self):
        """All that an edit may change, by field and by code of indicator: the text a conflict shows."""
        figures = {row.indicator.code: row.counted_value for row in self.measures.select_related("indicator")}
        return {field: getattr(self, field) for field in FIELDS} | figures

    def not_asked_by(self, kind):
        """The figures that `kind` does not ask for: they go when this entry becomes one of that kind."""
        asked = {indicator.pk for indicator in kind.indicators.all()}
        return [row for row in self.measures.all() if row.indicator_id not in asked]

    def take(self, values, measures=None, agreed=()):
        """Set `values` by field, given as such or as the text of a proposal, and figures; nothing is saved.

        `agreed` are rows of figures on which two sides agreed. ValidationError for what cannot be edited, Refused for a
        field that is fixed once it was submitted.
        """
        for field, value in values.items():
            if field not in FIELDS:
                raise ValidationError(_("“%(field)s” cannot be edited.") % {"field": field})
            if field in CHOSEN and self.submitted_at and getattr(self, field) != parsed(field, value):
                raise Refused(_("Kind and stage stay as they were handed in."), "locked")
            setattr(self, field, parsed(field, value))
        if self.stage == Stage.PLANNED and not self.ends_on:
            self.ends_on = self.starts_on
        self.changed_figures = [*self.figure_rows(measures or {}), *agreed]

    def store(self, by, why=None, same_version=False):
        """Check and write what changed, figures too; those that another kind does not ask for go."""
        another_kind = self._found and self._found["kind_id"] != self.kind_id
        super().store(by, why, same_version)
        for row in self.changed_figures:
            row.activity = self
            keep(row, by, why)
        self.changed_figures = ()
        if another_kind:
            drop(self.not_asked_by(self.kind), by)
        return self

    def check_all(self):
        """ValidationError naming every field at fault, figures by the code of their indicator."""
        faults = {}
        try:
            super().check_all()
        except ValidationError as error:
            faults.update(error.message_dict)
        if self.status in (Status.SUBMITTED, Status.CONFIRMED) and self.stage != Stage.CANCELLED:
            for field, message in self.missing().items():
                faults.setdefault(field, [message])
        for row in self.changed_figures:
            try:
                row.full_clean(exclude=["activity"])
            except ValidationError as error:
                faults[row.indicator.code] = list(dict.fromkeys(error.messages))
        if faults:
            raise ValidationError(faults)

    def figure_rows(self, measures):
        """The rows to store for values by code of indicator, or by indicator; what counts is what is changed."""
        rows = {row.indicator_id: row for row in self.measures.select_related("indicator")} if self.pk else {}
        asked = {indicator.code: indicator for indicator in self.kind.indicators.all()}
        asked |= {row.indicator.code: row.indicator for row in rows.values()}
        changed = []
        for code, value in measures.items():
            indicator = asked.get(getattr(code, "code", code))
            if indicator is None:
                raise ValidationError(_("This kind of activity does not ask for “%(name)s”.") % {"name": code})
            row = rows.get(indicator.pk) or Measure(activity=self, indicator=indicator)
            if (row.pk or value is not None) and row.counted_value != value:
                whole = str(value) if isinstance(value, float) else value  # halves are refused, not cut off
                setattr(row, "value" if row.agreed is None else "agreed", whole)
                changed.append(row)
        if self.stage == Stage.PLANNED and any(row.value is not None for row in [*rows.values(), *changed]):
            raise ValidationError(_("A plan has no figures yet; they are given once it has been held."))
        return changed


def parsed(field, value):
    """A value as the field holds it, also from the text in which a proposal keeps it."""
    if not isinstance(value, str):
        return value if value is not None or field in ("starts_on", "ends_on", "starts_at") else ""
    if field in ("starts_on", "ends_on"):
        return parse_date(value) if value else None
    if field == "starts_at":
        return parse_time(value) if value else None
    return ActivityKind.objects.in_force().get(code=value) if field == "kind" else value.strip()
