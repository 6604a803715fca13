"""The oversight board and guidance notes in a real browser: no barriers, on a phone, by keyboard, without scripts."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Membership
from oversight.models import GuidanceNote, Reminder
from oversight.notes import workflow
from pairs.models import Batch, Milestone, Pair
from tests.conftest import a_person
from tests.support.factories.obligations import duty_letters

from .conftest import PHONE, fits


@pytest.fixture
def pair(site):
    """A published pair that has not signed, in a batch that is made to run today."""
    Batch.objects.filter(number=2).update(ends=timezone.localdate() + datetime.timedelta(days=30))
    found = Pair.objects.at("2-11")
    Milestone.objects.filter(pair=found, kind__in=["signed", "ended"]).delete()
    return found


@pytest.fixture
def rita(pair):
    return a_person("rita", Membership.Role.COORDINATOR, university=pair.recipient)


@pytest.fixture
def officer(pair):
    return a_person("officer", Membership.Role.OFFICER, province=pair.supporter_province)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_barriers_on_the_board_and_the_notes(open_page, axe, pair, rita, officer, prefix):
    note = workflow.write(officer, pair, "请尽快对接")
    notes = "/desk/pairs/2-11/notes/"
    paths = ["/desk/oversight/", "/desk/oversight/?q=zzz&duty=x", "/desk/pairs/2-11/", notes, f"{notes}{note.pk}/"]
    paths += [f"{notes}new/", f"{notes}{note.pk}/withdraw/"]
    page = open_page("about:blank", user=officer, viewport=PHONE)
    for path in paths:
        page.goto(prefix + path)
        axe(page, contrast=not prefix)
        assert fits(page) and not page.faults, path


def test_the_desk_of_an_officer_is_read_on_a_phone_without_long_scrolling(open_page, axe, pair):
    watcher = a_person("watcher", Membership.Role.OFFICER, province=pair.recipient_province)
    page = open_page("/desk/", user=watcher, viewport={"width": 360, "height": 740})
    assert page.locator(".pair-rows tbody tr").count() >= 12
    assert page.evaluate("document.documentElement.scrollHeight") <= 3000
    axe(page)
    assert fits(page) and not page.faults


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}, {"java_script_enabled": False}])
def test_rows_are_ticked_and_the_people_reminded(open_page, pair, rita, officer, options):
    page = open_page("/desk/oversight/?q=湖北商贸学院", user=officer, **options)
    ticks = page.locator("input[name=due]")
    asked = sum(len(tick.get_attribute("value").split()) for tick in ticks.all())
    for number in range(ticks.count()):
        ticks.nth(number).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".told")
    page.wait_for_load_state()
    assert asked and Reminder.objects.count() == asked
    duty_letters()
    assert [message.to for message in mail.outbox] == [[rita.email]]
    assert not page.locator("input[name=due]").count()


def test_a_note_is_written_by_keyboard(open_page, pair, officer):
    page = open_page("/desk/pairs/2-11/notes/new/", user=officer)
    page.locator("#id_text").focus()
    page.keyboard.type("请尽快对接")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/notes/$"))
    assert GuidanceNote.objects.get().text == "请尽快对接"
