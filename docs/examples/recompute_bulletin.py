"""Compute a published bulletin again from the package of open data alone, with nothing but Python.

    python recompute_bulletin.py package.zip 2027-01-28

Each computed figure is counted anew and set beside the published one. Where its checksum, the SHA-256 of the rows that
went into it, agrees too, the very same activities were counted. A figure differs where activities were corrected or
withdrawn since: the bulletin stays, the data go on.
"""

import csv
import hashlib
import io
import json
import sys
import zipfile


def recompute(path, address):
    """Yield for each computed figure: measure, published and recomputed (value, pairs), whether the checksum agrees."""
    with zipfile.ZipFile(path) as package:
        batches, pairs, activities, bulletins, figures = (
            list(csv.DictReader(io.TextIOWrapper(package.open(f"data/{name}.csv"), "utf-8", newline="")))
            for name in ("batches", "pairs", "activities", "bulletins", "figures")
        )
    bulletin = next(row for row in bulletins if row["address"] == address)
    day, numbers = bulletin["as_of"], bulletin["batches"].split()
    known = {row["number"] for row in batches if (row["notice_on"] or row["reported_on"] or "9999") <= day}
    pairs = {row["address"]: row for row in pairs if row["batch"] in known.intersection(numbers)}
    held = [row for row in activities if row["pair"] in pairs and row["state"] == "held"]
    held = [row for row in held if row["ends_on"] <= day and row["counted_since"] <= day]
    for figure in figures:
        if figure["bulletin"] == address and figure["origin"] == "computed":
            measure = figure["measure"]
            found = counted(measure, pairs, held, day)
            value, reporting = sum(row[1] for row in found), len({place(pairs, pair) for *_row, pair in found})
            basis = [day, sorted(map(int, numbers)), measure, [row[:2] for row in found]]
            digest = hashlib.sha256(json.dumps(basis, separators=(",", ":")).encode()).hexdigest()
            published = int(figure["value"]), int(figure["reporting"])
            yield measure, published, (value, reporting), digest == figure["data_hash"]


def counted(measure, pairs, held, day):
    """The rows behind a figure as (number, value, pair); without a number no checksum can agree."""
    if measure == "pairs":
        return [(None, 1, address) for address, row in pairs.items() if not row["replaces"]]
    if measure == "agreements":
        signed = (address for address, row in pairs.items() if row["status"] in ("signed", "ended"))
        return [(None, 1, one) for one in signed if (pairs[one]["status_on"] or pairs[one]["status_as_of"]) <= day]
    column = f"count_{measure}"  # an activity has no such column under “activities”, where each counts once
    return sorted((int(row["id"]), int(row.get(column, 1)), row["pair"]) for row in held if row.get(column) != "")


def place(pairs, address):
    """The pair that the notice printed where this one stands now."""
    return place(pairs, pairs[address]["replaces"]) if pairs[address]["replaces"] in pairs else address


if __name__ == "__main__":
    for measure, published, again, agrees in recompute(*sys.argv[1:3]):
        print(measure, *published, *again, "same" if published == again else "differs", agrees, sep="\t")
