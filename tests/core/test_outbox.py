"""The outbox: sent after the answer, each letter once, and no fault of one letter or of the server stops another."""

import logging
import re
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import DatabaseError
from django.template import TemplateSyntaxError
from django.utils import timezone

from core import worker as working
from core.models import Letter
from core.outbox import kinds, sending
from core.outbox.kinds import LetterKind
from core.outbox.models import KEPT_FOR, LOST_AFTER, PAUSES
from core.outbox.sending import send_due
from tests.support.factories.mail_servers import Polite, mail_server, silent
from tests.support.factories.outbox import delivered

pytestmark = pytest.mark.django_db
State = Letter.State
SMTP = "core.outbox.smtp.EmailBackend"


class Plain(LetterKind):
    """Says what it is told to; `faults` are raised while the letters to these addresses are written."""

    code = "plain"

    def __init__(self):
        self.faults, self.seen = {}, []

    def compose(self, letter):
        if fault := self.faults.get(letter.recipient):
            raise fault
        return EmailMessage(letter.facts.get("subject", "Subject"), "secret words", to=[letter.recipient])

    def after(self, letter):
        self.seen.append(letter.state)


KINDS_OF_APPS = ["daily", "error_report_answer", "error_reports", "invitation", "password_reset"]
KINDS_OF_APPS += ["publication", "robot"]


def test_whoever_sends_knows_the_kinds_of_all_apps():
    """Also where no address has been looked up, which imports nearly everything."""
    script = "import django; django.setup(); from core.outbox.kinds import KINDS; print(*sorted(KINDS))"
    done = subprocess.run([sys.executable, "-c", script], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.stdout.split() == KINDS_OF_APPS, done.stderr


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    kind = Plain()
    monkeypatch.setitem(kinds.KINDS, Plain.code, kind)
    return kind


def queued(*recipients, **facts):
    return [Letter.objects.queue(Plain.code, f"{name}@example.edu.cn", **facts) for name in recipients]


def later(by=timedelta(days=1)):
    Letter.objects.filter(state=State.DUE).update(due_at=timezone.now() - by)


def states():
    return {letter.recipient.partition("@")[0]: letter.state for letter in Letter.objects.all()}


def test_a_letter_waits_and_is_sent_once(plain):
    queued("a", "b")
    assert mail.outbox == []
    assert (send_due(), send_due()) == (2, 0)
    assert [message.to[0] for message in mail.outbox] == ["a@example.edu.cn", "b@example.edu.cn"]
    assert states() == {"a": State.SENT, "b": State.SENT} and plain.seen == [State.SENT, State.SENT]


@pytest.mark.parametrize(
    "fault",
    [
        KeyError("facts"),
        ValueError("line break in a header"),
        TemplateSyntaxError("tag"),
        DatabaseError("gone"),
        ZeroDivisionError(),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_whatever_goes_wrong_with_one_leaves_it_due_again_and_sends_the_others(plain, fault, caplog):
    queued("odd", "a", "b")
    plain.faults = {"odd@example.edu.cn": fault}
    assert send_due() == 2 and states() == {"odd": State.DUE, "a": State.SENT, "b": State.SENT}
    odd = Letter.objects.get(state=State.DUE)
    assert (odd.tries, odd.fault) == (1, type(fault).__name__) and odd.due_at > timezone.now()
    assert [record.levelno for record in caplog.records] == [logging.ERROR] and caplog.records[0].exc_info
    plain.faults = {}
    later()
    assert send_due() == 1 and len(mail.outbox) == 3


def test_a_kind_that_nobody_knows_is_a_fault_like_any_other():
    Letter.objects.queue("forgotten", "a@example.edu.cn")
    queued("b")
    assert send_due() == 1 and states() == {"a": State.DUE, "b": State.SENT}


def test_it_is_tried_less_and_less_often_and_then_given_up(plain):
    queued("odd")
    plain.faults = {"odd@example.edu.cn": KeyError()}
    pauses = []
    for _try in range(len(PAUSES) + 1):
        later()
        send_due()
        letter = Letter.objects.get()
        pauses.append(letter.due_at - letter.claimed_at)
    assert (letter.state, letter.tries) == (State.FAILED, len(PAUSES) + 1)
    assert [round(pause / timedelta(minutes=1)) for pause in pauses[:-1]] == [pause.seconds // 60 for pause in PAUSES]
    assert send_due() == 0 and plain.seen[-1] == State.FAILED


def test_what_is_of_no_use_any_more_is_dropped(plain):
    queued("late", expires_at=timezone.now() - timedelta(seconds=1))
    assert send_due() == 0 and states() == {"late": State.DROPPED}


def test_a_letter_being_sent_is_nobody_elses():
    queued("a")
    assert Letter.objects.claim().tries == 1
    assert Letter.objects.claim() is None and send_due() == 0 and not mail.outbox


def died_while_sending(letter):
    """Its worker has ended long ago."""
    Letter.objects.filter(pk=letter.pk).update(claimed_at=timezone.now() - LOST_AFTER * 2)


def test_one_whose_worker_died_before_the_server_was_given_anything_is_sent_after_all(plain):
    queued("a")
    died_while_sending(Letter.objects.claim())
    assert send_due() == 0 and states() == {"a": State.DUE} and plain.seen == [State.DUE]
    later()
    assert send_due() == 1 and len(mail.outbox) == 1 and Letter.objects.get().tries == 2


def test_one_that_was_settled_meanwhile_is_not_sent_by_its_first_worker(plain, monkeypatch):
    queued("a")
    letter = Letter.objects.claim()
    Letter.objects.update(state=State.DUE)
    assert sending.work_off(letter) == (State.SENDING, True) and not mail.outbox
    assert states() == {"a": State.DUE} and send_due() == 1


def test_one_whose_worker_died_with_it_is_unclear_and_not_sent_again(plain):
    queued("a")
    letter = Letter.objects.claim()
    sending.hand_over(letter)
    died_while_sending(letter)
    assert send_due() == 0 and states() == {"a": State.UNCLEAR} and not mail.outbox
    assert plain.seen == [State.UNCLEAR] and Letter.objects.stuck().count() == 1


def test_one_that_went_out_although_that_could_not_be_stored_is_not_sent_again(monkeypatch):
    queued("a")
    monkeypatch.setattr(sending, "keep", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send_due()
    monkeypatch.undo()
    later()
    assert send_due() == 0 and len(mail.outbox) == 1


def test_every_try_bears_the_same_number():
    letter = queued("a")[0]
    assert sending.message_id(letter) == sending.message_id(Letter.objects.get())
    assert delivered()[0].message()["Message-ID"] == sending.message_id(letter)


def test_the_text_is_never_stored():
    queued("a")
    delivered()
    assert "secret words" not in str(Letter.objects.values()) and Letter.objects.get().subject == "Subject"


# What staff see


def test_staff_read_what_became_of_letters_and_write_nothing(editor_client, inspector_client, plain):
    queued("a", "odd")
    plain.faults = {"odd@example.edu.cn": KeyError()}
    delivered()
    for client in (editor_client, inspector_client):
        page = client.get("/en/admin/core/letter/").content.decode()
        assert "odd@example.edu.cn" in page and "KeyError" in page and "Waiting to be sent" in page
        assert client.post("/en/admin/core/letter/add/").status_code == 403
        one = Letter.objects.first().pk
        assert client.post(f"/en/admin/core/letter/{one}/change/", {"state": "sent"}).status_code == 403


def test_the_first_page_of_the_ministry_tells_of_letters_that_did_not_go(editor_client):
    queued("a")
    assert "not sent: see why" not in editor_client.get("/en/admin/").content.decode()
    Letter.objects.update(queued_at=timezone.now() - timedelta(hours=2))
    assert "1 was not sent: see why" in editor_client.get("/en/admin/").content.decode()


# Mail servers


def test_a_silent_server_is_given_up_and_asked_once_a_round(settings):
    with mail_server(silent) as port:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 0.2
        queued("a", "b", "c")
        began = time.monotonic()
        assert send_due() == 0
    assert time.monotonic() - began < 2
    assert states() == {"a": State.DUE, "b": State.DUE, "c": State.DUE}
    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_the_time_limit_is_there_unless_it_is_set_otherwise(settings):
    assert settings.EMAIL_TIMEOUT == 10


def sent_through(settings, server):
    with mail_server(server) as port:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 0.3
        return send_due()


def test_a_polite_server_takes_it(settings):
    queued("a")
    server = Polite()
    assert sent_through(settings, server) == 1 and b"secret words" in server.taken[0]


def test_one_that_falls_silent_with_the_whole_letter_is_not_given_it_again(settings):
    queued("a")
    assert sent_through(settings, Polite(at_the_end=None)) == 0 and states() == {"a": State.UNCLEAR}
    later()
    assert sent_through(settings, Polite()) == 0


@pytest.mark.parametrize("answer", [b"451 later\r\n", b"554 never\r\n"])
def test_one_that_refuses_the_letter_is_given_it_again(settings, answer):
    queued("a")
    assert sent_through(settings, Polite(answer)) == 0 and states() == {"a": State.DUE}
    later()
    assert sent_through(settings, Polite()) == 1


# The worker


def test_the_command_works_off_what_is_due_and_tidies_up():
    queued("a", "old", "late")
    long_ago = timezone.now() - KEPT_FOR * 2
    Letter.objects.filter(recipient__startswith="old").update(state=State.SENT, claimed_at=long_ago)
    Letter.objects.filter(recipient__startswith="late").update(queued_at=long_ago)
    call_command("work", once=True)
    assert states() == {"a": State.SENT, "late": State.SENT}


def test_the_worker_goes_on_after_an_error_and_stops_when_told(monkeypatch, caplog):
    stop, rounds = threading.Event(), []

    def failing(due, stop):
        rounds.append(len(rounds))
        raise DatabaseError("away")

    monkeypatch.setattr(working, "send_due", failing)
    monkeypatch.setattr(working, "REPEATED", [])  # they have threads and connections of their own
    monkeypatch.setattr(working.jobs, "work_off", lambda stop: None)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    monkeypatch.setattr(working.connections, "close_all", lambda: None)
    monkeypatch.setattr(stop, "wait", lambda seconds: len(rounds) >= 3 and stop.set())
    working.work(stop)
    assert len(rounds) == 3 and "goes on after an error" in caplog.text


def test_nothing_else_in_the_portal_sends_mail():
    """A letter sent past the outbox would let a request wait for a mail server."""
    senders = re.compile(r"\.send\(\)|send_mail\(|send_mass_mail|mail_admins|mail_managers|get_connection|email_user")
    folders = [config.path for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for folder in folders
        for path in Path(folder).rglob("*.py")
        if senders.search(path.read_text())
    }
    assert found == {"core/outbox/sending.py", "accounts/adapters.py"}  # the second one refuses to
