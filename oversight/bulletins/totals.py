"""Totals by action as of a day, by the rule of the bulletins, and as of today from what is stored of them."""

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from activities.activities.models.totals import Tally, Total
from activities.catalogue.tables import SHOWN
from opendata import Column, Day, Number
from pairs.models import Milestone, Pair
from pairs.pairs.batch_tables import ACTION

from .as_of import ACTIVITIES, AGREEMENTS, PAIRS, AsOfFigures, Computed
from .tables import COLUMNS

SAME = {column.key: column for column in COLUMNS}
HASH = _("SHA-256 of every row that went into it, as in bulletins; empty where no day was asked for.")
TOTALS = [
    Column("action_slug", "行动简称", "Action's short name", ACTION, refers="actions"),
    Column("measure", "指标", "Measure", SAME["measure"].meaning, 20),
    Column("name", "名称", "Name", SHOWN, 24),
    SAME["name_en"],
    Number("value", "数值", "Value", _("What has been counted by the end of the day.")),
    SAME["unit"],
    SAME["unit_en"],
    Day("as_of", "截至日期", "As of", _("The day to whose end it refers.")),
    Column("batches", "批次", "Batches", _("Those announced by that day."), refers="batches", several=True),
    Number("reporting", "填报对数", "Pairs it comes from", _("How many pairs it comes from.")),
    Number("pairs", "应报对数", "Pairs in all", _("As the notices declare them.")),
    SAME["rule"],
    Column("rule_en", "英文统计口径", "Rule in English", SAME["rule"].meaning, 50),
    Column("data_hash", "数据校验码", "Data hash", HASH, 30),
]
WORDS = ("name", "name_en", "unit", "unit_en", "rule", "rule_en")


def total_rows(batches, day=None):
    """The totals of each action of `batches`, as of the end of `day` or of now."""
    numbers = {}
    for batch in batches.select_related("action").order_by("action_id", "number"):
        numbers.setdefault(batch.action.slug, []).append(batch.number)
    for slug, of_action in numbers.items():
        found = AsOfFigures(of_action, day) if day else TodaysFigures(of_action)
        about = {"action_slug": slug, "as_of": found.day, "pairs": found.declared}
        about["batches"] = " ".join(str(batch.number) for batch in found.batches)
        for figure in found.figures():
            words = {name: getattr(figure.measure, name) for name in WORDS}
            counted = {"value": figure.value, "reporting": figure.reporting, "data_hash": figure.data_hash}
            yield about | words | counted | {"measure": figure.measure.code}


class TodaysFigures(AsOfFigures):
    """The same as of today, added up from the stored totals whatever has been done."""

    def __init__(self, numbers):
        super().__init__(numbers, localdate())

    def figures(self):
        if self._of_batches(Pair).filter(replaces__replaces__isnull=False).exists():
            yield from super().figures()  # a place that changed hands twice is not one step from its first pair
            return
        pairs = self._of_batches(Pair).filter(replaces=None).count()
        yield Computed(PAIRS, pairs, pairs, "")
        signed = self._of_batches(Milestone, "pair__").filter(kind=Milestone.Kind.SIGNED)
        signed = signed.annotate(day=Coalesce("on", "stated_as_of")).filter(day__lte=self.day)
        yield Computed(AGREEMENTS, signed.values("pair").distinct().count(), places(signed), "")
        activities = self._of_batches(Tally, "pair__")
        yield Computed(ACTIVITIES, activities.aggregate(sum=Sum("activities"))["sum"] or 0, places(activities), "")
        yield from self._of_indicators()

    def _of_indicators(self):
        stored = self._of_batches(Total, "pair__").order_by()
        summed = stored.values("indicator").annotate(sum=Sum("value"), places=PLACES)
        found = {row["indicator"]: row for row in summed}
        for indicator in self.indicators():
            row = found.get(indicator.pk)
            if self.is_told(indicator, row):
                yield Computed(indicator, row["sum"] if row else 0, row["places"] if row else 0, "")

    def _of_batches(self, model, path=""):
        return model.objects.filter(**{f"{path}batch__in": self.batches})


PLACES = Count(Coalesce("pair__replaces", "pair"), distinct=True)


def places(rows):
    """How many places of the lists rows of pairs come from: who takes a place is not counted again."""
    return rows.order_by().aggregate(places=PLACES)["places"]
