"""Several days of one kind on one page: one entry a day, checked and submitted together."""

import re
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.activities import workflow
from activities.models import Activity, Evidence, Status
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, text, token_in
from tests.support.factories.activities import day


def address(world, *days, **more):
    """The page with a row for each of these days."""
    written = "\n".join(day(offset).isoformat() for offset in days)
    asked = {"pair": world.pair.address, "kind": world.lecture.code, "days": written} | more
    return f"{at('activity_several')}?{urlencode(asked, doseq=True)}"


def rows(*days, **figures):
    """What is typed into the rows of these days."""
    sent = {}
    for number, offset in enumerate(days):
        sent |= {f"r{number}-day": day(offset).isoformat(), f"r{number}-n_lectures": "1"}
    return sent | figures


def entries():
    return Activity.objects.order_by("starts_on")


def seen(page):
    versions = dict(re.findall(r'name="(version-\d+)" value="(\d+)"', page))
    return versions | {"entry": re.findall(r'name="entry" value="(\d+)" checked', page)}


def test_a_row_a_day_makes_an_entry_each_and_all_are_submitted_together(world, rita):
    client, path = a_client(rita), address(world, -15, -8, -1)
    sent = {"title": "周三讲座", "token": token_in(client.get(path))} | rows(-15, -8, -1)
    sent |= {"r1-title": "周三讲座（加场）", "r1-n_lectures": "2", "files": [SimpleUploadedFile("回执.pdf", PDF)]}
    answer = client.post(path, sent)
    assert [entry.title for entry in entries()] == ["周三讲座", "周三讲座（加场）", "周三讲座"]
    assert [entry.measures.get().value for entry in entries()] == [1, 2, 1]
    assert Evidence.objects.count() == 3
    page = text(client.get(answer["Location"]))
    told = text(client.post(at("submit_several"), seen(page), follow=True))
    assert "已提交 3 条记录。等待江苏子大学确认。" in told
    assert {entry.status for entry in entries()} == {Status.SUBMITTED}


@pytest.mark.one_database
def test_a_day_that_was_typed_in_two_rows_is_pointed_out_before_both_are_submitted(world, rita):
    client, path = a_client(rita), address(world, -15, -8)
    sent = {"title": "讲座", "token": token_in(client.get(path))} | rows(-15, -8, -8)
    page = text(client.get(client.post(path, sent)["Location"]))
    assert page.count("本页另有一条记录的类别和日期与此相同") == 2 and page.count('name="entry"') == 3


def test_a_weekly_rhythm_gives_its_days(world, rita):
    asked = {"weekdays": [day(-1).weekday()], "first": day(-15).isoformat(), "last": day().isoformat()}
    page = text(a_client(rita).get(address(world, **asked)))
    assert re.findall(r'name="r\d-day" value="([\d-]+)"', page) == [day(at).isoformat() for at in (-15, -8, -1)]


def test_days_without_a_year_get_a_row_with_the_year_of_the_period(world, rita):
    held = day(-8)
    page = text(a_client(rita).get(address(world, days=f"{held.month}月{held.day}日，{day(-1)}")))
    assert re.findall(r'name="r\d-day" value="([\d-]+)"', page) == [held.isoformat(), day(-1).isoformat()]
    assert f"已按 {held.year} 年读取" in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"days": "昨天"}, "“昨天”："),
        ({"days": ""}, "请填写日期，或选择每周重复。"),
        ({"days": "", "weekdays": ["1"]}, "请填写起止日期"),
        ({"days": "", "weekdays": list("0123456"), "first": "2026-01-01", "last": "2099-12-31"}, "一次最多 31 天"),
    ],
)
def test_days_that_cannot_be_understood_are_named(world, rita, asked, told):
    assert told in text(a_client(rita).get(address(world, **asked)))


@pytest.mark.one_database
def test_each_day_that_cannot_be_understood_is_named_at_once(world, rita):
    page = text(a_client(rita).get(address(world, days="2月30日、昨儿")))
    assert "“2月30日”：" in page and "“昨儿”：" in page


def test_a_wrong_figure_in_one_row_keeps_all_and_makes_no_entry(world, rita):
    client, path = a_client(rita), address(world, -8, -1)
    sent = {"title": "讲座", "token": token_in(client.get(path))} | rows(-8, -1) | {"r1-n_lectures": "两场"}
    page = text(client.post(path, sent))
    assert 'href="#id_r1-n_lectures"' in page and 'value="两场"' in page
    assert not Activity.objects.exists()


def test_a_row_without_its_day_is_left_out_unless_something_is_typed_in_it(world, rita):
    client, path = a_client(rita), address(world, -8, -1)
    sent = {"title": "讲座", "token": token_in(client.get(path))} | rows(-8, -1) | {"r1-day": ""}
    assert "请填写本行的日期" in text(client.post(path, sent | {"r1-n_lectures": "5"}))
    client.post(path, sent)
    assert [entry.ends_on for entry in entries()] == [day(-8)]


def test_the_same_form_again_makes_no_second_entries_and_takes_what_was_changed(world, rita):
    client, path = a_client(rita), address(world, -8, -1)
    sent = {"title": "讲座", "token": token_in(client.get(path))} | rows(-8, -1)
    client.post(path, sent)
    client.post(path, sent | {"r0-n_lectures": "3"})
    assert [entry.measures.get().value for entry in entries()] == [3, 1]


def test_of_several_none_is_submitted_when_one_cannot_be(world, rita, sam):
    fine = world.drafted(rita, title="完整")
    untitled = world.drafted(rita, title="", starts_on=day(-9), ends_on=day(-9))
    client = a_client(rita)
    facts = seen(text(client.get(at("submit_several"))))
    page = text(client.post(at("submit_several"), facts))
    assert f'href="#entry-{untitled.pk}"' in page and "尚未提交" in page
    assert {entry.status for entry in entries()} == {Status.DRAFT}
    workflow.edit(Activity.objects.get(pk=fine.pk), rita, fine.version, {"title": "改后"})
    page = text(client.post(at("submit_several"), facts | {"entry": [fine.pk]}))
    assert "尚未提交" in page, "it was changed after it had been seen"
    assert {entry.status for entry in entries()} == {Status.DRAFT}


def test_nobody_submits_the_drafts_of_others(world, rita, sam, olga):
    draft = world.drafted(rita)
    for person in (sam, olga):
        client = a_client(person)
        assert draft.title not in text(client.get(at("submit_several"), {"entry": [draft.pk]}))
        client.post(at("submit_several"), {"entry": [draft.pk], f"version-{draft.pk}": draft.version})
    assert entries().get().status == Status.DRAFT
