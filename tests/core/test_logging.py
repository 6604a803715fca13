"""In production every fault is told to standard error, under the number that its page shows."""

import logging
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings

from core.middleware import RequestFilter

# A portal with two more addresses, asked as a web server asks it; what the answers say is printed.
SCRIPT = """
import logging, django
django.setup()
from django.test import Client
from django.urls import path
from core.access import public
from pairing_portal import urls

def broken(request):
    raise RuntimeError("broken on purpose")

urls.urlpatterns += [path("broken/", public(broken))]
client = Client(raise_request_exception=False)
answer = client.get("/broken/", headers={"x-request-id": "forged-by-a-visitor"})
print(answer.status_code, answer["X-Request-ID"], answer["X-Request-ID"] in answer.text)
print(client.get("/nowhere/", headers={"host": "evil.example"}).status_code)
logging.getLogger("oversight.reminding").warning("said by a command")
"""


@pytest.fixture(scope="module")
def ran():
    """The script as a process of its own: what it printed, and its standard error."""
    known = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "sqlite://:memory:"}
    run = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    return subprocess.run(run, env=known, cwd=django_settings.BASE_DIR, capture_output=True, text=True, timeout=120)


def test_a_fault_is_told_with_its_traceback_under_the_number_on_its_page(ran):
    status, number, is_shown = ran.stdout.splitlines()[0].split()
    assert (status, is_shown) == ("500", "True")
    assert f"ERROR django.request [{number}] Internal Server Error: /broken/" in ran.stderr
    assert "RuntimeError: broken on purpose" in ran.stderr and ran.stderr.count("Traceback") == 1


def test_a_visitor_does_not_choose_the_number(ran):
    assert "forged" not in ran.stdout + ran.stderr


def test_commands_are_heard_as_well(ran):
    assert "WARNING oversight.reminding [-] said by a command" in ran.stderr


def test_machines_that_try_host_names_do_not_fill_the_log(ran):
    assert ran.stdout.splitlines()[1] == "400" and "evil.example" not in ran.stderr


@pytest.mark.parametrize(
    ("behind_proxy", "sent", "taken"),
    [
        (True, "5f3c0a9d5f3c0a9d", True),
        (False, "5f3c0a9d5f3c0a9d", False),
        (True, "short", False),
        (True, "a" * 65, False),
        (True, "<script>alert(1)</script>", False),
    ],
)
def test_the_proxys_number_is_taken_over_where_there_is_one(db, client, settings, behind_proxy, sent, taken):
    settings.BEHIND_PROXY = behind_proxy
    number = client.get("/robots.txt", headers={"x-request-id": sent})["X-Request-ID"]
    assert (number == sent) == taken and re.fullmatch(r"[0-9A-Za-z-]{8,64}", number)


def test_each_request_has_its_own(db, client):
    assert client.get("/robots.txt")["X-Request-ID"] != client.get("/robots.txt")["X-Request-ID"]


def test_an_answer_that_went_wrong_is_told_under_its_number_as_well():
    """Django tells of it when the answer has left every middleware."""
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Insufficient Storage", (), None)
    record.request = SimpleNamespace(number="5f3c0a9d", resolver_match=None)
    RequestFilter().filter(record)
    assert record.request_id == "5f3c0a9d"


@pytest.mark.parametrize("part", ["token", "key"])
def test_what_opens_a_door_stands_in_no_log(part):
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Fault", "/in/a-secret/"), None)
    record.request = SimpleNamespace(resolver_match=SimpleNamespace(kwargs={part: "a-secret"}))
    RequestFilter().filter(record)
    assert record.getMessage() == "Fault: /in/…/"
