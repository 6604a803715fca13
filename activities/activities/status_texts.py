"""Where an entry stands and who acts next: the one place that makes these words from its state."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import acting_side
from activities.activities.models.states import LoggingSide, Stage, Status
from core.localized import reads_default

OTHERS = {LoggingSide.RECIPIENT: LoggingSide.SUPPORTER, LoggingSide.SUPPORTER: LoggingSide.RECIPIENT}


@dataclass(frozen=True)
class StatusText:
    """The state of an entry in a word, as one reader is told it; `tone` is its sign: ok, wait, theirs, off or none."""

    label: str
    tone: str = ""


def state_of(activity, user):
    """The State of an entry, as `user` is told it: whoever has to act is “your side” or called by name."""
    if activity.merged_into_id:
        return StatusText(_("Merged"), "off")
    if activity.stage == Stage.CANCELLED or activity.status == Status.WITHDRAWN:
        cancelled = activity.status != Status.WITHDRAWN
        return StatusText(activity.get_stage_display() if cancelled else activity.get_status_display(), "off")
    if activity.status == Status.CONFIRMED:
        return StatusText(_("From a public source") if activity.is_sourced else activity.get_status_display(), "ok")
    if activity.status == Status.SUBMITTED and activity.stage == Stage.HELD:
        waits_for_others = acting_side(user, activity.pair) == activity.side
        return StatusText(waiting_words(activity, user), "theirs" if waits_for_others else "wait")
    if activity.status == Status.RETURNED:
        return StatusText(activity.get_status_display(), "wait")
    planned = activity.status == Status.SUBMITTED
    return StatusText(activity.get_stage_display() if planned else activity.get_status_display())


def waiting_words(activity, user):
    """That it waits to be confirmed, and by whom."""
    side = acting_side(user, activity.pair)
    if side in LoggingSide.values and side != LoggingSide.MINISTRY:
        own = side == activity.side
        return _("Waiting for the other side to confirm") if own else _("Waiting for your side to confirm")
    return _("Waiting for %(who)s to confirm") % {"who": name_of(activity.pair, activity.other_side)}


def name_of(pair, side):
    """How a side is called in a sentence; either university where both may act."""
    if side == LoggingSide.MINISTRY:
        return _("the ministry")
    found = next((one for one in pair.sides if one.side == side), None)
    return found.local_name if found else _("either university")


def next_words(activity):
    """Who does what next, in a sentence; empty where nothing is left to be done."""
    given_up = activity.merged_into_id or activity.stage == Stage.CANCELLED or activity.status == Status.WITHDRAWN
    if given_up:
        return ""
    if activity.status == Status.CONFIRMED:
        waiting = activity.corrections.open().first()
        return proposal_words(waiting, activity.pair) if waiting else ""
    words = {"own": name_of(activity.pair, activity.side), "other": name_of(activity.pair, activity.other_side)}
    if activity.status == Status.DRAFT:
        return draft_words(activity) % words
    if activity.status == Status.RETURNED:
        return _("Waiting for %(own)s to correct it and submit it again.") % words
    if activity.stage == Stage.HELD:
        return _("Waiting for %(other)s to confirm it.") % words
    if activity.ends_on >= timezone.localdate():
        return _("It is public as a coming event. Once it has taken place, %(own)s gives the figures.") % words
    return _("Its day has passed: waiting for %(own)s to give the figures, or to cancel it.") % words


def draft_words(activity):
    if activity.stage == Stage.PLANNED:
        return _("It is a draft: once submitted it is public as a coming event.")
    return _("It is a draft: once submitted, %(other)s is asked to confirm it.")


def proposal_words(proposal, pair):
    """Who decides on a proposal."""
    return _("Waiting for %(other)s to decide.") % {"other": name_of(pair, OTHERS.get(proposal.side, ""))}


def agreement_words(draft):
    """Whose acceptance a draft of an agreement waits for, or who changes it."""
    if draft.accepted_at:
        return ""
    if draft.returned_reason:
        return _("Waiting for %(own)s to change it.") % {"own": name_of(draft.pair, draft.side)}
    accepted = {row.side for row in draft.acceptances.all()}
    lacking = [name_of(draft.pair, side) for side in OTHERS if side not in accepted]
    if draft.missing():
        return _("Before anybody can accept it, it needs goals and both days of the period.")
    return _("Waiting for %(names)s to accept it.") % {"names": _(" and ").join(lacking)}


def sentences(*parts):
    """Sentences one after the other; Chinese sets no space between them."""
    return ("" if reads_default() else " ").join(map(str, filter(None, parts)))
