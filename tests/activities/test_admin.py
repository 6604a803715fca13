"""Mechanisms in the admin: editors change them with history, inspectors look."""

import pytest

from activities.models import Mechanism


@pytest.fixture
def address(db):
    texts = {"name": "测试机制", "name_en": "Test mechanism", "summary": "一", "summary_en": "one"}
    mechanism = Mechanism.objects.create(number=1, covers="一", covers_en="one", **texts)
    return f"/en/admin/activities/mechanism/{mechanism.pk}/change/"


WORDS = {
    "number": 1,
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
