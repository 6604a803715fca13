"""One address may have so many answers built in a minute, whichever process builds them; stored ones cost nothing."""

import pytest

from core import limits
from core.limits import Permits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limited(settings, monkeypatch):
    """At most 45 answers, in blocks of 3, in a minute that does not end while the test runs."""
    settings.API_LIMIT = 45
    monkeypatch.setattr(limits, "time", lambda: 1_000_000_040.5)
    limits.PERMITS.clear()
    yield
    limits.PERMITS.clear()


def statuses(client, times, **headers):
    answers = [client.get(f"/api/v1/pairs/?limit={number % 90 + 1}", headers=headers) for number in range(times)]
    return [answer.status_code for answer in answers]


def test_beyond_the_limit_an_answer_says_how_long_to_wait(client):
    assert statuses(client, 46) == [200] * 45 + [429]
    refused = client.get("/api/v1/batches/")
    assert (refused["Retry-After"], refused["Content-Type"]) == ("40", "application/problem+json")


def test_pages_and_files_have_no_limit(client):
    statuses(client, 46)
    assert [client.get(path).status_code for path in ("/batches/", "/batches.csv", "/")] == [200] * 3


def test_what_is_stored_is_given_to_everybody(client, settings):
    settings.STORED_ANSWERS_MB = 8
    client.get("/api/v1/batches/")
    statuses(client, 46)
    assert client.get("/api/v1/batches/").status_code == 200
    assert client.get("/api/v1/batches/?limit=7").status_code == 429


def test_processes_share_the_limit():
    processes = [Permits() for _process in range(4)]
    given = [process.take("192.0.2.1", 45) for _round in range(40) for process in processes]
    assert sum(given) == 45
    assert processes[0].take("192.0.2.2", 45)


def test_behind_the_proxy_each_reader_has_a_limit(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    statuses(client, 46, x_forwarded_for="198.51.100.1, 192.0.2.1")
    assert statuses(client, 1, x_forwarded_for="192.0.2.1") == [429]
    assert statuses(client, 1, x_forwarded_for="192.0.2.1, 192.0.2.2") == [200]
