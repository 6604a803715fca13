"""Wrong passwords: five for a person, then none for a quarter of an hour, however many processes answer."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import cache, caches
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation
from core import worker
from core.models import Lock
from core.worker import tidy
from tests.conftest import PASSWORD
from tests.support.factories.outbox import delivered

LOGIN, RESET = "/accounts/login/", "/en/accounts/password/reset/"
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


def test_guesses_are_counted_in_the_database_that_all_processes_share():
    guess("nobody")
    assert any("login_failed" in key for key in Lock.objects.values_list("cache_key", flat=True))


# A flood


def from_many(number):
    """The address of one of twenty clients."""
    return {"REMOTE_ADDR": f"2001:db8:0:{number % 20:x}::1"}


@pytest.fixture
def little_room(monkeypatch):
    """As many entries as Django's own cache has room for, half of them taken."""
    monkeypatch.setattr(caches["default"], "_max_entries", 300)
    for number in range(150):
        cache.set(f"allauth:rl:z:{number}", [1.0], 60)


def test_no_flood_of_resets_unlocks_an_account(editor, client, little_room):
    for _ in range(5):
        guess("ed")
    made = [client.post(RESET, {"email": f"a{n}@example.org"}, **from_many(n)).status_code for n in range(175)]
    assert made == [302] * 175 and Lock.objects.count() > 175
    assert guess("ed", PASSWORD) == "locked"


def test_no_flood_of_sign_ins_unlocks_an_account_or_forgets_a_used_code(editor, little_room):
    cache.add("allauth.mfa.totp.used?user=1&code=123456", "y", timeout=300)
    for _ in range(5):
        guess("ed")
    for number in range(350):
        cache.set(f"allauth:rl:z:login:{number}", [1.0], 60)
        cache.set(f"a:{number}", [1.0], 60)
    assert guess("ed", PASSWORD) == "locked"
    assert not cache.add("allauth.mfa.totp.used?user=1&code=123456", "y", timeout=300)


def test_beyond_its_room_the_table_loses_what_has_ended_and_nothing_else(monkeypatch):
    monkeypatch.setattr(caches["default"], "_max_entries", 10)
    for number in range(30):
        cache.set(f"lock:{number}", 1, 60)
    Lock.objects.filter(cache_key__endswith="7").update(expires=timezone.now() - timedelta(minutes=1))
    cache.set("lock:more", 1, 60)
    assert {key.rpartition(":")[2] for key in Lock.objects.values_list("cache_key", flat=True)} == {
        "more",
        *(str(number) for number in range(30) if number % 10 != 7),
    }


def test_the_worker_removes_locks_that_have_ended():
    cache.set("ended", 1, 60)
    cache.set("stands", 1, 3600)
    Lock.objects.filter(cache_key__endswith="ended").update(expires=timezone.now() - timedelta(seconds=1))
    tidy()
    left = {key.rpartition(":")[2] for key in Lock.objects.values_list("cache_key", flat=True)}
    assert left == {"stands", worker.SIGN}


def test_what_may_be_lost_is_kept_elsewhere(settings):
    """The portal's own pages go into a cache of their own."""
    caches["pages"].set("page", "x")
    assert not Lock.objects.exists()
    folders = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    users = [
        path for folder in folders for path in folder.rglob("*.py") if "core.cache import cache" in path.read_text()
    ]
    assert [path.name for path in users if "caches" not in path.read_text()] == []


# Bounds for one address


def test_one_client_asks_for_so_many_resets_and_no_more(client):
    answers = [client.post(RESET, {"email": f"a{number}@example.org"}).status_code for number in range(21)]
    assert answers == [302] * 20 + [429]


def test_one_address_is_written_to_three_times_in_a_quarter_of_an_hour(client, editor):
    """Whoever asks, so that nobody fills a mailbox."""
    answers = [client.post(RESET, {"email": editor.email}, **from_many(number)).status_code for number in range(4)]
    assert answers == [302] * 3 + [429] and len(delivered()) == 3


def test_one_client_tries_so_often_to_take_up_an_invitation_and_no_more(client, editor):
    link = f"/en/accounts/invitations/{Invitation.objects.invite(editor, 'n@example.edu.cn', role='inspector').token}/"
    answers = [client.post(link, {"name": ""}).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    assert client.get(link).status_code == 200
