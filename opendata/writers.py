"""Rows as CSV, XLSX and JSON. A row is a dict by the keys of the columns; a missing key is an empty cell."""

import csv
import hashlib
import io
import json

from .cell_escaping import escape, plain
from .workbook import as_xlsx

BOM = "\ufeff"  # without it Excel reads Chinese as gibberish
PIECE = 500  # rows


def as_csv(columns, rows):
    """UTF-8 with BOM and CRLF, headed by the Chinese titles; no cell is a live formula."""
    return b"".join(csv_pieces(columns, rows))


def csv_pieces(columns, rows):
    """The same piece by piece."""
    out = io.StringIO(newline="")
    out.write(BOM)
    write = csv.writer(out).writerow
    write([_csv_cell(column.title) for column in columns])
    for number, row in enumerate(rows, start=1):
        write([_csv_cell(column.cell(row)) for column in columns])
        if number % PIECE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def sha256(columns, rows):
    """The SHA-256 of `rows` as CSV: what tells whether two files hold the same data."""
    digest = hashlib.sha256()
    for piece in csv_pieces(columns, rows):
        digest.update(piece)
    return digest.hexdigest()


def _csv_cell(value):
    value = plain(value)
    return escape(value) if isinstance(value, str) else value


def as_json(columns, rows, **facts):
    """An object of `facts`, the number of rows, what the fields mean, and the rows by the columns' keys."""
    answer = json_object(columns, rows, facts, columns)
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def json_object(columns, rows, facts, explained):
    """What `as_json` writes; of its fields only those that are `explained`."""
    rows = [{column.key: plain(row.get(column.key)) for column in columns} for row in rows]
    return {
        **{key: value if isinstance(value, dict) else plain(value) for key, value in facts.items()},
        "count": len(rows),
        "fields": [column.as_json() for column in explained],
        "rows": rows,
    }


DESCRIBED = {"xlsx": as_xlsx, "json": as_json}  # the forms that say what they hold
