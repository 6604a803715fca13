"""The daily letter: what it says, when it comes, and how often a person wants it."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from activities.activities import workflow
from core.models import Letter
from core.outbox.sending import send_due
from oversight.inspections.workflow import findings
from oversight.models import ObligationKind, Reminder
from oversight.notices.models import DailyLetter, LetterChoice, NoticeMark
from oversight.notices.sending import write_letters_of_today
from oversight.obligations.obligations import owed
from oversight.obligations.reminders import remind
from pairs.models import Batch, Pair
from tests.conftest import a_client
from tests.support.factories.activities import day
from tests.support.factories.obligations import a_finding, rule, since_two_months

pytestmark = pytest.mark.one_database

MONDAY = datetime.datetime(2031, 3, 3, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def eight_o_clock(settings):
    settings.DAILY_LETTER_HOUR = 8
    settings.SITE = settings.SITE | {"address": "https://portal.example.edu.cn", "contact": "010-12345678"}


@pytest.fixture
def clock():
    """Nine o'clock of a Monday; `clock.shift` moves it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(clock, world):
    since_two_months()
    return world


def after(clock, **time):
    """Let time pass, then do what the worker does; the mails of that moment by address."""
    clock.shift(datetime.timedelta(**time))
    mail.outbox.clear()
    write_letters_of_today()
    send_due()
    return {message.to[0]: message for message in mail.outbox}


@pytest.mark.each_database
def test_what_happened_is_in_one_letter_of_the_next_morning_and_in_no_second_one(world, clock, rita, sam):
    world.submitted(rita)
    assert after(clock, hours=2) == {}  # the letters of today hold what happened before eight
    assert after(clock, hours=20) == {}
    world.submitted(rita, kind=world.lecture)
    letter = after(clock, hours=2)[sam.email]
    assert "待对方确认" not in letter.body and "Entries of the partner to confirm: 2" in letter.body
    assert "Entry · Submitted: 2" in letter.body and "记录 · 已提交：2" in letter.body
    entry = world.pair.activities.order_by("pk").first()
    assert f"https://portal.example.edu.cn/en/desk/activities/{entry.pk}/" in letter.body
    assert after(clock, hours=1) == after(clock, hours=24) == {}


def test_what_was_read_or_done_before_the_letter_goes_is_in_none(world, clock, rita, sam):
    entry = world.submitted(rita)
    workflow.confirm(entry, sam)
    assert set(after(clock, hours=24)) == {rita.email}
    world.submitted(rita, kind=world.lecture)
    a_client(sam).post("/desk/news/read/")
    assert after(clock, hours=24) == {}


def test_the_letter_names_who_reminds_by_when_and_the_telephone(world, clock, rita, sam, officer):
    officer.memberships.update(work_phone="025-87654321")
    a_client(rita)
    entry = world.submitted(rita)
    (due,) = [due for due in owed(Pair.objects.published()) if due.duty == ObligationKind.CONFIRM]
    page = a_client(officer).post("/en/desk/oversight/", {"only": due.name, "due_on": day(5)}, follow=True)
    assert "tomorrow at 8:00" in page.content.decode()
    body = after(clock, hours=24)[sam.email].body
    assert "江苏 · officer" in body and "025-87654321" in body and "2031年3月8日" in body
    assert "To be done by 8 March 2031" in body and f"/en/desk/activities/{entry.pk}/" in body
    assert Reminder.objects.get().letters.get().state == "sent"


def test_the_three_most_urgent_are_named_and_the_rest_is_counted(world, clock, rita, sam, inspector):
    for number in range(4):
        world.submitted(rita, title=f"第{number}场")
    found = a_finding(inspector, world.pair, day(3), side="supporter", text="台账缺页")
    findings.record(inspector, found.inspection, text="照片缺失", side="supporter", due_on=day(9))
    body = after(clock, hours=24)[sam.email].body
    assert body.count("https://portal.example.edu.cn/en/desk/findings/") == 2
    assert body.count("https://portal.example.edu.cn/en/desk/activities/") == 1 and "And 3 more at your desk" in body


@pytest.mark.each_database
@pytest.mark.parametrize(("frequency", "days"), [("daily", [1, 2, 7]), ("weekly", [7]), ("duties", [])])
def test_a_person_chooses_how_often(world, clock, rita, sam, frequency, days):
    a_client(sam).post("/en/desk/news/letters/", {"frequency": frequency})
    assert LetterChoice.objects.get().frequency == frequency
    told = []
    for passing, number in ((1, 1), (1, 2), (5, 7)):
        world.submitted(rita)
        if sam.email in after(clock, days=passing):
            told.append(number)
    assert told == days


def test_duties_are_told_of_in_any_case(world, clock, rita, sam):
    LetterChoice.objects.create(person=sam, frequency="duties")
    world.submitted(rita)
    rule(ObligationKind.CONFIRM, after=1, every=1)
    assert set(after(clock, days=1)) == {sam.email}


def test_a_worker_that_was_away_in_the_morning_makes_up_for_it(world, clock, rita, sam):
    world.submitted(rita)
    clock.shift(datetime.timedelta(hours=30))  # three in the afternoon of Tuesday
    world.submitted(rita, kind=world.lecture)
    assert "Entry · Submitted: 1" in after(clock, minutes=1)[sam.email].body
    assert "Entry · Submitted: 1" in after(clock, hours=18)[sam.email].body


@pytest.mark.each_database
def test_what_did_not_go_out_by_midnight_is_said_the_next_day(world, clock, rita, sam, settings):
    world.submitted(rita)
    settings.EMAIL_BACKEND = "tests.oversight.obligations.test_reminders.Down"
    assert after(clock, hours=24) == after(clock, hours=1) == {}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert after(clock, hours=15) == {}  # one in the morning: the letter of yesterday is of no use any more
    assert "Entry · Submitted: 1" in after(clock, hours=8)[sam.email].body
    states = DailyLetter.objects.order_by("on").values_list("letter__state", flat=True)
    assert list(states) == [Letter.State.DROPPED, Letter.State.SENT]
    assert NoticeMark.objects.get().said_in.on == day()


def test_ended_actions_write_to_nobody(world, clock, rita, sam):
    world.submitted(rita)
    remind(owed(Pair.objects.published()), day=day())
    Batch.objects.update(ends=day(-1))
    assert after(clock, hours=24) == {}
