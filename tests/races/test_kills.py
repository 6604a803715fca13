"""Killed at any point, the portal has done all of what it was about, or nothing; and done again, it is done once.

The seven moments of a day in which most is written. Each protection is taken away once, and the same kills then find
the damage. `make test` kills three times in each moment on either database; SOAK=1 (`make soak-kills`) before thirty of
its steps, others each time, and ten times wherever it is just then: 280 kills on each database.
"""

import os
import random

import pytest
from django.core.mail import EmailMessage

from core.outbox import kinds, sending
from core.outbox.kinds import LetterKind
from tests.support.factories.mail_servers import Polite, mail_server

from .killing import DamageError, Trial, check_database, each_statement_alone, rows_before_their_files
from .moments import MOMENTS

pytestmark = pytest.mark.django_db(transaction=True)
SMTP = "core.outbox.smtp.EmailBackend"
SOAK = bool(os.environ.get("SOAK"))
BY_STEPS, BY_TIME = (30, 10) if SOAK else (3, 1)
EVERY = 1_000  # more than any of them has steps; it ends with the first damage
WITHOUT_TRANSACTIONS = [name for name in MOMENTS if SOAK or name in ("undoing it", "a confirmation")]
SEED = random.randrange(10**9) if SOAK else 14


class Plain(LetterKind):
    code = "plain"

    def compose(self, letter):
        return EmailMessage("题目", "内容", to=[letter.recipient])


@pytest.fixture
def post(settings, monkeypatch):
    """A mail server that keeps what it takes."""
    monkeypatch.setitem(kinds.KINDS, Plain.code, Plain())
    server = Polite()
    with mail_server(server) as port:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
        yield server


@pytest.fixture
def trial(settings, tmp_path, post, db):
    """A function that prepares the trial of a moment."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "core.storage.WholeFiles"}}
    return lambda name, *without: Trial(MOMENTS[name](post), tmp_path, SEED, without)


@pytest.mark.parametrize("name", MOMENTS)
def test_killed_at_any_point_it_is_whole_or_not_there_and_done_again_it_is_done_once(trial, name):
    killing = trial(name)
    killing.by_steps(BY_STEPS)
    killing.by_time(BY_TIME)
    check_database()
    assert killing.killed >= min(BY_STEPS, len(killing.alone.steps) * 0.8)
    told = f"killed {killing.killed} times within, {killing.missed} times too late, {len(killing.alone.steps)} steps"
    print(f"{name}: {told}", getattr(killing.moment, "unclear", ""))  # seen with -s


@pytest.mark.parametrize("name", WITHOUT_TRANSACTIONS)
def test_without_its_transaction_half_of_it_would_be_found(trial, name):
    with pytest.raises(DamageError, match="partial|totals differ"):
        trial(name, each_statement_alone).by_steps(EVERY)


def test_with_the_row_before_its_file_a_file_would_be_missing(trial):
    with pytest.raises(DamageError, match="missing"):
        trial("an upload of evidence", rows_before_their_files).by_steps(EVERY, "file")


def test_without_the_mark_before_it_is_sent_a_letter_would_go_out_twice(trial, monkeypatch):
    killing = trial("jobs and letters")
    monkeypatch.setattr(sending, "hand_over", lambda letter: None)
    with pytest.raises(DamageError, match="taken 2 times"):
        killing.by_steps(EVERY, "mail")
