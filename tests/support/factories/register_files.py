"""Writes small registers as the ministry's sheets look, in each of the forms they come in."""

import csv
import io

import openpyxl
import xlwt

TITLES = ["序号", "学校名称", "学校标识码", "主管部门", "所在地", "办学层次", "备注"]
ADULT_TITLES = ["序号", "学校名称", "学校标识码", "主管部门", "备注"]
NOT_WIDE = 7


def a_register(*rows, day="2025年6月20日", titles=TITLES, title="全国普通高等学校名单"):
    """The rows of a sheet: title with its day, titles of the columns, then `rows`; a text alone is a heading."""
    above = [[f"{title}\n（截至{day}）" if day else title], titles]
    return above + [[row] if isinstance(row, str) else list(row) for row in rows]


def as_xls(*sheets):
    """An old workbook, with codes as numbers and headings merged across, as the ministry writes it."""
    book = xlwt.Workbook()
    for number, rows in enumerate(sheets, 1):
        sheet = book.add_sheet(f"样例{number}")
        for at, row in enumerate(rows):
            if len(row) == 1:
                sheet.write_merge(at, at, 0, NOT_WIDE - 1, row[0])
                continue
            for column, value in enumerate(row):
                sheet.write(at, column, float(value) if str(value).isdecimal() else value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_xlsx(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"样例{number}")
        for row in rows:
            sheet.append([int(value) if str(value).isdecimal() else value for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(rows, encoding="utf-8"):
    file = io.StringIO()
    csv.writer(file).writerows([*row, *[""] * (NOT_WIDE - len(row))] for row in rows)
    return file.getvalue().encode(encoding)
