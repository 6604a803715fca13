"""What can be taken away: each table with its fields and filters, as the data page explains them."""

import json
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from opendata import Column, writers
from pairs import tables
from pairs.filters import PairFilterSet, UniversityFilterSet
from pairs.models import Pair
from pairs.resources import PairResource


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


DATASETS = [
    Dataset(
        "pairs",
        "pair_list",
        "pair_download",
        _("Pairs"),
        _("Every published pair, with both sides as the notice printed them and how far it has come."),
        PairResource.columns,
        PairFilterSet,
    ),
    Dataset(
        "universities",
        "university_list",
        "university_download",
        _("Universities"),
        _("Every university of a known pair and of the recipients' province, under its code and with all its names."),
        tables.UNIVERSITIES,
        UniversityFilterSet,
    ),
    Dataset(
        "batches",
        "batch_list",
        "batch_download",
        _("Batches"),
        _("The published notices: days, periods, declared and known numbers of pairs."),
        tables.BATCHES,
    ),
]


def sample():
    """The JSON of the first published pair, indented for reading; empty while there is none."""
    rows = list(PairResource().rows(Pair.objects.published().in_order()[:1]))
    if not rows:
        return ""
    answer = json.loads(writers.as_json(PairResource.columns, rows, title="结对名单", **tables.facts()))
    answer["fields"] = answer["fields"][:1]
    return json.dumps(answer, ensure_ascii=False, indent=2)
