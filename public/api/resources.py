"""What the API offers: each public table that has a key, with its pages and how one row is found."""

from collections.abc import Callable
from dataclasses import dataclass

from core.version_facts import FACTS, once_a_version
from opendata.api.projection import Projection
from public import open_data

from . import finding
from .parameters import PAGING

LABELLED = frozenset(name for name, table in open_data.NAMED.items() if table.labels)


@once_a_version
def row_labels(name):
    """The labels of each row of a table, by the name of the row: in Chinese and in English, None where it has none."""
    table = open_data.NAMED[name]
    return {table.name_of(row): tuple(row[label] or None for label in table.labels) for row in table.everything()}


@dataclass(frozen=True)
class Resource:
    """One table of the API."""

    name: str
    find: Callable  # (records, name) → those among which the row of this name is
    is_short: bool = False  # its rows are always made whole: few, or several of one record
    errors: tuple = ()  # that one row may have besides those of every address

    @property
    def table(self):
        """The table with the columns that every row of it has."""
        return open_data.NAMED[self.name]

    @property
    def full_table(self):
        """The table with all columns that there are today."""
        return open_data.dataset(self.name)

    @property
    def projection(self):
        labels = {name: row_labels(name) for name in LABELLED}
        return FACTS.of_now()(("projection", self.name), lambda: Projection(self.full_table, labels))

    @property
    def filters(self):
        """The names of the filters; there is one order only, so that a copy is taken page by page."""
        table = self.table
        return [name for name in table.filters.base_filters if name != "sort"] if table.filters else []

    @property
    def key(self):
        return self.table.key

    @property
    def free(self):
        """The filters by whatever a person types."""
        filters = self.table.filters
        return [name for name in self.filters if getattr(filters.base_filters[name], "is_free_text", False)]

    @property
    def parameters(self):
        return [*self.filters, *PAGING]

    def rows_named(self, name):
        """The row of this name, as a list; also where people know it by another one."""
        table = self.table
        rows = list(table.rows(self.find(table.records(), name)))
        return [row for row in rows if table.name_of(row) == name] if self.is_short else rows[:1]

    def rows_asked(self, listing):
        """All rows of a short table that are asked for."""
        if self.name == "totals":
            return list(self.table.rows(listing.qs, listing.day))
        return list(self.table.rows(listing.qs))

    def count(self):
        """How many rows there are."""
        if self.is_short:
            return sum(1 for _row in self.table.everything())
        return self.table.records().order_by().count()


RESOURCES = {
    resource.name: resource
    for resource in [
        Resource("actions", finding.by("slug")),
        Resource("batches", finding.batch, errors=(410,)),
        Resource("pairs", finding.pair, errors=(410,)),
        Resource("universities", finding.university),
        Resource("mechanisms", finding.by("action__slug", "number", numbers=["number"])),
        Resource("kinds", finding.by("code")),
        Resource("indicators", finding.by("code")),
        Resource("activities", finding.activity),
        Resource("commitments", finding.by("pk", numbers=["pk"])),
        Resource("totals", finding.total, is_short=True),
        Resource("bulletins", finding.by("address")),
        Resource("figures", finding.figure, is_short=True),
        Resource("practices", finding.by("slug")),
    ]
}
