"""A Plan as import-export reports it: a result for the list, and one for each of its rows."""

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from import_export.results import Error, Result, RowResult

COLUMNS = {"serial": "序号", "recipient": "受援高校", "supporter": "支援高校"}


class PlanResult(Result):
    """What importing a Reading did or would do; `plan` holds it all, `refusal` why it was not done."""

    def __init__(self, reading, plan):
        super().__init__()
        self.plan, self.refusal = plan, None
        self.diff_headers = list(COLUMNS.values())
        self.add_dataset_headers(self.diff_headers)
        kinds = {new.row.row: RowResult.IMPORT_TYPE_NEW for new in plan.new}
        old = {change.row.row: _old(change) for change in plan.changed}
        kinds |= dict.fromkeys(old, RowResult.IMPORT_TYPE_UPDATE)
        self.lines = list(lines(plan.errors, reading.rows))
        for number, values, findings in self.lines:
            if number:
                self._add_row(number, values, findings, kinds.get(number, RowResult.IMPORT_TYPE_SKIP), old.get(number))
            else:
                self.base_errors += [Error(ValidationError(finding.message)) for finding in findings]
        self.total_rows = len(self.rows)

    def refuse(self, refusal):
        self.refusal = refusal
        self.append_base_error(Error(refusal))

    def _add_row(self, number, values, findings, kind, old):
        row = RowResult()
        row.row_values, row.import_type = values, kind
        if findings:
            row.import_type = RowResult.IMPORT_TYPE_INVALID
            row.validation_error = ValidationError([finding.message for finding in findings])
            self.append_invalid_row(number, values, row.validation_error)
            self.append_failed_row(values, row.validation_error)
        elif old:
            row.diff = [_diff(value, old.get(title)) for title, value in values.items()]
        self.increment_row_result_total(row)
        self.append_row_result(row)


def lines(errors, rows):
    """Number, values by title and errors of every row, those about the whole list first, with the number None."""
    held = {row.row: {title: getattr(row, name) for name, title in COLUMNS.items()} for row in rows}
    wrong = {}
    for finding in errors:
        wrong.setdefault(finding.row, []).append(finding)
    for number in sorted(held.keys() | wrong.keys(), key=lambda number: number or 0):
        findings = wrong.get(number, [])
        printed = {finding.column: finding.value for finding in findings}
        yield number, held.get(number) or {title: printed.get(title) for title in COLUMNS.values()}, findings


def _old(change):
    """What the pair says now, by title, where the list says otherwise."""
    return {COLUMNS[shown.field.removesuffix("_name")]: shown.old for shown in change.fields}


def _diff(new, old):
    new = "" if new is None else new
    return format_html("{}", new) if old in (None, new) else format_html("<del>{}</del> <ins>{}</ins>", old, new)
