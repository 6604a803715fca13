"""The second factor: staff set it up before the admin opens; a code or a recovery code opens once."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from tests.conftest import PASSWORD, a_client

LOGIN, APP, CODE = "/accounts/login/", "/accounts/second-factor/app/", "/accounts/second-factor/code/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings):
    settings.STAFF_SECOND_FACTOR = True
    cache.clear()


def signed_in(user):
    """A client that has just given the password, as the browser of `user`."""
    client = Client()
    client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    return client


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def text(response):
    return response.content.decode()


@pytest.fixture
def set_up(editor):
    """The editor with the second factor: the client that set it up, and its secret."""
    client = signed_in(editor)
    secret = re.search(r'class="key">(\w+)<', text(client.get(APP)))[1]
    response = client.post(APP, {"code": code_of(secret)})
    assert response["Location"] == "/accounts/second-factor/recovery/"
    cache.clear()  # a code opens once, and here the same half minute is used again
    return client, secret


@pytest.mark.parametrize("path", ["/admin/", "/admin/pairs/pair/", "/en/admin/", "/desk/", "/desk/people/"])
def test_staff_without_it_are_led_to_set_it_up(editor, path):
    prefix = "/en" if path.startswith("/en") else ""
    assert signed_in(editor).get(path)["Location"] == f"{prefix}{APP}?next={path}"


def test_public_pages_and_the_own_account_stay_open(editor):
    client = signed_in(editor)
    assert client.get("/").status_code == client.get("/accounts/").status_code == 200
    assert "set up the second factor" in text(client.get("/en/accounts/"))


def test_where_it_is_not_required_the_admin_opens(editor, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert signed_in(editor).get("/admin/").status_code == 200


def test_it_is_required_unless_in_development():
    from pairing_portal.env import Environment

    assert Environment({}).boolean("STAFF_SECOND_FACTOR", default=True) is True


def test_people_outside_of_the_ministry_need_none(passer_by):
    assert signed_in(passer_by).get("/accounts/").status_code == 200


def test_once_set_up_the_admin_opens(set_up):
    client, _secret = set_up
    assert client.get("/admin/").status_code == 200


def test_the_picture_stands_in_the_page_itself_and_needs_no_style(editor):
    page = text(signed_in(editor).get(APP))
    picture = page.partition('class="qr"')[2].partition("</svg>")[0]
    assert "<path" in picture and "style=" not in page and "data:" not in page and "<?xml" not in page


def test_a_wrong_code_sets_nothing_up(editor):
    client = signed_in(editor)
    client.get(APP)
    assert 'href="#id_code"' in text(client.post(APP, {"code": "000000"}))
    assert not Authenticator.objects.exists()


def test_from_then_on_the_password_alone_does_not_do(set_up, editor):
    client = Client()
    response = client.post(LOGIN, {"login": "ed", "password": PASSWORD})
    assert response["Location"] == CODE
    assert client.get("/admin/").status_code == 302
    assert client.post(CODE, {"code": "123"}).status_code == 200
    assert client.get("/admin/").status_code == 302
    assert client.post(CODE, {"code": code_of(set_up[1])})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_codes_are_not_guessed(set_up, editor):
    client = signed_in(editor)
    for number in range(5):
        client.post(CODE, {"code": f"00000{number}"})
    assert client.post(CODE, {"code": code_of(set_up[1])}).status_code == 200
    assert client.get("/admin/").status_code == 302


def stored():
    return {one.type: str(one.data) for one in Authenticator.objects.all()}


def test_the_secrets_are_not_stored_in_the_clear(set_up, editor):
    assert set(stored()) == {"totp", "recovery_codes"}
    assert set_up[1] not in stored()["totp"]
    assert all("gAAAA" in data for data in stored().values())


def test_with_another_key_of_the_portal_no_code_fits_and_with_the_old_one_beside_it_they_do(
    set_up, editor, settings, caplog
):
    codes = re.findall(r"<li><code>(\d+)</code>", text(set_up[0].get("/accounts/second-factor/recovery/")))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 5
    client = signed_in(editor)
    for code in (code_of(set_up[1]), code_of(""), codes[0]):
        assert client.post(CODE, {"code": code}).status_code == 200
    assert "Put the former key into SECRET_KEY_FALLBACKS" in caplog.text
    caplog.clear()
    settings.SECRET_KEY_FALLBACKS = [old]
    assert signed_in(editor).post(CODE, {"code": code_of(set_up[1])})["Location"] == "/admin/"
    assert "SECRET_KEY_FALLBACKS" not in caplog.text


def test_a_secret_that_was_stored_in_the_clear_still_opens(set_up, editor):
    Authenticator.objects.filter(type="totp").update(data={"secret": set_up[1]})
    assert signed_in(editor).post(CODE, {"code": code_of(set_up[1])})["Location"] == "/admin/"


def test_a_recovery_code_opens_once(set_up, editor):
    codes = re.findall(r"<li><code>(\d+)</code>", text(set_up[0].get("/accounts/second-factor/recovery/")))
    assert len(codes) == 10
    first, second = signed_in(editor), signed_in(editor)
    assert first.post(CODE, {"code": codes[0]}).status_code == 302
    assert second.post(CODE, {"code": codes[0]}).status_code == 200


def test_codes_can_be_downloaded_and_made_anew(set_up):
    client, _secret = set_up
    before = text(client.get("/accounts/second-factor/recovery/download/")).split()
    assert len(before) == 10
    client.post("/accounts/second-factor/recovery/new/")
    assert not set(before) & set(text(client.get("/accounts/second-factor/recovery/download/")).split())


def test_who_was_switched_off_between_password_and_code_stays_outside(set_up, editor):
    client = signed_in(editor)
    editor.is_active = False
    editor.save()
    response = client.post(CODE, {"code": code_of(set_up[1])})
    assert response.status_code == 302
    assert client.get("/admin/")["Location"].startswith(LOGIN)


def test_an_old_sign_in_is_asked_again_before_the_codes_are_shown(set_up, editor):
    client = a_client(editor)
    response = client.get("/accounts/second-factor/recovery/")
    assert response.status_code == 302 and "/again/" in response["Location"]
    page = client.get(response["Location"], follow=True)
    assert page.status_code == 200


def test_an_editor_removes_the_second_factor_of_another_who_lost_the_phone(set_up, editor, inspector, settings):
    settings.STAFF_SECOND_FACTOR = False
    client = a_client(inspector)
    action = {"action": "remove_second_factor", "_selected_action": editor.pk}
    client.post("/admin/accounts/user/", action)
    assert Authenticator.objects.filter(user=editor).exists()
    a_client(editor).post("/admin/accounts/user/", action)
    assert not Authenticator.objects.filter(user=editor).exists()
    reason = editor.history.first().history_change_reason
    assert "factor" in reason or "二次验证" in reason


PAGES = ["", "app/", "app/remove/", "recovery/", "recovery/new/"]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_its_pages_open_in_both_languages_under_the_portals_name(set_up, prefix, page):
    response = set_up[0].get(f"{prefix}/accounts/second-factor/{page}", follow=True)
    assert response.status_code == 200
    assert "testserver" not in text(response).partition("<title>")[2].partition("</title>")[0]
