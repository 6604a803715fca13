"""The audit log on the ministry's desk: who reads it, what it can be asked for, its files, and one request."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.audit import desk
from accounts.models import Invitation
from core.audit.models import AuditCount, AuditEntry
from tests.conftest import a_client
from tests.support.browser.desk_forms import text
from tests.support.casts.running_action import *  # noqa: F403

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGE = "/en/desk/audit/"
Kind = AuditEntry.Kind


def add(user, kind=Kind.DOWNLOAD, days_ago=0, **facts):
    return AuditEntry.objects.create(kind=kind, user=user, at=timezone.now() - timedelta(days=days_ago), **facts)


def subjects(client, query=""):
    """What stands in the file asked for by this query, the newest first."""
    rows = csv.DictReader(client.get(f"/desk/audit.csv?{query}").text.lstrip("\ufeff").splitlines())
    return [row["对象"] for row in rows]


def test_the_ministry_reads_it_and_for_all_others_it_is_not_there(
    editor_client, inspector_client, passer_by_client, former_editor_client, client, rita, officer
):
    for path in (PAGE, "/desk/audit.csv"):
        assert editor_client.get(path).status_code == inspector_client.get(path).status_code == 200
        others = [passer_by_client, former_editor_client, a_client(rita), a_client(officer)]
        assert [other.get(path).status_code for other in others] == [404] * 4
        assert "login" in client.get(path)["Location"]
        assert editor_client.post(path).status_code == 405


def test_a_row_says_who_what_from_where_and_leads_to_its_request(inspector_client, passer_by):
    facts = {"subject": "/desk/evidence/7/", "address": "2001:db8::7", "request_id": "0123456789ab"}
    add(passer_by, Kind.REFUSAL, outcome="403", **facts)
    page = inspector_client.get(PAGE)
    for word in ("Pat Passer-By", "Access refused", "not allowed", *facts.values(), "at least 183 days"):
        assert word in text(page)
    assert f'href="{PAGE}requests/0123456789ab/"' in page.text


def test_it_is_searched_by_person_kind_days_request_address_and_outcome(inspector_client, editor, passer_by):
    add(passer_by, subject="a", days_ago=3, address="203.0.113.7", request_id="0123456789ab")
    add(passer_by, Kind.REFUSAL, subject="b", days_ago=2, outcome="404")
    add(editor, subject="c", days_ago=1)
    today = timezone.localdate()
    asked = {
        "q=passer": ["b", "a"],
        "q=pat@example": ["b", "a"],
        "q=nobody": [],
        "kind=refusal": ["b"],
        "outcome=404": ["b"],
        "request_id=0123456789ab": ["a"],
        "address=203.0.113.7": ["a"],
        f"until={today - timedelta(days=2)}": ["b", "a"],
        f"since={today - timedelta(days=2)}&until={today - timedelta(days=1)}": ["c", "b"],
    }
    AuditEntry.objects.all()
    assert {query: subjects(inspector_client, query) for query in asked} == asked


@pytest.mark.parametrize("query", ["address=nonsense", "kind=nonsense", "since=2020-13-40", "other=1", "q=%00"])
def test_what_it_cannot_be_asked_is_refused_in_a_file_and_named_on_the_page(inspector_client, query):
    assert inspector_client.get(f"/desk/audit.csv?{query}").status_code == 400
    assert inspector_client.get(f"{PAGE}?{query}").status_code in (200, 400)


def test_taking_the_log_away_is_an_entry_of_it(inspector_client, inspector):
    inspector_client.get("/desk/audit.xlsx")
    entry = AuditEntry.objects.filter(kind=Kind.DOWNLOAD).get()
    assert (entry.user, entry.subject) == (inspector, "/desk/audit.xlsx")


def test_a_file_is_never_cut_short(inspector_client, passer_by, monkeypatch):
    monkeypatch.setattr(desk, "MOST", 2)
    add(passer_by)
    add(passer_by, days_ago=9)
    answer = inspector_client.get("/desk/audit.csv")
    assert answer.status_code == 400 and "2" in answer.text
    assert len(subjects(inspector_client, "kind=download")) == 2


def test_what_was_only_counted_stands_below(inspector_client):
    today = timezone.localdate()
    AuditCount.objects.create(day=today, kind="anonymous", number=4711)
    AuditCount.objects.create(day=today - timedelta(days=40), kind="anonymous", number=815)
    page = text(inspector_client.get(PAGE))
    assert "4711" in page and "815" not in page


def test_one_request_shows_entries_transitions_and_lines_of_histories(editor_client, editor):
    offered = Invitation.objects.invite(editor, "an@example.edu.cn", role="inspector")
    number = editor_client.post(f"/desk/people/{offered.pk}/revoke/")["X-Request-ID"]
    page = text(editor_client.get(f"{PAGE}requests/{number}/"))
    assert f"Invitation {offered.pk}" in page and "Changed" in page and "Ed Itor" in page and "Rights" in page


def test_a_request_that_wrote_nothing_is_not_there(inspector_client):
    assert inspector_client.get(f"{PAGE}requests/0123456789ab/").status_code == 404


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_pages_ask_the_same_for_few_and_many(inspector_client, editor, passer_by):
    paths = [PAGE, f"{PAGE}requests/0123456789ab/"]
    add(passer_by, request_id="0123456789ab")
    few = [queries(inspector_client, path) for path in paths]
    for _ in range(40):
        add(editor, request_id="0123456789ab")
        add(passer_by, request_id="0123456789ab")
    assert [queries(inspector_client, path) for path in paths] == few


def test_an_ordinary_page_of_the_desk_asks_nothing_of_the_log(passer_by_client):
    with CaptureQueriesContext(connection) as captured:
        assert passer_by_client.get("/desk/help/").status_code in (200, 302)
    assert not [query for query in captured if "audit" in query["sql"]]
