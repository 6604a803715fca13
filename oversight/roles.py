"""Roles in the tables of transitions, see core.workflow: those of the ministry, and the side that a record is of."""

from accounts.permissions import acting_side
from core.workflow import Situation


class PairSituation(Situation):
    """A record about a pair as one person finds it: for which side of the pair they act."""

    def __init__(self, record, by):
        super().__init__(record, by)
        self.side = acting_side(by, record.pair)


def own(situation):
    """Who acts for the side of the record."""
    return bool(situation.record.side) and situation.side == situation.record.side


def editor(situation):
    return situation.by.is_editor


def overseer(situation):
    """An inspector or an editor."""
    return situation.by.oversees
