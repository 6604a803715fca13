"""The mail that reminds: one to each person, in both languages, of everything that person is to be reminded of."""

from datetime import datetime, time, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import Letter
from core.outbox.kinds import LetterKind, register
from core.outbox.writing import in_every_language
from oversight.notes.models import GuidanceNote
from oversight.notes.workflow import LETTER
from pairs.models import Pair

from .models import LetterState, ObligationKind, ReminderLetter
from .obligations import in_words

PLACES = {ObligationKind.AGREEMENT: "desk_agreement"}  # where the duty is done; the page of the pair for all else


def queue(letters, site, day):
    """Put one mail a person into the outbox with all of these letters that nobody else has queued; the mails.

    `site` is the address of the portal. What cannot be sent by the end of `day` is dropped: the next day reminds anew.
    """
    by_person = {}
    for letter in letters.claim():
        by_person.setdefault(letter.to, []).append(letter.pk)
    return [
        Letter.objects.queue(ReminderMail.code, person.email, end_of(day), person=person.pk, site=site, letters=keys)
        for person, keys in by_person.items()
    ]


def end_of(day):
    """Midnight after `day`; in the evening some hours more."""
    midnight = datetime.combine(day + timedelta(days=1), time())
    return max(timezone.make_aware(midnight), timezone.now() + timedelta(hours=6))


STATES = {
    Letter.State.DUE: LetterState.QUEUED,
    Letter.State.SENDING: LetterState.QUEUED,
    Letter.State.SENT: LetterState.SENT,
    Letter.State.UNCLEAR: LetterState.UNCLEAR,
}


@register
class ReminderMail(LetterKind):
    """The mail that reminds one person of everything at once."""

    code = "reminder"
    label = _("Reminder")

    def compose(self, letter):
        """None for who has no account or no address any more."""
        person, site = addressee(letter), letter.facts["site"]
        own = ReminderLetter.objects.filter(pk__in=letter.facts["letters"]).select_related("reminder")
        if person is None or not own:
            return None
        pairs = Pair.objects.with_universities().with_names().in_bulk({each.reminder.pair_id for each in own})

        def facts():
            items = [item_of(each.reminder, pairs[each.reminder.pair_id], site) for each in own]
            return {"items": items, "desk": urljoin(site, reverse("desk"))}

        return to_person("obligations/reminder_email", person, facts)

    def after(self, letter):
        """Keep with the letters whether they went out."""
        state = STATES.get(letter.state, LetterState.FAILED)
        facts = {"fault": letter.fault, "tries": letter.tries, "tried_at": letter.claimed_at}
        ReminderLetter.objects.filter(pk__in=letter.facts["letters"]).update(state=state, **facts)


def addressee(letter):
    """The person to whom a letter goes, None for who has no account or no address any more."""
    return User.objects.filter(pk=letter.facts["person"], is_active=True).exclude(email="").first()


def item_of(reminder, pair, site):
    """One thing of which a mail reminds, in the language in use."""
    place = reverse(PLACES.get(reminder.duty, "desk_pair"), args=[pair.address])
    words = in_words(reminder.duty, reminder.since, reminder.count)
    return {"pair": pair, "words": words, "link": urljoin(site, place)}


def to_person(name, person, facts):
    """The mail of the templates `name` to a person of the desk; `facts` are asked anew for each language."""
    return in_every_language(f"oversight/{name}", person.email, lambda: {"person": person} | facts())


@register
class NoteMail(LetterKind):
    """The mail that tells one person of a guidance note; what it says is read at the desk."""

    code = LETTER
    label = _("Guidance note")

    def compose(self, letter):
        """None for a note that was withdrawn or read meanwhile, and for who no longer speaks for a side."""
        person = addressee(letter)
        note = person and GuidanceNote.objects.unread_by(person).filter(pk=letter.facts["note"]).first()
        if not note:
            return None
        pair = Pair.objects.with_universities().with_names().get(pk=note.pair_id)
        site, place = letter.facts["site"] or settings.SITE["address"], [pair.address, note.pk]
        return to_person(
            "notes/note_email",
            person,
            lambda: {"note": note, "pair": pair, "link": urljoin(site, reverse("desk_note", args=place))},
        )
