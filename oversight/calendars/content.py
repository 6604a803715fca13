"""What stands in one's own calendar: public titles and dates; of what is not public the dates alone."""

import datetime
from collections import Counter

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Event

from accounts.permissions import pairs_of, pairs_watched_by
from activities.activities.calendar import calendar_of
from activities.activities.models import states
from activities.activities.models.activity import Activity
from activities.activities.public import project
from core.feeds import absolute, host
from oversight.inspections.models.finding import Finding
from oversight.obligations.models import ObligationKind, ReminderRule
from oversight.obligations.obligations import owed
from pairs.models import Batch, Side

MOST = 500  # of the next events
TASKS = {
    ObligationKind.SILENT: gettext_lazy("report activities"),
    ObligationKind.CONFIRM: gettext_lazy("confirm entries"),
    ObligationKind.AGREEMENT: gettext_lazy("sign the agreement"),
    ObligationKind.FINDING: gettext_lazy("answer findings"),
    ObligationKind.RETURNED: gettext_lazy("correct returned entries"),
    ObligationKind.REPORT: gettext_lazy("report on periods"),
}


def calendar_for(request, person):
    """Return the bytes of the calendar of `person`, in a constant number of queries."""
    pairs = pairs_of(person) | pairs_watched_by(person)
    events = Activity.objects.in_calendar().filter(pair__in=pairs.order_by().values("pk")).for_feeds()[:MOST]
    today = timezone.localdate()
    more = [*plans(person, today), *dues(person, today), *ends(pairs, today)]
    own = [day_entry(request, today, *facts) for facts in more]
    return calendar_of(request, _("My pairs: events and due dates"), project(events), own)


def plans(person, today):
    """Yield coming events of one's own side that nobody else knows of yet, without their titles."""
    found = Activity.objects.editable_by(person).filter(
        stage=states.Stage.PLANNED, public_since=None, ends_on__gte=today
    )
    for pk, starts, until in found.order_by("pk").values_list("pk", "starts_on", "ends_on")[:MOST]:
        yield f"plan-{pk}", starts or until, until, _("Planned activity, not yet public"), ("desk_activity", pk)


def dues(person, today):
    """Yield the days on which something falls due that one's own universities owe; what is late stands on today."""
    numbers = Counter()
    for kind, day, number in due_days(person, today):
        numbers[kind, day] += number
    for (kind, day), number in sorted(numbers.items()):
        words = {"what": TASKS[kind], "number": number}
        text = _("Overdue: %(what)s (%(number)s)") if day < today else _("Due: %(what)s (%(number)s)")
        shown = max(day, today)
        yield f"due-{kind}-{day:%Y%m%d}", shown, shown, text % words, ("desk",)


def due_days(person, today):
    """Yield (kind, day, how many) of what is owed: of findings their day, of others when people are reminded."""
    after = dict(ReminderRule.objects.values_list("duty", "after"))
    pairs = pairs_of(person)
    found = [due for due in owed(pairs, today) if due.side in Side.values and due.duty != ObligationKind.FINDING]
    schools = pairs.order_by().in_bulk({due.pair for due in found})
    for due in found:
        if getattr(schools[due.pair], f"{due.side}_id") in person.universities:
            yield due.duty, due.since + datetime.timedelta(days=after.get(due.duty, 0)), due.count
    for day in Finding.objects.to_answer_by(person).values_list("due_on", flat=True):
        yield ObligationKind.FINDING, day, 1


def ends(pairs, today):
    """Yield the last days of the batches of these pairs."""
    batches = Batch.objects.filter(pairs__in=pairs.order_by().values("pk"), ends__gte=today).distinct()
    for batch in batches.order_by("pk"):
        yield f"end-{batch.pk}", batch.ends, batch.ends, _("%(batch)s: last day") % {"batch": batch}, ("desk",)


def day_entry(request, today, name, first, last, text, target):
    """Return what lasts whole days as an entry of the calendar; its link leads to the desk."""
    made = Event()
    made.add("uid", f"{name}@{host(request)}")
    made.add("dtstamp", timezone.make_aware(datetime.datetime.combine(today, datetime.time())))
    made.add("dtstart", first)
    made.add("dtend", last + datetime.timedelta(days=1))
    made.add("summary", text)
    made.add("transp", "TRANSPARENT")
    made.add("url", absolute(request, reverse(target[0], args=target[1:])))
    return made
