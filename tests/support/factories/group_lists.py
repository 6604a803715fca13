"""One table with merged cells, made in every form in which a list arrives."""

import io

import xlwt

from . import list_files

UP, LEFT = object(), object()  # merged with the cell above, or with the one to the left


def _plain(rows):
    return [["" if cell in (UP, LEFT) else cell for cell in row] for row in rows]


def as_csv(rows):
    return list_files.delimited(_plain(rows))


def as_paste(rows):
    """Text copied from a sheet."""
    return list_files.delimited(_plain(rows), "\t").decode().replace("\r\n", "\n")


def as_browser_paste(rows):
    """Text copied from a web page: what is merged is missing altogether."""
    kept = [[cell for cell in row if cell not in (UP, LEFT)] for row in rows]
    return list_files.delimited(kept, "\t").decode().replace("\r\n", "\n")


def as_xlsx(rows):
    def merge(book):
        for top, left, bottom, right in _ranges(rows):
            book.active.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)

    return list_files.xlsx(_plain(rows), merge)


def as_xls(rows):
    book = xlwt.Workbook()
    sheet, packed = book.add_sheet("名单"), io.BytesIO()
    spans = {(top, left): (bottom, right) for top, left, bottom, right in _ranges(rows)}
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if span := spans.get((at, column)):
                sheet.write_merge(at, span[0], column, span[1], value)
            elif value not in (UP, LEFT):
                sheet.write(at, column, value)
    book.save(packed)
    return packed.getvalue()


def as_web_page(rows):
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in _ranges(rows)}
    lines = []
    for at, row in enumerate(rows):
        cells = [(spans.get((at, column), (1, 1)), cell) for column, cell in enumerate(row) if cell not in (UP, LEFT)]
        lines.append("".join(f"<td rowspan={down} colspan={along}>{cell}</td>" for (down, along), cell in cells))
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>".encode()


def as_word(rows):
    return list_files.docx([_word_row(rows, at) for at in range(len(rows))])


def _word_row(rows, at):
    cells, below = [], rows[at + 1] if at + 1 < len(rows) else []
    for column, cell in enumerate(rows[at]):
        along = 1 + next((n for n, right in enumerate(rows[at][column + 1 :]) if right is not LEFT), 99)
        if cell is LEFT:
            continue
        properties = f'<w:gridSpan w:val="{min(along, len(rows[at]) - column)}"/>' if along > 1 else ""
        if cell is UP:
            cells.append(("<w:vMerge/>", ""))
        else:
            begins = column < len(below) and below[column] is UP
            cells.append((properties + ('<w:vMerge w:val="restart"/>' if begins else ""), cell))
    return cells


def _ranges(rows):
    """(top, left, bottom, right) of the merged cells, from 0."""
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell in (UP, LEFT):
                continue
            bottom, right = top, left
            while bottom + 1 < len(rows) and left < len(rows[bottom + 1]) and rows[bottom + 1][left] is UP:
                bottom += 1
            while right + 1 < len(row) and row[right + 1] is LEFT:
                right += 1
            if (bottom, right) != (top, left):
                yield top, left, bottom, right


FORMATS = {
    "csv": as_csv,
    "pasted from a sheet": as_paste,
    "pasted from a browser": as_browser_paste,
    "xlsx": as_xlsx,
    "xls": as_xls,
    "web page": as_web_page,
    "word": as_word,
}
