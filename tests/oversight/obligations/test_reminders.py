"""Reminding: the rules, what a person may do from the board, mail that fails, and the command."""

import datetime
import io
from itertools import product

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Membership, User
from activities.activities import workflow
from core.models import Letter
from core.outbox.models import LOST_AFTER
from core.outbox.sending import hand_over, send_due
from oversight.inspections.workflow import findings
from oversight.models import LetterState, ObligationKind, Reminder, ReminderLetter, ReminderRule
from oversight.obligations.obligations import owed
from oversight.obligations.reminders import due_by_rule
from pairs.models import Batch, Pair
from tests.conftest import a_client, a_person
from tests.support.factories.activities import HUBEI, ZHEJIANG, day, school
from tests.support.factories.obligations import (
    a_finding,
    at_noon_of,
    duty_letters,
    handed_in,
    reminded,
    rule,
    signed,
    since_two_months,
)
from tests.support.factories.outbox import delivered

pytestmark = pytest.mark.one_database

BOARD = "/en/desk/oversight/"


@pytest.fixture(autouse=True)
def for_two_months(world):
    since_two_months()


@pytest.fixture
def waiting(world, rita, sam):
    """One entry that the supporter has not confirmed for four days, and nothing else that is owed."""
    for pair in Pair.objects.all():
        signed(pair)
    workflow.withdraw(handed_in(world, sam, day(-1), pair=world.pair), sam, "重复")
    Batch.objects.update(starts=day(-10))
    rule(ObligationKind.SILENT, after=365)
    handed_in(world, rita, day(-4))
    return "-".join(["confirm", str(world.pair.pk), "supporter"])


def only_due():
    (due,) = owed(Pair.objects.published())
    return due


# The rules


@given(
    after=st.integers(1, 30),
    every=st.integers(1, 30),
    times=st.integers(1, 12),
    active=st.booleans(),
    gaps=st.lists(st.integers(1, 5), min_size=1, max_size=60),
)
def test_rules_hold_whatever_they_say_and_whenever_the_command_runs(after, every, times, active, gaps):
    rule = ReminderRule(after=after, every=every, times=times, active=active)
    since, on, past = datetime.date(2026, 1, 1), datetime.date(2026, 1, 1), []
    for gap in gaps:
        on += datetime.timedelta(days=gap)
        if rule.asks_for(since, on, past):
            past.append(on)
    assert len(past) <= (times if active else 0)
    assert all((on - since).days >= after for on in past)
    assert all((later - earlier).days >= every for earlier, later in zip(past, past[1:], strict=False))


@pytest.mark.each_database
def test_a_rule_out_of_bounds_is_refused_by_form_and_database():
    for field, value in product(["after", "every", "times"], [0, 366]):
        wrong = ReminderRule(duty=ObligationKind.CONFIRM, **{field: value})
        with pytest.raises(ValidationError):
            wrong.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_without_a_rule_or_with_one_switched_off_only_people_remind(waiting, editor):
    assert due_by_rule() == []
    rule(ObligationKind.CONFIRM, after=3, active=False)
    assert due_by_rule() == []
    a_client(editor).post(BOARD, {"only": waiting})
    duty_letters()
    assert len(mail.outbox) == 1


# From the board


def reminded_by(user, world, **sent):
    answer = a_client(user).post(BOARD, sent, follow=True)
    duty_letters()
    return answer.content.decode()


@pytest.mark.parametrize("who", ["editor", "inspector", "officer"])
def test_one_press_reminds_the_people_concerned(waiting, world, sam, request, who):
    user = request.getfixturevalue(who)
    assert "with the next email to 1 person" in reminded_by(user, world, only=waiting)
    (letter,), (reminder,) = mail.outbox, Reminder.objects.all()
    assert letter.to == [sam.email]
    assert (reminder.key, reminder.on, reminder.asked_by) == (("confirm", world.pair.pk, "supporter"), day(), user)
    assert (reminder.since, reminder.count) == (day(-4), 1)
    assert [(row.to, row.state) for row in reminder.letters.all()] == [(sam, LetterState.SENT)]


@pytest.mark.each_database
def test_the_ticked_rows_are_reminded_of_together_with_one_mail_a_person(world, rita, rob, sam, editor):
    page = a_client(editor).get(BOARD)
    names = [turn.due.name for row in page.context["rows"] if row.pair == world.pair for turn in row.turns]
    assert "with the next emails to 3 people" in reminded_by(editor, world, due=names)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(user.email for user in (rita, rob, sam))
    assert Reminder.objects.count() == len(names) == 4 and ReminderLetter.objects.count() == 6


def test_the_row_then_says_so_and_offers_it_no_more(waiting, world, editor):
    page = reminded_by(editor, world, only=waiting)
    assert "reminded" in page and f'value="{waiting}"' not in page
    page = a_client(editor).get(BOARD).content.decode()
    assert "reminded today" in page and f'value="{waiting}"' not in page


@pytest.mark.each_database
def test_nobody_is_reminded_twice_a_day_by_whomever(waiting, world, editor, officer):
    rule(ObligationKind.CONFIRM, after=1, every=1)
    reminded_by(editor, world, only=waiting)
    assert "had been reminded today already" in reminded_by(officer, world, due=[waiting])
    call_command("send_reminders", stdout=io.StringIO(), stderr=io.StringIO())
    assert len(mail.outbox) == 1 and Reminder.objects.get().asked_by == editor


@pytest.mark.each_database
def test_the_database_holds_one_a_day(waiting, world):
    reminded([only_due()])
    again = {field: getattr(Reminder.objects.get(), field) for field in ("duty", "pair", "side", "on", "since")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**again)


@pytest.mark.each_database
def test_what_a_person_reminded_of_counts_for_the_rule(waiting, world):
    rule(ObligationKind.CONFIRM, after=3, every=3, times=5)
    reminded([only_due()])
    assert [bool(due_by_rule(day(number))) for number in range(5)] == [False, False, False, True, True]


def test_a_row_out_of_reach_is_the_same_as_one_that_is_not_there(waiting, world, rita):
    far = Pair.objects.create(
        batch=world.batch,
        serial=9,
        recipient=school("湖北丙学院", "4142000003", HUBEI),
        supporter=school("浙江子大学", "4133000001", ZHEJIANG),
    )
    of_zhejiang = a_person("zhe", Membership.Role.OFFICER, province=ZHEJIANG)
    assert far.pk
    pages = [reminded_by(of_zhejiang, world, only=name) for name in (waiting, "confirm-999999-supporter", "x")]
    assert all("Rows where nothing waits any more: 1." in page for page in pages)
    assert not mail.outbox and not Reminder.objects.exists()


def test_without_a_tick_nobody_is_reminded(waiting, world, editor):
    assert "tick at least one row" in reminded_by(editor, world)
    assert not Reminder.objects.exists()


def test_what_was_done_meanwhile_is_not_reminded_of(waiting, world, sam, editor):
    workflow.confirm(world.pair.activities.get(status="submitted"), sam)
    assert "nothing waits any more" in reminded_by(editor, world, only=waiting)
    assert not mail.outbox


def test_an_ended_batch_reminds_nobody_not_even_from_an_old_page(waiting, world, editor):
    rule(ObligationKind.CONFIRM, after=1)
    Batch.objects.update(ends=day(-1))
    reminded_by(editor, world, only=waiting)
    assert due_by_rule() == [] and not mail.outbox


def test_without_coordinator_or_address_it_says_so(waiting, world, sam, editor):
    User.objects.filter(pk=sam.pk).update(email="")
    page = a_client(editor).get(BOARD).content.decode()
    assert "(no email address)" in page and f'value="{waiting}"' not in page
    assert "without a coordinator who has an email address: 1" in reminded_by(editor, world, only=waiting)
    sam.memberships.all().delete()
    assert "No coordinator" in a_client(editor).get(BOARD).content.decode()
    assert not mail.outbox and not Reminder.objects.exists()


def test_an_answered_finding_is_the_ministrys_turn_and_reminds_nobody(world, rita, editor, inspector):
    for pair in Pair.objects.all():
        signed(pair)
    rule(ObligationKind.SILENT, after=365)
    rule(ObligationKind.FINDING, after=1)
    found = a_finding(inspector, world.pair, due_on=day(-2))
    assert [due.key for due in due_by_rule()] == [("finding", world.pair.pk, "recipient")]
    findings.respond(found, rita, "已补齐")
    assert only_due().side == "ministry" and due_by_rule() == []
    page = a_client(editor).get(BOARD).content.decode()
    assert "The ministry itself has to act." in page
    reminded_by(editor, world, only=only_due().name)
    assert not mail.outbox
    found.refresh_from_db()
    findings.close(found, editor, "已核实")
    assert owed(Pair.objects.published()) == []


# Mail that fails


class Down(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self):
        raise ConnectionRefusedError("nobody listens")

    def send_messages(self, messages):
        self.open()


class Picky(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages):
        if any(address.startswith("rita@") for message in messages for address in message.to):
            raise ConnectionResetError("refused")
        return super().send_messages(messages)


class Broken(EmailBackend):
    """Fails in a way that has nothing to do with mail."""

    def send_messages(self, messages):
        raise KeyError("somebody's mistake")


def backend(settings, kind=None):
    here = f"{__name__}.{kind.__name__}" if kind else "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_BACKEND = here


@pytest.mark.parametrize("fault", [Down, Broken])
def test_a_failed_mail_is_recorded_and_retried_without_doubling(waiting, world, sam, editor, settings, fault):
    backend(settings, fault)
    page = reminded_by(editor, world, only=waiting)
    letter = ReminderLetter.objects.get()
    assert (letter.state, letter.tries) == (LetterState.QUEUED, 1) and letter.fault
    assert "with the next email" in page and Reminder.objects.gone_out().count() == 0
    backend(settings)
    call_command("send_reminders", stdout=io.StringIO(), stderr=io.StringIO())
    assert not mail.outbox  # not at once: the server is given time
    later()
    assert len(delivered()) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.fault) == (LetterState.SENT, 2, "")
    call_command("send_reminders", stdout=io.StringIO(), stderr=io.StringIO())
    assert len(delivered()) == 1 and Reminder.objects.count() == 1


@pytest.mark.each_database
def test_who_got_the_mail_gets_it_once_when_a_colleague_did_not(world, rita, rob, editor, settings):
    signed(world.other_pair)
    due = next(due for due in owed(Pair.objects.published()) if due.key[0] == "silent" and due.side == "recipient")
    backend(settings, Picky)
    assert len(reminded([due]).letters) == 2 and reminded([due]).already == [due]
    assert [message.to[0] for message in mail.outbox] == [rob.email]
    backend(settings)
    later()
    assert [message.to[0] for message in delivered()] == [rob.email, rita.email]


def test_one_odd_letter_leaves_the_others_as_they_are(world, rita, rob, editor):
    """A name with a line break can be no header of a mail: whoever has it is the only one without a letter."""
    User.objects.filter(pk=rita.pk).update(email="rita@example.edu.cn\nBcc: x@example.org")
    (due, *_rest) = [due for due in owed(Pair.objects.published()) if due.side == "recipient"]
    reminded([due])
    assert [message.to[0] for message in mail.outbox] == [rob.email]
    assert {row.to: row.state for row in ReminderLetter.objects.all()} == {rita: "queued", rob: "sent"}


def test_a_day_on_which_nothing_went_out_does_not_count(waiting, world, settings):
    rule(ObligationKind.CONFIRM, after=3, every=3, times=1)
    backend(settings, Down)
    reminded(due_by_rule())
    backend(settings)
    assert len(due_by_rule(day(1))) == 1
    with at_noon_of(day(1)):
        later()
        assert not delivered()  # the mail of yesterday is of no use any more
        reminded(due_by_rule(day(1)), day=day(1))
    assert len(mail.outbox) == 1 and due_by_rule(day(4)) == []


def test_a_mail_that_may_have_gone_out_is_not_sent_again_and_does_not_count(waiting, world):
    due = only_due()
    letter = reminded([due], send=False).letters[0].letter
    hand_over(Letter.objects.claim())  # and the machine went down before it could say what came of it
    Letter.objects.update(claimed_at=timezone.now() - LOST_AFTER * 2)
    assert not delivered() and send_due() == 0
    letter.refresh_from_db()
    assert (letter.state, ReminderLetter.objects.get().state) == (Letter.State.UNCLEAR, LetterState.UNCLEAR)
    assert reminded([due]).already == [due] and not mail.outbox
    assert Reminder.objects.days_of([world.pair.pk]) == {}


# The command


def later():
    """The pause after a failed try is over."""
    Letter.objects.filter(state=Letter.State.DUE).update(due_at=timezone.now())


def run(*options):
    out = io.StringIO()
    call_command("send_reminders", *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.each_database
def test_the_command_sends_and_sums_up(waiting, world, sam, settings):
    rule(ObligationKind.CONFIRM, after=3)
    first, second = run(), run()
    assert "1" in first.splitlines()[1] and "1" not in second.splitlines()[1]
    assert [message.to for message in mail.outbox].count([sam.email]) == 1
    assert Reminder.objects.get().asked_by is None


def test_a_dry_run_says_what_it_would_do_and_does_nothing(waiting):
    rule(ObligationKind.CONFIRM, after=3)
    assert "1" in run("--dry-run").splitlines()[1]
    assert not mail.outbox and not Reminder.objects.exists()


def test_a_mail_that_failed_shows_in_the_exit_code(waiting, settings):
    rule(ObligationKind.CONFIRM, after=3)
    backend(settings, Down)
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 1


# The rules in the admin


def test_editors_change_a_rule_with_a_reason_and_its_history(world, editor, inspector):
    made = rule(ObligationKind.SILENT, after=14)
    path = f"/en/admin/oversight/reminderrule/{made.pk}/change/"
    sent = {"after": 10, "every": 5, "times": 3, "active": "on", "reason": "本季加快"}
    assert a_client(inspector).post(path, sent).status_code == 403
    assert a_client(editor).post(path, sent | {"after": 0}).status_code == 200
    assert a_client(editor).post(path, sent).status_code == 302
    made.refresh_from_db()
    assert (made.after, made.every, made.times) == (10, 5, 3)
    assert made.history.latest().history_change_reason == "本季加快"
    assert "本季加快" in a_client(inspector).get(path.replace("change", "history")).content.decode()


def test_the_record_of_reminders_is_read_there_and_not_written(waiting, world, sam, inspector, editor):
    reminded([only_due()], by=editor)
    path = f"/en/admin/oversight/reminder/{Reminder.objects.get().pk}/change/"
    assert str(sam) in a_client(inspector).get(path).content.decode()
    assert a_client(editor).post(path, {}).status_code == 403
