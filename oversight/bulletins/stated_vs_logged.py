"""The ledger: what the ministry stated against what is logged here for the same scope, day and measure, and why."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Min, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, Indicator, Measure
from core.localized import by_language
from oversight.bulletins.models.bulletin import Bulletin
from pairs.models import Batch, Milestone

from . import number_phrases
from .as_of import ACTIVITIES, AGREEMENTS, OWN, PAIRS


@dataclass
class StatedFigure:
    """One stated figure, what is logged for it (None where nothing here counts it), and what lies between the two."""

    bulletin: Bulletin
    figure: object
    logged: int | None = None
    reporting: int = 0
    known: int = 0
    declared: int = 0
    reasons: list = field(default_factory=list)

    @cached_property
    def stated(self):
        """The stated wording as it is read, None where the ministry's words hold no number in digits."""
        language = by_language(number_phrases.CHINESE, en=number_phrases.ENGLISH)
        try:
            return number_phrases.read(self.figure.local_wording, language)
        except number_phrases.Unread:
            return None

    @property
    def agrees(self):
        """Whether the stated wording is true of what is logged."""
        return self.logged is not None and self.stated is not None and self.stated.holds(self.logged)


@dataclass
class StatedGroup:
    """The stated figures of one bulletin; a reason that holds for all that differ is said once, above them."""

    bulletin: Bulletin
    entries: list

    @cached_property
    def shared(self):
        differing = [entry.reasons for entry in self.entries if entry.logged is not None and not entry.agrees]
        if len(differing) < 2:
            return []
        return [reason for reason in differing[0] if all(reason in others for others in differing)]

    @property
    def rows(self):
        """Each entry with the reasons that are its own."""
        return [(entry, [reason for reason in entry.reasons if reason not in self.shared]) for entry in self.entries]


class Ledger:
    """All stated figures of published bulletins. As many queries for ten bulletins as for one."""

    def __init__(self):
        self.bulletins = list(Bulletin.objects.published().newest_first())

    @cached_property
    def entries(self):
        stated = [(bulletin, figure) for bulletin in self.bulletins for figure in bulletin.document.stated]
        return [self._entry(bulletin, figure) for bulletin, figure in stated]

    @cached_property
    def groups(self):
        """Each bulletin with stated figures, with its entries and the reasons that hold for all that differ."""
        found = defaultdict(list)
        for entry in self.entries:
            found[entry.bulletin].append(entry)
        return [StatedGroup(bulletin, entries) for bulletin, entries in found.items()]

    def _entry(self, bulletin, figure):
        entry = StatedFigure(bulletin, figure)
        batches = [batch for batch in self._batches if batch.number in bulletin.batch_numbers]
        batches = [batch for batch in batches if batch.announced_on <= bulletin.day]
        entry.known = sum(batch.known_pairs for batch in batches)
        entry.declared = sum(max(batch.declared_pairs or 0, batch.known_pairs) for batch in batches)
        if figure.measure == PAIRS.code:
            entry.logged = entry.reporting = entry.known
        elif figure.measure in self._days:
            numbers = {batch.number for batch in batches}
            days = self._days[figure.measure]
            rows = [row for row in days if row["batch"] in numbers and row["day"] <= bulletin.day]
            entry.logged, entry.reporting = sum(row["sum"] for row in rows), len({row["pair"] for row in rows})
        entry.reasons = list(reasons(entry, self._first_entry))
        return entry

    # Grouped queries for all bulletins together, over no more than what was stated

    @cached_property
    def _stating(self):
        return [bulletin for bulletin in self.bulletins if bulletin.document.stated]

    @cached_property
    def _batches(self):
        numbers = {number for bulletin in self._stating for number in bulletin.batch_numbers}
        return list(Batch.objects.published().filter(number__in=numbers).with_known_pairs())

    @cached_property
    def _measures(self):
        return {figure.measure for bulletin in self._stating for figure in bulletin.document.stated}

    def _counted(self):
        """What counts of each stated measure, by pair and day: code and a row of pair, batch, day and sum."""
        last = max((bulletin.day for bulletin in self._stating), default=None)
        within = {"pair__batch__in": self._batches, "ends_on__lte": last}
        activities = Activity.objects.counted().filter(**within) if last else Activity.objects.none()
        measures = Measure.objects.counted().filter(activity__in=activities.order_by().values("pk"))
        stated = measures.filter(indicator__code__in=self._measures).order_by()
        columns = ("indicator__code", "activity__pair", "activity__pair__batch__number", "activity__ends_on")
        yield from stated.values_list(*columns).annotate(sum=Sum(Coalesce("agreed", "value")))
        if ACTIVITIES.code in self._measures:
            days = activities.order_by().values_list("pair", "pair__batch__number", "ends_on")
            yield from ((ACTIVITIES.code, *row) for row in days.annotate(number=Count("pk")))
        if AGREEMENTS.code in self._measures:
            signed = Milestone.objects.filter(kind=Milestone.Kind.SIGNED, pair__batch__in=self._batches).order_by()
            days = signed.annotate(day=Coalesce("on", "stated_as_of"))
            yield from ((AGREEMENTS.code, *row, 1) for row in days.values_list("pair", "pair__batch__number", "day"))

    @cached_property
    def _days(self):
        """The rows of every measure there is, by its code."""
        found = {code: [] for code in [*OWN, *Indicator.objects.order_by().values_list("code", flat=True)]}
        for code, *row in self._counted():
            found[code].append(dict(zip(("pair", "batch", "day", "sum"), row, strict=True)))
        return found

    @cached_property
    def _first_entry(self):
        """The day on which the first entry was made here, None while there is none."""
        moment = Activity.objects.counted().aggregate(first=Min("logged_at"))["first"]
        return timezone.localdate(moment) if moment else None


def reasons(entry, first_entry):
    """Why the two differ, in sentences."""
    facts = {"known": entry.known, "declared": entry.declared, "reporting": entry.reporting}
    if note := entry.figure.local_note:
        yield note
    if entry.logged is None:
        yield _("Nothing of this kind is counted here, so there is nothing to set against it.")
        return
    if entry.stated and entry.logged > entry.stated.bounds[1]:
        yield _("More is logged here than was stated: what was confirmed after the statement counts here too.")
    elif not entry.agrees:
        yield from why_less_is_known(entry, first_entry, facts)
    if not entry.agrees and entry.reporting == entry.declared:
        yield _("The source does not say how the figure was counted.")


def why_less_is_known(entry, first_entry, facts):
    if entry.known < entry.declared:
        yield (
            ngettext(
                "This portal holds %(known)s of the %(declared)s pairs; the others are not in it.",
                "This portal holds %(known)s of the %(declared)s pairs; the others are not in it.",
                entry.known,
            )
            % facts
        )
    if entry.figure.measure == "pairs":
        return
    if first_entry is None or first_entry > entry.bulletin.day:
        yield _(
            "This portal began after that day; what was done before is here only where a public source documents it."
        )
    if entry.reporting < entry.known:
        yield (
            _(
                "Only what both sides confirmed or a public source documents counts here: "
                "%(reporting)s of the %(known)s known pairs have any such entry by that day."
            )
            % facts
        )
