"""Rows of a sheet that are there already: entered before, written twice, or told by the other side as well."""

import datetime

from django.utils.translation import gettext as _

from activities.activities.models.activity import Activity
from activities.activities.models.querysets import SAME_EVENT_DAYS
from activities.activities.models.states import Stage, Status
from core.questions import Question
from pairs.directory.name_matching import fold

MARGIN = datetime.timedelta(days=SAME_EVENT_DAYS)
REPEATS = "sheet_repeats"


class Doubles:
    """What the pairs of some new entries have on those days already, read in one query."""

    def __init__(self, entries):
        days = [entry.ends_on for entry in entries if entry.ends_on]
        self.there, self.seen = {}, {}
        if not days:
            return
        found = Activity.objects.filter(pair__in={entry.pair_id for entry in entries}, merged_into=None)
        found = found.exclude(status=Status.WITHDRAWN).exclude(stage=Stage.CANCELLED).order_by("pk")
        for one in found.filter(ends_on__gte=min(days) - MARGIN, ends_on__lte=max(days) + MARGIN):
            self.there.setdefault((one.pair_id, one.kind_id), []).append(one)

    def questions(self, number, entry):
        """Whether the row repeats an entry of the own side, or a row above it."""
        key = self.key(entry)
        above = self.seen.setdefault(key, number)
        if above != number:
            message = _("It says the same as row %(row)s. Leave it out, or tick that it is another activity.")
            return [Question(REPEATS, message % {"row": above}, "title", f"{number} {entry.title}")]
        same = [one for one in self.beside(entry) if one.side == entry.side and self.key(one) == key]
        message = _("It is entered already. Leave it out, or tick that it is another activity.")
        return [Question(REPEATS, message, "title", f"{entry.title} {entry.ends_on}")] if same else []

    def others(self, entry):
        """The partner's entries that may tell of the same event."""
        if entry.stage != Stage.HELD or not entry.ends_on:
            return []
        given = [one for one in self.beside(entry) if one.side != entry.side and one.status != Status.DRAFT]
        first, last = entry.first_day - MARGIN, entry.ends_on + MARGIN
        return [one for one in given if one.stage == Stage.HELD and one.first_day <= last and one.ends_on >= first]

    def beside(self, entry):
        return self.there.get((entry.pair_id, entry.kind_id), ())

    @staticmethod
    def key(entry):
        return entry.pair_id, entry.kind_id, fold(entry.title), entry.starts_on, entry.ends_on
