"""The mail that reminds: one to each person, in both languages, of everything that person is to be reminded of."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from pairs.models import Pair

from .duties import in_words
from .models import Duty, LetterState, Reminder, ReminderLetter

log = logging.getLogger(__name__)
LANGUAGES = ("zh-hans", "en")  # both: nobody has told the portal which of the two they read
PLACES = {Duty.AGREEMENT: "desk_agreement"}  # where the duty is done; the page of the pair for all else


def send(letters, site):
    """Send these letters, one mail a person; how many people were mailed, and how many could not be.

    `site` is the address of the portal. A letter that fails is kept as failed and may be sent again; one that may
    have gone out is not.
    """
    by_person, faults = {}, []
    for letter in letters.claim():
        by_person.setdefault(letter.to, []).append(letter)
    pairs = pairs_of(letter for own in by_person.values() for letter in own)
    connection = get_connection()
    unreached = fault_in(connection.open) if by_person else ""
    for person, own in by_person.items():
        mail = mail_to(person, [letter.reminder for letter in own], pairs, site, connection)
        faults.append(unreached or fault_in(mail.send))
        keep(own, faults[-1])
    connection.close()
    return faults.count(""), len(faults) - faults.count("")


def fault_in(act):
    """What went wrong with `act`, in a word; empty when nothing did."""
    try:
        act()
    except (OSError, SMTPException) as error:
        log.exception("A reminder could not be mailed")
        return type(error).__name__
    return ""


def keep(letters, fault):
    """Keep with the letters whether they went out."""
    own = ReminderLetter.objects.filter(pk__in=[letter.pk for letter in letters])
    own.update(state=LetterState.FAILED if fault else LetterState.SENT, fault=fault)


def pairs_of(letters):
    """The pairs these letters are about, by key, with what their names and addresses need."""
    keys = {letter.reminder.pair_id for letter in letters}
    return Pair.objects.with_universities().with_names().in_bulk(keys)


@dataclass
class Item:
    """One thing of which a mail reminds."""

    reminder: Reminder
    pair: Pair
    site: str

    @property
    def words(self):
        return in_words(self.reminder.duty, self.reminder.since, self.reminder.count)

    @property
    def link(self):
        return urljoin(self.site, reverse(PLACES.get(self.reminder.duty, "desk_pair"), args=[self.pair.address]))


def mail_to(person, reminders, pairs, site, connection=None):
    """The mail to one person about all of `reminders`, the Chinese text above the English one."""
    items = [Item(reminder, pairs[reminder.pair_id], site) for reminder in reminders]
    subjects, texts = [], []
    for language in LANGUAGES:
        with override(language):
            facts = {"person": person, "items": items, "desk": urljoin(site, reverse("desk"))}
            facts["name"] = settings.SITE["name_en" if language == "en" else "name"]
            subjects.append(render_to_string("desk/oversight_mail_subject.txt", facts).strip())
            texts.append(render_to_string("desk/oversight_mail.txt", facts).strip())
    text = "\n\n----------\n\n".join(texts) + "\n"
    return EmailMessage(" / ".join(subjects), text, to=[person.email], connection=connection)
