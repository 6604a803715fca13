"""Headers that protect stand on every answer: pages, redirects, refusals, errors, static files, downloads."""

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from pairing_portal.middleware import HEADERS, cache_rules
from tests.conftest import PASSWORD

EVERYWHERE = {**HEADERS, "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff"}
ANSWERS = {
    "/about/": 200,
    "/about": 301,
    "/nowhere/": 404,
    "/desk/": 302,
    "/search/?q=%00": 400,
    "/static/portal/portal.css": 200,
}


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_every_answer_has_them(client, db, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert {name: answer.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_page_loads_and_sends_nothing_elsewhere_and_is_shown_nowhere_else(client, db):
    policy = client.get("/about/")["Content-Security-Policy"]
    assert {*policy.split("; ")} == {
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }


def test_what_no_page_needs_is_switched_off_in_the_browser(client, db):
    off = {*client.get("/about/")["Permissions-Policy"].split(", ")}
    assert off >= {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"}


@pytest.mark.parametrize("path", ["/admin/", "/accounts/", "/accounts/login/", "/nowhere/"])
def test_nobody_keeps_or_lists_what_is_private(editor_client, path):
    for client in (editor_client, Client()):
        answer = client.get(path)
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")


@pytest.mark.parametrize("path", ["/pairs/9-9/", "/en/actions/none/", "/bulletins/2000-01-01/"])
def test_no_proxy_answers_that_a_page_is_not_there_for_what_is_published_in_a_minute(client, db, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-cache")


def test_nobody_keeps_what_a_public_page_says_to_one_reader(rf):
    request, varying, setting = rf.get("/about/"), HttpResponse(headers={"Vary": "Cookie"}), HttpResponse()
    request.resolver_match = resolve("/about/")
    setting.set_cookie("mine", "1")
    for answer in (varying, setting):
        told = cache_rules(lambda _request, answer=answer: answer)(request)
        assert told["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/about/", "/pairs/", "/desk/", "/nowhere/"])
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_pages_are_read_and_forms_sent_and_nothing_else(client, db, path, method):
    assert getattr(client, method)(path).status_code == 405


def test_so_has_a_refused_method_a_wrong_host_and_the_way_to_https(client, db, settings):
    refused, wrong_host = client.put("/about/"), client.get("/about/", headers={"host": "evil.example"})
    settings.SECURE_SSL_REDIRECT = True
    for answer, status in ((refused, 405), (wrong_host, 400), (Client().get("/about/"), 301)):
        assert answer.status_code == status and {name: answer.get(name) for name in EVERYWHERE} == EVERYWHERE


def test_so_has_a_fault(db, monkeypatch):
    monkeypatch.setattr("django.views.generic.TemplateView.render_to_response", None)
    answer = Client(raise_request_exception=False).get("/privacy/")
    assert answer.status_code == 500 and {name: answer.get(name) for name in EVERYWHERE} == EVERYWHERE


@pytest.mark.parametrize("path", ["/about/", "/pairs/", "/pairs.json", "/en/search/?q=x"])
def test_whoever_asks_for_the_head_is_told_the_tag_of_the_whole(client, db, path):
    whole, head = client.get(path), client.head(path)
    assert head["ETag"] == whole["ETag"] and head.content == b""
    assert client.head(path, headers={"if-none-match": whole["ETag"]}).status_code == 304


def test_a_sign_in_leaves_no_empty_line_in_the_history_of_an_account(editor):
    lines = editor.history.count()
    Client().post("/accounts/login/", {"login": "ed", "password": PASSWORD})
    editor.refresh_from_db()
    assert editor.last_login and editor.history.count() == lines
    editor.name = "Another Name"
    editor.save()
    assert editor.history.count() == lines + 1


def test_browsers_lists_of_https_sites_are_entered_by_nobody_unasked():
    assert django_settings.SECURE_HSTS_PRELOAD is False
