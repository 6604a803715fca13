"""What pairs, home, universities and the search tell of activities and mechanisms, and where an entry stands."""

from itertools import islice
from urllib.parse import urlsplit

from django import template
from django.db.models import Count, Window

from activities.activities import pair_activities, status_texts
from activities.activities.calendar import calendar_address, event_facts
from activities.activities.coming import numbers, offer
from activities.activities.models.activity import Activity
from activities.activities.models.editing import WORDS
from activities.activities.models.states import PublicState
from activities.activities.pair_activities import activities_of, told_by
from activities.activities.progress import PairRecord, sums_of
from activities.activities.public import project
from activities.catalogue.models import Mechanism
from activities.employment.models import EmploymentSnapshot
from activities.employment.public_figures import public_figures
from activities.inbox import turns_of
from activities.partner import waiting_for_partner
from core import parts
from core.compiled_queries import compiled
from core.feeds import absolute
from core.qr_codes import qr_path
from core.structured_data import json_ld
from core.templatetags.formatting import figure
from core.version_facts import once_a_version
from pairs.pairs.passages import holding, of_batches, passages_of

register = template.Library()

NEWEST_OF_UNIVERSITY = 5
NEWEST_FOUND = 5  # by a search
LONGEST_WAITING = 3  # matters that wait for the partner, on the first page of the desk


@register.inclusion_tag("activities/activities/includes/pair_record.html")
def pair_record(pair, address, action, counted, sums):
    """What a pair promised and did, under each mechanism; all it is told are plain values."""
    return {"record": PairRecord(pair, action, counted, sums), "address": address}


register.filter(sums_of)


@register.inclusion_tag("activities/activities/includes/pair_coming.html")
def coming_of_pair(place, done):
    """The next events of the pair at a place, meetings among them; nothing at all while none is planned."""
    found = {} if place.has_ended else done.coming
    shown = dict(islice(found.items(), pair_activities.NEXT))
    rows = parts.rows_of_values("activities/activities/includes/pair_event.html", shown, "event", told_by)
    return {"rows": rows, "has_more": len(found) > len(shown), "address": place.address}


@register.inclusion_tag("activities/activities/includes/pair_timeline.html")
def pair_timeline(place, done):
    """What the pair at a place has done, the newest first, and how many activities there are in all."""
    rows = parts.rows_of_values("activities/activities/includes/pair_activity.html", done.newest, "activity", told_by)
    return {"rows": rows, "number": done.number, "address": place.address}


register.simple_tag(activities_of)


@register.inclusion_tag("activities/activities/includes/coming_events.html", takes_context=True)
def coming_events(context, actions):
    """The next events for graduates of the pairs of some actions, in tabs; nothing at all while none is planned."""
    alone = actions[0] if len(actions) == 1 else None
    asked = {"action": alone.slug} if alone else {}
    of = alone or tuple(action.pk for action in actions)
    offered = offer(of, asked, context["request"].GET.get("events", ""))
    return offered | {"path": context["request"].path} | calendar_links(context, alone)


@register.inclusion_tag("activities/activities/includes/coming_events.html", takes_context=True)
def coming_events_of(context, university):
    """The next events for graduates of the pairs of a university; nothing at all while none is planned."""
    offered = offer(university, {"q": university.name})
    return offered | {"tabs": []} | calendar_links(context, university)


@register.inclusion_tag("activities/activities/includes/held_by.html")
def held_by(university):
    """What the pairs of a university have held and confirmed, the newest first."""
    held = Activity.objects.public().counted().concerning(university).in_order()
    newest = held.select_related("kind", "pair")[:NEWEST_OF_UNIVERSITY]
    return {"activities": project(newest), "university": university}


@register.inclusion_tag("activities/activities/includes/take_along.html", takes_context=True)
def take_along(context, activity):
    """The file of a coming event for a calendar, and the code that opens its page on a phone."""
    address = absolute(context["request"], activity.get_absolute_url())
    path, side = qr_path(address)
    facts = {"activity": activity, "path": path, "side": side, "name": activity.pair.sides[0].local_name}
    return calendar_links(context, activity.pair.recipient) | facts | {"address": address}


@register.inclusion_tag("activities/activities/includes/subscribe.html", takes_context=True)
def subscribe(context, holder=None):
    """The calendar of what concerns an action, batch, university or mechanism; nothing while nothing is coming."""
    return {"number": numbers(holder).total()} | calendar_links(context, holder)


def calendar_links(context, holder):
    """The address of a calendar, and the same as programs take it that subscribe."""
    address = calendar_address(holder)
    webcal = urlsplit(absolute(context["request"], address))._replace(scheme="webcal").geturl()
    return {"address": address, "webcal": webcal}


@register.simple_tag(takes_context=True)
def event_markup(context, activity):
    """What search engines read of an event that was announced; nothing on pages of other activities."""
    if activity.state not in (PublicState.COMING, PublicState.CANCELLED):
        return ""
    return json_ld(event_facts(context["request"], activity))


@register.inclusion_tag("activities/employment/includes/employment.html")
def employment_of(university):
    """The last employment figures of a university that are public, with their source."""
    latest = EmploymentSnapshot.objects.public().latest_of(university)
    return {"snapshots": [public_figures(one) for one in latest.select_related("group").order_by("group__position")]}


@register.simple_tag
def changes_of(activity, correction):
    """What an accepted correction changed: name of the field or indicator, value before and after."""
    names = activity.indicator_names
    fields = {name: Activity._meta.get_field(name).verbose_name for name in WORDS}
    changes = [(names.get(name) or fields.get(name, name), *both) for name, *both in correction.changes]
    return [(label, worded(before), worded(after)) for label, before, after in changes]


def worded(value):
    return figure(value) if isinstance(value, int) else value


@register.inclusion_tag("activities/activities/includes/found_activities.html")
def found_activities(asked):
    """The newest activities that hold the words of a search, and how many there are, as their own list finds them.

    The list looks for sides by these words as well, of which the page that shows this has found none.
    """
    found = Activity.objects.told().holding(asked).in_order()
    newest = dict(found.values_list("pk", Window(Count("pk")))[:NEWEST_FOUND])  # with the number of all

    def read(keys):
        return {one.pk: one for one in project(Activity.objects.filter(pk__in=keys).for_cards())}

    rows = parts.rows("activities/activities/includes/found_activity.html", newest, "activity", read)
    return {"rows": rows.values(), "number": max(newest.values(), default=0), "asked": asked}


@register.inclusion_tag("activities/catalogue/includes/passages.html")
def passages(asked):
    """Where the texts on batches and mechanisms hold the words of a search."""
    return {"batches": holding(of_batches(), asked), "mechanisms": holding(of_mechanisms(), asked)}


@compiled
def _mechanisms():
    return Mechanism.objects.published()


@once_a_version
def of_mechanisms():
    """Names, summaries and points of published mechanisms."""
    texts = {one: (one.local_name, one.local_summary, *one.points) for one in _mechanisms()}
    return [passage for one, told in texts.items() for passage in passages_of(one, told)]


@register.inclusion_tag("activities/activities/desk/includes/state.html", takes_context=True)
def state(context, activity):
    """The state of an entry in a word, with its sign."""
    return {"state": status_texts.state_of(activity, context["request"].user)}


@register.simple_tag(takes_context=True)
def next_to_confirm(context, activity):
    """The next entry that waits for this person to confirm it, and how many do, beside `activity`."""
    waiting = turns_of(context["request"].user)["to_confirm"].exclude(pk=activity.pk)
    return {"entry": waiting.first(), "number": waiting.count()}


@register.filter
def with_unit(value, indicator):
    """A number with the unit of its indicator; alone where the name of the indicator says it."""
    return f"{figure(value)} {indicator.unit_after_name(value)}".rstrip()


@register.filter
def unit_after_name(value, indicator):
    """The unit for a number that stands beside the name of its indicator; nothing where the name says it."""
    return indicator.unit_after_name(value)


@register.filter
def next_words(activity):
    """Who does what next."""
    return status_texts.next_words(activity)


@register.filter
def agreement_words(draft):
    return status_texts.agreement_words(draft)


@register.simple_tag
def partner_matters(user):
    """What waits longest for the partner, and how much does in all."""
    matters = waiting_for_partner(user)
    return {"rows": matters[:LONGEST_WAITING], "count": len(matters)}
