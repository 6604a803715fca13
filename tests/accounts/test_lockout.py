"""Wrong passwords: five for a person, then none for a quarter of an hour, however many processes answer."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.conftest import PASSWORD
from tests.letters import delivered

LOGIN = "/accounts/login/"
pytestmark = pytest.mark.django_db
TOO_MANY = "Too many wrong passwords"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


def guess(name, password="wrong", client=None, **headers):
    response = (client or Client()).post(f"/en{LOGIN}", {"login": name, "password": password}, **headers)
    if response.status_code == 302:
        return "in"
    return "locked" if TOO_MANY in response.content.decode() else "wrong"


def test_the_sixth_guess_is_not_looked_at_even_if_it_is_right(editor):
    assert [guess("ed") for _ in range(5)] == ["wrong"] * 5
    assert guess("ed", PASSWORD) == "locked"


def test_names_addresses_and_cases_count_together(editor):
    assert [guess(name) for name in ("ed", "ED", editor.email, editor.email.upper(), "ed")] == ["wrong"] * 5
    assert guess(editor.email, PASSWORD) == "locked"


def test_others_are_not_locked_out_with_the_first(editor, inspector):
    for _ in range(6):
        guess("ed")
    assert guess("ins", PASSWORD) == "in"


def test_right_passwords_are_not_counted(editor):
    assert [guess("ed", PASSWORD) for _ in range(7)] == ["in"] * 7


def test_a_name_that_does_not_exist_is_told_the_same(db):
    assert [guess("nobody") for _ in range(6)] == ["wrong"] * 5 + ["locked"]


def test_a_forged_address_of_the_client_does_not_help(editor):
    for number in range(5):
        guess("ed", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert guess("ed", PASSWORD, HTTP_X_FORWARDED_FOR="10.0.0.99") == "locked"


def test_a_new_password_by_mail_ends_the_lockout(editor, client):
    for _ in range(6):
        guess("ed")
    client.post("/en/accounts/password/reset/", {"email": editor.email})
    page = client.get(re.search(r"https?://[^/]+(/\S+)", delivered()[0].body)[1], follow=True)
    new = {"password1": "quite another long word", "password2": "quite another long word"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    assert guess("ed", PASSWORD) == "wrong"
    assert guess("ed", new["password1"]) == "in"


def test_guesses_are_counted_in_the_database_that_all_processes_share(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
