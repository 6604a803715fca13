"""Coming events as a calendar (RFC 5545) and as schema.org describes them, made of the public projection alone."""

import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from core.feeds import absolute, address_of, host
from core.localized import labelled
from core.templatetags.portal import tag_of
from pairs.models import Action, Batch, University

BEIJING = ZoneInfo("Asia/Shanghai")
OFFSET = datetime.timedelta(hours=8)
ONE_DAY = datetime.timedelta(days=1)


def calendar_of(request, title, events, more=()):
    """Return the bytes of a calendar of `events`, rows of PublicActivity, and `more` entries; in Beijing time."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host(request)}//pairing portal//{tag_of(get_language()).upper()}")
    calendar.add("version", "2.0")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", datetime.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(beijing_time())
    for event in events:
        calendar.add_component(entry(request, event))
    for made in more:
        calendar.add_component(made)
    return calendar.to_ical()


def calendar_address(holder=None):
    """Return the address of the calendar of what concerns `holder`; of all events without one."""
    match holder:
        case None:
            return address_of("events")
        case Action():
            return address_of("events_of_action", slug=holder.slug)
        case Batch():
            return address_of("events_of_batch", number=holder.number)
        case University():
            return address_of("events_of_university", code=holder.code)
    return address_of("events_of_mechanism", slug=holder.action.slug, number=holder.number)


def beijing_time():
    """Return the time zone of all times here; China has kept one time without summer time since 1991."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime.datetime(1991, 9, 15))
    standard.add("tzname", "CST")
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    zone = Timezone()
    zone.add("tzid", BEIJING.key)
    zone.add_component(standard)
    return zone


def entry(request, event):
    """Return one event; it keeps its UID whatever changes, and its SEQUENCE rises with each change."""
    made = Event()
    made.add("uid", f"activity-{event.pk}@{host(request)}")
    made.add("dtstamp", event.changed_at)
    made.add("last-modified", event.changed_at)
    made.add("sequence", event.version)
    made.add("status", "CANCELLED" if event.is_off else "CONFIRMED")
    made.add("dtstart", beginning(event))
    if (end := ending(event)) is not None:
        made.add("dtend", end)
    made.add("summary", event.title)
    made.add("description", "\n".join(told_of(event)))
    made.add("url", absolute(request, event.get_absolute_url()))
    if where := event.place or joining(event):
        made.add("location", where)
    return made


def beginning(event):
    """Return when it begins: a time where that is known, else the day."""
    day = event.starts_on or event.ends_on
    return datetime.datetime.combine(day, event.starts_at, BEIJING) if event.starts_at else day


def ending(event):
    """Return the end, itself not part of the event; None where of one day only the time of the beginning is known."""
    if not event.starts_at:
        return event.ends_on + ONE_DAY
    if event.ends_on == (event.starts_on or event.ends_on):
        return None
    return datetime.datetime.combine(event.ends_on + ONE_DAY, datetime.time(), BEIJING)


def joining(event):
    """Return the link of an event that takes place; what is off cannot be joined."""
    return "" if event.is_off else event.link


def told_of(event):
    """Yield the lines of the description: why it is off, the kind, both schools, the text, the link."""
    if event.is_off:
        yield _("Reason: %(reason)s") % {"reason": event.reason}
    yield event.kind.local_name
    for side in event.pair.sides:
        yield labelled(side.side.label, side.local_name)
    if event.description:
        yield event.description
    if link := joining(event):
        yield link


# The same for search engines


def event_facts(request, event):
    """Return an event as schema.org's Event, for the head of its page."""
    begins = beginning(event)
    online = event.is_online
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "startDate": begins.isoformat(),
        "eventStatus": f"https://schema.org/{'EventCancelled' if event.is_off else 'EventScheduled'}",
        "eventAttendanceMode": f"https://schema.org/{'Online' if online else 'Offline'}EventAttendanceMode",
        "organizer": [{"@type": "CollegeOrUniversity", "name": side.local_name} for side in event.pair.sides],
        "url": absolute(request, event.get_absolute_url()),
        "inLanguage": tag_of(get_language()),
    }
    if ending(event) is not None:  # else a day without a time would end before its own beginning
        facts["endDate"] = event.ends_on.isoformat()
    if event.description:
        facts["description"] = event.description
    if online and joining(event):
        facts["location"] = {"@type": "VirtualLocation", "url": joining(event)}
    elif event.place:
        facts["location"] = {"@type": "Place", "name": event.place, "address": event.place}
    return facts
