"""Which activities the public is told of, and how: never of a draft, nor of what the other side has not confirmed."""

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

    def of_action(self, action):
        return self.filter(pair__batch__action=action)

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
