"""Long tables page by page, at the same cost on each page: each begins after the last row of the one before.

Rows come in the order in which they were entered, which nothing ever changes: whoever follows `next` meets each row
once, also while others are added. The mark of a page is the key of a row in its table, or a place in a short list.
"""

from dataclasses import dataclass

LIMIT, MOST = 25, 100


@dataclass(frozen=True)
class TablePage:
    """The records of one page, and the marks of its neighbours: None where there is none, 0 for the first page."""

    records: object
    count: int
    next: int | None
    previous: int | None


def page_of_records(records, count, after, limit):
    """A page of a queryset with so many rows; it asks for keys alone, and fetches what they stand for."""
    keys = records.order_by("pk").values_list("pk", flat=True)
    here = list((keys.filter(pk__gt=after) if after else keys)[: limit + 1])
    following = here[limit - 1] if len(here) > limit else None
    fetched = records.filter(pk__in=here[:limit]).order_by("pk")
    return TablePage(fetched, count, following, previous_mark(keys, after, limit))


def previous_mark(keys, after, limit):
    """The mark of the page before; None on the first one."""
    if not after:
        return None
    before = list(keys.filter(pk__lte=after).order_by("-pk")[: limit + 1])
    if not before:
        return None
    return before[limit] if len(before) > limit else 0


def page_of_rows(rows, after, limit):
    """A page of a short list, which is always made whole."""
    end = after + limit
    following = end if end < len(rows) else None
    previous = max(after - limit, 0) if after else None
    return TablePage(rows[after:end], len(rows), following, previous)
