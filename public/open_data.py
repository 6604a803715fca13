"""What can be taken away: each table with its fields and filters, as the data page explains them."""

import json

from django.utils.translation import gettext as _

from activities.activities.filters import ActivityFilterSet
from activities.activities.tables import activity_columns
from opendata import writers
from opendata.columns import Dataset
from oversight.bulletins.tables import COLUMNS as FIGURES
from oversight.practices.filters import PracticeFilterSet
from oversight.practices.tables import PRACTICES
from oversight.statistics.filters import StatisticsFilterSet
from oversight.statistics.tables import TABLES
from pairs.directory.filters import UniversityFilterSet
from pairs.pairs import batch_tables, university_tables
from pairs.pairs.action_tables import ACTIONS
from pairs.pairs.filters import PairFilterSet
from pairs.pairs.models.pair import Pair
from pairs.pairs.tables import PAIRS, pair_rows


def datasets():
    """Every table in the order of the data page; made anew each time, because the ministry may add indicators."""
    return [
        Dataset(
            "actions",
            "action_list",
            "action_download",
            _("Actions"),
            _("The actions with a published batch: whom each helps, by which rules, and how many pairs are known."),
            ACTIONS,
        ),
        listed(
            "pairs",
            _("Pairs"),
            _("Every published pair, with both sides as the notice printed them and how far it has come."),
            PAIRS,
            PairFilterSet,
        ),
        listed(
            "universities",
            _("Universities"),
            _(
                "Every university of a known pair and of the recipients' provinces, "
                "under its code and with all its names."
            ),
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
        listed(
            "activities",
            _("Activities"),
            _("Coming events, and what has been held and confirmed or is publicly documented."),
            activity_columns(),
            ActivityFilterSet,
        ),
        listed(
            "practices",
            _("Good practice"),
            _("Proven practices, submitted by pairs and edited for publication."),
            PRACTICES,
            PracticeFilterSet,
        ),
        *(of_statistics(name, table) for name, table in TABLES.items()),
        Dataset(
            "bulletins",
            "bulletin_list",
            "bulletin_download",
            _("Bulletins"),
            _("The figures of all published bulletins: wording, value, rule, coverage and source."),
            FIGURES,
        ),
    ]


def listed(name, title, about, columns, filters):
    """A table that has a list with filters."""
    return Dataset(name, filters.page_name, filters.download_name, title, about, columns, filters)


def of_statistics(name, table):
    """One of the tables of the statistics; they share one set of filters, which is explained with the first."""
    filters = StatisticsFilterSet if name == "totals" else None
    return Dataset(
        f"statistics-{name}", "statistics", f"statistics_{name}", table.name, table.about, table.columns, filters
    )


def sample():
    """The JSON of the first published pair, indented for reading; empty while there is none."""
    rows = list(pair_rows(Pair.objects.published().in_order()[:1]))
    if not rows:
        return ""
    answer = json.loads(writers.as_json(PAIRS, rows, title="结对名单", **batch_tables.facts()))
    answer["fields"] = answer["fields"][:1]
    return json.dumps(answer, ensure_ascii=False, indent=2)
