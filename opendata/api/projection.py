"""Rows of a table as objects of the API: values, labels in both languages, and where each leads."""

from dataclasses import dataclass
from typing import NamedTuple

from opendata.cell_escaping import plain
from opendata.columns import in_language


class Cell(NamedTuple):
    """How the values of one column are shown: as lists or not, and by which labels."""

    key: str
    several: bool
    labels: dict | None  # value → Chinese and English


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
    """The rows of one Dataset as objects."""

    def __init__(self, dataset):
        self.dataset = dataset
        self.cells = [Cell(column.key, column.several, labels_of(column)) for column in dataset.columns]
        self.leading = [column for column in dataset.columns if column.refers]

    def objects(self, rows, place):
        return [self.object(row, place) for row in rows]

    def object(self, row, place):
        """One row: its name, its values, and the addresses of itself, its page and whatever it names."""
        name = self.dataset.name_of(row)
        found = {"key": name, "url": place.of(self.dataset.name, name), **self.page(row, place)}
        for key, several, labels in self.cells:
            value = plain(row.get(key))
            if value == "":
                value = None
            if several:
                value = value.split() if value else []
            found[key] = value
            if labels is not None:
                found[f"{key}_label"], found[f"{key}_label_en"] = labels.get(value, (None, None))
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


def labels_of(column):
    """The labels of a column with choices, by value."""
    if not column.choices:
        return None
    return {value: (in_language("zh-hans", label), in_language("en", label)) for value, label in column.choices}
