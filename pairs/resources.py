"""Pairs as tables: the entrance for lists that somebody has as a Dataset, and the rows of every download."""

import json

import tablib
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from import_export.resources import ModelResource
from import_export.results import Error, Result, RowResult

from opendata import Column
from pairs.importing import make_plan
from pairs.models import ListImport, Milestone, Pair, Tier
from pairs.places import Province
from pairs.reading import read_cells
from pairs.tables import CLASS, FIRST_DAY, LAST_DAY

PAIRS = [
    Column("batch", "批次", "Batch", _("The number of the batch; numbered on across all actions.")),
    Column("serial", "序号", "Serial number", _("As in the published list; empty when it is not known.")),
    Column("recipient", "受援高校", "Recipient", _("The university that is helped, as printed in the notice."), 30),
    Column("recipient_now", "受援高校现名", "Recipient today", _("The recipient's official name today."), 30),
    Column("recipient_code", "受援高校标识码", "Recipient's code", _("The ten-digit code of the national register.")),
    Column("recipient_province", "受援高校所在省份", "Recipient's province", _("By GB/T 2260."), 18, Province.choices),
    Column("recipient_tier", "受援高校类型", "Recipient's tier", CLASS, 24, Tier.choices),
    Column("supporter", "支援高校", "Supporter", _("The university that helps, as printed in the notice."), 30),
    Column("supporter_now", "支援高校现名", "Supporter today", _("The supporter's official name today."), 30),
    Column("supporter_code", "支援高校标识码", "Supporter's code", _("The ten-digit code of the national register.")),
    Column("supporter_province", "支援高校所在省份", "Supporter's province", _("By GB/T 2260."), 18, Province.choices),
    Column("supporter_tier", "支援高校类型", "Supporter's tier", CLASS, 24, Tier.choices),
    Column("status", "进展", "Status", _("The furthest milestone that a source states."), 20, Milestone.Kind.choices),
    Column("status_on", "进展日期", "Status since", _("The day it happened, where that day is known.")),
    Column("status_as_of", "进展截至", "Status as of", _("Otherwise the day of the statement that says so.")),
    Column("status_source", "进展来源", "Source of the status", _("Where that milestone is stated."), 50),
    Column("starts", "开始", "Starts", FIRST_DAY),
    Column("ends", "结束", "Ends", LAST_DAY),
    Column("in_months", "按月", "In months", _("1 when the notice names months only, otherwise 0.")),
    Column("address", "结对编号", "Address", _("The last part of the pair's public address.")),
    Column("source", "来源", "Source", _("Where the row comes from."), 50),
]  # fmt: skip


class PairResource(ModelResource):
    """Lists in, lists out. What it writes it can read again, and nothing changes."""

    class Meta:
        model = Pair
        fields = ["serial", "recipient_name", "supporter_name"]
        use_transactions = True

    columns = PAIRS

    # Out

    def rows(self, pairs):
        """The rows of the queryset `pairs` by the keys of `columns`, in a constant number of queries."""
        for pair in pairs.with_universities():
            yield self.row(pair)

    def row(self, pair):
        """One pair by the keys of `columns`; names, tiers and provinces are those of the notice."""
        row = {
            "batch": pair.batch.number,
            "serial": pair.serial,
            "starts": pair.batch.starts,
            "ends": pair.batch.ends,
            "in_months": int(pair.batch.in_months),
            "address": pair.address,
            "source": pair.source or pair.batch.source,
            "status": pair.status.value,
        }
        for side in ("recipient", "supporter"):
            university = getattr(pair, side)
            row |= {side: getattr(pair, f"{side}_name"), f"{side}_now": university.name}
            row |= {f"{side}_{field}": getattr(pair, f"{side}_{field}") for field in ("province", "tier")}
            row[f"{side}_code"] = university.code
        if reached := pair.furthest_milestone:
            row |= {"status_on": reached.on, "status_as_of": reached.stated_as_of, "status_source": reached.source}
        return row

    def export(self, queryset=None, **kwargs):
        """A Dataset under the Chinese titles, for a spreadsheet; write it with `opendata`, which escapes formulas."""
        pairs = Pair.objects.in_order() if queryset is None else queryset
        dataset = tablib.Dataset(headers=[column.title for column in self.columns])
        with override("zh-hans"):
            for row in self.rows(pairs):
                dataset.append([_text(column.cell(row)) for column in self.columns])
        return dataset

    # In

    def import_data(self, dataset, dry_run=False, raise_errors=False, *, batch, by=None, reason="", **options):
        """Import `dataset` into `batch` as a whole or not at all; a Result with one RowResult a row.

        `options`: `accept_warnings`, and `declared`, the number of pairs where the batch does not say it. A dry run
        writes nothing. With `raise_errors` a refusal is raised as ValidationError instead of being reported.
        """
        rows = [dataset.headers or [], *dataset]
        reading = read_cells(rows)
        plan = make_plan(batch, reading, options.get("declared"))
        result = PlanResult(plan, dataset)
        if not (dry_run or plan.refused):
            self._apply(result, reading, rows, batch, by, reason, options)
        if raise_errors and (result.has_errors() or result.has_validation_errors()):
            raise ValidationError([error.message for error in plan.errors] or result.base_errors[0].error.messages)
        return result

    def import_row(self, row, instance_loader, **kwargs):
        """A list is compared and written as a whole; a row alone could not be judged."""
        raise NotImplementedError("Lists are imported as a whole: use import_data.")

    def _apply(self, result, reading, rows, batch, by, reason, options):
        content = json.dumps(rows, default=str).encode()
        try:
            listed = ListImport.objects.store(batch, reading, content, owner=by, declared=options.get("declared"))
            listed.confirm(by, reason, options.get("accept_warnings", False))
        except ListImport.Refused as refusal:
            result.append_base_error(Error(refusal))


class PlanResult(Result):
    """A Plan as import-export reports it."""

    def __init__(self, plan, dataset):
        super().__init__()
        self.plan = plan
        self.diff_headers = [column.title for column in PAIRS if column.key in ("serial", "recipient", "supporter")]
        self.total_rows = len(dataset)
        self.add_dataset_headers(dataset.headers)
        errors = {}
        for finding in plan.errors:
            errors.setdefault(finding.row, []).append(finding)
        self._kinds = {new.row.row: (RowResult.IMPORT_TYPE_NEW, new.row, {}) for new in plan.new}
        for change in plan.changed:
            old = {shown.field.removesuffix("_name"): shown.old for shown in change.fields}
            self._kinds[change.row.row] = (RowResult.IMPORT_TYPE_UPDATE, change.row, old)
        for number, values in enumerate(dataset, 2):
            row = dict(zip(dataset.headers or [], values, strict=False))
            self._add(number, row, errors.pop(number, []))
        for finding in (finding for left in errors.values() for finding in left):
            self.append_base_error(Error(ValidationError(str(finding.message)), number=finding.row))

    def _add(self, number, row, errors):
        result = RowResult()
        result.row_values = row
        result.import_type, listed, old = self._kinds.get(number, (RowResult.IMPORT_TYPE_SKIP, None, {}))
        if errors:
            result.import_type = RowResult.IMPORT_TYPE_INVALID
            result.validation_error = ValidationError([str(error.message) for error in errors])
            self.append_invalid_row(number, row, result.validation_error)
            self.append_failed_row(row, result.validation_error)
        elif listed:
            result.diff = [_diff(getattr(listed, key), old.get(key)) for key in ("serial", "recipient", "supporter")]
        self.increment_row_result_total(result)
        self.append_row_result(result)


def _diff(new, old):
    new = "" if new is None else new
    return format_html("{}", new) if old in (None, new) else format_html("<del>{}</del> <ins>{}</ins>", old, new)


def _text(value):
    """A cell as it is printed: numbers stay numbers, labels become text, what is not known is empty."""
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
