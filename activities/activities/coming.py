"""Coming events as pages offer them to graduates: how many there are of each sort, and the next ones."""

from collections import Counter
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Count, Model, Q
from django.utils.translation import gettext as _

from activities.activities.models.activity import Activity
from activities.catalogue.models import ActivityKind
from core.compiled_queries import compiled
from core.localized import localized
from core.version_facts import FACTS

from .public import cards_of

SHOWN = 6  # two rows of three
SHOWN_OF_NEXT = ("title", "title_en", "starts_on", "ends_on", "starts_at")
TABS = (ActivityKind.ForGraduates.FAIR, ActivityKind.ForGraduates.TALK)
MEETINGS = ""  # what kinds say that are not for graduates


def coming(holder=None):
    """The coming events that the public is told of: all, or those that concern an action, batch, university …"""
    found = Activity.objects.public().coming()
    return found.concerning(holder) if holder else found


def holder_of(of):
    """An action, batch, university …, some actions by key, or None for all, in plain values as `_coming` takes them."""
    if of is None:
        return (None,)
    return (of._meta.label, of.pk) if isinstance(of, Model) else ("", *of)


def _coming(label, *keys):
    if label is None:
        return coming()
    return coming(apps.get_model(label)(pk=keys[0])) if label else coming().filter(pair__batch__action__in=keys)


def numbers(of):
    """How many are fairs, talks … of what comes for an action, batch, university …, for some actions by key, or in all.

    Counted once a version and day.
    """
    holder = holder_of(of)
    return FACTS.of_now()(("coming", *holder), lambda: Counter(dict(_numbers(*holder))))


@compiled
def _numbers(*holder):
    return _coming(*holder).order_by().values_list("kind__for_graduates").annotate(Count("pk"))


@compiled
def _next(what, *holder):
    return _coming(*holder).for_graduates(what)[:SHOWN]


def offer(of, asked, what=""):
    """The next events for graduates of whom `numbers` takes, or only the fairs or talks, with tabs for these.

    `asked` is what the list of activities is asked for by who wants to see all of them.
    """
    counted, holder = numbers(of), holder_of(of)
    found = {"any": counted.total() - counted[MEETINGS]} | {tab.value: counted[tab.value] for tab in TABS}
    what = what if found.get(what) else "any"
    number = found[what]
    events = FACTS.of_now()(("next", what, *holder), lambda: _next(what, *holder)) if number else []
    query = urlencode(asked | {"state": "coming", "sort": "day", "for_graduates": what})
    facts = {"cards": cards_of(events), "number": number, "shown": SHOWN, "query": query, "meetings": counted[MEETINGS]}
    return facts | {"tabs": tabs(found, what), "others_query": urlencode(asked | {"state": "coming", "sort": "day"})}


def tabs(found, what):
    """A tab for everything, for fairs and for talks; none where one of them holds all that there is."""
    labels = {"any": _("All"), "fair": _("Job fairs"), "talk": _("Talks and training")}
    shown = [name for name in labels if found[name]]
    if len(shown) < 2 or found["any"] == max(found["fair"], found["talk"]):
        return []
    queries = {name: "" if name == "any" else f"?events={name}" for name in shown}
    return [
        {"query": queries[name], "label": labels[name], "number": found[name], "here": name == what} for name in shown
    ]


def next_for(universities):
    """The next event for graduates of each of some universities, whose addresses are given by their keys; one query.

    None of whom nothing is coming.
    """
    ours = [*universities]
    sides = ("pair__recipient", "pair__supporter")
    events = coming().for_graduates().filter(Q(pair__recipient__in=ours) | Q(pair__supporter__in=ours))
    found = dict.fromkeys(ours)
    for event in events.values("pk", *SHOWN_OF_NEXT, *sides):
        for key in {event[side] for side in sides} & universities.keys():
            told = {"local_title": localized(event, "title"), "university": universities[key]}
            found[key] = found[key] or event | told
    return found
