"""The mechanisms of a pair at a glance: what was promised, what was done, and when last."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Max

from activities.activities.models.activity import Activity
from activities.agreements.models import Commitment
from activities.catalogue.models import Mechanism


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
        return self.pair.batch.phase == "ended"


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
