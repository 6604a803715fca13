"""Pairs as tables: the entrance for lists that somebody has as a Dataset, and the rows of every download."""

import json

import tablib
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import override
from import_export.resources import ModelResource
from import_export.results import Error, Result, RowResult

from pairs.pairs.models.pair import Pair
from pairs.pairs.tables import PAIRS, _text, pair_rows
from pairs.reader import read_cells

from .importing import make_plan
from .models import ListImport


class PairResource(ModelResource):
    """Lists in, lists out. What it writes it can read again, and nothing changes."""

    class Meta:
        model = Pair
        fields = ["serial", "recipient_name", "supporter_name"]
        use_transactions = True

    # Out

    def export(self, queryset=None, **kwargs):
        """A Dataset under the Chinese titles, for a spreadsheet; write it with `opendata`, which escapes formulas."""
        pairs = Pair.objects.in_order() if queryset is None else queryset
        dataset = tablib.Dataset(headers=[column.title for column in PAIRS])
        with override("zh-hans"):
            for row in pair_rows(pairs):
                dataset.append([_text(column.cell(row)) for column in PAIRS])
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
