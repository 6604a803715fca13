"""A constructed season: the real indicators in a made-up action, and figures as large as the ministry's."""

import datetime
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone

from activities.fixtures_loader import an_indicator
from activities.models import Activity, ActivityKind, Indicator, KindIndicator, Measure
from oversight.bulletins import workflow as bulletins
from pairs.fixtures_loader import rows
from tests.support.factories.activities import World, day

# What was counted in the season, and how the ministry would word it in both languages.
SIX = {
    "meetings": (796, "近800次", "nearly 800 meetings"),
    "online_fairs": (223, "223场", "223 fairs"),
    "posts": (512_340, "50多万个", "over 500,000 posts"),
    "employers": (53_120, "5万多家", "over 50,000 employers"),
    "resumes": (75_000, "7.5万人次", "75,000 submissions"),
    "signed": (4_213, "4000多人", "over 4,000 graduates"),
}


@contextmanager
def at(moment):
    """The clock stands at `moment`."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


def noon(offset):
    """Noon in Beijing of a day counted from today."""
    return timezone.make_aware(datetime.datetime.combine(day(offset), datetime.time(12)))


class Season(World):
    """Two pairs, one kind of activity that asks for the six headline indicators, and one batch of 2 pairs."""

    def __init__(self):
        super().__init__()
        Indicator.objects.all().delete()
        self.indicators = {row["code"]: an_indicator(row) for row in rows("indicators")}
        Indicator.objects.bulk_create(self.indicators.values())
        self.fair = ActivityKind.objects.create(code="all", mechanism=self.jobs, mode="event", name="类", name_en="all")
        asked = [KindIndicator(kind=self.fair, indicator=self.indicators[code]) for code in SIX]
        KindIndicator.objects.bulk_create(asked)

    def held(self, rita, sam, pair=None, on=-10, confirmed=-9, **measures):
        """Held on a day, logged by the recipient and confirmed by the supporter at noon of another day."""
        facts = {"starts_on": day(on), "ends_on": day(on)}
        with at(noon(confirmed)):
            return self.confirmed(rita, sam, kind=self.fair, pair=pair, measures=measures, **facts)

    def the_six(self, rita, sam):
        """The figures of the season, spread over two activities of the first pair."""
        halves = {code: value // 2 for code, (value, _zh, _en) in SIX.items()}
        rest = {code: value - halves[code] for code, (value, _zh, _en) in SIX.items()}
        return self.held(rita, sam, **halves), self.held(rita, sam, on=-8, confirmed=-7, **rest)

    def drafted_bulletin(self, editor, as_of=-1, **facts):
        """A bulletin on the only batch as of a day counted from today."""
        words = {"batches": [1], "scope": "第一批", "scope_en": "Batch 1"} | facts
        return bulletins.draft(editor, as_of=day(as_of), **words)

    def published_bulletin(self, editor, as_of=-1, **facts):
        return bulletins.publish(self.drafted_bulletin(editor, as_of, **facts), editor)


def stored(activity, **measures):
    """Change figures behind the portal's back: no history knows of it."""
    for code, value in measures.items():
        Measure.objects.filter(activity=activity, indicator__code=code).update(value=value)
    Activity.objects.filter(pk=activity.pk).update(title="改过")
