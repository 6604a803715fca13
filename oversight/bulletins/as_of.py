"""Figures as of the end of one day: held by then, and confirmed by then, whatever has been corrected since.

What an entry and its figures said at the end of that day is read from their history: an entry confirmed later is
not in yet, one withdrawn later still is, and a figure corrected later has its old value. Only rows that have no
history at all (written straight into the database) count by their present state and the time of confirmation.
Pairs count from the day their batch was announced, signed agreements by the day of the milestone, when it had been
recorded by then. So the same day gives the same figures whenever it is computed.
"""

import datetime
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from activities.activities.models.states import COUNTED
from activities.models import Activity, Indicator, Measure
from core.localized import Localized
from pairs.models import Batch, Milestone, Pair


@dataclass(frozen=True)
class OwnMeasure:
    """Something counted here that is no indicator of an activity."""

    code: str
    name: str
    name_en: str
    unit: str
    unit_en: str
    rule: str
    rule_en: str

    local_name = Localized("name")


PAIRS = OwnMeasure(
    "pairs",
    "结对高校",
    "Pairs of universities",
    "对",
    "pairs",
    "截至该日已公布批次中本站收录的结对，一对计一次",
    "Each pair of a batch announced by that day and held by this portal counts once",
)
AGREEMENTS = OwnMeasure(
    "agreements",
    "已签署帮扶协议的结对",
    "Pairs with a signed agreement",
    "对",
    "pairs",
    "截至该日登记为已签署协议的结对，一对计一次",
    "Each pair recorded by that day as having signed its agreement counts once",
)
ACTIVITIES = OwnMeasure(
    "activities",
    "帮扶活动",
    "Activities",
    "项",
    "activities",
    "截至该日已举办，并经双方确认或有公开来源的活动，每项计一次",
    "Each activity held by that day, and confirmed by both sides or documented by a public source, counts once",
)
OWN = {measure.code: measure for measure in (PAIRS, AGREEMENTS, ACTIVITIES)}
# The ministry's English counts these by another noun than the unit; both are taken.
ENGLISH_NOUNS = {"signed": "graduates"}


@dataclass(frozen=True)
class Computed:
    """One computed figure: its value, the pairs it comes from, and a hash of every row that went into it."""

    measure: object  # an Indicator or an OwnMeasure
    value: int
    reporting: int
    data_hash: str

    @property
    def in_headline(self):
        return bool(getattr(self.measure, "headline_order", None))


def end_of(day):
    """The last moment of `day` in the portal's time zone."""
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(midnight) - datetime.timedelta(microseconds=1)


class AsOfFigures:
    """What the portal can say of some batches as of the end of a day."""

    def __init__(self, numbers, day):
        self.numbers, self.day, self.moment = sorted(numbers), day, end_of(day)

    @cached_property
    def batches(self):
        """The published batches of the scope that had been announced by that day."""
        announced = Batch.objects.published().annotate(announced=Coalesce("notice_on", "reported_on"))
        return list(announced.filter(number__in=self.numbers, announced__lte=self.day).with_known_pairs())

    @cached_property
    def pairs(self):
        """The keys of the pairs of those batches that the notices printed; who takes a place is not counted again."""
        return [pk for pk, replaces in self._replaced.items() if replaces is None]

    @cached_property
    def _replaced(self):
        """Every pair of those batches, in order, with the pair whose place it took."""
        return dict(Pair.objects.filter(batch__in=self.batches).order_by("pk").values_list("pk", "replaces"))

    def _places(self, pairs):
        """How many places of the lists these pairs stand at."""
        return len({self._place(pair) for pair in pairs})

    def _place(self, pair):
        """The pair that was printed where `pair` stands."""
        while self._replaced.get(pair):
            pair = self._replaced[pair]
        return pair

    @property
    def declared(self):
        """How many pairs there are by the notices; where a notice gives no number, as many as are known."""
        return sum(max(batch.declared_pairs or 0, batch.known_pairs) for batch in self.batches)

    @property
    def reporting(self):
        """How many pairs have something that counts."""
        return self._places(self.activities.values())

    def figures(self):
        """Every figure there is: the portal's own, the headline indicators, and others that were reported."""
        yield self._figure(PAIRS, [(pair, 1) for pair in self.pairs], self.pairs)
        yield self._figure(AGREEMENTS, [(pair, 1) for pair in self.signed], self.signed)
        yield self._figure(ACTIVITIES, [(pk, 1) for pk in sorted(self.activities)], self.activities.values())
        reported = self._reported()
        for indicator in self.indicators():
            rows = sorted(reported[indicator.pk])
            if self.is_told(indicator, rows):
                yield self._figure(indicator, rows, (self.activities[activity] for activity, _value in rows))

    @staticmethod
    def indicators():
        return Indicator.objects.exclude(code__in=OWN).with_parts()

    @staticmethod
    def is_told(indicator, reported):
        """Whether there is something to say of an indicator: what was reported, or that a headline has nothing."""
        return bool(reported or (indicator.headline_order and not indicator.is_retired))

    @cached_property
    def activities(self):
        """The pair of each activity that counted at that moment, by the activity's key."""
        facts = {"pair__batch__in": self.batches, "ends_on__lte": self.day}
        then = Activity.history.as_of(self.moment).filter(COUNTED, **facts).order_by("history_id")
        found = dict(then.values_list("id", "pair_id"))
        known_by = Coalesce("confirmed_at", "logged_at")
        unwritten = without_history(Activity).annotate(known_by=known_by).filter(COUNTED, **facts)
        return found | dict(unwritten.filter(known_by__lte=self.moment).order_by().values_list("pk", "pair_id"))

    @cached_property
    def signed(self):
        """The pairs recorded by then as having signed their agreement by that day."""
        facts = {"kind": Milestone.Kind.SIGNED, "pair__batch__in": self.batches}
        then = Milestone.history.as_of(self.moment).filter(**facts).annotate(day=Coalesce("on", "stated_as_of"))
        unwritten = without_history(Milestone).filter(**facts).annotate(day=Coalesce("on", "stated_as_of"))
        found = [rows.filter(day__lte=self.day).order_by() for rows in (then, unwritten)]
        return sorted({pair for rows in found for pair in rows.values_list("pair_id", flat=True)})

    def _reported(self):
        """The activities and values reported under each indicator, by its key."""
        mine = {"activity__pair__batch__in": self.batches}
        columns = ("indicator_id", "activity_id", "agreed", "value")
        then = Measure.history.as_of(self.moment).filter(**mine).order_by("history_id").values_list("id", *columns)
        found = {pk: row for pk, *row in then}
        found |= {pk: row for pk, *row in without_history(Measure).filter(**mine).values_list("pk", *columns)}
        reported = defaultdict(list)
        for indicator, activity, agreed, value in found.values():
            counted = value if agreed is None else agreed
            if counted is not None and activity in self.activities:
                reported[indicator].append((activity, counted))
        return reported

    def _figure(self, measure, rows, pairs):
        basis = [self.day.isoformat(), self.numbers, measure.code, [list(row) for row in rows]]
        data_hash = hashlib.sha256(json.dumps(basis, separators=(",", ":")).encode()).hexdigest()
        return Computed(measure, sum(value for _key, value in rows), self._places(pairs), data_hash)


def without_history(model):
    """The rows of `model` of which the history knows nothing."""
    return model.objects.filter(~Exists(model.history.filter(id=OuterRef("pk"))))


def nouns(code, unit_en):
    """The English nouns by which a measure may be counted; the one that is proposed first."""
    return [ENGLISH_NOUNS[code], unit_en] if code in ENGLISH_NOUNS else [unit_en]
