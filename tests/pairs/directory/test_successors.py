"""A school that the register no longer shows becomes a task, and whoever succeeds it is found by its old name."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Act
from pairs import todo
from pairs.directory import registers
from pairs.directory.successors import proposals, settle
from pairs.models import University
from tests.conftest import a_client, a_person
from tests.support.casts.universities import a_day, a_name, a_university
from tests.support.factories.register_files import a_register, as_csv

pytestmark = pytest.mark.django_db
DAY = "2025-06-20"


@pytest.fixture
def editor(db):
    return a_person("editor", "editor")


@pytest.fixture
def gone(db):
    return a_university("4142000001", "样例职业学院", city="武汉市", unlisted_on=a_day(DAY))


@pytest.fixture
def raised(db):
    """The same school a level higher, under a new code."""
    made = a_university("4142000002", "样例职业技术大学", city="武汉市", level="undergraduate")
    a_name(made, made.name, DAY, DAY)
    return made


def wanted(editor):
    return [task.wanted for task in todo.unlisted_universities()]


def test_what_a_register_no_longer_shows_becomes_a_task(editor, client):
    a_university("4142000001", "样例职业学院", facts_as_of=a_day("2020-06-30"))
    row = [1, "样例大学", "4142000009", "湖北省", "武汉市", "本科", ""]
    registers.apply(registers.read(as_csv(a_register("湖北省（1所）", row))))

    assert University.objects.to_settle().count() == len(wanted(editor)) == 1
    page = a_client(editor).get("/admin/pairs/university/unlisted/").content.decode()
    assert "样例职业学院" in page


def test_the_likeliest_successor_is_proposed_first_and_says_why(gone, raised):
    emergency = a_university("4142000006", "江汉应急管理学院", city="武汉市")
    a_name(emergency, emergency.name, DAY, DAY)
    a_university("4142000003", "样例农业大学", city="宜昌市")
    a_university("4142000004", "武汉职业技术学院", city="武汉市")
    a_university("4132000005", "样例职业大学", province="32")
    found = proposals(gone)

    assert [one.university.name for one in found] == ["样例职业技术大学", "样例农业大学", "江汉应急管理学院"]
    assert [len(one.grounds) for one in found] == [3, 1, 2]


def test_a_successor_is_noted_with_its_source_and_undone(gone, raised, editor, client):
    address = f"/en/admin/pairs/university/{gone.pk}/unlisted/"
    data = {"outcome": "succeeded", "proposed": raised.pk, "closed_on": "2024-05-27", "reason": "教育部函"}
    desk = a_client(editor)
    assert "Give the source that says so" in desk.post(address, data).content.decode()
    assert desk.post(address, data | {"closing_source": "https://example.org/"}).status_code == 302

    gone.refresh_from_db()
    assert (gone.successor, str(gone.closed_on), gone.closing_source) == (raised, "2024-05-27", "https://example.org/")
    assert gone.history.first().history_change_reason == "教育部函"
    assert wanted(editor) == []
    page = client.get(f"/en/universities/{gone.code}/").content.decode()
    assert "Closed on 27 May 2024. Its successor is" in page and raised.get_absolute_url() in page

    Act.objects.get().undo(editor, "弄错了")
    gone.refresh_from_db()
    assert gone.is_to_settle and not gone.is_closed


def test_the_old_name_finds_the_successor_too(gone, raised, client):
    University.objects.filter(pk=gone.pk).update(successor=raised)

    assert list(University.objects.public().search("样例职业学院")) == [gone, raised]
    page = client.get("/en/search/?q=样例职业学院").content.decode()
    assert f'href="/en/universities/{raised.code}/"' in page
    assert "It took over" in page


def test_a_successor_may_be_typed(gone, editor):
    other = a_university("4132000005", "江苏样例大学", province="32")
    data = {"outcome": "succeeded", "closing_source": "x", "reason": "y"}
    address = f"/en/admin/pairs/university/{gone.pk}/unlisted/"
    desk = a_client(editor)
    assert "Choose a successor" in desk.post(address, data).content.decode()
    assert "No single university" in desk.post(address, data | {"other": "没有的大学"}).content.decode()
    desk.post(address, data | {"other": other.code})

    gone.refresh_from_db()
    assert (gone.successor, gone.closed_on) == (other, None)


def test_what_goes_on_all_the_same_is_noted_and_forgotten_when_it_is_listed_again(gone, editor):
    settle(gone, editor, "军队院校", unlisted_reason="军队院校")
    assert wanted(editor) == []
    row = [1, gone.name, gone.code, "湖北省", "武汉市", "本科", ""]
    registers.apply(registers.read(as_csv(a_register("湖北省（1所）", row, day="2026年6月1日"))))

    gone.refresh_from_db()
    assert (gone.unlisted_on, gone.unlisted_reason) == (None, "")


def test_it_is_noted_once(gone, raised, editor):
    settle(gone, editor, "甲", successor=raised)
    with pytest.raises(ValidationError) as error:
        settle(gone, editor, "乙", closing_source="x")
    assert error.value.code == "settled"
    assert University.objects.get(pk=gone.pk).successor == raised


def test_successors_go_in_no_circle(gone, raised, editor):
    University.objects.filter(pk=raised.pk).update(successor=gone)
    with pytest.raises(ValidationError) as error:
        settle(gone, editor, "甲", successor=University.objects.get(pk=raised.pk))
    assert "successor" in error.value.message_dict


@pytest.mark.one_database
def test_the_list_asks_as_much_for_one_as_for_twenty(gone, editor):
    desk = a_client(editor)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get("/admin/pairs/university/unlisted/")
        return len(asked)

    queries()
    one = queries()
    for number in range(20):
        a_university(f"42420001{number:02}", f"样例第{number}学院", unlisted_on=a_day(DAY))
    assert queries() == one
