"""Mechanisms in the admin: editors change them with history, inspectors look."""

import pytest
from django.core.exceptions import ValidationError

from activities.models import Indicator, Mechanism
from pairs.models import Action


@pytest.fixture
def address(db):
    texts = {"name": "测试机制", "name_en": "Test mechanism", "summary": "一", "summary_en": "one"}
    mechanism = Mechanism.objects.create(
        action=Action.objects.create(pk=1, slug="one", name="行动"), number=1, covers="一", covers_en="one", **texts
    )
    return f"/en/admin/activities/mechanism/{mechanism.pk}/change/"


WORDS = {
    "action": 1,
    "number": 1,
    "reason": "措辞",
    "name": "新名",
    "name_en": "New",
    "summary": "二",
    "summary_en": "two",
    "covers": "x",
    "covers_en": "x",
}


def test_editors_change_it_and_the_history_says_who(editor_client, address):
    editor_client.post(address, WORDS | {"reason": "措辞"})
    mechanism = Mechanism.objects.get()
    assert mechanism.name == "新名"
    assert mechanism.history.latest().history_user.username == "ed"


def test_wrong_input_is_refused(editor_client, address):
    answer = editor_client.post(address, WORDS | {"name": ""})
    assert "name" in answer.context["adminform"].form.errors
    assert Mechanism.objects.get().name == "测试机制"


def test_its_history_shows_before_and_after(inspector_client, editor_client, address):
    editor_client.post(address, WORDS)
    shown = inspector_client.get(address.replace("change", "history")).text
    assert "测试机制" in shown and "新名" in shown


def test_inspectors_look_only(inspector_client, address):
    assert inspector_client.get(address).status_code == 200
    assert inspector_client.post(address, WORDS).status_code == 403


def test_to_people_without_a_post_it_does_not_exist(passer_by_client, address):
    assert passer_by_client.get(address).status_code == 404


def test_strangers_sign_in_first(client, address):
    assert client.get(address).url.startswith("/en/accounts/login/")


# Retiring and offering again


@pytest.fixture
def posts(db):
    words = {
        "name": "岗位",
        "name_en": "posts",
        "unit": "个",
        "unit_en": "posts",
        "rule": "每个计一次",
        "rule_en": "each",
    }
    return Indicator.objects.create(code="posts", **words)


LIST = "/en/admin/activities/indicator/"


def chosen(record, action, **fields):
    return {"action": action, "_selected_action": record.pk} | fields


def test_retiring_asks_why_and_does_nothing_before(editor_client, posts):
    page = editor_client.post(LIST, chosen(posts, "retire"))
    assert page.status_code == 200
    assert 'name="reason"' in page.text
    for reason in ("", "   ", "很" * 501):
        page = editor_client.post(LIST, chosen(posts, "retire", reason=reason))
        assert [problem["id"] for problem in page.context["problems"]] == ["id_reason"]
    posts.refresh_from_db()
    assert not posts.retired_at
    assert posts.history.count() == 1


@pytest.mark.parametrize("action", ["retire", "restore"])
def test_the_reason_stands_in_the_history(editor_client, posts, action):
    if action == "restore":
        posts.retire("不再统计")
    answer = editor_client.post(LIST, chosen(posts, action, reason="按新口径"))
    assert answer.status_code == 302
    posts.refresh_from_db()
    assert bool(posts.retired_at) is (action == "retire")
    last = posts.history.latest()
    assert (last.history_change_reason, last.history_user.username) == ("按新口径", "ed")


def test_a_number_of_a_person_in_the_reason_is_asked_about(editor_client, posts):
    page = editor_client.post(LIST, chosen(posts, "retire", reason="详询 138" + "00138000"))
    assert "mobile number" in page.text
    assert 'name="answered"' in page.text


def test_without_a_reason_the_model_refuses(posts):
    for verb in (posts.retire, posts.restore):
        with pytest.raises(ValidationError):
            verb(" ")


def test_inspectors_retire_nothing(inspector_client, posts):
    inspector_client.post(LIST, chosen(posts, "retire", reason="x"))
    posts.refresh_from_db()
    assert not posts.retired_at


def test_a_changed_text_with_a_number_of_a_person_is_asked_about_in_the_admin(editor_client, address):
    sent = WORDS | {"summary": "详询 138" + "00138000"}
    page = editor_client.post(address, sent)
    assert "mobile number" in page.text
    tick = page.text.partition('name="answered" value="')[2].partition('"')[0]
    assert editor_client.post(address, sent | {"answered": tick}).status_code == 302
    assert Mechanism.objects.get().summary == sent["summary"]
