"""The whole way of one activity, from the invitation to the public totals; the hands decide how it is gone."""

import datetime
import re

from django.utils import timezone
from playwright.sync_api import expect

from tests.conftest import PASSWORD
from tests.support.browser.drivers import unfold_menu

MOST_CLICKS = 9  # from the desk to submitted
TOTAL = "6"  # five lectures of this pair are known from a public source
TITLE = "空中宣讲：简历怎样写"
PDF = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 made for tests\n%%EOF\n"}


def journey(newcomer, partner, letter):
    """Invited, a password, a first activity submitted; the partner confirms; page and totals show it to everybody.

    `newcomer` and `partner` are hands before an empty page; the partner is signed in. `letter` is the invitation.
    """
    desk = take_up_the_post(newcomer, letter)
    log_an_activity(newcomer)
    confirm_it(partner, desk)
    read_what_is_public(newcomer)
    for hands in (newcomer, partner):
        assert hands.page.faults == []


def take_up_the_post(hands, letter):
    """The link in the letter, a password, and one is at one's desk, whose address is given."""
    hands.page.goto(re.search(r"https?://[^/]+(/\S+)", letter)[1])
    hands.type("#id_password1", PASSWORD)
    hands.type("#id_password2", PASSWORD)
    hands.press("main form button")
    hands.page.wait_for_url("**/desk/")
    return hands.page.url


def log_an_activity(hands):
    """From the desk to submitted: a lecture of yesterday, which counts itself, with a document that shows it."""
    before = hands.clicks
    hands.press(".desk-head .button")
    hands.press("a[href*='kind=lecture&']")
    hands.type("#id_title", TITLE)
    hands.type("#id_starts_on", f"{timezone.localdate() - datetime.timedelta(days=1):%Y年%m月%d日}")
    hands.choose("#id_files", PDF)
    hands.press(".desk-form > .buttons button[name=check]")
    hands.page.wait_for_url("**/check/")
    hands.press("main form button")
    hands.page.wait_for_url(re.compile(r"/desk/activities/\d+/$"))
    assert hands.clicks - before <= MOST_CLICKS


def confirm_it(hands, desk):
    """The other side finds it waiting, reads it, and agrees."""
    hands.page.goto(desk)
    hands.press(f".turns a:has-text('{TITLE}')")
    expect(hands.page.locator(".evidence a[download]")).to_have_text(PDF["name"])
    hands.press(".decide button")
    expect(hands.page.locator(".told")).to_be_visible()


def read_what_is_public(hands):
    """The page of the activity, reached from its entry; then its pair, its mechanism and the list of all."""
    hands.page.reload()
    hands.press(".lead a[href*='/activities/']")
    expect(hands.page.locator("h1")).to_have_text(TITLE)
    expect(hands.page.locator(".tag-ok").first).to_be_visible()
    hands.press("[aria-labelledby=sides] a[href*='/pairs/']")
    expect(hands.page.locator("table.promised .figures-line strong")).to_have_text(TOTAL)
    hands.press("table.promised a[href*='/actions/hubei-2020/mechanisms/3/']")
    expect(hands.page.locator("#done ~ table td[class=num]").first).to_have_text(TOTAL)
    unfold_menu(hands)
    hands.press(".site-nav a[href$='/activities/']")
    expect(hands.page.locator("table.activities a.name").first).to_have_text(TITLE)
