"""A day outside of the batch's period, on the pages of the desk."""

import re

from django.utils.formats import date_format

from activities.models import Activity, Correction
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, new_address, text, typed
from tests.support.factories.activities import day

ASKED = "不在本批次期限内"


def ticks_in(response):
    return re.findall(r'name="answered" value="(\w+)"', text(response))


def test_the_check_asks_and_a_tick_hands_it_in(world, rita, sam):
    entry, client = world.drafted(rita, starts_on=day(-200), ends_on=day(-200)), a_client(rita)
    path = at("activity_check", entry.pk)
    page = client.get(path)
    assert ASKED in text(page) and len(ticks_in(page)) == 1
    refused = client.post(path, {"version": entry.version})
    assert refused.status_code == 200 and ASKED in text(refused)
    assert Activity.objects.get().status == "draft"
    client.post(path, {"version": entry.version, "answered": ticks_in(page)})
    assert Activity.objects.get().status == "submitted"
    seen = text(a_client(sam).get(at("activity", entry.pk)))
    assert ASKED in seen and seen.index(ASKED) < seen.index("/confirm/")


def test_changing_the_day_of_what_was_handed_in_asks_in_the_form(world, rita):
    entry, client = world.submitted(rita), a_client(rita)
    facts = typed(-200, version=entry.version, save="1")
    answer = client.post(at("activity_edit", entry.pk), facts)
    assert ASKED in text(answer) and facts["starts_on"] in text(answer)
    client.post(at("activity_edit", entry.pk), facts | {"answered": ticks_in(answer)})
    assert Activity.objects.get().starts_on == day(-200)


def test_a_correction_asks_in_the_form_and_shows_the_doubt_to_who_decides(world, rita, sam):
    entry, client = world.confirmed(rita, sam), a_client(rita)
    facts = typed(-200, version=entry.version, reason="日期有误")
    answer = client.post(at("activity_correct", entry.pk), facts)
    assert ASKED in text(answer) and "日期有误" in text(answer)
    client.post(at("activity_correct", entry.pk), facts | {"answered": ticks_in(answer)})
    assert Correction.objects.exists()
    assert ASKED in text(a_client(sam).get(at("activity_step", entry.pk, "accept")))


def test_the_example_in_the_form_follows_the_batch(world, rita):
    world.batch.starts, world.batch.ends = day(-120), day(-100)
    world.batch.save()
    page = text(a_client(rita).get(new_address(world)))
    assert f"例如：{day(-100).isoformat()} 或 {date_format(day(-100))}。" in page
    assert "2020-04-08" not in page
    answer = a_client(rita).post(new_address(world), {"starts_on": "昨天"})
    assert f"例如：{day(-100).isoformat()}" in text(answer)
