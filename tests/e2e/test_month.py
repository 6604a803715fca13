"""A month of twelve activities by hand: how many clicks it costs those who log it, and those who confirm it."""

import datetime
import os

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership
from activities.models import Activity, ActivityKind
from pairs.models import Batch, Pair
from tests.conftest import a_person

from .conftest import WIDE, fits

PHONE = {"width": 360, "height": 740}
SINGLE = ["online_fair", "offline_fair", "alumni_recruitment", "graduate_training", "staff_training"]
SEVERAL = {"lecture": (-24, -17, -10), "remote_meeting": (-19, -5), "experience_exchange": (-22, -8)}
WALKS = {
    "phone, no script, English": ("/en", PHONE, False),
    "phone, no script, Chinese": ("", PHONE, False),
    "wide, with scripts, Chinese": ("", WIDE, True),
    "wide, with scripts, English": ("/en", WIDE, True),
}
PDF = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 made for tests\n%%EOF\n"}


class Hands:
    """A person at a page: each click and each page that opens is counted; typing goes from field to field by keys."""

    def __init__(self, page):
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("framenavigated", lambda frame: self.count_load())

    def count_load(self):
        self.loads += 1

    def click(self, selector):
        self.clicks += 1
        self.page.click(selector)
        self.page.wait_for_load_state()
        for field in self.page.locator("[autofocus]").all():  # given with the first picture, after the load
            expect(field).to_be_focused()

    def attach(self, selector):
        self.clicks += 1
        self.page.set_input_files(selector, PDF)

    def type(self, selector, text):
        """Type where the cursor already is, or is led to by the tabulator; a first field costs a click otherwise."""
        if not self.page.evaluate("document.activeElement.matches('input, textarea')"):
            self.clicks += 1
        self.page.focus(selector)
        self.page.fill(selector, text)


@pytest.fixture
def sides(site):
    """A coordinator on each side of a published pair whose batch is made to run today."""
    today = timezone.localdate()
    facts = {"starts": today - datetime.timedelta(days=60), "ends": today + datetime.timedelta(days=60)}
    Batch.objects.filter(number=2).update(**facts)
    pair = Pair.objects.at("2-11")
    return [
        a_person(name, Membership.Role.COORDINATOR, university=getattr(pair, name))
        for name in ("recipient", "supporter")
    ]


def written(offset):
    return (timezone.localdate() + datetime.timedelta(days=offset)).isoformat()


def log_one(hands, kind, offset, is_last):
    hands.click(f'.kinds a[href*="kind={kind}&"]')
    hands.type("#id_title", f"活动 {kind}")
    hands.type("#id_starts_on", written(offset))
    hands.attach("#id_files")
    hands.click("button[name=check][value]")
    hands.click("main form .buttons button:not([name])" if is_last else "button[name=again]")


def log_several(hands, kind, days):
    hands.click('a[href*="/desk/activities/new/"]:not([href*="planned"])')
    hands.click(f'.kinds a[href*="kind={kind}&"]')
    hands.click('a[href*="/activities/several/"]')
    hands.type("#id_days", "\n".join(map(written, days)))
    hands.click("main form .buttons button")
    hands.type("#id_title", f"系列 {kind}")
    hands.attach("#id_files")
    hands.click("main form .buttons button")
    hands.click("main form .buttons button")


def log_the_month(hands):
    hands.click('a[href*="/desk/activities/new/"]:not([href*="planned"])')
    for number, kind in enumerate(SINGLE):
        log_one(hands, kind, -3 - number, number == len(SINGLE) - 1)
    hands.click('.done a[href$="/desk/"]')
    for kind, days in SEVERAL.items():
        log_several(hands, kind, days)


def confirm_the_month(hands):
    hands.click('a[href$="/desk/activities/confirm/"]')
    assert hands.page.locator("input[name=entry]:checked").count() == 12
    assert fits(hands.page)
    hands.click("main form .buttons button")


WALKED = pytest.mark.parametrize("walk", WALKS if os.environ.get("SOAK") else list(WALKS)[:1])


@WALKED
def test_a_month_of_twelve_activities_costs_few_clicks_on_both_sides(open_page, sides, walk):
    prefix, viewport, scripts = WALKS[walk]
    options = {"viewport": viewport, "java_script_enabled": scripts}
    logging, confirming = (Hands(open_page(f"{prefix}/desk/", user=side, **options)) for side in sides)
    log_the_month(logging)
    assert Activity.objects.to_confirm().count() == 12
    confirming.page.reload()
    confirming.loads = 0
    confirm_the_month(confirming)
    assert not Activity.objects.to_confirm().exists()
    print(
        f"{walk}: {logging.clicks} clicks, {logging.loads} pages; {confirming.clicks} clicks, {confirming.loads} pages"
    )
    assert logging.clicks <= 45 and confirming.clicks <= 8
    assert not logging.page.faults and not confirming.page.faults


def table_of_the_month():
    """Twelve rows as copied from a spreadsheet; four have a figure that nobody can count, or that is not asked for."""
    days = {kind: [-3 - number] for number, kind in enumerate(SINGLE)} | SEVERAL
    names = dict(ActivityKind.objects.values_list("code", "name"))
    rows = [(names[kind], f"活动 {kind}", written(day), "120") for kind, offsets in days.items() for day in offsets]
    rows[3] = (*rows[3][:3], "一百多")
    return "\n".join("\t".join(row) for row in [("活动类别", "标题", "日期", "参加人次（人次）"), *rows])


@WALKED
def test_the_same_month_as_a_table_costs_fewer(open_page, sides, walk):
    prefix, viewport, scripts = WALKS[walk]
    hands = Hands(open_page(f"{prefix}/desk/", user=sides[0], viewport=viewport, java_script_enabled=scripts))
    hands.click('main a[href*="/desk/sheets/"]')
    hands.type("#id_text", table_of_the_month())
    hands.click("main form .buttons button")
    assert fits(hands.page)
    for cell in hands.page.locator(".sheet-row .field-wrong input[type=text]").all():
        hands.type(f'[id="{cell.get_attribute("id")}"]', "" if cell.input_value() == "120" else "104")
    hands.click("button[name=check]:not([aria-hidden])")
    hands.click("button[name=submit]")
    assert Activity.objects.to_confirm().count() == 12
    print(f"{walk}: {hands.clicks} clicks, {hands.loads} pages")
    assert hands.clicks <= 25 and hands.loads <= 15
