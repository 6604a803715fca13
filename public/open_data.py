"""What can be taken away: each table with its fields and filters, as the data page explains them."""

import json

from django.utils.translation import gettext_lazy as _

from opendata import writers
from opendata.tables import Dataset
from pairs.directory.filters import UniversityFilterSet
from pairs.pairs import batch_tables, university_tables
from pairs.pairs.filters import PairFilterSet
from pairs.pairs.models.pair import Pair
from pairs.pairs.tables import PAIRS, pair_rows

DATASETS = [
    Dataset(
        "pairs",
        "pair_list",
        "pair_download",
        _("Pairs"),
        _("Every published pair, with both sides as the notice printed them and how far it has come."),
        PAIRS,
        PairFilterSet,
    ),
    Dataset(
        "universities",
        "university_list",
        "university_download",
        _("Universities"),
        _("Every university of a known pair and of the recipients' province, under its code and with all its names."),
        university_tables.UNIVERSITIES,
        UniversityFilterSet,
    ),
    Dataset(
        "batches",
        "batch_list",
        "batch_download",
        _("Batches"),
        _("The published notices: days, periods, declared and known numbers of pairs."),
        batch_tables.BATCHES,
    ),
]


def sample():
    """The JSON of the first published pair, indented for reading; empty while there is none."""
    rows = list(pair_rows(Pair.objects.published().in_order()[:1]))
    if not rows:
        return ""
    answer = json.loads(writers.as_json(PAIRS, rows, title="结对名单", **batch_tables.facts()))
    answer["fields"] = answer["fields"][:1]
    return json.dumps(answer, ensure_ascii=False, indent=2)
