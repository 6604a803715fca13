"""The daily letter: how much waits, the three most urgent matters, and what happened since the last one."""

import logging
from collections import Counter
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Letter
from core.outbox.kinds import LetterKind, register
from core.outbox.writing import in_every_language
from oversight.obligations.models import LetterState
from pairs.models import Pair

from .happenings import unread_by
from .models import DailyLetter
from .notice_rows import rows_of
from .sending import KIND
from .unsaid import of_university
from .urgent import SHOWN, matter_of, pair_of, urgent

log = logging.getLogger(__name__)
STATES = {
    Letter.State.DUE: LetterState.QUEUED,
    Letter.State.SENDING: LetterState.QUEUED,
    Letter.State.SENT: LetterState.SENT,
    Letter.State.UNCLEAR: LetterState.UNCLEAR,
}
NOT_SAID = (Letter.State.FAILED, Letter.State.DROPPED, Letter.State.UNCLEAR)
COUNTS = {
    "to_confirm": _("Entries of the partner to confirm"),
    "returned": _("Returned to you"),
    "proposals": _("Proposals and agreements to decide on"),
    "findings": _("Findings to answer"),
    "notes": _("Guidance notes not read yet"),
    "overdue": _("Duties overdue"),
}


@register
class DailyMail(LetterKind):
    """What one person is told on one day."""

    code = KIND
    label = _("Daily letter")

    def compose(self, letter):
        """None for who holds no post any more, has read of everything meanwhile, or had a letter today."""
        daily = DailyLetter.objects.select_related("person").filter(pk=letter.facts["daily"]).first()
        if daily is None or not daily.person.posts or not daily.person.email or throttled(daily):
            return None
        person, reminders = daily.person, list(daily.reminders.select_related("reminder__asked_by"))
        changes = list(unread_by(person).filter(marks__said_in=daily))
        if not (changes or reminders):
            return None
        found = Contents(person, changes, [letter.reminder for letter in reminders])
        return in_every_language("oversight/notices/daily_email", person.email, found.in_this_language)

    def after(self, letter):
        """Keep with the reminders what became of them; what did not surely go out is said in the next letter."""
        daily = DailyLetter.objects.filter(pk=letter.facts["daily"]).first()
        if daily is None:
            return
        facts = {"fault": letter.fault, "tries": letter.tries, "tried_at": letter.claimed_at}
        daily.reminders.update(state=STATES.get(letter.state, LetterState.FAILED), **facts)
        if letter.state in NOT_SAID:
            daily.marks.update(said_in=None)


def throttled(daily):
    """Whether this person had another daily letter today: nothing ever leads to it, and then nothing goes out."""
    sent = DailyLetter.objects.filter(person=daily.person_id, letter__state=Letter.State.SENT).exclude(pk=daily.pk)
    days = [timezone.localdate(at) for at in sent.order_by("-pk").values_list("letter__sent_at", flat=True)[:3] if at]
    if timezone.localdate() in days:
        log.error("Daily letter %s is held back: person %s had one today", daily.pk, daily.person_id)
        return True
    return False


class Contents:
    """What a letter says, read once; the words follow for each language."""

    def __init__(self, person, changes, reminders):
        waiting = of_university(person).as_dict() if person.universities else {}
        self.person, self.rows = person, rows_of(changes)
        self.counts = [(COUNTS[name], number) for name, number in waiting.items() if number]
        self.matters = urgent(person, reminders)
        named = [reminder.pair_id if reminder else pair_of(row) for row, reminder in self.matters[:SHOWN]]
        pairs = Pair.objects.with_universities().with_names().in_bulk(named)
        self.pairs = [pairs[key] for key in named]

    def in_this_language(self):
        site, shown = settings.SITE["address"], zip(self.matters, self.pairs, strict=False)
        happened = Counter(f"{row.sort} · {row.what}" for row in self.rows)
        return {
            "person": self.person,
            "counts": self.counts,
            "happened": sorted(happened.items()),
            "matters": [matter_of(row, reminder, pair, site) for (row, reminder), pair in shown],
            "more": max(len(self.matters) - SHOWN, 0),
            "number": len(self.matters) or len(self.rows),
            "desk": urljoin(site, reverse("desk")),
            "letters": urljoin(site, reverse("desk_letters")),
        }
