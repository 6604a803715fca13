"""The list given back to whoever handed it in, each wrong cell marked and its problem beside it."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from opendata import escape, printable

WIDTHS = {"行号 Row": 10, "序号": 8, "支援高校角色": 14, "问题 Problem": 90}
WRONG = PatternFill("solid", start_color="FCECEA")


def marked_sheet(result):
    """An Excel workbook of the rows of a PlanResult: the wrong cell marked, what is wrong and how to mend it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名单")
    titles = ["行号 Row", *result.diff_headers, "问题 Problem"]
    for number, title in enumerate(titles, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(title, 30)
    sheet.freeze_panes = "A2"
    sheet.append([cell(sheet, title, font=Font(bold=True)) for title in titles])
    for number, values, findings in result.lines():
        sheet.append(marked_row(sheet, number, values, findings))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def marked_row(sheet, number, values, findings):
    columns = {finding.column for finding in findings}
    cells = [cell(sheet, number)]
    for title, value in values.items():
        cells.append(cell(sheet, value, fill=WRONG if title in columns else None))
    return [*cells, cell(sheet, "\n".join(problem(finding) for finding in findings), wrap=True)]


def problem(finding):
    place = f"{finding.column} “{finding.value}”: " if finding.column and finding.value else ""
    offered = f" ({' / '.join(finding.suggestions)})" if finding.suggestions else ""
    return f"{place}{finding.message}{offered}"


def cell(sheet, value, font=None, fill=None, wrap=False):
    """A cell that no spreadsheet takes for a formula."""
    made = WriteOnlyCell(sheet, value=escape(printable(value)) if isinstance(value, str) else value)
    made.font, made.alignment = font or Font(), Alignment(vertical="top", wrap_text=wrap)
    if fill:
        made.fill = fill
    return made
