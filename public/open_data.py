"""What can be taken away: each table with its fields and filters, as the data page, API and packages have them."""

import json
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from activities.activities.filters import ActivityFilterSet
from activities.activities.tables import ACTIVITIES, activity_columns, activity_rows
from activities.agreements.filters import CommitmentFilterSet
from activities.agreements.tables import COMMITMENTS, commitment_rows
from activities.catalogue import tables as catalogue
from activities.catalogue.filters import KindFilterSet, MechanismFilterSet
from activities.models import Indicator
from core.compiled_queries import compiled
from opendata import writers
from opendata.columns import Dataset
from oversight.bulletins import tables as bulletins
from oversight.bulletins.filters import BulletinFilterSet, FigureFilterSet, TotalFilterSet
from oversight.bulletins.totals import TOTALS, total_rows
from oversight.practices.filters import PracticeFilterSet
from oversight.practices.tables import PRACTICES, practice_rows
from oversight.statistics.filters import StatisticsFilterSet
from oversight.statistics.tables import TABLES
from pairs.directory.filters import UniversityFilterSet
from pairs.models import Action, Batch, Pair
from pairs.pairs import batch_tables, university_tables
from pairs.pairs.action_tables import ACTIONS, action_rows
from pairs.pairs.filters import PairFilterSet
from pairs.pairs.tables import PAIRS, pair_rows


def listed(*facts, filters, **more):
    """A table that is asked for by filters, which also say what all of it is made of."""
    return Dataset(*facts, filters=filters, records=lambda: filters().queryset, **more)


ACTION = Dataset(
    "actions",
    "action_list",
    "action_download",
    _("Actions"),
    _("The actions with a published batch: whom each helps, by which rules, and how many pairs are known."),
    ACTIONS,
    kind="action",
    key=("slug",),
    labels=("name", "name_en"),
    row_page="actions/{slug}/",
    related=(("pairs", "pairs/?action={slug}"), ("mechanisms", "mechanisms/?action={slug}")),
    records=lambda: Action.objects.published().in_order(),
    rows=action_rows,
)
PAIR = listed(
    "pairs",
    "pair_list",
    "pair_download",
    _("Pairs"),
    _("Every published pair, with both sides as the notice printed them and how far it has come."),
    PAIRS,
    filters=PairFilterSet,
    kind="pair",
    key=("address",),
    row_page="pairs/{address}/",
    related=(("activities", "activities/?pair={address}"), ("commitments", "commitments/?pair={address}")),
    rows=pair_rows,
)
UNIVERSITY = listed(
    "universities",
    "university_list",
    "university_download",
    _("Universities"),
    _("Every university of a known pair and of the recipients' provinces, under its code and with all its names."),
    university_tables.UNIVERSITIES,
    filters=UniversityFilterSet,
    kind="university",
    key=("code",),
    row_page="universities/{code}/",
    rows=university_tables.university_rows,
)
BATCH = Dataset(
    "batches",
    "batch_list",
    "batch_download",
    _("Batches"),
    _("The published notices: days, periods, declared and known numbers of pairs."),
    batch_tables.BATCHES,
    kind="batch",
    key=("number",),
    labels=("label", "label_en"),
    row_page="batches/{number}/",
    related=(("pairs", "pairs/?batch={number}"), ("activities", "activities/?batch={number}")),
    records=lambda: Batch.objects.published().with_known_pairs(),
    rows=batch_tables.batch_rows,
)
MECHANISM = listed(
    "mechanisms",
    "action_list",
    "mechanism_download",
    _("Mechanisms"),
    _("The ways of helping that the notices name, with what each covers, in both languages."),
    catalogue.MECHANISMS,
    filters=MechanismFilterSet,
    kind="mechanism",
    key=("action_slug", "number"),
    labels=("name", "name_en"),
    row_page="actions/{action_slug}/mechanisms/{number}/",
    rows=catalogue.mechanism_rows,
)
KIND = listed(
    "kinds",
    "activity_list",
    "kind_download",
    _("Kinds of activity"),
    _("What is done under each mechanism, and what is counted of it."),
    catalogue.KINDS,
    filters=KindFilterSet,
    kind="kind",
    key=("code",),
    labels=("name", "name_en"),
    row_page="activities/?kind={code}",
    rows=catalogue.kind_rows,
)
INDICATOR = Dataset(
    "indicators",
    "statistics",
    "indicator_download",
    _("Indicators"),
    _("Everything that is counted, with its unit and the rule by which it is counted."),
    catalogue.INDICATORS,
    kind="indicator",
    key=("code",),
    labels=("name", "name_en"),
    row_page="statistics/?indicator={code}",
    records=lambda: Indicator.objects.all(),
    rows=catalogue.indicator_rows,
)
ACTIVITY = listed(
    "activities",
    "activity_list",
    "activity_download",
    _("Activities"),
    _("Coming events, and what has been held and confirmed or is publicly documented."),
    ACTIVITIES,
    filters=ActivityFilterSet,
    kind="activity",
    key=("id",),
    row_page="activities/{id}/",
    rows=activity_rows,
)
COMMITMENT = listed(
    "commitments",
    "statistics",
    "commitment_download",
    _("Commitments"),
    _("What the agreements in force promise, with the target where there is one and what has been done."),
    COMMITMENTS,
    filters=CommitmentFilterSet,
    kind="commitment",
    key=("id",),
    row_page="pairs/{pair}/",
    rows=commitment_rows,
)
PRACTICE = listed(
    "practices",
    "practice_list",
    "practice_download",
    _("Good practice"),
    _("Practices that pairs submitted or public sources tell, edited for publication."),
    PRACTICES,
    filters=PracticeFilterSet,
    kind="practice",
    key=("slug",),
    row_page="practices/{slug}/",
    rows=practice_rows,
)
TOTAL = listed(
    "totals",
    "statistics",
    "total_download",
    _("Totals by action"),
    _("What has been counted in each action, as of today or by the rule of the bulletins as of an earlier day."),
    TOTALS,
    filters=TotalFilterSet,
    kind="total",
    key=("action_slug", "measure"),
    row_page="statistics/?action={action_slug}",
    rows=total_rows,
)
BULLETIN = listed(
    "bulletins",
    "bulletin_list",
    "bulletin_list_download",
    _("Bulletins"),
    _("The published bulletins: day, scope, headline, source and corrections."),
    bulletins.BULLETINS,
    filters=BulletinFilterSet,
    kind="bulletin",
    key=("address",),
    row_page="bulletins/{address}/",
    related=(("figures", "figures/?bulletin={address}"),),
    rows=bulletins.bulletin_rows,
)
FIGURE = listed(
    "figures",
    "bulletin_list",
    "bulletin_download",
    _("Figures of bulletins"),
    _("The figures of all published bulletins: wording, value, rule, coverage and source."),
    bulletins.COLUMNS,
    filters=FigureFilterSet,
    kind="figure",
    key=("bulletin", "measure", "origin"),
    row_page="bulletins/{bulletin}/",
    rows=bulletins.rows,
)


NAMED = {
    table.name: table
    for table in (
        ACTION,
        PAIR,
        UNIVERSITY,
        BATCH,
        MECHANISM,
        KIND,
        INDICATOR,
        ACTIVITY,
        COMMITMENT,
        PRACTICE,
        TOTAL,
        BULLETIN,
        FIGURE,
    )
}
MADE_ANEW = {"activities"}  # with a column for each indicator, of which the ministry may add others


def of_statistics(name, table):
    """One of the tables of the statistics; they share one set of filters, which is explained with the first."""
    filters = StatisticsFilterSet if name == "totals" else None
    facts = {"records": lambda: StatisticsFilterSet({}), "rows": table.of}
    names = f"statistics-{name}", "statistics", f"statistics_{name}"
    return Dataset(*names, table.name, table.about, table.columns, filters, **facts)


def in_order():
    """Every table by its name, in the order of the data page, without the columns that the ministry adds."""
    derived = {table.name: table for table in (of_statistics(*each) for each in TABLES.items())}
    names = [*NAMED]
    place = names.index("totals")
    return {name: (NAMED | derived)[name] for name in (*names[:place], *derived, *names[place:])}


IN_ORDER = in_order()


def dataset(name):
    """The table of this name."""
    table = IN_ORDER[name]
    return replace(table, columns=activity_columns()) if name in MADE_ANEW else table


def datasets():
    """Every table, in the order of the data page."""
    return [dataset(name) for name in IN_ORDER]


def sample():
    """The first published pair, of which the data page makes its examples; None while there is none."""
    return next(iter(_first()), None)


@compiled
def _first():
    return Pair.objects.published().in_order().select_related("batch__action")[:1]


def sample_json(pair):
    """The JSON of one pair with one field, indented for reading."""
    facts = {"title": "结对名单", **batch_tables.facts()}
    answer = writers.json_object(PAIRS, pair_rows(Pair.objects.filter(pk=pair.pk)), facts, PAIRS[:1])
    return json.dumps(answer, ensure_ascii=False, indent=2)
