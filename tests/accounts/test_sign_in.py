"""Signing in and out, and changing one's password, in both languages."""

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from accounts.models import BrowserSession
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"
pytestmark = pytest.mark.django_db


def sign_in(client, user, path=LOGIN, **fields):
    return client.post(path, {"login": user.username, "password": PASSWORD} | fields)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_editor_comes_to_the_desk_in_the_language_of_the_page(client, editor, prefix):
    assert sign_in(client, editor, prefix + LOGIN)["Location"] == f"{prefix}/admin/"


def test_a_person_without_a_post_comes_to_the_own_account(client, passer_by):
    assert sign_in(client, passer_by)["Location"] == "/accounts/"
    assert "Pat Passer-By" in text(client.get("/accounts/"))


def test_the_e_mail_address_does_as_well_whatever_its_case(client, editor):
    assert client.post(LOGIN, {"login": editor.email.upper(), "password": PASSWORD})["Location"] == "/admin/"


def test_an_address_of_two_people_opens_neither_account(client, editor, passer_by):
    passer_by.email = editor.email
    passer_by.save()
    assert client.post(LOGIN, {"login": editor.email, "password": PASSWORD}).status_code == 200
    assert sign_in(client, editor)["Location"] == "/admin/"


def test_the_page_asked_for_comes_next(client, editor):
    page = client.get(f"{LOGIN}?next=/admin/pairs/pair/")
    assert 'name="next" value="/admin/pairs/pair/"' in text(page)
    assert sign_in(client, editor, next="/admin/pairs/pair/")["Location"] == "/admin/pairs/pair/"


def test_the_page_asked_for_outlives_a_wrong_password(client, editor):
    response = sign_in(client, editor, next="/admin/pairs/pair/", password="wrong")
    assert 'name="next" value="/admin/pairs/pair/"' in text(response)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client, editor, elsewhere):
    assert sign_in(client, editor, next=elsewhere)["Location"] == "/admin/"


@pytest.mark.parametrize("path", [LOGIN, "/en" + LOGIN])
def test_a_wrong_password_is_told_first_and_the_name_is_kept(client, editor, path):
    response = sign_in(client, editor, path, password="wrong")
    assert response.status_code == 200
    assert text(response).index('class="errors"') < text(response).index("<form")
    assert 'href="#id_login"' in text(response)
    assert f'value="{editor.username}"' in text(response)
    assert "wrong" not in text(response)


def test_errors_are_in_the_language_of_the_page(client, editor):
    chinese, english = (text(sign_in(client, editor, path, password="")) for path in (LOGIN, "/en" + LOGIN))
    assert "请填写此项。" in chinese and "Fill this in." not in chinese
    assert "Fill this in." in english


def test_nothing_tells_whether_a_name_exists(client, editor):
    known = text(client.post(LOGIN, {"login": "someone", "password": "wrong"}))
    unknown = text(client.post(LOGIN, {"login": "another", "password": "wrong"}))
    assert errors_of(known) == errors_of(unknown)


def errors_of(page):
    return page.partition('class="errors"')[2].partition("</div>")[0]


def test_a_deactivated_person_stays_outside(client, editor):
    editor.is_active = False
    editor.save()
    assert sign_in(client, editor).status_code == 200
    assert not BrowserSession.objects.exists()


def test_signing_out_leads_home_and_takes_a_post(editor_client):
    assert editor_client.get("/accounts/logout/").status_code == 405
    assert editor_client.post("/accounts/logout/")["Location"] == reverse("home")
    assert editor_client.get("/admin/").status_code == 302


def test_changing_the_password(editor_client, editor):
    response = change(editor_client)
    assert response["Location"] == "/accounts/password/done/"
    editor.refresh_from_db()
    assert editor.check_password("another good one")
    assert editor_client.get("/accounts/").status_code == 200  # still signed in here


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"oldpassword": "wrong"}, "id_oldpassword"),
        ({"password2": "not the same"}, "id_password2"),
        ({"password1": "short", "password2": "short"}, "id_password1"),
        ({"password1": "", "password2": ""}, "id_password1"),
    ],
)
def test_a_password_that_will_not_do_is_told_with_a_link_to_its_field(editor_client, fields, field):
    response = change(editor_client, **fields)
    assert response.status_code == 200
    assert f'href="#{field}"' in text(response)


def change(client, **fields):
    good = {"oldpassword": PASSWORD, "password1": "another good one", "password2": "another good one"}
    return client.post("/accounts/password/", good | fields)


def test_the_account_shows_the_posts_held_and_those_that_ended(former_editor_client, former_editor):
    page = text(former_editor_client.get("/en/accounts/"))
    assert "Editor (ministry)" in page and "not in office" in page
    assert "To the ministry desk" not in page


@pytest.mark.parametrize("path", ["/accounts/", LOGIN, "/accounts/password/", "/en/accounts/"])
def test_nobody_keeps_a_copy_of_these_pages(editor_client, path):
    assert editor_client.get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("typed", [{}, {"username": "ed"}, {"password": PASSWORD}, {"username": "", "password": "x"}])
def test_half_a_sign_in_is_nobodys(editor, typed):
    assert authenticate(None, **typed) is None
