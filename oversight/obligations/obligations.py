"""What the pairs of running batches owe on a day, and whose turn it is."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.activities.models.states import RETURNED, Status
from activities.models import Activity, Agreement, LoggingSide
from core.workflow import StateChange
from oversight.inspections.models.finding import Finding
from pairs.models import Milestone, Pair, Side
from pairs.pairs.models.action import Reporting

from .models import NilReturn, ObligationKind, ReminderRule
from .periods import reporting_periods

BOTH = tuple(Side.values)


@dataclass(frozen=True)
class Obligation:
    """One duty of one pair: whose turn it is, since which day, and how many things wait."""

    duty: ObligationKind
    pair: int
    side: str  # a Side, or "ministry" where it is the ministry's own turn
    since: datetime.date
    day: datetime.date
    count: int = 1

    @property
    def key(self):
        """What a reminder is about; there is one a day."""
        return self.duty.value, self.pair, self.side

    @property
    def name(self):
        """The key as a form sends it."""
        return "-".join(map(str, self.key))

    @property
    def words(self):
        return in_words(self.duty, self.since, self.count)

    @property
    def days(self):
        """For how many days it has been owed."""
        return (self.day - self.since).days


SENTENCES = {
    ObligationKind.SILENT: _("nothing submitted since %(day)s"),
    ObligationKind.AGREEMENT: _("agreement not signed; announced on %(day)s"),
    ObligationKind.CONFIRM: ngettext_lazy(
        "%(count)s entry to confirm, since %(day)s", "%(count)s entries to confirm, the first since %(day)s", "count"
    ),
    ObligationKind.FINDING: ngettext_lazy(
        "%(count)s finding overdue since %(day)s", "%(count)s findings overdue, the first since %(day)s", "count"
    ),
    ObligationKind.RETURNED: ngettext_lazy(
        "%(count)s returned entry to correct, since %(day)s",
        "%(count)s returned entries to correct, the first since %(day)s",
        "count",
    ),
    ObligationKind.REPORT: ngettext_lazy(
        "nothing reported for %(count)s period, due on %(day)s",
        "nothing reported for %(count)s periods, the first due on %(day)s",
        "count",
    ),
}


def in_words(duty, since, count):
    """What is owed, in the language in use."""
    return SENTENCES[duty] % {"day": date_format(since, "DATE_FORMAT"), "count": count}


def owed(pairs, day=None):
    """All that those of `pairs` whose batch runs on `day` (today) owe then; the longest owed first.

    Queries: one for the rule, and one or two for each duty.
    """
    day = day or localdate()
    running = pairs.running(day).order_by()
    found = [
        due for find in (silence, confirmations, agreements, findings, returned, reports) for due in find(running, day)
    ]
    return sorted(found, key=lambda due: (due.since, due.pair, due.duty, due.side))


def pairs_by_duty(dues):
    """How many pairs owe each duty, as a Counter."""
    return Counter(duty for duty, _pair in {(due.duty, due.pair) for due in dues})


def silence(pairs, day):
    """Pairs neither side of which has submitted an entry for as many days as the ministry's rule says.

    Where the action asks for reports on periods, these are asked for instead.
    """
    after, pairs = ReminderRule.objects.silent_after(), pairs.filter(batch__action__reporting=Reporting.NONE)
    told = Max("activities__submitted_at", filter=Q(activities__side__in=BOTH))
    rows = Pair.objects.filter(pk__in=pairs.values("pk")).order_by().annotate(told=told)
    begun = Coalesce("replaces__ended_on", "batch__starts")  # a successor's clock begins with itself
    for pair, told_at, starts, published_at in rows.values_list("pk", "told", begun, "batch__published_at"):
        since = localdate(told_at) if told_at else max(starts, localdate(published_at))
        if (day - since).days >= after:
            yield from (Obligation(ObligationKind.SILENT, pair, side, since, day) for side in BOTH)


def confirmations(pairs, day):
    """Entries that wait for a side to confirm them; for either side where the ministry logged them."""
    waiting = Activity.objects.to_confirm().filter(pair__in=pairs.values("pk")).order_by()
    rows = waiting.values_list("pair", "side", "submitted_at")
    turns = ((pair, side, localdate(at)) for pair, logged_for, at in rows for side in BOTH if side != logged_for)
    return gathered(ObligationKind.CONFIRM, turns, day)


def agreements(pairs, day):
    """Pairs that have not signed, since the day they were announced."""
    announced = Milestone.objects.filter(pair=OuterRef("pk"), kind=Milestone.Kind.ANNOUNCED)
    known = Subquery(announced.values(known=Coalesce("on", "stated_as_of"))[:1])
    rows = Pair.objects.filter(pk__in=pairs.values("pk")).unsigned().order_by()
    rows = rows.values_list("pk", Coalesce(known, "replaces__ended_on", "batch__notice_on", "batch__reported_on"))
    turns = turns_at_drafts(pairs)
    return [
        Obligation(ObligationKind.AGREEMENT, pair, side, since, day)
        for pair, since in rows
        for side in turns.get(pair, BOTH)
    ]


def turns_at_drafts(pairs):
    """Who has to act on the open draft of each of `pairs` that has one, as {pair: sides}."""
    drafts = Agreement.objects.drafts().filter(pair__in=pairs.values("pk")).prefetch_related("acceptances")
    return {draft.pair_id: turns_at(draft) for draft in drafts.order_by()}


def turns_at(draft):
    """The side that wrote it, once it came back; otherwise those that have not accepted it."""
    if draft.returned_reason:
        return [draft.side]
    accepted = {acceptance.side for acceptance in draft.acceptances.all()}
    return [side for side in BOTH if side not in accepted]


def findings(pairs, day):
    """Findings that are open after their day; once the side has answered, it is for the ministry to close them."""
    late = Finding.objects.overdue(day).filter(inspection__pair__in=pairs.values("pk")).order_by()
    rows = late.values_list("inspection__pair", "side", "answered_at", "due_on")
    turns = ((pair, LoggingSide.MINISTRY.value if answered else side, due_on) for pair, side, answered, due_on in rows)
    return gathered(ObligationKind.FINDING, turns, day)


def gathered(duty, turns, day):
    """One Due for each pair and side among `turns` (pair, side, day), since the first of its days."""
    days = {}
    for pair, side, since in turns:
        days.setdefault((pair, side), []).append(since)
    return [Obligation(duty, *key, min(found), day, len(found)) for key, found in days.items()]


def returned(pairs, day):
    """Entries that came back to the side that logged them, since the day they did."""
    changes = StateChange.objects.filter(
        content_type=ContentType.objects.get_for_model(Activity), object_id=OuterRef("pk"), transition="return"
    )
    rows = Activity.objects.filter(RETURNED.q(), pair__in=pairs.values("pk"), side__in=BOTH).order_by()
    rows = rows.annotate(at=Subquery(changes.order_by("-at").values("at")[:1]))
    turns = ((pair, side, localdate(at)) for pair, side, at in rows.values_list("pair", "side", "at") if at)
    return gathered(ObligationKind.RETURNED, turns, day)


def reports(pairs, day):
    """Periods on which neither side has reported anything by the day it was due, where the action asks for reports.

    A side that said that there was nothing to report owes nothing.
    """
    asked = pairs.exclude(batch__action__reporting=Reporting.NONE).select_related("batch__action", "replaces")
    due = {pair.pk: reporting_periods(pair, day) for pair in asked}
    days, said = entries_of(due), NilReturn.objects.of_periods(due)
    for pair, periods in due.items():
        missing = [period for period in periods if not any(period.holds(*each) for each in days.get(pair, ()))]
        for side in BOTH:
            own = [period for period in missing if (pair, side, period.first, period.last) not in said]
            if own:
                yield Obligation(ObligationKind.REPORT, pair, side, own[0].due_on, day, len(own))


def entries_of(due):
    """The days of what was submitted about the periods `due`, by pair; one query."""
    first = min((period.first for periods in due.values() for period in periods), default=None)
    if first is None:
        return {}
    rows = told_entries().filter(pair__in=list(due), ends_on__gte=first).values_list("pair", "starts_on", "ends_on")
    found = {}
    for pair, starts, ends in rows:
        found.setdefault(pair, []).append((starts or ends, ends))
    return found


def told_entries():
    """What was submitted and not withdrawn: what counts as a report on its days."""
    return Activity.objects.filter(submitted_at__isnull=False).exclude(status=Status.WITHDRAWN).order_by()
