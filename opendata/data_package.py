"""Tables as a data package: one zip of plain CSV files, with datapackage.json of Frictionless and a README.

Files are written row by row, so a package takes no more memory than a part of its largest table.
"""

import csv
import hashlib
import io
import json
import zipfile

from .cell_escaping import escape, plain
from .columns import in_both, in_language

PIECE = 2000  # records that are fetched at once
DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
DESCRIPTOR = "datapackage.json"


def write_package(file, datasets, about, readme):
    """Write the zip of `datasets` into `file`; returns its descriptor.

    `about` are the facts of the whole package by the names of Frictionless; `readme(descriptor)` makes its text.
    """
    tables = {dataset.name: dataset for dataset in datasets}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        resources = [write_table(package, dataset, tables) for dataset in datasets]
        descriptor = {**about, "resources": resources}
        package.writestr(entry(DESCRIPTOR), json.dumps(descriptor, ensure_ascii=False, indent=2))
        package.writestr(entry("README.md"), readme(descriptor))
    return descriptor


def write_table(package, dataset, tables):
    """Write one CSV file; returns what datapackage.json says of it."""
    path = f"data/{dataset.name}.csv"
    digest, size, count = hashlib.sha256(), 0, 0
    with package.open(entry(path), "w", force_zip64=True) as file:
        for rows, piece in csv_pieces(dataset):
            file.write(piece)
            digest.update(piece)
            size, count = size + len(piece), count + rows
    return {
        "name": dataset.name,
        "path": path,
        **in_both("title", dataset.title),
        **in_both("description", dataset.about),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "bytes": size,
        "hash": f"sha256:{digest.hexdigest()}",
        "rowcount": count,
        "schema": schema(dataset, tables),
    }


def entry(path):
    """The same for the same content: a file in the zip has no time of its own."""
    found = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    found.compress_type = zipfile.ZIP_DEFLATED
    found.external_attr = 0o644 << 16
    return found


def csv_pieces(dataset):
    """The rows of `dataset` as (number, bytes), headed by their keys; no cell is a live formula."""
    keys = [column.key for column in dataset.columns]
    yield 0, lines([keys])
    for records in parts(dataset.records()):
        rows = [[cell(row.get(key)) for key in keys] for row in dataset.rows(records)]
        yield len(rows), lines(rows)


def parts(records):
    """A queryset in parts of PIECE, each read on its own in the same order; anything else as it is."""
    if not hasattr(records, "values_list"):
        yield records
        return
    keys = list(records.values_list("pk", flat=True))
    for start in range(0, len(keys), PIECE):
        yield records.filter(pk__in=keys[start : start + PIECE])


def lines(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def cell(value):
    value = plain(value)
    return escape(value) if isinstance(value, str) else value


def schema(dataset, tables):
    """The Table Schema of `dataset`: what it refers to are the other `tables`."""
    found = {"fields": [field(column, dataset.key) for column in dataset.columns], "missingValues": [""]}
    if dataset.key:
        found["primaryKey"] = list(dataset.key)
    leading = [column for column in dataset.columns if column.refers in tables and not column.several]
    if leading:
        found["foreignKeys"] = [foreign_key(column, tables[column.refers]) for column in leading]
    return found


def foreign_key(column, target):
    fields = list(column.by or (column.key,))
    return {"fields": fields, "reference": {"resource": target.name, "fields": list(target.key)}}


def field(column, key):
    """One column: its type, what holds of its values, and its meaning in both languages."""
    found = {
        "name": column.key,
        "type": column.type,
        "title": column.title,
        "title_en": column.title_en,
        **in_both("description", column.meaning),
    }
    constraints = {"required": True} if column.key in key else {}
    if column.type == "integer":
        constraints["minimum"] = 0
    if column.choices:
        constraints["enum"] = [str(value) for value, _label in column.choices]
        found |= {"labels": labels("zh-hans", column), "labels_en": labels("en", column)}
    return found | ({"constraints": constraints} if constraints else {})


def labels(language, column):
    return {str(value): in_language(language, label) for value, label in column.choices}
