"""Every page, letter and file of a demonstration says that it is one."""

import io

import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path
from django.utils.translation import gettext_lazy, override

from core.access import public
from demo.console_email import OnTheConsole
from opendata import Column, respond
from pairing_portal.management.commands.serve import OWN_ERROR_PAGES
from pairing_portal.urls import urlpatterns as real_urls
from tests.conftest import a_client

NOTICE = "Demonstration data"
BAND = 'class="environment"'


def breaks(request):
    raise ZeroDivisionError


urlpatterns = [path("breaks/", public(breaks)), *real_urls]


@pytest.fixture
def demonstration(settings):
    """The settings of a demonstration, as the block at the end of settings.py makes them."""
    settings.DEBUG = settings.DEMO = True
    settings.SITE = django_settings.SITE | {
        "environment": gettext_lazy(
            "Demonstration data: every university, pair, activity and figure here is fictitious."
        )
    }
    settings.MIDDLEWARE = [*django_settings.MIDDLEWARE, OWN_ERROR_PAGES]
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize(
    "address",
    ["/en/", "/en/pairs/", "/en/activities/", "/en/about/", "/en/accounts/login/", "/en/accounts/password/reset/"],
)
def test_every_public_page_and_the_sign_in(demonstration, published, client, address):
    shown = client.get(address)
    assert shown.status_code == 200
    assert NOTICE in shown.text.partition("<main")[0]


def test_a_public_page_stays_the_same_for_everyone(demonstration, published, client):
    shown = client.get("/en/pairs/")
    assert not shown.cookies and shown["Cache-Control"].startswith("public")


@pytest.mark.parametrize("address", ["/en/admin/", "/en/admin/pairs/pair/", "/en/desk/pairs/", "/en/desk/people/"])
def test_every_desk(demonstration, editor, address):
    shown = a_client(editor).get(address)
    assert shown.status_code == 200 and NOTICE in shown.text


def test_windows_that_the_admin_opens(demonstration, editor):
    shown = a_client(editor).get("/en/admin/pairs/action/add/?_popup=1")
    assert shown.status_code == 200 and shown.text.count(BAND) == 1


@pytest.mark.parametrize("address", ["/en/nothing/", "/nothing/", "/en/pairs/9-99/"])
def test_what_is_not_there_gets_the_portals_own_page(demonstration, db, client, address):
    shown = client.get(address)
    assert shown.status_code == 404 and BAND in shown.text
    assert "urlpatterns" not in shown.text


def test_without_the_demonstration_developers_see_their_own_page(settings, db, client):
    settings.DEBUG = True
    assert BAND not in client.get("/en/nothing/").text


def test_a_fault_of_the_portal_gets_its_own_page(demonstration, db):
    shown = Client(raise_request_exception=False).get("/breaks/")
    assert shown.status_code == 500 and BAND in shown.text
    assert "ZeroDivisionError" not in shown.text


def test_what_is_not_allowed(demonstration, inspector_client):
    shown = inspector_client.get("/en/admin/pairs/pair/add/")
    assert shown.status_code == 403 and NOTICE in shown.text


@pytest.mark.parametrize("page", ["400.html", "403.html", "404.html", "429.html", "500.html"])
def test_error_pages(demonstration, rf, page):
    with override("en"):
        request = rf.get("/en/")
        assert BAND in render_to_string(
            page, {"site": django_settings.SITE}, request=None if page[0] == "5" else request
        )


def test_twins_keep_their_errors(demonstration, published, client):
    refused = client.get("/pairs.json?batch=nonsense")
    assert refused.status_code == 400 and refused["Content-Type"].startswith("application/json")


def test_letters_are_printed_with_the_mark_and_never_sent(demonstration):
    printed = io.StringIO()
    letter = EmailMessage("Invitation", "Come in.", to=["x@example.org"])
    with override("en"):
        assert OnTheConsole(stream=printed).send_messages([letter]) == 1
    assert "演示数据" in letter.subject and NOTICE in letter.body and letter.body.endswith("Come in.")
    assert "x@example.org" in printed.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_files_are_named_after_it(demonstration, form):
    from urllib.parse import unquote

    answer = respond(form, "结对名单", [Column("name", "名称", "Name")], [{"name": "甲"}])
    assert "演示数据-结对名单" in unquote(answer["Content-Disposition"])


def test_nothing_is_marked_otherwise(published, client):
    assert BAND not in client.get("/en/").text
