"""The one door for lists: what comes in is compared and written as a whole, what goes out can be read again."""

from collections import defaultdict

import tablib
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from import_export.resources import ModelResource
from import_export.results import Error, Result, RowResult
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core.acts.recording import recording
from core.personal_data import REASON_LENGTH
from pairs.pairs.models.batch import Batch, Side
from pairs.pairs.models.pair import Pair
from pairs.pairs.tables import PAIRS, pair_rows
from pairs.reader import Reading, read_cells

from . import groups
from .plan import make_plan, snapshot

COLUMNS = {"serial": "序号", "recipient": "受援高校", "supporter": "支援高校"}


class RefusedListError(ValidationError):
    """The list is not applied, for the reasons given."""


class StaleListError(RefusedListError):
    """The list is not applied: the data are no longer those that the preview showed."""

    def __init__(self):
        super().__init__(_("The data changed after the preview; nothing was applied. Preview the list again."))


class PairResource(ModelResource):
    """Lists in, lists out. What it writes it can read again, and nothing changes."""

    class Meta:
        model = Pair
        fields = ["serial", "recipient_name", "supporter_name"]

    def export(self, queryset=None, **kwargs):
        """A Dataset under the Chinese titles, for a spreadsheet; write it with `opendata`, which escapes formulas."""
        pairs = Pair.objects.in_order() if queryset is None else queryset
        dataset = tablib.Dataset(headers=[column.title for column in PAIRS])
        with override("zh-hans"):
            for row in pair_rows(pairs):
                dataset.append([_text(column.cell(row)) for column in PAIRS])
        return dataset

    def import_data(self, dataset, dry_run=False, raise_errors=False, *, batch, declared=None, **options):
        """Import `dataset`, a Dataset or a Reading, into `batch` as a whole or not at all; return a PlanResult.

        `declared` is the number of pairs in the notice where the batch does not say it. A dry run only compares; it
        locks and writes nothing. Otherwise `options` are those of `import_locked`. With `raise_errors` a refusal is
        raised as ValidationError instead of being reported.
        """
        reading = dataset if isinstance(dataset, Reading) else read_dataset(dataset, batch.action)
        if dry_run:
            result = PlanResult(make_plan(batch, reading, declared))
        else:
            result = self.import_locked(reading, batch, declared, **options)
        if raise_errors and (faults := [finding.message for finding in result.plan.errors] or result.refusal):
            raise ValidationError(faults)
        return result

    def import_locked(self, reading, batch, declared, by=None, reason="import_data", listing=None, **conditions):
        """Compare and write while nobody else changes the batch or its pairs, with `by` and `reason` in the history.

        `listing` is the ListImport that keeps what was done; `conditions` are `accept_warnings`, and `expecting`, the
        fingerprint that the plan must still have.
        """
        try:
            with transaction.atomic():
                batch.lock()
                list(batch.pairs.order_by("pk").select_for_update().values_list("pk"))
                result = PlanResult(make_plan(batch, reading, declared))
                refuse(result.plan, reason.strip(), **conditions)
                act = carry_out(result.plan, by, reason.strip(), listing)
                if listing:
                    listing.record(result.plan, reason.strip(), act)
        except (RefusedListError, IntegrityError) as error:
            result.refusal = error if isinstance(error, RefusedListError) else StaleListError()
            result.append_base_error(Error(result.refusal))
        return result

    def import_row(self, row, instance_loader, **kwargs):
        """A list is compared and written as a whole; a row alone could not be judged."""
        raise NotImplementedError("Lists are imported as a whole: use import_data.")


def read_dataset(dataset, action):
    return read_cells([dataset.headers or [], *dataset], groups.shape_of(action))


def _text(value):
    """A cell as it is printed: numbers stay numbers, labels become text, what is not known is empty."""
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def refuse(plan, reason, accept_warnings=False, expecting=None):
    """Raise StaleListError, or RefusedListError with everything that stands in the way of applying `plan`."""
    if expecting is not None and expecting != plan.fingerprint:
        raise StaleListError
    faults = []
    if plan.refused:
        faults.append(_("The list has errors; correct it and preview it again."))
    if plan.to_accept and not accept_warnings:
        faults.append(_("Read the warnings and accept them, or correct the list."))
    if not reason:
        faults.append(_("Give the reason for this import; it is kept in the history."))
    elif len(reason) > REASON_LENGTH:
        faults.append(_("Shorten the reason to 500 characters."))
    if faults:
        raise RefusedListError(faults)


# Writing what a plan shows: in bulk, with the history that says who, when and why


def carry_out(plan, by, reason, listing=None):
    """Write the plan as one act, which can be undone as a whole; None when it changes nothing."""
    name = listing and listing.file_name
    subject = f"{plan.batch} · {name}" if name else plan.batch
    watched = [Batch.objects.filter(pk=plan.batch.pk), Pair.objects.filter(batch=plan.batch)]
    with recording("list_import", subject, by, reason, watch=watched) as act:
        write(plan, by, reason)
    return act if act.pk else None


def write(plan, by=None, reason=""):
    """Write new and changed pairs and the state of the list; the caller holds the transaction and the lock."""
    history = {"default_user": by, "default_change_reason": reason}
    if plan.changed:
        change_pairs(plan, history)
    new = [new_pair(plan.batch, new) for new in plan.new]
    take_places(plan.batch, new)
    bulk_create_with_history(new, Pair, **history)
    if plan.completes_list:
        complete_list(plan.batch, by, reason)


def new_pair(batch, new):
    """The Pair of a new row, with both sides as of the notice."""
    return Pair(
        batch_id=batch.pk,
        serial=new.row.serial,
        recipient_id=new.recipient.pk,
        supporter_id=new.supporter.pk,
        role_id=new.role and new.role.pk,
        **snapshot(Side.RECIPIENT, new.recipient, new.row.recipient),
        **snapshot(Side.SUPPORTER, new.supporter, new.row.supporter),
    )


def take_places(batch, pairs):
    """Let each of `pairs` stand behind those that share its serial number, where a group of supporters may."""
    if not batch.action.several_supporters:
        return
    there = batch.pairs.exclude(pk__in=[pair.pk for pair in pairs if pair.pk]).exclude(serial=None).order_by()
    last = dict(there.values_list("serial").annotate(Max("group_place")))
    for pair in pairs:
        if pair.serial:
            pair.group_place = last[pair.serial] = last.get(pair.serial, 0) + 1


def change_pairs(plan, history):
    changes = plan.changed
    renumbered = [change.pair.pk for change in changes if change.pair.serial and "serial" in change.values]
    # Two pairs that exchange their numbers would collide half-way, so the numbers are cleared first.
    Pair.objects.filter(pk__in=renumbered).update(serial=None)
    written = set()
    for change in changes:
        written.update(change.values)
        for attribute, value in change.values.items():
            setattr(change.pair, attribute, value)
    if "serial" in written:
        take_places(plan.batch, [change.pair for change in changes if "serial" in change.values])
        written.add("group_place")
    bulk_update_with_history([change.pair for change in changes], Pair, sorted(written), **history)
    for change in changes:
        change.pair.share_serial(history["default_user"], history["default_change_reason"])


def complete_list(batch, by, reason):
    batch.list_status = Batch.ListStatus.COMPLETE
    batch._history_user, batch._change_reason = by, reason
    batch.save(update_fields=["list_status"])


# The plan as import-export reports it


class PlanResult(Result):
    """What importing a list did or would do, a result for each of its rows; `refusal` is why it was not done."""

    def __init__(self, plan):
        super().__init__()
        self.plan, self.refusal = plan, None
        self.diff_headers = [*COLUMNS.values(), *([groups.ROLE] if plan.roles.all else [])]
        self.add_dataset_headers(self.diff_headers)
        matches = {found.row: found for found in plan.matches}
        for number, values, findings, row in self._lines():
            if number:
                self._add_row(number, values, findings, matches.get(row))
            else:
                self.base_errors += [Error(ValidationError(finding.message)) for finding in findings]
        self.total_rows = len(self.rows)

    def lines(self):
        """Number, values by title and errors of every row, those about the whole list first, with the number None."""
        for number, values, findings, _row in self._lines():
            yield number, values, findings

    def _lines(self):
        rows, wrong = defaultdict(list), defaultdict(list)
        for row in self.plan.reading.rows:
            rows[row.row].append(row)
        for finding in self.plan.errors:
            wrong[finding.row].append(finding)
        for number in sorted(rows.keys() | wrong.keys(), key=lambda number: number or 0):
            for row, findings in _shared(wrong.get(number, []), rows.get(number, [])):
                yield number, self._values(row, findings), findings, row

    def _values(self, row, findings):
        if row:
            return dict(zip(self.diff_headers, (row.serial, row.recipient, row.supporter, row.role), strict=False))
        printed = {finding.column: finding.value for finding in findings}
        return {title: printed.get(title) for title in self.diff_headers}

    def _add_row(self, number, values, findings, found):
        row = RowResult()
        row.row_values, row.import_type = values, RowResult.IMPORT_TYPE_SKIP
        if findings:
            row.import_type = RowResult.IMPORT_TYPE_INVALID
            row.validation_error = ValidationError([finding.message for finding in findings])
            self.append_invalid_row(number, values, row.validation_error)
            self.append_failed_row(values, row.validation_error)
        elif found and found.pair is None:
            row.import_type = RowResult.IMPORT_TYPE_NEW
        elif found and found.fields:
            row.import_type, row.diff = RowResult.IMPORT_TYPE_UPDATE, _diff(values, found)
        self.increment_row_result_total(row)
        self.append_row_result(row)


def _shared(findings, rows):
    """Each of the `rows` that one row of the list stands for, with those of the findings that speak of it."""
    if len(rows) < 2:
        return [(rows[0] if rows else None, findings)]
    own = [[finding for finding in findings if finding.value == row.supporter] for row in rows]
    own[0] += [finding for finding in findings if not any(finding in found for found in own)]
    return list(zip(rows, own, strict=True))


def _diff(values, found):
    """The cells of a row that changes, with what the pair says now where the list says otherwise."""
    titles = COLUMNS | {"role": groups.ROLE}
    old = {titles[shown.field.removesuffix("_name")]: shown.old for shown in found.fields}
    shown = []
    for title, new in values.items():
        new = "" if new is None else new
        changed = old.get(title) not in (None, new)
        shown.append(format_html("<del>{}</del> <ins>{}</ins>", old[title], new) if changed else format_html("{}", new))
    return shown
