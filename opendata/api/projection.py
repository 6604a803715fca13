"""Rows of a table as objects of the API: values, labels in both languages, and where each leads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from opendata.cell_escaping import plain
from opendata.columns import in_language

NO_LABELS = (None, None)


class Cell(NamedTuple):
    """How the values of one column are shown: as lists or not, and by which labels."""

    key: str
    several: bool
    labels: dict | None  # value, or name of the row to which it leads → Chinese and English
    names: Callable | None  # the names of the rows to which a row leads

    def labels_of(self, row, value):
        """The labels of a value in Chinese and in English; lists of them where it may name several."""
        if self.names is None:
            return self.labels.get(value, NO_LABELS)
        found = [self.labels.get(name, NO_LABELS) for name in self.names(row)]
        if self.several:
            return [list(each) for each in zip(*found, strict=True)] or ([], [])
        return found[0] if found else NO_LABELS


@dataclass(frozen=True)
class Place:
    """Where the API and the pages stand, for addresses that can be followed: `https://host`, and the API's root."""

    site: str
    root: str

    def list(self, table):
        return f"{self.site}{self.root}{table}/"

    def of(self, table, name):
        return f"{self.site}{self.root}{table}/{name}/"


class Projection:
    """The rows of one Dataset as objects.

    `of_tables` has the labels of the rows of other tables: {table: {name of the row: (Chinese, English)}}.
    """

    def __init__(self, dataset, of_tables):
        self.dataset = dataset
        self.cells = [cell_of(column, of_tables) for column in dataset.columns]
        self.leading = [column for column in dataset.columns if column.refers]

    def objects(self, rows, place):
        return [self.object(row, place) for row in rows]

    def object(self, row, place):
        """One row: its name, its values, and the addresses of itself, its page and whatever it names."""
        name = self.dataset.name_of(row)
        found = {"key": name, "url": place.of(self.dataset.name, name), **self.page(row, place)}
        for cell in self.cells:
            key, value = cell.key, plain(row.get(cell.key))
            if value == "":
                value = None
            if cell.several:
                value = value.split() if value else []
            found[key] = value
            if cell.labels is not None:
                found[f"{key}_label"], found[f"{key}_label_en"] = cell.labels_of(row, value)
        found["links"] = {column.key: self.links(column, row, place) for column in self.leading}
        for related, address in self.dataset.related:
            found["links"][related] = f"{place.site}{place.root}{address.format_map(row)}"
        return found

    def page(self, row, place):
        page = self.dataset.row_page.format_map(row)
        return {"page": f"{place.site}/{page}", "page_en": f"{place.site}/en/{page}"}

    def links(self, column, row, place):
        """The addresses to which a column leads; one or none where it never names several."""
        found = [place.of(column.refers, name) for name in column.names(row)]
        return found if column.several else next(iter(found), None)


def cell_of(column, of_tables):
    """A column with choices has their labels, one that leads to a table with labels those of its rows."""
    if column.choices:
        labels = {value: (in_language("zh-hans", label), in_language("en", label)) for value, label in column.choices}
        return Cell(column.key, column.several, labels, None)
    return Cell(column.key, column.several, of_tables.get(column.refers), column.names)
