"""A forgotten password: nothing tells which addresses are known, and a mail server that hangs stops nobody."""

import re
import time

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.models import Letter
from tests.conftest import PASSWORD, a_person
from tests.support.assertions.walks import statements_that_write
from tests.support.factories.mail_servers import mail_server, silent
from tests.support.factories.outbox import delivered

RESET = "/en/accounts/password/reset/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


def ask(client, address):
    """The answer to a request for this address, and the statements it took, without what is typed or counted."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(RESET, {"email": address})
    return answer, [re.sub(r"'[^']*'|\w*\d\w*", "…", query["sql"]) for query in queries]


def test_known_and_unknown_addresses_take_the_same_steps(client, editor):
    (known, its_steps), (unknown, the_others) = (ask(client, name) for name in (editor.email, "no@example.edu.cn"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert its_steps == the_others
    assert not any("accounts_user" in step for step in its_steps)
    assert mail.outbox == []


def test_only_the_known_address_gets_a_letter_and_of_the_other_nothing_is_kept(client, editor):
    for address in (editor.email, "no@example.edu.cn"):
        client.post(RESET, {"email": address})
    assert [letter.to for letter in delivered()] == [[editor.email]]
    assert Letter.objects.get().recipient == editor.email


@pytest.mark.parametrize("typed", ["ED@EXAMPLE.EDU.CN", " ed@example.edu.cn "])
def test_the_letter_goes_to_the_address_that_is_stored(client, editor, typed):
    client.post(RESET, {"email": typed})
    assert delivered()[0].to == [editor.email]


def test_an_address_that_only_looks_like_a_known_one_gets_nothing(client, editor):
    User.objects.filter(pk=editor.pk).update(email="mike@example.edu.cn")
    client.post(RESET, {"email": "mıke@example.edu.cn"})
    assert delivered() == []


def test_the_switched_off_get_no_letter(client, editor):
    User.objects.filter(pk=editor.pk).update(is_active=False)
    client.post(RESET, {"email": editor.email})
    assert delivered() == []


def test_an_address_of_two_accounts_gets_one_letter_with_a_link_for_each(client, editor):
    User.objects.filter(pk=a_person("second").pk).update(email=editor.email)
    client.post(RESET, {"email": editor.email})
    (letter,) = delivered()
    assert len(set(re.findall(r"/password/reset/\S+", letter.body))) == 2
    assert "ed" in letter.body and "second" in letter.body


def test_links_begin_with_the_address_of_the_portal_whatever_host_was_asked(client, editor, settings):
    settings.SITE = settings.SITE | {"address": "https://portal.example.edu.cn"}
    client.post(RESET, {"email": editor.email})
    assert "\nhttps://portal.example.edu.cn/en/accounts/password/reset/" in delivered()[0].body


def test_no_link_is_ever_stored(client, editor):
    client.post(RESET, {"email": editor.email})
    key = re.search(r"/password/reset/(\S+)/", delivered()[0].body)[1]
    assert key not in str(Letter.objects.values())


def test_one_not_sent_while_its_link_would_be_good_is_dropped(client, editor, settings):
    settings.PASSWORD_RESET_TIMEOUT = 0
    client.post(RESET, {"email": editor.email})
    assert delivered() == [] and not Letter.objects.exists()


def test_a_silent_mail_server_stops_nobody(client, editor, settings):
    with mail_server(silent) as port:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = "core.outbox.smtp.EmailBackend", "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = port, 5
        began = time.monotonic()
        assert client.post(RESET, {"email": editor.email}).status_code == 302
        assert client.get("/healthz").status_code == 200
        assert time.monotonic() - began < 2
        settings.EMAIL_TIMEOUT = 0.2
        assert delivered() == []
        assert time.monotonic() - began < 4
    assert Letter.objects.get().state == Letter.State.DUE


def test_the_library_behind_the_pages_cannot_mail_past_the_outbox(editor):
    with pytest.raises(NotImplementedError):
        get_adapter().send_mail("account/email/anything", editor.email, {})


def test_a_link_that_nobody_was_sent_writes_nothing_about_the_person_it_names(client, editor):
    with statements_that_write() as statements:
        client.get(f"/accounts/password/reset/key/{user_pk_to_url_str(editor)}-none-such/")
    assert statements == []


def test_the_new_password_works(client, editor):
    client.post(RESET, {"email": editor.email})
    page = client.get(re.search(r"https?://[^/]+(/\S+)", delivered()[0].body)[1], follow=True)
    new = {"password1": "quite another long word", "password2": "quite another long word"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    assert not client.login(username="ed", password=PASSWORD)
    assert client.login(username="ed", password=new["password1"])
