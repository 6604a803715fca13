"""A public answer is built once for each version of the data; what is private, personal or free is never kept."""

import gzip
import threading

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.stored_answers import middleware
from core.stored_answers.store import STORE, AnswerStore
from core.stored_answers.stored_answer import may_be_shared
from pairs.models import Action, Batch
from tests.conftest import a_client

PAGE = "/pairs/"


@pytest.fixture(autouse=True)
def room(settings):
    """What other tests have built is not there, whose rolled back data may bear the same version."""
    settings.STORED_ANSWERS_MB = 8
    STORE.clear()


@pytest.fixture
def action(db):
    return Action.objects.create(slug="any", name="任一行动")


def test_a_page_is_built_once_and_then_costs_one_query(client, action, built):
    first = client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(PAGE)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert len(asked) == 1 and built == [PAGE]


def test_a_change_is_seen_by_the_next_reader(client, action, built):
    client.get(PAGE)
    action.save()
    client.get(PAGE)
    assert built == [PAGE, PAGE]


def test_at_midnight_in_beijing_everything_is_built_anew(client, action, built):
    with time_machine.travel("2031-05-01T15:59:50Z", tick=False) as clock:
        client.get(PAGE)
        clock.shift(5)
        client.get(PAGE)
        assert len(built) == 1
        clock.shift(10)
        client.get(PAGE)
        assert len(built) == 2


def test_an_answer_during_which_the_day_ends_is_not_kept(client, action, monkeypatch, built):
    with time_machine.travel("2031-05-01T15:59:59Z", tick=False) as clock:
        made = middleware.answer_of

        def slowly(response):
            clock.shift(5)
            return made(response)

        monkeypatch.setattr(middleware, "answer_of", slowly)
        client.get(PAGE)
        clock.move_to("2031-05-01T15:59:59Z")
        client.get(PAGE)
        assert len(built) == 2


def test_what_messengers_add_and_what_nobody_knows_leads_to_the_same_answer(client, action, built):
    for query in ("", "?from=singlemessage&isappinstalled=0", "?utm_source=x", "?nonsense=1"):
        assert client.get(PAGE + query).status_code == 200
    assert built == [PAGE]


def test_known_parameters_lead_to_answers_of_their_own_in_any_order(client, action, built):
    client.get(PAGE + "?status=docked&sort=-serial")
    client.get(PAGE + "?sort=-serial&status=docked")
    client.get(PAGE + "?status=signed")
    assert len(built) == 2


def test_a_file_still_refuses_what_it_does_not_know(client, action):
    answer = client.get("/pairs.csv?btach=1")
    assert answer.status_code == 400 and "btach" in answer.content.decode()


def test_what_a_person_typed_is_not_kept(client, action):
    assert client.get("/search/?q=武汉").status_code == 200
    assert len(STORE.answers) == 0


def test_a_part_of_a_page_and_the_whole_are_kept_apart(client, action):
    whole, part = client.get(PAGE), client.get(PAGE, headers={"hx-request": "true"})
    assert b"<html" in whole.content and b"<html" not in part.content


def test_who_is_signed_in_gets_what_everybody_gets(editor, action, client):
    assert a_client(editor).get(PAGE).content == client.get(PAGE).content


def test_a_view_that_is_built_for_everybody_is_told_nothing_of_who_asks(rf):
    person = {"HTTP_COOKIE": "sessionid=x", "HTTP_ACCEPT_LANGUAGE": "en", "HTTP_USER_AGENT": "x", "REMOTE_USER": "x"}
    request = rf.get(PAGE, HTTP_HOST="localhost", **person)
    seen = middleware.as_for_nobody(request, "")
    assert (seen.path, seen.get_host(), seen.COOKIES) == (PAGE, "localhost", {})
    assert not seen.META.keys() & person.keys()


def test_a_private_page_and_a_way_in_are_never_kept(editor, action):
    person = a_client(editor)
    assert person.get("/admin/").status_code == 200  # and its reader is known
    for path in ("/desk/", "/admin/", "/accounts/login/", "/display/", "/report-error/", "/view.css", "/healthz"):
        person.get(path)
    assert len(STORE.answers) == 0


def test_an_answer_that_sets_a_cookie_is_not_kept(client, action, monkeypatch):
    plain = middleware.kept_form

    def with_cookie(response):
        response.set_cookie("mine", "1")
        return plain(response)

    monkeypatch.setattr(middleware, "kept_form", with_cookie)
    assert client.get(PAGE).cookies["mine"].value == "1"
    assert len(STORE.answers) == 0


@pytest.mark.parametrize("control", ["private", "no-store", "max-age=0, no-store"])
def test_an_answer_that_forbids_to_be_kept_is_not_kept(control):
    assert not may_be_shared(HttpResponse(headers={"Cache-Control": control}))


@pytest.mark.parametrize("varies", ["Cookie", "Accept-Encoding, Accept-Language"])
def test_an_answer_that_hangs_on_who_asks_is_not_kept(varies):
    assert not may_be_shared(HttpResponse(headers={"Vary": varies}))


def test_a_page_that_is_not_there_is_not_kept(client, action):
    assert client.get("/pairs/9-9/").status_code == 404
    assert len(STORE.answers) == 0


def test_whoever_has_an_answer_is_told_so_without_building(client, action, built):
    tag = client.get(PAGE)["ETag"]
    answer = client.get(PAGE, headers={"if-none-match": tag})
    assert (answer.status_code, answer.content, built) == (304, b"", [PAGE])


def test_it_is_sent_compressed_to_those_who_can_read_it(client, action):
    plain = client.get(PAGE)
    packed = client.get(PAGE, headers={"accept-encoding": "br, GZip"})
    unwilling = client.get(PAGE, headers={"accept-encoding": "gzip;q=0"})
    assert gzip.decompress(packed.content) == plain.content == unwilling.content
    assert packed["Content-Encoding"] == "gzip" and "Accept-Encoding" in plain["Vary"]
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)


def test_browsers_ask_again_while_proxies_may_share(client, action):
    assert client.get(PAGE)["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_each_host_has_answers_of_its_own(client, action, built):
    client.get(PAGE, headers={"host": "localhost"})
    client.get(PAGE, headers={"host": "127.0.0.1"})
    assert len(built) == 2


def test_the_room_is_bounded_and_what_was_not_asked_for_longest_goes(settings, client, action):
    settings.STORED_ANSWERS_MB = 1
    store = AnswerStore()
    answer = middleware.answer_of(client.get(PAGE))
    for place in range(100):
        store.put("state", place, answer)
        store.get("state", 0)
    assert store.size <= 2**20 and store.get("state", 0) and not store.get("state", 1)


def test_without_room_nothing_is_kept(settings, client, action):
    settings.STORED_ANSWERS_MB = 0
    assert client.get(PAGE)["ETag"] == client.get(PAGE)["ETag"]
    assert len(STORE.answers) == 0


@pytest.mark.django_db(transaction=True)
def test_a_herd_builds_once(built):
    Batch.objects.count()  # the tables are there
    begin, found = threading.Barrier(4), []

    def ask():
        begin.wait()
        found.append(Client().get(PAGE).content)
        connection.close()

    herd = [threading.Thread(target=ask) for _reader in range(4)]
    for reader in herd:
        reader.start()
    for reader in herd:
        reader.join()
    assert built == [PAGE] and len(set(found)) == 1


@pytest.mark.parametrize("name", ["武汉", "é", "%FF"])
def test_an_address_in_any_script_is_asked_as_it_stands(client, db, name):
    assert client.get(f"/universities/{name}/").status_code == 404
