"""Several entries confirmed at once, each as its reader has seen it."""

import re

import pytest

from activities.activities import workflow
from activities.models import Activity, Status
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, text
from tests.support.factories.activities import day


@pytest.fixture
def waiting(world, rita):
    """Three fairs of different weeks that wait for the supporter."""
    days = [{"starts_on": day(-7 * each), "ends_on": day(-7 * each)} for each in (1, 2, 3)]
    return [world.submitted(rita, title=f"第{each}场", measures={"posts": 11}, **days[each]) for each in range(3)]


def statuses(entries):
    return [Activity.objects.get(pk=entry.pk).status for entry in entries]


def seen(page):
    """What a page of several entries sends when all that is ticked is confirmed."""
    versions = dict(re.findall(r'name="(version-\d+)" value="(\d+)"', page))
    return versions | {"entry": re.findall(r'name="entry" value="(\d+)" checked', page)}


def test_all_that_wait_are_confirmed_with_one_button_each_with_its_figures(world, sam, waiting):
    client = a_client(sam)
    assert at("confirm_several") in text(client.get("/desk/"))
    page = text(client.get(at("confirm_several")))
    assert len(re.findall(r"<strong>11 \w+</strong>", page)) == 3
    told = client.post(at("confirm_several"), seen(page), follow=True)
    assert "已确认 3 条记录" in text(told)
    assert statuses(waiting) == [Status.CONFIRMED] * 3
    assert Activity.objects.counted().count() == 3


@pytest.mark.one_database
def test_no_space_stands_before_a_comma_where_the_name_of_a_figure_says_its_unit(world, rita, sam):
    world.posts.name_en, world.posts.unit_en = "Many posts", "posts"
    world.posts.save()
    world.submitted(rita, measures={"posts": 11, "signed": 2})
    for address in ("/en/desk/", "/en" + at("confirm_several")):
        assert re.search(r"Many posts\s+(<strong>)?11(</strong>)?, ", text(a_client(sam).get(address)))


def test_only_those_ticked_on_the_list_are_asked_about_and_confirmed(sam, waiting):
    first, *others = waiting
    client = a_client(sam)
    assert text(client.get(at("waiting", "to_confirm"))).count('name="entry"') == 3
    page = text(client.get(at("confirm_several"), {"entry": [first.pk]}))
    client.post(at("confirm_several"), seen(page))
    assert statuses(waiting) == [Status.CONFIRMED] + [Status.SUBMITTED] * len(others)


def test_what_changed_meanwhile_is_told_by_name_and_the_others_are_confirmed(rita, sam, waiting):
    client = a_client(sam)
    facts = seen(text(client.get(at("confirm_several"))))
    workflow.edit(Activity.objects.get(pk=waiting[0].pk), rita, waiting[0].version, {}, {"posts": 99})
    workflow.withdraw(Activity.objects.get(pk=waiting[1].pk), rita, "重复录入")
    page = text(client.post(at("confirm_several"), facts, follow=True))
    assert "“第0场”未确认：其间有人作了修改" in page
    assert "“第1场”未确认：" in page
    assert statuses(waiting) == [Status.SUBMITTED, Status.WITHDRAWN, Status.CONFIRMED]


def test_a_double_tap_confirms_once_and_tells_of_no_error(sam, waiting):
    client = a_client(sam)
    facts = seen(text(client.get(at("confirm_several"))))
    pages = [text(client.post(at("confirm_several"), facts, follow=True)) for _ in range(2)]
    assert "未确认" not in pages[1]
    assert statuses(waiting) == [Status.CONFIRMED] * 3


def test_a_doubtful_entry_is_not_ticked_beforehand(world, rita, sam, waiting):
    twin = world.submitted(rita, title="重复的", starts_on=day(-7), ends_on=day(-7))
    page = text(a_client(sam).get(at("confirm_several")))
    assert "可能与" in page or "同一" in page
    assert str(twin.pk) not in seen(page)["entry"] and str(waiting[2].pk) in seen(page)["entry"]


@pytest.mark.one_database
def test_without_a_tick_nothing_is_confirmed_and_the_page_says_so(sam, waiting):
    page = text(a_client(sam).post(at("confirm_several"), {}))
    assert "请至少勾选一条记录。" in page
    assert statuses(waiting) == [Status.SUBMITTED] * 3


def test_nobody_confirms_the_entries_of_their_own_side_or_of_others(rita, olga, officer, waiting):
    facts = {"entry": [entry.pk for entry in waiting]} | {f"version-{entry.pk}": entry.version for entry in waiting}
    for person in (rita, olga, officer):
        a_client(person).post(at("confirm_several"), facts)
    assert statuses(waiting) == [Status.SUBMITTED] * 3
