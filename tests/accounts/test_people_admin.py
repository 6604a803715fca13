"""People and their posts in the admin: editors enter them, inspectors look, nobody climbs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, User
from tests.conftest import PASSWORD, a_person

ADD = "/admin/accounts/user/add/"
POSTS = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}


def change_page(user):
    return f"/admin/accounts/user/{user.pk}/change/"


def a_post(role="inspector", since="2026-01-01", until=""):
    post = {"role": role, "since": since, "until": until}
    return POSTS | {"memberships-TOTAL_FORMS": 1} | {f"memberships-0-{name}": value for name, value in post.items()}


def new_person(**fields):
    person = {"username": "nina", "name": "Nina", "email": "n@example.edu.cn"}
    return person | {"password1": "a long new word", "password2": "a long new word"} | a_post() | fields


def changed(user, **fields):
    person = {"username": user.username, "name": user.name, "email": user.email, "is_active": "on"}
    return person | {"reason": "asked for by the office"} | POSTS | fields


def test_an_editor_adds_a_person_with_a_post(editor_client, client):
    assert editor_client.post(ADD, new_person()).status_code == 302
    nina = User.objects.get(username="nina")
    assert nina.roles == {Membership.Role.INSPECTOR}
    assert client.login(username="nina", password="a long new word")


@pytest.mark.parametrize("fields", [{"password2": "another"}, {"password1": "short", "password2": "short"}])
def test_a_password_that_will_not_do_adds_nobody(editor_client, fields):
    assert editor_client.post(ADD, new_person(**fields)).status_code == 200
    assert not User.objects.filter(username="nina").exists()


@pytest.mark.parametrize("name", ["Ni\u202ena", "Ni\u0007na", "\u200b"])
def test_a_name_that_hides_something_is_refused(editor_client, passer_by, name):
    assert editor_client.post(ADD, new_person(name=name)).status_code == 200
    assert editor_client.post(change_page(passer_by), changed(passer_by, name=name)).status_code == 200
    assert not User.objects.filter(name=name).exists()


def test_a_change_is_kept_with_who_and_why(editor_client, editor, passer_by):
    editor_client.post(change_page(passer_by), changed(passer_by, name="Pat Post", **a_post("editor")))
    passer_by.refresh_from_db()
    assert passer_by.name == "Pat Post"
    entry = passer_by.history.first()
    assert (entry.history_user, entry.history_change_reason) == (editor, "asked for by the office")
    assert passer_by.memberships.get().history.get().history_user == editor
    history = editor_client.get(f"/admin/accounts/user/{passer_by.pk}/history/").content.decode()
    assert "Pat Post" in history and "asked for by the office" in history


def test_a_change_without_a_reason_is_refused(editor_client, passer_by):
    response = editor_client.post(change_page(passer_by), changed(passer_by, name="Else", reason=""))
    assert response.status_code == 200
    passer_by.refresh_from_db()
    assert passer_by.name != "Else"


@pytest.mark.parametrize("name", ["is_superuser", "is_staff", "groups", "user_permissions"])
def test_an_editor_neither_sees_nor_sets_single_rights(editor_client, editor, name):
    assert f'name="{name}"' not in editor_client.get(change_page(editor)).content.decode()
    editor_client.post(change_page(editor), changed(editor, **{name: "on"}, email="new@example.edu.cn"))
    editor.refresh_from_db()
    assert editor.email == "new@example.edu.cn"  # the form was accepted, only without that field
    assert not editor.is_superuser


def test_an_editor_cannot_change_a_superuser_or_the_password(editor_client, db):
    root = User.objects.create_superuser("root", password=PASSWORD)
    assert editor_client.post(change_page(root), changed(root, name="Mine")).status_code == 403
    page = f"/admin/accounts/user/{root.pk}/password/"
    assert (
        editor_client.post(page, {"password1": "mine now, mine now", "password2": "mine now, mine now"}).status_code
        == 403
    )
    root.refresh_from_db()
    assert root.name == "" and root.check_password(PASSWORD)


def test_an_editor_sets_a_forgotten_password(editor_client, passer_by):
    fields = {"password1": "a long new word", "password2": "a long new word"}
    editor_client.post(f"/admin/accounts/user/{passer_by.pk}/password/", fields)
    passer_by.refresh_from_db()
    assert passer_by.check_password("a long new word")


@pytest.mark.parametrize("key", ["武汉大学", "9" * 5000, "１２ｘ"])
def test_what_is_no_university_brings_the_form_back(editor_client, passer_by, key):
    fields = a_post("coordinator") | {"memberships-0-university": key}
    assert editor_client.post(change_page(passer_by), changed(passer_by, **fields)).status_code == 200
    assert not passer_by.memberships.exists()


def test_an_inspector_sees_people_and_changes_none(inspector_client, passer_by):
    assert inspector_client.get(change_page(passer_by)).status_code == 200
    assert inspector_client.post(change_page(passer_by), changed(passer_by, name="Else")).status_code == 403
    assert inspector_client.post(ADD, new_person()).status_code == 403


def test_nobody_is_deleted(editor_client, passer_by):
    assert editor_client.post(f"/admin/accounts/user/{passer_by.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=passer_by.pk).exists()


def test_ending_a_post_closes_the_desk(editor_client, inspector_client, inspector):
    post = inspector.memberships.get()
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    fields = a_post("inspector", post.since, yesterday) | {"memberships-INITIAL_FORMS": 1}
    fields |= {"memberships-0-id": post.pk, "memberships-0-user": inspector.pk}
    assert editor_client.post(change_page(inspector), changed(inspector, **fields)).status_code == 302
    assert inspector_client.get("/admin/")["Location"] == "/accounts/"
    assert inspector_client.get("/admin/pairs/pair/").status_code == 404


def test_the_list_of_people_asks_the_same_for_few_and_many(editor_client):
    few = queries(editor_client)
    for number in range(30):
        a_person(f"person{number}", Membership.Role.INSPECTOR)
    assert queries(editor_client) == few
    assert few <= 9  # session, user, posts of the reader; counts; the people; their posts


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/admin/accounts/user/").status_code == 200
    return len(captured)
