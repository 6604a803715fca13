"""Sending what is due: one letter at a time, and no fault of one letter touches another."""

import logging
from contextlib import contextmanager, suppress
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .kinds import KINDS
from .models import FAULT_LENGTH, PAUSES, Letter
from .smtp import MayHaveGone

log = logging.getLogger(__name__)
State = Letter.State


class LostLetterError(Exception):
    """Somebody else has settled what becomes of the letter; it must not go out."""


def send_due(letters=None, stop=lambda: False):
    """Send what is due among `letters` (all, unless given) until `stop()` says so; how many went out.

    A mail server that cannot be reached ends the round, so that it is not asked again for each letter.
    """
    letters, sent = Letter.objects.all() if letters is None else letters, 0
    settle_lost()
    while not stop() and (letter := letters.claim()):
        state, reached = work_off(letter)
        sent += state == State.SENT
        if not reached:
            break
    return sent


def work_off(letter):
    """Send one claimed letter and keep what became of it: the state, and whether the mail server could be reached."""
    try:
        mail = None if letter.has_expired else KINDS[letter.kind].compose(letter)
        if mail is None:
            return keep(letter, State.DROPPED), True
        letter.subject = mail.subject[: Letter._meta.get_field("subject").max_length]
        mail.extra_headers.setdefault("Message-ID", message_id(letter))
        with reached(mail):
            hand_over(letter)
            mail.send()
    except LostLetterError:
        log.warning("Letter %s was given up by another worker meanwhile; this one does not send it", letter.pk)
        return letter.state, True
    except MayHaveGone as error:
        log.exception("Letter %s may have gone out; it is not sent again", letter.pk)
        return keep(letter, State.UNCLEAR, error), True
    except Exception as error:
        log.exception("Letter %s (%s) could not be sent, try %s", letter.pk, letter.kind, letter.tries)
        return keep(letter, State.DUE, error), not isinstance(error, OSError)
    return keep(letter, State.SENT), True


@contextmanager
def reached(mail):
    """Within it the mail server of `mail` has answered, which may take long, and waits for the letter."""
    if not hasattr(mail, "get_connection"):
        yield  # no mail, but what is sent alike
        return
    mail.connection = mail.get_connection()
    mail.connection.open()
    try:
        yield
    finally:
        with suppress(Exception):  # the letter has gone, or has not: the end of the talk does not change that
            mail.connection.close()


def hand_over(letter):
    """Mark that from now on nobody knows whether the letter has gone; LostLetterError when it is not ours any more."""
    letter.handed_at = timezone.now()
    mine = Letter.objects.filter(pk=letter.pk, state=State.SENDING, tries=letter.tries)
    if not mine.update(handed_at=letter.handed_at):
        raise LostLetterError


def message_id(letter):
    """The same at every try, so that whoever gets a letter twice can see that it is one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<letter-{letter.pk}-{letter.queued_at:%Y%m%d%H%M%S}@{domain}>"


def keep(letter, state, error=None):
    """Store what became of a letter, and tell its kind; one that failed is due again later, until it is given up."""
    now, letter.state = timezone.now(), state
    # Its kind and no more: the text of an error may hold what was in the letter.
    letter.fault = type(error).__name__[:FAULT_LENGTH] if error else ""
    if state == State.SENT:
        letter.sent_at = now
    elif state == State.DUE and letter.tries > len(PAUSES):
        letter.state = State.FAILED
    elif state == State.DUE:
        letter.due_at = now + PAUSES[letter.tries - 1]
    with transaction.atomic():
        letter.save()
        if letter.kind in KINDS:
            KINDS[letter.kind].after(letter)
    return letter.state


def settle_lost():
    """Letters whose worker died: those it had not handed over are due again, of others nobody knows."""
    for letter in Letter.objects.lost():
        if letter.handed_at:
            log.error("Letter %s was being sent when its worker ended; it is not sent again", letter.pk)
        keep(letter, State.UNCLEAR if letter.handed_at else State.DUE)
