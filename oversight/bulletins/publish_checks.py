"""What stands between a draft and its publication: what blocks, and what only warns."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, Stage, Status

from . import summary_text
from .as_of import AsOfFigures

LOW_COVERAGE = 50  # per cent of the pairs


@dataclass(frozen=True)
class Point:
    """One line of the checklist, with the field of the draft that it leads to."""

    message: str
    field: str = ""


class Readiness:
    """The points of one draft, each said as what to do about it."""

    def __init__(self, bulletin):
        self.bulletin = bulletin
        self.included = [figure for figure in bulletin.figures.all() if figure.included]

    @cached_property
    def blocks(self):
        """What has to be mended before it can be published."""
        return [*self._day(), *self._figures(), *self._words(), *self._paragraphs()]

    @cached_property
    def warnings(self):
        """What an editor should have looked at before publishing."""
        return [*self._today(), *self._coverage(), *self._waiting(), *self._fallen(), *self._changed(), *self._unsaid()]

    # What blocks

    def _day(self):
        if self.bulletin.day > timezone.localdate():
            yield Point(_("Its day lies in the future; start a bulletin with a day up to today."))

    def _figures(self):
        if not self.included:
            yield Point(_("It has no figures; include at least one."), "figures")
        for figure in self.included:
            for field, message in figure.untruths().items():
                yield Point(f"{figure.local_name}{_(': ')}{message}", f"{figure.pk}-{field}")

    def _words(self):
        asked = {
            "scope": _("Give the scope in Chinese."),
            "scope_en": _("Give the scope in English."),
            "headline": _("Write the paragraph in Chinese."),
            "headline_en": _("Write the paragraph in English."),
        }
        yield from (Point(text, field) for field, text in asked.items() if not getattr(self.bulletin, field).strip())
        for figure in self.included:
            if not figure.name_en.strip() or not figure.wording_en.strip():
                yield Point(_("Name and wording of %(name)s are missing in English.") % {"name": figure.name})

    def _paragraphs(self):
        for field, language in (("headline", "zh"), ("headline_en", "en")):
            scope = self.bulletin.scope if language == "zh" else self.bulletin.scope_en
            text = getattr(self.bulletin, field)
            for number in summary_text.unbacked(text, self.included, self.bulletin.coverage, scope, language):
                message = _("The paragraph says “%(number)s”, which no figure of this bulletin backs.")
                yield Point(message % {"number": number}, field)

    # What warns

    def _today(self):
        if self.bulletin.day == timezone.localdate():
            yield Point(_("Its day is not over yet; what is confirmed until midnight will be missing."))

    def _coverage(self):
        reporting, pairs = self.bulletin.coverage
        if pairs and reporting * 100 < LOW_COVERAGE * pairs:
            message = _("Only %(reporting)s of %(pairs)s pairs have reported anything that counts.")
            yield Point(message % {"reporting": reporting, "pairs": pairs})
        for figure in self.included:
            if figure.is_computed and not figure.reporting:
                message = _("No pair has reported “%(name)s”: its 0 means that nothing is known.")
                yield Point(message % {"name": figure.local_name}, f"{figure.pk}-included")

    def _waiting(self):
        waiting = {"stage": Stage.HELD, "status": Status.SUBMITTED, "merged_into": None}
        scope = {"pair__batch__number__in": self.bulletin.batch_numbers, "ends_on__lte": self.bulletin.day}
        mine = Activity.objects.filter(**waiting, **scope)
        if number := mine.count():
            text = ngettext(
                "%(number)s entry of this scope waits for confirmation and is not counted.",
                "%(number)s entries of this scope wait for confirmation and are not counted.",
                number,
            )
            yield Point(text % {"number": number})

    def _fallen(self):
        for figure in self.included:
            if figure.is_computed and figure.last.get("origin") == "computed" and figure.value < figure.last["value"]:
                facts = {"name": figure.local_name, "value": f"{figure.value:,}", "before": f"{figure.last['value']:,}"}
                message = _("%(name)s is lower than in the bulletin before: %(value)s instead of %(before)s.")
                yield Point(message % facts)

    def _changed(self):
        """The same day gives the same figures, unless the day was not over or the past was written anew."""
        if self.bulletin.computed_at is None:
            return
        fresh = {found.measure.code: found for found in self._fresh.figures()}
        stored = [figure for figure in self.bulletin.figures.all() if figure.is_computed]
        differing = [row for row in stored if row.measure not in fresh or fresh[row.measure].data_hash != row.data_hash]
        if differing or len(stored) != len(fresh):
            names = _(", ").join(row.local_name for row in differing)
            yield Point(_("The data has changed since the figures were computed: %(names)s.") % {"names": names})

    @cached_property
    def _fresh(self):
        return AsOfFigures(self.bulletin.batch_numbers, self.bulletin.day)

    def _unsaid(self):
        for field, language in (("headline", "zh"), ("headline_en", "en")):
            if text := getattr(self.bulletin, field):
                for figure in summary_text.missing(text, self.included, language):
                    message = _("The paragraph does not say “%(wording)s”.")
                    words = figure.wording if language == "zh" else summary_text.number_of(figure)
                    yield Point(message % {"wording": words}, field)
