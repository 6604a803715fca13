"""Nil returns: a side says of a period on which it is to report that there was nothing, and may take that back.

An activity that is entered for the period later stands in its place: what was said stays to be read only.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import acting_side
from core.exceptions import Refused
from pairs.models import Pair, Side
from pairs.pairs.models.pair_side import PairSide

from .models import NilReturn
from .obligations import entries_of, told_entries
from .periods import ReportingPeriod, open_periods

LATELY, MOST = datetime.timedelta(days=61), 50  # what the board lists of nil returns


@dataclass
class PeriodOfSide:
    """One side and what it said of a period, a NilReturn or None."""

    side: PairSide
    said: NilReturn | None
    is_own: bool


@dataclass
class ReportedPeriod:
    """A period on which a pair reports: whether anything was entered for it, and what the sides say of it."""

    period: ReportingPeriod
    is_entered: bool
    is_due: bool
    sides: list

    @property
    def own(self):
        """The side of the person who looks, or None."""
        return next((side for side in self.sides if side.is_own), None)

    @property
    def is_said(self):
        """Whether the reader's side has nothing to report; to others, whether both sides have not."""
        return all(side.said for side in ([self.own] if self.own else self.sides))


def periods_of(pair, user, day=None):
    """The ReportedPeriods of a pair now, the latest first; none where none is asked for, or once it has ended."""
    day = day or timezone.localdate()
    periods = open_periods(pair, day)[::-1] if Pair.objects.running(day).filter(pk=pair.pk).exists() else []
    due = {pair.pk: periods}
    days, said = entries_of(due).get(pair.pk, ()), NilReturn.objects.of_periods(due)
    own = acting_side(user, pair)
    return [
        ReportedPeriod(
            period,
            any(period.holds(*each) for each in days),
            period.due_on < day,
            [
                PeriodOfSide(side, said.get((pair.pk, side.side, period.first, period.last)), side.side == own)
                for side in pair.sides
            ],
        )
        for period in periods
    ]


def period_at(pair, user, first):
    """The ReportedPeriod that begins on `first`, or None."""
    return next((found for found in periods_of(pair, user) if found.period.first == first), None)


def lately_said(pairs, day=None):
    """What sides of `pairs` said of periods that ended within two months and that still holds, the latest first."""
    entered = told_entries().annotate(begins=Coalesce("starts_on", "ends_on"))
    entered = entered.filter(pair=OuterRef("pair"), begins__lte=OuterRef("last"), ends_on__gte=OuterRef("first"))
    since = (day or timezone.localdate()) - LATELY
    found = NilReturn.objects.standing().filter(~Exists(entered), pair__in=pairs.order_by().values("pk"))
    return found.filter(last__gte=since).with_pair()[:MOST]


@transaction.atomic
def say_nothing(by, pair, first, remark=""):
    """Say for the side of `by` that there was nothing on the period that begins on `first`. Twice is once.

    Refused to others, for a period that is not asked for, and where something was entered; ValidationError by field.
    """
    found = own_period(by, pair, first)
    if found.is_entered:
        raise Refused(_("An activity was entered for this period, so that there is nothing to say."), "not_now")
    if found.own.said:
        return found.own.said
    facts = {"pair": pair, "side": found.own.side.side, "first": found.period.first, "last": found.period.last}
    said = NilReturn(remark=(remark or "").strip(), said_by=by, **facts)
    said.full_clean()
    said.save()
    return said


@transaction.atomic
def take_back(by, pair, first):
    """Take back what the side of `by` said of a period: it is asked for again. Twice is once."""
    said = own_period(by, pair, first).own.said
    if said:
        said.withdrawn_by, said.withdrawn_at = by, timezone.now()
        said.save(update_fields=["withdrawn_by", "withdrawn_at"])


def own_period(by, pair, first):
    """The period as it stands while nobody else enters anything for the pair; Refused to who speaks for no side."""
    Pair.objects.lock(pair.pk)
    if acting_side(by, pair) not in Side.values:
        raise Refused(_("Only the coordinators of a side say this for it."), "not_yours")
    found = period_at(pair, by, first)
    if found is None:
        raise Refused(_("No report on this period is asked for."), "not_now")
    return found
