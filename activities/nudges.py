"""Asking the partner to act: at most once in a week about one record, whoever of the side asks.

Asking is a transition of the record that changes nothing of it. It stands in its story, and the partner hears of it.
The row is locked when the rule is asked, so that of two who ask at once one is refused.
"""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import MINISTRY
from core.exceptions import Refused

NUDGE = "nudge"
EVERY = datetime.timedelta(days=7)
NOTHING_WAITS = gettext_lazy("Nothing waits for the partner here.")


def refuse_nudge(situation, waits):
    """Refused unless the record `waits` for the partner of this side, which has not asked in the last week."""
    if situation.side == MINISTRY:
        raise Refused(_("The ministry reminds from the oversight board."), "not_yours")
    pair = situation.record.pair
    if not waits or pair.has_ended or pair.batch.phase == pair.batch.Phase.ENDED:
        raise Refused(NOTHING_WAITS, "not_now")
    asked = situation.record.state_changes.filter(transition=NUDGE, side=situation.side)
    last = asked.order_by("-at").values_list("at", flat=True).first()
    if last and timezone.now() < last + EVERY:
        message = _("Your side asked on %(day)s; the partner can be asked again a week later.")
        raise Refused(message % {"day": date_format(timezone.localdate(last))}, "too_early")
