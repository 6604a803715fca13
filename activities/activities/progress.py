"""What has been promised and done: read from agreements and totals, never added up over activities."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Max
from django.utils.functional import cached_property

from activities.activities.models.activity import Activity
from activities.agreements.models import Agreement, Commitment
from activities.catalogue.models import Indicator, Mechanism
from core.compiled_queries import compiled
from core.version_facts import once_a_version


@dataclass(frozen=True)
class Sum:
    """What one indicator adds up to, and from how many pairs."""

    indicator: Indicator
    value: int
    pairs: int = 1


@dataclass
class ProgressLine:
    """What one pair has promised and done under one mechanism; `activities` is 0 where nothing is reported."""

    mechanism: Mechanism
    promised: list = field(default_factory=list)
    sums: list = field(default_factory=list)
    activities: int = 0


@once_a_version
@compiled
def indicators():
    """All indicators, in their order."""
    return Indicator.objects.with_parts()


def sums_of(values):
    """Tuples that begin with the key of an indicator and its value as Sums, in the order of the indicators."""
    by_key = {indicator: more for indicator, *more in values}
    return [Sum(one, *by_key[one.pk]) for one in (indicators() if by_key else ()) if one.pk in by_key]


def sums_by_mechanism(sums):
    """Values by the keys of mechanism and indicator, as lists of Sum by the former, in the order of the indicators."""
    found = defaultdict(list)
    for one in indicators() if sums else ():
        for (mechanism, indicator), value in sums.items():
            if indicator == one.pk:
                found[mechanism].append(Sum(one, value))
    return found


@once_a_version
@compiled
def mechanisms_of(action):
    """The mechanisms of the action with this key, retired ones among them; read once a version for all its pairs."""
    return Mechanism.objects.of_action(action)


class PairRecord:
    """One pair: what it promised and did under each mechanism. Constant queries.

    It is told the keys of pair and action, and what was done as PairActivities have it (pair_activities.py).
    """

    def __init__(self, pair, action, counted, sums):
        self.pair, self.action = pair, action
        self.counted, self.sums = dict(counted), dict(sums)

    @cached_property
    def agreement(self):
        """The agreement in force, or None."""
        return Agreement.objects.public().filter(pair=self.pair).prefetch_related("acceptances").first()

    @cached_property
    def lines(self):
        """A line for every mechanism of its action, in their order; also where there is nothing to tell."""
        promised = defaultdict(list)
        if self.agreement:
            for commitment in Commitment.objects.public().filter(agreement__pair=self.pair).compared_with(self.sums):
                promised[commitment.mechanism_id].append(commitment)
        done, counted = sums_by_mechanism(self.sums), self.counted
        return [
            ProgressLine(one, promised[one.pk], done[one.pk], counted.get(one.pk, 0))
            for one in mechanisms_of(self.action)
            if not one.is_retired or promised[one.pk] or counted.get(one.pk)
        ]

    @property
    def has_gaps(self):
        """Whether a mechanism lacks promises or activities."""
        return any(not (line.promised and line.activities) for line in self.lines)

    @property
    def indicators(self):
        """The indicators of all that was done, each once; their rules stand under the sums."""
        return list({one.indicator.pk: one.indicator for line in self.lines for one in line.sums}.values())


# The mechanisms of a pair at a glance: what was promised, what was done, and when last


@dataclass
class MechanismSummary:
    """One mechanism of one pair: commitments accepted, activities that count, the day of the last of them."""

    mechanism: Mechanism
    promised: int = 0
    done: int = 0
    last: datetime.date | None = None


@dataclass
class PairSummary:
    """A pair with its cells, in the mechanisms' order."""

    pair: object
    cells: list

    @property
    def ended(self):
        return self.pair.has_ended

    @property
    def last(self):
        """The day of its last activity that counts, None while there is none."""
        return max((cell.last for cell in self.cells if cell.last), default=None)


def glances(pairs):
    """A Glance for each of `pairs`, in three queries however many there are."""
    keys = [pair.pk for pair in pairs]
    promised = Commitment.objects.public().filter(agreement__pair__in=keys).order_by()
    promised = dict(keyed(promised.values_list("agreement__pair", "mechanism").annotate(Count("pk"))))
    done = Activity.objects.counted().filter(pair__in=keys).order_by().values_list("pair", "kind__mechanism")
    done = dict(keyed(done.annotate(Count("pk"), Max("ends_on"))))
    own = by_action(pairs)
    return [
        PairSummary(pair, [cell(pair.pk, each, promised, done) for each in own[pair.batch.action_id]]) for pair in pairs
    ]


def by_action(pairs):
    """The mechanisms of the actions of `pairs`, as lists by the action's key; the retired ones are left out."""
    found = defaultdict(list)
    for one in Mechanism.objects.in_force().filter(action__in={pair.batch.action_id for pair in pairs}):
        found[one.action_id].append(one)
    return found


def keyed(rows):
    return (((pair, mechanism), facts) for pair, mechanism, *facts in rows)


def cell(pair, mechanism, promised, done):
    (count,) = promised.get((pair, mechanism.pk), [0])
    return MechanismSummary(mechanism, count, *done.get((pair, mechanism.pk), [0, None]))
