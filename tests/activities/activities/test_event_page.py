"""The page of a coming event: for the calendar, for the phone, for search engines and messengers."""

import json
import re

import pytest
from lxml import html
from PIL import Image
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from activities.activities import workflow
from core.qr_codes import QUIET, qr_path
from pairing_portal.settings import BASE_DIR
from tests.support.assertions.css_select import select
from tests.support.casts.other_action import text
from tests.support.factories.activities import day

JSON_LD = "script[type=application/ld+json]"
WORDS = {"starts_at": "14:30", "place": "大礼堂", "title": "</script><b>化工专场"}


def page(client, activity, language="/en"):
    return html.fromstring(client.get(f"{language}/activities/{activity.pk}/").content)


def facts_of(tree):
    (element,) = select(tree, JSON_LD)
    return json.loads(element.text)


def calendar_links(tree):
    return [link for link in select(tree, "a[download]") if link.get("href").endswith(".ics")]


def shared(tree):
    return {meta.get("property"): meta.get("content") for meta in select(tree, "meta[property]")}


def test_search_engines_read_when_where_and_who(client, world, rita):
    plan = world.planned(rita, **WORDS)
    facts = facts_of(page(client, plan))
    assert facts["@type"] == "Event" and facts["name"] == WORDS["title"]
    assert facts["startDate"] == f"{day(7)}T14:30:00+08:00" and "endDate" not in facts, "the day began before 14:30"
    assert facts["eventStatus"].endswith("EventScheduled") and facts["eventAttendanceMode"].endswith(
        "/OfflineEventAttendanceMode"
    )
    assert facts["location"]["name"] == "大礼堂" and facts["url"] == f"http://testserver/en/activities/{plan.pk}/"
    assert [school["name"] for school in facts["organizer"]] == ["湖北甲学院", "江苏子大学"]


def test_search_engines_read_the_last_day_where_it_is_not_the_first_or_no_time_is_known(client, world, rita):
    by_the_day, of_two_days = {"starts_at": None}, {"starts_at": "14:30", "starts_on": day(7), "ends_on": day(8)}
    for known, last in ((by_the_day, day(7)), (of_two_days, day(8))):
        facts = facts_of(page(client, world.planned(rita, **WORDS | known)))
        assert facts["endDate"] == str(last)


def test_an_event_online_has_its_link_for_a_place_until_it_is_cancelled(client, world, rita):
    plan = world.planned(rita, starts_at="09:00", link="https://example.edu.cn/live")
    facts = facts_of(page(client, plan))
    assert facts["location"] == {"@type": "VirtualLocation", "url": "https://example.edu.cn/live"}
    facts = facts_of(page(client, workflow.cancel(plan, rita, "主讲人有事")))
    assert facts["eventStatus"].endswith("EventCancelled") and "location" not in facts


def test_messengers_show_day_and_place_and_a_picture(client, world, rita):
    said = shared(page(client, world.planned(rita, **WORDS)))
    assert said["og:title"].startswith(WORDS["title"]) and "湖北甲学院" in said["og:title"]
    assert str(day(7).year) in said["og:description"] and "14:30 · 大礼堂" in said["og:description"]
    name = said["og:image"].rsplit("/", 1)[1]
    picture = Image.open(BASE_DIR / "pairing_portal/static/portal" / re.sub(r"\.[0-9a-f]{12}\.", ".", name))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


@pytest.mark.parametrize(("language", "words"), [("/en", "Add to calendar"), ("", "添加到日历")])
def test_it_goes_into_a_calendar_and_onto_a_phone(client, world, rita, language, words):
    plan = world.planned(rita)
    tree = page(client, plan, language)
    (button,) = calendar_links(tree)
    assert button.text.strip() == words and client.get(button.get("href")).status_code == 200
    (code,) = select(tree, "svg.qr")
    assert code.get("role") == "img" and f"/activities/{plan.pk}/" in code.get("aria-label")


@pytest.mark.parametrize(
    ("place", "prefix", "words"),
    [("", "", "进入会场"), ("", "/en", "Enter the event"), ("大礼堂", "", "报名"), ("大礼堂", "/en", "Register")],
)
def test_the_first_button_leads_in_or_to_registration(client, world, rita, place, prefix, words):
    link = "https://example.edu.cn/live"
    plan = world.planned(rita, kind=world.lecture, starts_at="09:00", link=link, place=place)
    button, calendar = select(page(client, plan, prefix), ".buttons a")
    assert (text(button), button.get("href"), button.get("rel")) == (words, link, "nofollow")
    assert calendar.get("href").endswith(".ics")


def test_its_day_is_a_tile_and_both_universities_are_links(client, world, rita):
    tree = page(client, world.planned(rita, starts_at="09:00"), "")
    (tile,) = select(tree, ".date-tile")
    assert text(tile) == f"{day(7).month}月 {day(7).day} 周{'一二三四五六日'[day(7).weekday()]} 09:00"
    assert [link.get("href") for link in select(tree, ".face-small h3 a")] == [
        world.recipient.get_absolute_url(),
        world.supporter.get_absolute_url(),
    ]


def test_the_link_to_its_pair_ends_with_its_words(client, world, rita):
    shown = page(client, world.planned(rita))
    (link,) = [each for each in select(shown, "a") if text(each).startswith("This pair")]
    assert link.text_content().endswith(text(link))  # no line goes on below the space after it


def test_it_is_sent_on_as_text(client, world, rita):
    plan = world.planned(rita, title="化工专场", starts_at="09:00", place="大礼堂")
    (share,) = select(page(client, plan, ""), ".share")
    for said in ("化工专场", "09:00", "大礼堂", "湖北甲学院", f"http://testserver/activities/{plan.pk}/"):
        assert said in text(share)


def test_the_code_holds_the_address():
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data("https://example.edu.cn/activities/11/")
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, module in enumerate(row) if module}
    path, side = qr_path("https://example.edu.cn/activities/11/")
    runs = [[int(number) for number in run] for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)]
    assert {(left + n, y) for left, y, length in runs for n in range(length)} == dark and side == len(code.get_matrix())


def test_what_is_over_has_neither(client, world, rita, sam):
    for over in (world.passed(rita), world.confirmed(rita, sam), workflow.cancel(world.planned(rita), rita, "故障")):
        tree = page(client, over)
        assert not select(tree, "svg.qr") and not calendar_links(tree)
    assert not select(page(client, world.confirmed(rita, sam)), JSON_LD)
