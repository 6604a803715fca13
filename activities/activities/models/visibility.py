"""How the public is told of an activity: never of a draft, nor of what the other side has not confirmed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models import Pair

from .states import OPEN, Stage, Status

# Held, and not yet confirmed: what is typed here stays between the two sides, also where the plan was public.
WAITING = models.Q(stage=Stage.HELD, status__in=OPEN)
# Withdrawn before anybody confirmed it: its words were never public.
UNTOLD = models.Q(stage=Stage.HELD, source="", confirmed_at=None)


class PublicState(models.TextChoices):
    """What the public learns of the state of an activity."""

    COMING = "coming", _("Coming")
    PASSED = "passed", _("Day has passed, not yet reported")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class KnownBy(models.TextChoices):
    """Why the public may take it that an activity was held."""

    BOTH = "both", _("Confirmed by both sides")
    ON_BEHALF = "on_behalf", _("Confirmed by the ministry on behalf of a side")
    SOURCE = "source", _("From a public source")


def told_as(state, day):
    """The condition under which an activity is told of as `state` on `day`."""
    plan = models.Q(stage=Stage.PLANNED, status=Status.SUBMITTED)
    return {
        PublicState.COMING: plan & models.Q(ends_on__gte=day),
        PublicState.PASSED: plan & models.Q(ends_on__lt=day),
        PublicState.HELD: models.Q(stage=Stage.HELD, status=Status.CONFIRMED),
        PublicState.CANCELLED: models.Q(stage=Stage.CANCELLED) & ~models.Q(status=Status.WITHDRAWN),
        PublicState.WITHDRAWN: models.Q(status=Status.WITHDRAWN),
    }[state]


class PublicActivityQuerySet(models.QuerySet):
    def told(self):
        """The public record as it is listed: `public()` without what waits for confirmation."""
        return self.public().exclude(WAITING)

    def told_as(self, state, day=None):
        """Those told of as `state` on `day` (today)."""
        return self.filter(told_as(state, day or timezone.localdate()))

    def matching(self, text):
        """Activities whose public title or place holds every word of `text`, or with a side that it finds."""
        worded = ~UNTOLD
        for word in text.split():
            fields = ("title", "title_en", "place", "kind__name", "kind__name_en")
            held = models.Q()
            for field in fields:
                held |= models.Q(**{f"{field}__icontains": word})
            worded &= held
        return self.filter(worded | models.Q(pair__in=Pair.objects.matching(text).order_by().values("pk")))

    def of_pair(self, pair):
        return self.filter(pair=pair)

    def of_mechanism(self, mechanism):
        return self.filter(kind__mechanism=mechanism)

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
        names = ("pair__recipient__names", "pair__supporter__names", "kind__asked__indicator")
        return self.with_figures().prefetch_related(*names)

    def on_page(self, page):
        """The activities of a Page with all that its rows show; only their keys are sorted, so that it stays quick."""
        keys = list(page.object_list.values_list("pk", flat=True))
        found = self.with_all_told().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def by_pair(self):
        """How many of these activities each pair has, as {pair: number}."""
        return dict(self.order_by().values_list("pair").annotate(models.Count("pk")))

    def by_mechanism(self):
        """How many of these activities stand under each mechanism, as {mechanism: number}."""
        return dict(self.order_by().values_list("kind__mechanism").annotate(models.Count("pk")))


class PublicActivityMixin:
    """What the public is told of one activity."""

    @property
    def told(self):
        """How the public is told of it today; None while a report waits for confirmation."""
        if self.status == Status.WITHDRAWN:
            return PublicState.WITHDRAWN
        if self.stage == Stage.CANCELLED:
            return PublicState.CANCELLED
        if self.stage == Stage.PLANNED:
            return PublicState.COMING if self.ends_on >= timezone.localdate() else PublicState.PASSED
        return PublicState.HELD if self.status == Status.CONFIRMED else None

    @property
    def is_told_in_words(self):
        """Whether its title, days and other words have ever been public."""
        return not (self.stage == Stage.HELD and not self.source and self.confirmed_at is None)

    @property
    def told_title(self):
        """Its title; the kind alone where the words were never public."""
        return self.local_title if self.is_told_in_words and self.local_title else self.kind.local_name

    @property
    def page_title(self):
        """The title of its page: while a report waits for confirmation, the kind alone."""
        return self.told_title if self.told else self.kind.local_name

    @property
    def told_reason(self):
        """Why it was cancelled or withdrawn; other reasons stay between the two sides."""
        return self.reason if self.told in (PublicState.CANCELLED, PublicState.WITHDRAWN) else ""

    @property
    def known_by(self):
        """The KnownBy of what is held; None for all else."""
        if self.told != PublicState.HELD:
            return None
        if self.source:
            return KnownBy.SOURCE
        return KnownBy.ON_BEHALF if self.on_behalf else KnownBy.BOTH

    @property
    def told_corrections(self):
        """The corrections on which both sides agreed, the newest first; reads the prefetched ones where they are."""
        return [row for row in self.corrections.all() if row.status == "accepted" and not row.withdraw]

    @property
    def told_revisions(self):
        """The ministry's corrections of what comes from a public source, with their reasons, the newest first."""
        if not self.source:
            return []
        revised = self.history.filter(history_type="~", status=Status.CONFIRMED, history_change_reason__gt="")
        return list(revised.order_by("-history_id"))

    @property
    def told_figures(self):
        """The figures that count, as (indicator, value); none before confirmation or after withdrawal."""
        rows = self.figures() if self.counts else []
        return [(row.indicator, row.counted_value) for row in rows if row.counted_value is not None]

    @property
    def asked_figures(self):
        """The figures that count and, with None, those the kind asks for that were not reported."""
        told = self.told_figures
        reported = {indicator.pk for indicator, _value in told}
        asked = [link.indicator for link in self.kind.asked.all() if link.is_asked]
        return told + [(indicator, None) for indicator in asked if self.counts and indicator.pk not in reported]
