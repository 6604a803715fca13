"""What the page of a pair tells of its activities, read as plain values: no part of it is written again for others'.

Whenever an activity is changed anywhere, these values are read anew in four queries; what is made of them stays while
they are the same.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import Prefetch, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from activities.catalogue.models import ActivityKind, KindIndicator
from core.compiled_queries import compiled
from core.version_facts import FACTS, once_a_version

from .models.activity import Activity
from .models.editing import Measure
from .models.querysets import BY_DAY
from .models.states import COUNTED, PublicState, told_as
from .models.totals import Total
from .progress import indicators
from .public import PublicActivity

NEWEST, NEXT = 6, 4
# The columns that PublicActivity reads.
COLUMNS = (
    *("id", "pair_id", "kind_id", "title", "title_en", "description", "starts_on", "ends_on", "starts_at", "link"),
    *("place", "stage", "status", "reason", "side", "source", "logged_at", "public_since", "confirmed_at"),
    *("on_behalf", "merged_into_id", "version"),
)


class PairActivities(NamedTuple):
    """The activities of one pair that are told of, as plain values.

    `number` is how many there are. `coming` are the next events, one more than are shown where there are so many, and
    `newest` the newest others; both by key. `counted` are how many count under each mechanism, and `sums` what their
    figures add up to by mechanism and indicator: as pairs.
    """

    number: int
    coming: dict
    newest: dict
    counted: tuple
    sums: tuple


def activities_of(pair):
    """The PairActivities of the published pair with this key, read once for each version of the data."""
    return FACTS.by_itself((activities_of, pair), lambda: _read(pair))


def _read(pair):
    day, place = told_as(PublicState.COMING, timezone.localdate()), Window(RowNumber(), order_by=BY_DAY)
    told = Activity.objects.told().of_pair(pair).annotate(is_coming=day, is_counted=COUNTED, place_by_day=place)
    told = [*told.in_order().values_list("pk", "kind__mechanism", "is_coming", "is_counted", "place_by_day")]
    places = {place: pk for pk, _mechanism, is_coming, _is_counted, place in told if is_coming}
    coming = [places[place] for place in sorted(places)[: NEXT + 1]]
    newest = [pk for pk, _mechanism, is_coming, *_more in told if not is_coming][:NEWEST]
    values, figures = _values([*coming, *newest]), _figures(newest)
    counted = Counter(mechanism for _pk, mechanism, _is_coming, is_counted, _place in told if is_counted)
    return PairActivities(
        len(told),
        {pk: (values[pk], ()) for pk in coming},
        {pk: (values[pk], figures[pk]) for pk in newest},
        tuple(sorted(counted.items())),
        _sums(pair) if counted else (),
    )


def _values(keys):
    rows = Activity.objects.filter(pk__in=keys).order_by().values_list(*COLUMNS) if keys else ()
    return {row[0]: row for row in rows}


def _figures(keys):
    found = defaultdict(tuple)
    rows = Measure.objects.filter(activity__in=keys).order_by("indicator") if keys else Measure.objects.none()
    for activity, *figure in rows.values_list("activity", "indicator", "value", "agreed"):
        found[activity] += (tuple(figure),)
    return found


def _sums(pair):
    rows = Total.objects.public().of_pairs([pair]).by_mechanism()
    return tuple(sorted(((row["mechanism"], row["indicator"]), row["sum"]) for row in rows))


@once_a_version
def kinds():
    """All kinds of activity by key, with the indicators that each asks for."""
    return {kind.pk: kind for kind in _kinds()}


@compiled
def _kinds():
    return ActivityKind.objects.order_by().prefetch_related(
        Prefetch("kind_indicators", KindIndicator.objects.order_by())
    )


def told_by(values):
    """The PublicActivity of each of some values of PairActivities, by key; they have no pair but its key."""
    of_kind, counted = kinds(), {one.pk: one for one in indicators()}
    found = {}
    for pk, (columns, figures) in values.items():
        activity = Activity.from_db(None, COLUMNS, columns)
        activity.kind = of_kind[activity.kind_id]
        measures = [Measure(indicator=counted[key], value=value, agreed=agreed) for key, value, agreed in figures]
        activity._prefetched_objects_cache = {"measures": measures}
        found[pk] = PublicActivity(activity)
    return found
