"""Passkeys as the server sees them: nothing made up opens an account, and one's own only are removed."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from accounts.adapters import SecondFactorAdapter
from accounts.models import BrowserSession
from accounts.permissions import lacks_second_factor
from tests.conftest import PASSWORD, a_client

LOGIN, FACTORS = "/accounts/login/", "/accounts/second-factor/"
QUESTION, ADD = f"{FACTORS}passkeys/sign-in/", f"{FACTORS}passkeys/add/"
MADE_UP = {"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": "MQ"}}
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


def just_signed_in(user):
    client = Client()
    client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    return client


def a_passkey(user, name="office"):
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": {}})


def asked(client, **headers):
    return client.get(QUESTION, headers={"accept": "application/json"} | headers)


def test_the_question_is_for_this_portal_alone_and_names_nobody(client, settings):
    settings.SITE = settings.SITE | {"address": "https://pairs.example.edu.cn"}
    question = asked(client).json()["request_options"]["publicKey"]
    assert question["rpId"] == "pairs.example.edu.cn" and question["userVerification"] == "required"
    assert not question.get("allowCredentials")


def test_without_an_address_of_its_own_it_is_for_the_host_that_was_asked(client):
    assert asked(client).json()["request_options"]["publicKey"]["rpId"] == "testserver"


def test_nobody_fills_the_table_of_sessions_with_questions():
    answers = [asked(Client()).status_code for _time in range(62)]
    assert answers[0] == 200 and answers[-1] == 429 and BrowserSession.objects.count() <= 60


@pytest.mark.parametrize("sent", ["", "no JSON", "null", "[]", "{}", json.dumps(MADE_UP), json.dumps({"response": 1})])
def test_what_is_made_up_leads_back_and_says_so(client, editor, sent):
    asked(client)
    answer = client.post(QUESTION, {"credential": sent, "next": "/desk/bulletins/"})
    assert answer["Location"] == f"{LOGIN}?next=%2Fdesk%2Fbulletins%2F&passkey=refused"
    page = client.get(answer["Location"]).text
    assert "通行密钥未能使用" in re.search(r'role="alert"[^>]*>([^<]*)', page)[1] and "/desk/bulletins/" in page
    assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize("sent", ["", "{}", json.dumps(MADE_UP)])
def test_what_is_made_up_adds_nothing(editor, sent):
    client = just_signed_in(editor)
    client.get(ADD)
    answer = client.post(ADD, {"name": "office", "credential": sent})
    assert answer.status_code == 200 and "通行密钥未通过验证" in answer.text and 'value="office"' in answer.text
    assert not Authenticator.objects.exists()


def test_before_one_is_added_or_removed_an_old_sign_in_is_asked_again(editor):
    mine, client = a_passkey(editor), a_client(editor)
    for path in (ADD, f"{FACTORS}passkeys/{mine.pk}/name/", f"{FACTORS}passkeys/{mine.pk}/remove/"):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302 and "/again/" in answer["Location"]
    assert Authenticator.objects.exists()


def test_one_is_what_staff_need(editor, settings):
    settings.STAFF_SECOND_FACTOR = True
    assert lacks_second_factor(editor)
    a_passkey(editor)
    assert not lacks_second_factor(editor)


def test_with_one_the_password_alone_does_not_do(editor):
    a_passkey(editor)
    client = just_signed_in(editor)
    assert client.get("/admin/").status_code == 302


def test_one_is_removed_by_its_owner_alone_and_the_last_takes_the_recovery_codes_along(editor, inspector):
    hers = a_passkey(inspector)
    client = just_signed_in(editor)
    mine, codes = (
        a_passkey(editor),
        Authenticator.objects.create(user=editor, type="recovery_codes", data={"seed": "x"}),
    )
    assert client.post(f"{FACTORS}passkeys/{hers.pk}/remove/").status_code == 404
    assert client.get(f"{FACTORS}passkeys/{mine.pk}/remove/").status_code == 200
    assert client.post(f"{FACTORS}passkeys/{mine.pk}/remove/")["Location"] == FACTORS
    assert list(Authenticator.objects.all()) == [hers] and codes.pk


def test_one_is_renamed_by_its_owner_alone_and_still_works(editor, inspector):
    client = just_signed_in(editor)
    hers, mine = a_passkey(inspector, "hers"), a_passkey(editor)
    address = f"{FACTORS}passkeys/{mine.pk}/name/"
    assert address in client.get(FACTORS).text and 'value="office"' in client.get(address).text
    assert client.post(f"{FACTORS}passkeys/{hers.pk}/name/", {"name": "taken"}).status_code == 404
    assert client.post(address, {"name": "phone", "user": inspector.pk})["Location"] == FACTORS
    named = {one.user: one.data for one in Authenticator.objects.all()}
    assert named == {inspector: {"name": "hers", "credential": {}}, editor: {"name": "phone", "credential": {}}}


@pytest.mark.parametrize("name", ["", "   ", "x" * 51, "a\u202eb"])
def test_a_name_that_cannot_be_read_again_is_refused_and_shown_as_it_was_typed(editor, name):
    client, mine = just_signed_in(editor), a_passkey(editor)
    answer = client.post(f"{FACTORS}passkeys/{mine.pk}/name/", {"name": name})
    assert answer.status_code == 200 and 'id="error-summary"' in answer.text and name.strip() in answer.text
    mine.refresh_from_db()
    assert mine.data["name"] == "office"


def test_the_page_of_factors_names_them(editor):
    client = just_signed_in(editor)
    a_passkey(editor, "办公室<电脑>")
    assert "办公室&lt;电脑&gt;" in client.get(FACTORS).text


def test_without_https_none_is_offered(editor, settings):
    settings.MFA_SUPPORTED_TYPES, settings.MFA_PASSKEY_LOGIN_ENABLED = ["totp", "recovery_codes"], False
    client = just_signed_in(editor)
    assert "passkey" not in client.get(FACTORS).text
    assert "passkey" not in client.get(f"{FACTORS}app/").text
    assert "passkey" not in Client().get(LOGIN).text


def test_a_passkey_says_whose_it_is_by_the_name_of_sign_in(editor):
    entity = SecondFactorAdapter().get_public_key_credential_user_entity(editor)
    assert (entity["name"], entity["display_name"]) == ("ed", "Ed Itor")
