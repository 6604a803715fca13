"""Two editors on one record of the administration: the second is shown both texts, and nothing is overwritten."""

import pytest
from lxml import html

from activities.models import ActivityKind, Mechanism
from oversight.models import Checklist, ReminderRule
from pairs.models import UniversityName
from tests.support.browser.admin_forms import fields, send, text

pytestmark = pytest.mark.one_database

CHOICE = "Choose which of the two to keep."


@pytest.fixture
def university(universities):
    return universities["东湖测试学院"]


def at(record, language="en"):
    prefix = "" if language == "zh" else "/en"
    return f"{prefix}/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def meanwhile(record, **changes):
    """Another editor saves the record while its page is open."""
    for name, value in changes.items():
        setattr(record, name, value)
    record.save()


def saved(record, *names):
    record.refresh_from_db()
    return tuple(getattr(record, name) for name in names)


def ticked(response):
    """Which text is ticked for each field that is shown twice."""
    radios = html.fromstring(response.text).xpath("//input[@type='radio' and @checked and starts-with(@name, 'take-')]")
    return {radio.get("name").removeprefix("take-"): radio.get("value") for radio in radios}


@pytest.mark.parametrize(("language", "title"), [("en", "Both texts"), ("zh", "两份内容")])
def test_the_second_is_shown_both_texts_and_overwrites_nothing(editor_client, university, language, title):
    page = editor_client.get(at(university, language))
    meanwhile(university, city="先写的市")
    answer = send(editor_client, page, "_save", city="后写的市", reason="更正")
    assert answer.status_code == 200
    assert all(words in text(answer) for words in (title, "先写的市", "后写的市"))
    assert fields(answer)["city"] == ["后写的市"] and fields(answer)["reason"] == ["更正"]
    assert saved(university, "city") == ("先写的市",)


@pytest.mark.each_database
def test_each_field_is_chosen_and_what_is_chosen_is_saved(editor_client, university):
    page = editor_client.get(at(university))
    meanwhile(university, city="先写的市", authority="先写的部门")
    answer = send(editor_client, page, "_save", city="后写的市", authority="后写的部门", reason="更正")
    assert ticked(answer) == {"city": "mine", "authority": "mine"}
    answer = send(editor_client, answer, "_save", **{"take-city": "theirs", "city": "后写的市", "authority": "改定"})
    assert answer.status_code == 302
    assert saved(university, "city", "authority") == ("先写的市", "改定")


def test_what_only_the_other_changed_is_ticked_as_it_is_saved(editor_client, university):
    page = editor_client.get(at(university))
    meanwhile(university, city="先写的市")
    answer = send(editor_client, page, "_save", authority="后写的部门", reason="更正")
    assert ticked(answer) == {"city": "theirs"}
    assert send(editor_client, answer, "_save").status_code == 302
    assert saved(university, "city", "authority") == ("先写的市", "后写的部门")


def test_lines_that_a_browser_ends_otherwise_are_not_taken_for_changed(editor_client, batch):
    meanwhile(batch, key_points="一\n二")
    page = editor_client.get(at(batch))
    meanwhile(batch, key_points="一\n三")
    answer = send(editor_client, page, "_save", key_points="一\r\n二", title="新通知", reason="更正")
    assert ticked(answer) == {"key_points": "theirs"}


def test_without_a_choice_it_is_asked_again(editor_client, university):
    page = editor_client.get(at(university))
    meanwhile(university, city="先写的市")
    answer = send(editor_client, page, "_save", city="后写的市", reason="更正")
    answer = send(editor_client, answer, "_save", **{"take-city": None})
    assert CHOICE in text(answer)
    assert saved(university, "city") == ("先写的市",)


def test_a_third_who_saves_is_noticed_as_well(editor_client, university):
    page = editor_client.get(at(university))
    meanwhile(university, city="先写的市")
    answer = send(editor_client, page, "_save", city="后写的市", reason="更正")
    meanwhile(university, city="第三人的市")
    answer = send(editor_client, answer, "_save")
    assert "第三人的市" in text(answer) and saved(university, "city") == ("第三人的市",)
    assert send(editor_client, answer, "_save").status_code == 302
    assert saved(university, "city") == ("后写的市",)


def test_the_form_sent_twice_is_no_conflict(editor_client, university):
    page = editor_client.get(at(university))
    changes = {"city": "新的市", "reason": "更正"}
    assert [send(editor_client, page, "_save", **changes).status_code for _time in range(2)] == [302, 302]


def test_a_university_chosen_by_both_is_shown_by_its_name(editor_client, pairs, universities):
    page = editor_client.get(at(pairs[0]))
    meanwhile(pairs[0], supporter=universities["江南测试大学"])
    answer = send(editor_client, page, "_save", supporter=universities["岭南测试大学"].pk, reason="更正")
    shown = " ".join(html.fromstring(answer.text).xpath("string(//section[@id='conflict'])").split())
    assert "江南测试大学" in shown and "岭南测试大学" in shown
    assert saved(pairs[0], "supporter") == (universities["江南测试大学"],)


def a_kind(batch):
    mechanism = Mechanism.objects.create(action=batch.action, number=1, name="就业指导", name_en="Guidance")
    return ActivityKind.objects.create(mechanism=mechanism, code="lecture", name="讲座", name_en="Lecture")


RECORDS = {
    "action": (lambda batch: batch.action, "name", "甲行动", "乙行动"),
    "batch": (lambda batch: batch, "title", "甲通知", "乙通知"),
    "pair": (lambda batch: batch.pairs.first(), "source", "https://example.edu.cn/a", "https://example.edu.cn/b"),
    "kind": (lambda batch: a_kind(batch), "name", "甲类", "乙类"),
    "checklist": (lambda batch: Checklist.objects.create(name="表", name_en="List"), "name", "甲表", "乙表"),
    "rule": (lambda batch: ReminderRule.objects.create(duty="silent"), "after", 58, 59),
}


@pytest.mark.each_database
@pytest.mark.parametrize("name", RECORDS)
def test_every_record_of_the_ministry_is_guarded(editor_client, batch, pairs, name):
    made, field, theirs, mine = RECORDS[name]
    record = made(batch)
    page = editor_client.get(at(record))
    meanwhile(record, **{field: theirs})
    answer = send(editor_client, page, "_save", **{field: mine}, reason="更正")
    assert str(theirs) in text(answer) and str(mine) in answer.text
    assert saved(record, field) == (theirs,)
    assert send(editor_client, answer, "_save").status_code == 302
    assert saved(record, field) == (mine,)


# Rows of relations


@pytest.fixture
def name(university):
    return UniversityName.objects.create(university=university, name="东湖旧名", source="旧来源")


def test_a_row_that_was_changed_meanwhile_is_shown_in_both_texts(editor_client, university, name):
    page = editor_client.get(at(university))
    meanwhile(name, source="先写的来源")
    answer = send(editor_client, page, "_save", **{"names-0-source": "后写的来源", "reason": "更正"})
    assert "先写的来源" in text(answer) and "后写的来源" in answer.text
    assert saved(name, "source") == ("先写的来源",)
    assert send(editor_client, answer, "_save", **{"take-names-0-source": "theirs"}).status_code == 302
    assert saved(name, "source") == ("先写的来源",)


def test_a_row_that_was_changed_meanwhile_is_not_deleted_unseen(editor_client, university, name):
    page = editor_client.get(at(university))
    meanwhile(name, source="先写的来源")
    answer = send(editor_client, page, "_save", **{"names-0-DELETE": "on", "reason": "更正"})
    assert "先写的来源" in text(answer) and UniversityName.objects.exists()
    assert send(editor_client, answer, "_save").status_code == 302
    assert not UniversityName.objects.exists()


def test_a_row_that_was_only_looked_at_stays_as_the_other_saved_it(editor_client, university, name):
    page = editor_client.get(at(university))
    meanwhile(name, source="先写的来源")
    assert send(editor_client, page, "_save", city="新的市", reason="更正").status_code == 302
    assert saved(name, "source") == ("先写的来源",)
    assert name.history.count() == 2


@pytest.mark.each_database
@pytest.mark.parametrize(("take", "left"), [("theirs", 0), ("mine", 1)])
def test_a_row_that_was_removed_meanwhile_is_asked_about(editor_client, university, name, take, left):
    page = editor_client.get(at(university))
    name.delete()
    answer = send(editor_client, page, "_save", **{"names-0-source": "后写的来源", "reason": "更正"})
    assert answer.status_code == 200 and not UniversityName.objects.exists()
    assert "Someone else removed this row while you were editing." in text(answer) and "后写的来源" in answer.text
    assert send(editor_client, answer, "_save", **{"take-names-0": take}).status_code == 302
    assert [row.source for row in university.names.all()] == ["后写的来源"] * left


def test_a_removed_row_in_which_nothing_was_changed_stays_removed(editor_client, university, name):
    page = editor_client.get(at(university))
    name.delete()
    assert send(editor_client, page, "_save", city="新的市", reason="更正").status_code == 302
    assert not UniversityName.objects.exists() and saved(university, "city") == ("新的市",)


def test_a_row_that_another_added_stays(editor_client, university, name):
    page = editor_client.get(at(university))
    UniversityName.objects.create(university=university, name="另一旧名", source="他人")
    assert send(editor_client, page, "_save", **{"names-0-source": "新来源", "reason": "更正"}).status_code == 302
    assert sorted(university.names.values_list("source", flat=True)) == ["他人", "新来源"]


@pytest.mark.parametrize("stood", ["", "{", "[]", '{"": 1, "names": [2]}', "[" * 5000])
def test_a_page_that_does_not_say_what_stood_fails_nowhere(editor_client, university, name, stood):
    page = editor_client.get(at(university))
    assert send(editor_client, page, "_save", stood=stood, city="新的市", reason="更正").status_code == 302


def test_no_secret_is_carried_along(editor_client, inspector):
    page = editor_client.get(at(inspector))
    assert "name" in fields(page)["stood"][0] and "password" not in fields(page)["stood"][0]
