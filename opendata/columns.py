"""What a published table says about itself and each of its columns."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import override


@dataclass(frozen=True)
class Column:
    """A column: its `key` in JSON, its fixed titles, and what it means.

    The Chinese title heads the column in CSV and XLSX whatever the reader's language is, because a file that is
    exported is also a file that can be imported again.
    """

    key: str
    title: str
    title_en: str
    meaning: object = ""
    width: int = 16  # in the characters of a spreadsheet; a Chinese one takes two
    choices: object = ()  # (value, label) pairs: JSON holds the value, a spreadsheet the label
    type: str = "string"  # of its values, as Frictionless names types: string, integer, date
    refers: str = ""  # the name of the table to which its value leads
    by: tuple = ()  # the columns that together name the row there, where its own value alone does not
    several: bool = False  # the value is such names, with spaces between them

    def cell(self, row):
        """The value of `row` in this column as a spreadsheet shows it."""
        value = row.get(self.key)
        return dict(self.choices).get(value, value) if self.choices else value

    def names(self, row):
        """The names of the rows to which `row` leads in this column."""
        value = row.get(self.key)
        if not self.refers or value in (None, ""):
            return []
        if self.several:
            return str(value).split()
        return ["/".join(str(row[column]) for column in self.by or (self.key,))]

    def as_json(self):
        """The column as a field of a JSON answer, in both languages."""
        (meaning, values), (meaning_en, values_en) = self.said("zh-hans"), self.said("en")
        field = {"key": self.key, "title": self.title, "title_en": self.title_en}
        field |= {"meaning": meaning, "meaning_en": meaning_en}
        if values:
            field |= {"values": values, "values_en": values_en}
        return field

    def said(self, code):
        """Its meaning and the labels of its values in the language `code`."""
        with override(code):
            return str(self.meaning), {value: str(label) for value, label in self.choices}


Day = partial(Column, type="date")
Number = partial(Column, type="integer")


def in_language(code, text):
    """A lazy text in the language `code`."""
    with override(code):
        return str(text)


def in_both(name, text):
    """A lazy text as `name` in Chinese and `name`_en in English."""
    return {name: in_language("zh-hans", text), f"{name}_en": in_language("en", text)}


@dataclass(frozen=True)
class Dataset:
    """One public table: what it is called, its columns, its rows, and what it can be asked for.

    Pages, files, API, packages and the log of changes read this one definition: what is no column here is nowhere
    shown. A row is named by its `key`, the columns that tell it from all others: `name_of(row)` joins their values by
    a stroke, as in an address (`2-11`, `4143010554`, `jobs-2031/3`). Tables without a key are derived from others.
    `records()` gives what all public rows are made of, in the usual order; `rows(records)` makes the rows of any part
    of them, as dicts by the keys of the columns, in a constant number of queries.
    """

    name: str
    page: str  # the name of the address of its list
    download: str  # the name of the address of its files
    title: str
    about: str
    columns: list[Column]
    filters: object = None
    kind: str = ""  # what one row is, in the singular: "pair"
    key: tuple = ()
    labels: tuple = ()  # the columns by which rows of other tables tell a row: in Chinese, in English
    row_page: str = ""  # where people read about one row: "pairs/{address}/"
    related: tuple = ()  # (name, address in the API) of what belongs to a row: ("pairs", "pairs/?batch={number}")
    records: Callable = tuple
    rows: Callable = iter

    def everything(self):
        """All public rows."""
        return self.rows(self.records())

    def name_of(self, row):
        """What names a row."""
        return "/".join(str(row[column]) for column in self.key)

    @property
    def parameters(self):
        """The filters of its addresses: name, label, a hint, and (value, label) for each value of few."""
        if self.filters is None:
            return []
        fields = self.filters({}).form.fields
        return [
            {
                "name": name,
                "label": field.label,
                "hint": field.help_text,
                "values": [(v, text) for v, text in getattr(field, "choices", []) if v],
                "is_day": getattr(field.widget, "input_type", "") == "date",
            }
            for name, field in fields.items()
        ]
