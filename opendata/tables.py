"""What can be downloaded: a table with its fields and filters, as the data page explains it."""

from dataclasses import dataclass

from opendata import Column


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
