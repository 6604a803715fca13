"""The rows of the board: a duty of a pair, with each side that has to act, the people concerned and their reminders."""

from dataclasses import dataclass, field

from django.utils import timezone

from activities.models import LoggingSide
from pairs.models import Pair, Side

from .models import LetterState, Reminder
from .obligations import Obligation
from .reminders import coordinators, reachable


@dataclass
class BoardTurn:
    """What one side of a pair owes, the people concerned, and the days on which they were reminded of it."""

    due: Obligation
    pair: Pair
    people: list = field(default_factory=list)
    reminded: list = field(default_factory=list)
    is_on_its_way: bool = False

    @property
    def turn(self):
        return LoggingSide(self.due.side)

    @property
    def is_ministrys(self):
        """Whether the ministry itself has to act: nobody is reminded."""
        return self.due.side not in Side.values

    @property
    def is_done_today(self):
        return bool(self.reminded) and self.reminded[-1] == self.due.day

    @property
    def can_remind(self):
        return bool(reachable(self.people)) and not (self.is_done_today or self.is_on_its_way)

    @property
    def side(self):
        """The PairSide whose turn it is, None for the ministry."""
        return next((side for side in self.pair.sides if side.side == self.due.side), None)

    def as_dict(self):
        recipient, supporter = self.pair.sides
        return {
            "batch": self.pair.batch.number,
            "pair": self.pair.address,
            "recipient": recipient.printed,
            "supporter": supporter.printed,
            "recipient_province": recipient.province.value,
            "supporter_province": supporter.province.value,
            "duty": self.due.duty.value,
            "side": self.due.side,
            "since": self.due.since,
            "days": self.due.days,
            "count": self.due.count,
            "coordinators": len(self.people),
            "reminded": len(self.reminded),
            "last_reminded": self.reminded[-1] if self.reminded else None,
            "action_slug": self.pair.batch.action.slug,
        }


@dataclass
class BoardRow:
    """One duty of a pair, with a BoardTurn for each side that has to act; the one that has owed it longest first."""

    turns: list

    @property
    def first(self):
        return self.turns[0].due

    @property
    def pair(self):
        return self.turns[0].pair

    @property
    def words(self):
        """What is owed, where it is the same for all who have to act."""
        return self.first.words if len({turn.due.words for turn in self.turns}) == 1 else ""

    @property
    def ticked(self):
        """The names of all of whom people can be reminded, as a tick of the row sends them."""
        return " ".join(turn.due.name for turn in self.turns if turn.can_remind)


def by_pair(dues):
    """The dues of each pair and duty together, as lists, in the order in which they come."""
    found = {}
    for due in dues:
        found.setdefault((due.duty, due.pair), []).append(due)
    return list(found.values())


def turns_of(dues):
    """A BoardTurn for each of `dues`, in a constant number of queries."""
    keys = {due.pair for due in dues}
    pairs = Pair.objects.with_universities().with_names().in_bulk(keys)
    people, days = coordinators(dues), Reminder.objects.days_of(keys)
    today = timezone.localdate()
    queued = Reminder.objects.pressed(today) | Reminder.objects.keys(today, LetterState.QUEUED)
    reminded = {due.key: [on for on in days.get(due.key, ()) if on >= due.since] for due in dues}
    return [BoardTurn(due, pairs[due.pair], people[due.key], reminded[due.key], due.key in queued) for due in dues]


def rows_of(groups):
    """A BoardRow for each of the lists of dues."""
    turns = {turn.due.key: turn for turn in turns_of([due for dues in groups for due in dues])}
    return [BoardRow([turns[due.key] for due in dues]) for dues in groups]
