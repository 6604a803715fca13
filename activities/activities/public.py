"""What everybody may know of an activity: the one projection that pages, downloads and feeds read.

It names what is public. A column that it does not name is not shown, whatever a template or a file asks for.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.catalogue.models import ActivityKind, KindIndicator
from core import parts
from core.compiled_queries import compiled
from core.templatetags.formatting import period
from pairs.models import Pair

from .models.editing import WORDS
from .models.proposals import ProposalStatus
from .models.states import KnownBy, PublicState, Stage, Status
from .progress import indicators

CLOSED = (PublicState.CANCELLED, PublicState.WITHDRAWN)


@dataclass(frozen=True)
class PublicCorrection:
    """A correction on which both sides agreed, or one by the ministry of what a public source says."""

    day: date
    reason: str
    side: str = ""  # that proposed it, in words; empty for the ministry's own
    on_behalf: bool = False
    changes: tuple = ()  # name of the field or code of the indicator, value before and after


class PublicActivity:
    """One activity of `ActivityQuerySet.public()` as everybody may read it; fetch it `with_all_told`."""

    def __init__(self, activity):
        self.__row = activity
        self.pk, self.kind, self.source = activity.pk, activity.kind, activity.source
        self.side, self.version = activity.side, activity.version
        self.changed_at = getattr(activity, "changed_at", activity.public_since)  # fetch it `with_last_change`
        self.state = public_state(activity)
        # What was reported and never confirmed stays between the two sides, also where the plan was public.
        unconfirmed = activity.stage == Stage.HELD and not activity.source and activity.confirmed_at is None
        self.has_words = self.state is not None and not unconfirmed
        self.words = {name: getattr(activity, name) if self.has_words else None for name in WORDS}
        self.__dict__ |= self.words  # by their names as well
        self.title = (self.has_words and activity.local_title) or self.kind.local_name  # in the reader's language
        self.reason = activity.reason if self.state in CLOSED else ""
        self.known_by = None  # why the public may take it that it was held
        if self.state == PublicState.HELD:
            agreed = KnownBy.ON_BEHALF if activity.on_behalf else KnownBy.BOTH
            self.known_by = KnownBy.SOURCE if activity.source else agreed
        self.confirmed_at = activity.confirmed_at if self.known_by else None
        # When it was confirmed, or entered from its source: bulletins count it from then on.
        self.counted_since = (activity.confirmed_at or activity.logged_at) if self.known_by else None

    @property
    def pair(self):
        return self.__row.pair

    @property
    def is_off(self):
        """Whether it was announced and will not take place."""
        return self.state in CLOSED

    @property
    def is_online(self):
        """Whether nobody has to travel to it; the rule of the record, for what the public may read of it."""
        return self.has_words and self.__row.is_online

    @property
    def begins(self):
        """The first day that is known of it."""
        return self.starts_on or self.ends_on

    @property
    def days(self):
        """When it is or was: a day, several days, or “up to” the last one where the first is not known."""
        if not self.ends_on:
            return ""
        if self.starts_on is None:
            return _("up to %(day)s") % {"day": date_format(self.ends_on)}
        return period(self.starts_on, self.ends_on)

    def get_absolute_url(self):
        return self.__row.get_absolute_url()

    @property
    def figures(self):
        """The figures that count, as (indicator, value); none before confirmation or after withdrawal."""
        rows = self.__row.figures() if self.__row.is_counted else []
        return [(row.indicator, row.counted_value) for row in rows if row.counted_value is not None]

    @property
    def unreported(self):
        """The indicators that the kind asks for and that have no figure, where figures count."""
        if not self.__row.is_counted:
            return []
        reported = dict(self.figures)
        links = self.kind.kind_indicators.all()
        return [link.indicator for link in links if link.is_asked and link.indicator not in reported]

    @property
    def indicator_names(self):
        """The names of the indicators with a figure, by code."""
        return {row.indicator.code: row.indicator.local_name for row in self.__row.measures.all()}

    @property
    def has_duplicates(self):
        """Whether both sides had logged it, and it counts once."""
        return self.__row.is_counted and bool(self.__row.merged_duplicates.all())

    @property
    def corrections(self):
        """The corrections of what was confirmed, the newest first."""
        return [
            PublicCorrection(row.decided_at, row.reason, row.get_side_display(), row.on_behalf, tuple(row.changes))
            for row in self.__row.corrections.all()
            if row.status == ProposalStatus.ACCEPTED and not row.withdraw
        ]

    @property
    def revisions(self):
        """The ministry's corrections of what comes from a public source, the newest first."""
        revised = self.__row.state_changes.filter(transition="revise") if self.source else ()
        return [PublicCorrection(row.at, row.reason) for row in revised]


def project(activities):
    """Return each of `activities` as the public may know it."""
    return [PublicActivity(activity) for activity in activities]


def rows_of(activities):
    """The rows of a table of these public activities, fetched `with_measures`, as HTML by their keys, in order."""
    return written(activities, "activities/activities/includes/activity_row.html")


def cards_of(events):
    """The cards of these public events as HTML by their keys, in their order."""
    return written(events, "activities/activities/includes/event_card.html")


def written(activities, template):
    """What the template says of each of these public activities, by their keys.

    They are fetched with nothing but their figures: what is said stands for what an activity holds and is kept while
    others change; what it tells of other records it reads itself. TypeError where these are fetched too.
    """
    found = {one.pk: one for one in activities}
    if any(one._state.fields_cache for one in found.values()):
        raise TypeError("rows of activities read other records themselves")

    def read(values):
        missing = [found[pk] for pk in values]
        fetch_surroundings(missing)
        return {one.pk: PublicActivity(one) for one in missing}

    return parts.rows_of_values(template, {pk: held_by(one) for pk, one in found.items()}, "activity", read)


def fetched_figures(activity):
    return getattr(activity, "_prefetched_objects_cache", {}).get("measures", ())


def held_by(activity):
    """Every column of an activity, and its figures by the keys of the indicators where they were fetched."""
    figures = sorted((row.indicator_id, row.counted_value) for row in fetched_figures(activity))
    return (*(getattr(activity, field.attname) for field in activity._meta.concrete_fields), *figures)


def fetch_surroundings(activities):
    """Fetch what rows show of other records than the activities and their measures."""
    kinds = {one.pk: one for one in _kinds(*sorted({one.kind_id for one in activities}))}
    pairs = pairs_by_key({one.pair_id for one in activities})
    by_key = {one.pk: one for one in indicators()}
    for one in activities:
        one.kind, one.pair = kinds[one.kind_id], pairs[one.pair_id]
        for row in fetched_figures(one):
            row.indicator = by_key[row.indicator_id]


@compiled
def _kinds(*keys):
    links = Prefetch("kind_indicators", KindIndicator.objects.order_by())
    return ActivityKind.objects.select_related("mechanism").prefetch_related(links).filter(pk__in=keys)


def pairs_by_key(keys):
    """Pairs by these keys, with what rows show of them."""
    return {one.pk: one for one in _pairs(*sorted(keys))}


@compiled
def _pairs(*keys):
    return Pair.objects.with_sides().with_names().as_listed().filter(pk__in=keys)


def public_state(activity):
    """Return how the public is told of an activity today; None while a report waits for confirmation."""
    if activity.status == Status.WITHDRAWN:
        return PublicState.WITHDRAWN
    if activity.stage == Stage.CANCELLED:
        return PublicState.CANCELLED
    if activity.stage == Stage.PLANNED:
        return PublicState.COMING if activity.ends_on >= timezone.localdate() else PublicState.PASSED
    return PublicState.HELD if activity.status == Status.CONFIRMED else None
