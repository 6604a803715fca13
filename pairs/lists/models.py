"""A list that was read, previewed and perhaps confirmed."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field
from core.personal_data import found_in
from pairs.directory.models.university import University
from pairs.directory.name_matching import fold
from pairs.pairs.models.batch import Batch
from pairs.previews import StoredPreview
from pairs.reader import KeptTable, ListIssue, ListRow, Reading, choice, corrected
from pairs.reader.limits import MAX_CELL
from pairs.reader.list_table import names_persons
from pairs.reader.result import storable

from .groups import shape_of

MOST_TEXT = 400_000  # characters kept of a text in which no list was found
PERSONAL = "personal_data"  # the reader's code for a column about persons: nothing of such a list is kept
UNCLEAR = {"no_list", "column_missing", "column_twice", "two_lists"}  # which table, which columns
SLOW_TO_APPLY = 2000  # rows; importing more of them is a job


class ListImport(StoredPreview):
    """The stored preview of one list."""

    SAME = (*StoredPreview.SAME, "batch")

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Previewed")
        APPLIED = "applied", _("Applied")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="imports", verbose_name=_("batch"))
    owner = person_field(_("owner"), on_delete=models.SET_NULL, null=True, blank=True)
    format = models.CharField(_("format"), max_length=10)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    reading = models.JSONField(_("rows as read"))
    corrections = models.JSONField(
        _("corrections"),
        default=list,
        blank=True,
        help_text=_("Cells that were corrected in the preview and rows left out; the rows as read stay as they are."),
    )
    decisions = models.JSONField(
        _("decisions on names"),
        default=list,
        blank=True,
        help_text=_("Which university is meant by a name as printed, which stays in the list."),
    )
    typed = models.JSONField(_("typed in the preview"), default=dict, blank=True)
    refused = models.BooleanField(_("has errors"), default=False)
    fingerprint = models.CharField(
        _("fingerprint"),
        max_length=64,
        help_text=_("Of the plan: it changes when the data it was compared with do."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEWED)
    outcome = models.JSONField(_("outcome"), null=True, blank=True)

    class Meta(StoredPreview.Meta):
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")

    def __str__(self):
        return f"{self.batch} · {self.file_name or self.format}"

    @classmethod
    def of_list(cls, batch, data, reading, file_name="", declared=None, **facts):
        """What is kept of the list `data`, bytes or text, read as `reading`; not saved."""
        facts |= {"format": reading.format, "encoding": reading.encoding}
        kept = stored(reading) | {"declared": declared}
        if not reading.table and may_be_kept(data, reading):
            kept["text"] = storable(data)
        return cls.of_file(data, file_name, batch=batch, reading=kept, **facts)

    @property
    def as_read(self):
        """The Reading that was stored, without any correction."""
        kept = self.reading.get("table")
        return Reading(
            self.format,
            self.encoding,
            [ListRow(*row) for row in self.reading["rows"]],
            [ListIssue.from_stored(error) for error in self.reading["errors"]],
            [ListIssue.from_stored(warning) for warning in self.reading["warnings"]],
            kept and KeptTable.from_stored(kept),
        )

    @property
    def as_corrected(self):
        """The list with its corrections: what is compared, previewed again, confirmed and given back."""
        reading = corrected(self.as_read, self.overlay, shape_of(self.batch.action))
        reading.means = {one["name"]: one["university"] for one in self.decisions}
        return reading

    @property
    def as_text(self):
        """The list with its corrections as text to be pasted again; what was pasted where no list was found in it."""
        table = self.as_corrected.table
        return table.as_text() if table else self.reading.get("text", "")

    @property
    def tables(self):
        """The tables among which an editor may choose, as grids; none once the list is imported."""
        return choice.from_stored(self.reading.get("tables", []))

    @property
    def choice(self):
        """What the editor said about tables and columns; None where nothing was said."""
        kept = self.reading.get("choice")
        return kept and choice.ColumnChoice.from_stored(kept)

    @property
    def asks_for_columns(self):
        """Whether the reader could not tell which table or columns are the list, and nobody has said it yet."""
        unclear = {error[0] for error in self.reading["errors"]} & UNCLEAR
        return bool(unclear and self.reading.get("tables") and not self.choice)

    @property
    def overlay(self):
        """The corrections by place: {(row, column): text}; the column None leaves the row out."""
        return {(one["row"], one["column"]): one["value"] for one in self.corrections}

    def correct(self, changes, by):
        """Keep `changes`, {(row, column): text}, with who made them; None takes a correction back. Not saved."""
        table, kept = self.as_read.table, {(one["row"], one["column"]): one for one in self.corrections}
        for (row, column), value in changes.items():
            was = "" if column is None else table.cell(row, column)
            kept.pop((row, column), None)
            if value is not None and (column is None or value != was):
                facts = {"row": row, "column": column, "value": storable(value[:MAX_CELL]), "was": was}
                kept[row, column] = facts | self._mark(by)
        self.corrections = [kept[place] for place in sorted(kept, key=lambda place: (place[0], place[1] or -1))]

    def decide(self, names, by):
        """Keep which university is meant by each of `names`, {printed name: key}; None forgets it. Not saved."""
        kept = {one["name"]: one for one in self.decisions}
        for name, university in names.items():
            kept.pop(name, None)
            if university is not None:
                kept[name] = {"name": storable(name), "university": university} | self._mark(by)
        self.decisions = [*kept.values()]

    @staticmethod
    def _mark(by):
        return {"by": by.pk, "at": timezone.now().isoformat(timespec="seconds")}

    @property
    def outcome_text(self):
        """What confirming did, in one sentence; empty before."""
        return self.outcome and _("%(new)s new, %(updated)s changed, %(unchanged)s unchanged.") % self.outcome

    def get_absolute_url(self):
        """Its page in the log, for all who oversee."""
        return reverse("admin:pairs_listimport_log", args=[self.pk])

    @property
    def preview_url(self):
        """Where its owner corrects and confirms it."""
        return reverse("admin:pairs_listimport_preview", args=[self.pk])

    @property
    def takes_long_to_apply(self):
        return len(self.reading["rows"]) > SLOW_TO_APPLY

    def may_keep_file(self):
        errors = [ListIssue.from_stored(error) for error in self.reading["errors"]]
        return bool(self.reading["rows"]) and PERSONAL not in [error.code for error in errors]

    def lock(self):
        """Wait for whoever changes this batch or confirms this import, and read both anew."""
        self.batch.lock()
        read = ["state", "applied_at", "discarded_at", "outcome", "fingerprint", "corrections", "decisions"]
        self.refresh_from_db(fields=read, from_queryset=ListImport.objects.select_for_update())

    def take_over(self, former):
        """Come in the place of the preview `former`: what was typed there stays, and that one waits no more."""
        self.typed = former.typed | self.typed
        self.save(update_fields=["typed"])
        former.discard()

    def record(self, plan, reason, act=None):
        """Keep that `plan` was applied, when, why and as which act."""
        self.state, self.reason, self.applied_at = self.State.APPLIED, reason, timezone.now()
        self.outcome, self.act = plan.as_json() | {"notes": plan.notes}, act
        if not self.pk:
            self.keep_file()
        self.reading.pop("tables", None)  # kept for choosing only
        self.save(update_fields=["state", "reason", "applied_at", "outcome", "act", "reading"] if self.pk else None)


def may_be_kept(data, reading):
    """Whether `data` is pasted text in which nothing looks like personal data."""
    private = any(error.code == PERSONAL for error in reading.errors)
    return (
        isinstance(data, str) and len(data) <= MOST_TEXT and not private and not (found_in(data) or names_persons(data))
    )


def stored(reading):
    """`reading` as JSON, without any personal data."""
    if private := [error.as_stored() for error in reading.errors if error.code == PERSONAL]:
        return {"rows": [], "errors": private, "warnings": []}
    return {
        "tables": choice.as_stored(reading.tables),
        "table": reading.table and KeptTable.of(reading.table).as_stored(),
        "rows": [[*vars(row).values()] for row in reading.rows],
        "errors": [error.as_stored() for error in reading.errors],
        "warnings": [warning.as_stored() for warning in reading.warnings],
    }


class NameDecisionQuerySet(models.QuerySet):
    def by_printed(self, names):
        """{key of the printed name: its decisions, the latest first} for all of `names`, in one query."""
        found = {}
        for decision in self.filter(key__in={fold(name) for name in names}).select_related("university"):
            found.setdefault(decision.key, []).append(decision)
        return found


class NameDecision(models.Model):
    """Which university an editor took for a name that no university bears: offered for the next list, never applied.

    It is no name of the university: lists are read by those without asking.
    """

    printed = models.CharField(_("name as printed"), max_length=100, editable=False)
    key = models.CharField(_("matching key"), max_length=100, editable=False, db_index=True)
    university = models.ForeignKey(
        University, on_delete=models.CASCADE, related_name="name_decisions", verbose_name=_("university")
    )
    keeps_printed = models.BooleanField(
        _("the printed name stays"), default=False, help_text=_("Off where the name was corrected in the list.")
    )
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("batch"))
    decided_by = person_field(_("decided by"), on_delete=models.SET_NULL, null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)

    objects = NameDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a name")
        verbose_name_plural = _("decisions on names")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "university"],
                name="name_decision_once",
                violation_error_message=_("This name was decided for this university before; remove one of the two."),
            )
        ]

    key_of = staticmethod(fold)

    def __str__(self):
        return f"{self.printed} → {self.university}"
