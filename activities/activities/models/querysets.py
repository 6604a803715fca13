"""Which activities: what counts, what the public is told of, what a person may see, whose turn it is."""

import datetime

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.permissions import of_side, pairs_of, pairs_open_to
from activities.catalogue.models import ActivityKind
from core.localized import reads_default
from core.substrings import AnyHolds
from core.version_facts import once_a_version
from pairs.models import Action, Batch, Pair, University

from . import states
from .states import COUNTED, UNTOLD, WAITING, LoggingSide, Stage, Status, told_as

SAME_EVENT_DAYS = 2  # how far apart the dates of two accounts of one event may lie
NAMES = ("pair__recipient__names", "pair__supporter__names")  # for English pages, which call a side by its name then
CALLED_OFF_DAYS = 30  # how long after its day the calendar still says of an event that it is off
# Events without a time come first on their day, on both databases.
BY_DAY = ("starts_on", models.F("starts_at").asc(nulls_first=True), "pk")
INDEXED_WORDS = ("title", "title_en", "place")


def worded(text, more=()):
    """The Q of rows that hold each word of `text`: in title, place or name of their kind, or in the fields `more`."""
    found, kinds = models.Q(), kind_names()
    for word in text.split():
        named = [pk for pk, names in kinds.items() if word.lower() in names]
        held = models.Q(AnyHolds(word, *INDEXED_WORDS)) | models.Q(kind__in=named)
        for field in more:
            held |= models.Q(**{f"{field}__icontains": word})
        found &= held
    return found


@once_a_version
def kind_names():
    """The names of each kind of activity by its key, each on a line, in small letters."""
    kinds = ActivityKind.objects.order_by("pk").values_list("pk", "name", "name_en")
    return {pk: "\n".join(names).lower() for pk, *names in kinds}


class ActivityQuerySet(models.QuerySet):
    def counted(self):
        """What adds to totals: held and confirmed, or sourced; two accounts of one event once."""
        return self.filter(COUNTED)

    def sourced(self):
        return self.exclude(source="")

    def public(self):
        """What anyone may see: plans once submitted, what is confirmed or sourced; what was public never vanishes."""
        shown = {"public_since__isnull": False, "merged_into": None, "pair__batch__published_at__isnull": False}
        return self.filter(**shown)

    def coming(self, day=None):
        """Submitted plans whose last day is `day` (today) or later, the next one first."""
        plans = self.filter(states.PLAN.q(), ends_on__gte=day or timezone.localdate())
        return plans.order_by(*BY_DAY)

    def for_graduates(self, what="any"):
        """Events to which graduates can come: any, or fairs, talks, or what else there is for them."""
        return self.exclude(kind__for_graduates="") if what == "any" else self.filter(kind__for_graduates=what)

    def in_calendar(self, day=None):
        """Coming events and, until some days after theirs, those that were announced and called off; by their day."""
        day = day or timezone.localdate()
        called_off = models.Q(stage=Stage.CANCELLED) | models.Q(stage=Stage.PLANNED, status=Status.WITHDRAWN)
        called_off &= models.Q(ends_on__gte=day - datetime.timedelta(days=CALLED_OFF_DAYS))
        shown = self.told().filter(told_as(states.PublicState.COMING, day) | called_off)
        return shown.order_by(*BY_DAY)

    def open_to(self, user):
        """The inner record that `user` may read: figures before confirmation, reasons, evidence."""
        if not user.is_authenticated:
            return self.none()
        if user.oversees:
            return self.all()
        handed_in = models.Q(pair__in=pairs_open_to(user).order_by().values("pk")) & ~models.Q(status=Status.DRAFT)
        return self.filter(of_side(user) | handed_in)

    def visible_to(self, user):
        """What `user` may see at all: the public record and one's own part of the inner one."""
        inner = self.open_to(user).order_by().values("pk")
        return self.filter(
            models.Q(pk__in=self.model.objects.public().order_by().values("pk")) | models.Q(pk__in=inner)
        )

    def editable_by(self, user):
        """Entries of the side for which `user` speaks, while they are open."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(states.EDITABLE.q()).filter(self._own(user))

    def to_confirm(self):
        """Held activities that have been submitted and that nobody has confirmed yet."""
        return self.filter(states.TO_CONFIRM.q())

    def to_confirm_by(self, user):
        """Held activities that the other side of a pair of `user`, or the ministry, has submitted."""
        return self.to_confirm().filter(pair__in=pairs_of(user).order_by().values("pk")).exclude(of_side(user))

    def returned_to(self, user):
        """Entries of one's own side that came back with a reason."""
        return self.filter(states.RETURNED.q()).filter(self._own(user))

    def to_hold_by(self, user, day=None):
        """Plans of one's own side whose last day has passed: their figures, or why there was nothing."""
        plans = self.filter(states.PLAN.q(), ends_on__lt=day or timezone.localdate())
        return plans.filter(self._own(user))

    def drafts_of(self, user):
        return self.filter(self._own(user), status=Status.DRAFT)

    def with_figures(self):
        """Fetch all that a row of a list shows, in a constant number of queries."""
        rows = ("kind__mechanism", "pair__batch__action", "pair__recipient", "pair__supporter")
        measures = self.model.measures.rel.related_model.objects.select_related("indicator")
        return self.select_related(*rows).prefetch_related(models.Prefetch("measures", measures))

    def with_measures(self):
        """Fetch the figures alone, in no order."""
        return self.prefetch_related(
            models.Prefetch("measures", self.model.measures.rel.related_model.objects.order_by())
        )

    def for_rows(self):
        """With figures, and with the dated names by which English pages call both sides."""
        return self.with_figures().prefetch_related("kind__kind_indicators", *NAMES)

    def near(self, activity, days=SAME_EVENT_DAYS):
        """Other activities of the same pair and kind, one of whose days lies within `days` of one of this one's."""
        if not activity.ends_on:
            return self.none()
        margin = datetime.timedelta(days=days)
        return (
            self.filter(pair=activity.pair_id, kind=activity.kind_id)
            .exclude(pk=activity.pk)
            .touching(activity.first_day - margin, activity.ends_on + margin)
        )

    def touching(self, first, last):
        """Activities with a day between `first` and `last`."""
        begun = models.Q(starts_on__lte=last) | models.Q(starts_on=None, ends_on__lte=last)
        return self.filter(begun, ends_on__gte=first)

    def standing(self):
        """Held and not given up: what is, or may come to be, counted."""
        given_up = models.Q(status__in=[Status.WITHDRAWN, Status.DRAFT])
        return self.filter(stage=Stage.HELD, merged_into=None).exclude(given_up)

    def kept_for(self, pk):
        """The public activity into which the entry with this key was merged, or None: its old address leads there."""
        return self.public().filter(merged_duplicates=pk, merged_duplicates__public_since__isnull=False).first()

    def told(self):
        """The public record as it is listed: `public()` without what waits for confirmation."""
        return self.public().exclude(WAITING)

    def told_as(self, state, day=None):
        """Those told of as `state` on `day` (today)."""
        return self.filter(told_as(state, day or timezone.localdate()))

    def holding(self, text):
        """Activities whose public title, place or kind holds every word of `text`."""
        return self.filter(~UNTOLD, worded(text))

    def matching(self, text):
        """These, and those with a side that a search for `text` finds.

        The keys of both are found by themselves: no database goes by two indexes for one OR of such conditions.
        """
        pairs = Pair.objects.matching(text).order_by()
        if pairs.query.is_empty():
            return self.holding(text)
        every = self.model.objects.order_by().values("pk")
        return self.filter(pk__in=every.holding(text).union(every.filter(pair__in=pairs.values("pk")), all=True))

    def matching_inside(self, text):
        """The same for who reads the inner record: by the description too, and where words are no longer told."""
        sides = models.Q(pair__in=Pair.objects.matching(text).order_by().values("pk"))
        return self.filter(worded(text, ["description"]) | sides)

    def of_pair(self, pair):
        return self.filter(pair=pair)

    def of_action(self, action):
        return self.filter(pair__batch__action=action)

    def concerning(self, holder):
        """Activities of an action, a batch or a pair, of the pairs of a university, or under a mechanism."""
        match holder:
            case Action():
                return self.of_action(holder)
            case Batch():
                return self.filter(pair__batch=holder)
            case Pair():
                return self.of_pair(holder)
            case University():
                return self.filter(models.Q(pair__recipient=holder) | models.Q(pair__supporter=holder))
        return self.filter(kind__mechanism=holder)

    def with_side_in(self, province):
        """Activities of pairs with a side in the province of this code."""
        here = models.Q(pair__recipient_province=province) | models.Q(pair__supporter_province=province)
        return self.filter(here)

    def since(self, day):
        """Activities with a day on or after `day`."""
        return self.filter(ends_on__gte=day)

    def until(self, day):
        """Activities with a day on or before `day`; where the first is not known, the last one is asked."""
        return self.filter(models.Q(starts_on__lte=day) | models.Q(starts_on=None, ends_on__lte=day))

    def in_order(self, order="-day"):
        """By day, newest first unless told otherwise, by pair in the order of the lists, or by mechanism and kind."""
        latest = [models.F("ends_on").desc(nulls_last=True), "-pk"]
        pair = ["pair__batch__number", models.F("pair__serial").asc(nulls_last=True), "pair"]
        keys = {
            "-day": latest,
            "day": [models.F("ends_on").asc(nulls_last=True), "pk"],
            "pair": [*pair, *latest],
            "mechanism": ["kind__mechanism__number", "kind__position", "kind", *latest],
        }
        return self.order_by(*keys[order])

    def with_all_told(self):
        """Fetch all that the public reads of an activity, in a constant number of queries."""
        found = self.with_figures().prefetch_related("kind__kind_indicators")
        return found if reads_default() else found.prefetch_related(*NAMES)

    def for_cards(self):
        """Fetch what a card or a line tells of an activity: its kind, and both sides by their names."""
        rows = self.select_related("kind", "pair__recipient", "pair__supporter")
        return rows if reads_default() else rows.prefetch_related(*NAMES)

    def with_last_change(self):
        """Annotate `changed_at`: when the record itself was last changed, as its history tells."""
        changes = self.model.history.filter(id=models.OuterRef("pk")).order_by("-history_date")
        return self.annotate(changed_at=Coalesce(changes.values("history_date")[:1], "public_since"))

    def for_feeds(self):
        """Fetch what feeds tell of each: its kind, both sides by their names, and when it last changed."""
        rows = self.select_related("kind", "pair__recipient", "pair__supporter").prefetch_related(*NAMES)
        return rows.with_last_change()

    def last_changed(self, number):
        """The `number` of these whose record changed last, that one first; the history is read from its end."""
        history = self.model.history
        later = history.filter(id=models.OuterRef("id"), history_id__gt=models.OuterRef("history_id"))
        last = history.filter(models.Exists(self.order_by().filter(pk=models.OuterRef("id"))), ~models.Exists(later))
        keys = list(last.order_by("-history_date", "-history_id").values_list("id", flat=True)[:number])
        found = self.for_feeds().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    @staticmethod
    def _own(user):
        return models.Q(side=LoggingSide.MINISTRY) if user.is_editor else of_side(user)
