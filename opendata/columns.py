"""What a published table says about itself and each of its columns."""

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

    def cell(self, row):
        """The value of `row` in this column as a spreadsheet shows it."""
        value = row.get(self.key)
        return dict(self.choices).get(value, value) if self.choices else value

    def as_json(self):
        """The column as a field of a JSON answer, in both languages."""
        field = {
            "key": self.key,
            "title": self.title,
            "title_en": self.title_en,
            "meaning": in_language("zh-hans", self.meaning),
            "meaning_en": in_language("en", self.meaning),
        }
        if self.choices:
            field["values"] = {value: in_language("zh-hans", label) for value, label in self.choices}
            field["values_en"] = {value: in_language("en", label) for value, label in self.choices}
        return field


Day = partial(Column, type="date")
Number = partial(Column, type="integer")


def in_language(code, text):
    """A lazy text in the language `code`."""
    with override(code):
        return str(text)


@dataclass(frozen=True)
class Dataset:
    """One table: the names of its page and its downloads, its fields, and what it can be asked for."""

    name: str
    page: str
    download: str
    title: str
    about: str
    columns: list[Column]
    filters: object = None

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
            }
            for name, field in fields.items()
        ]
