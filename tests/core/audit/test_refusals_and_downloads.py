"""What signed-in people are refused and take away is recorded; of strangers only how often; of readers nothing."""

import logging

import pytest
from django.db import DatabaseError
from django.test import Client

from core import middleware
from core.audit import recording
from core.audit.middleware import REFUSALS_A_MINUTE
from core.audit.models import AUDIT_TABLES, AuditCount, AuditEntry
from core.audit.recording import COUNTS, WRITTEN_EVERY
from core.data_version import current
from oversight.models import CalendarKey
from pairs.models import Pair
from tests.conftest import PASSWORD, a_client, a_person
from tests.pairs.test_undoing import imported
from tests.support.casts.lists import *  # noqa: F403
from tests.support.factories.lists import JIA, ZI

pytestmark = pytest.mark.django_db
FILES = "/desk/activities.csv"


@pytest.fixture
def pat(passer_by):
    return Client(REMOTE_ADDR="2001:db8::7"), passer_by


@pytest.fixture
def client_of_pat(pat):
    client, person = pat
    client.force_login(person)
    return client


def log(kind):
    """(outcome, subject, user name) of the entries of a kind, in their order."""
    return list(AuditEntry.objects.filter(kind=kind).order_by("pk").values_list("outcome", "subject", "user__username"))


def counted():
    return dict(AuditCount.objects.values_list("kind", "number"))


def test_a_refusal_says_who_was_kept_out_of_what_from_where_in_which_request(client_of_pat):
    answer = client_of_pat.get("/en/desk/audit/?q=whatever")
    assert answer.status_code == 404
    entry = AuditEntry.objects.get(kind="refusal")
    assert (entry.outcome, entry.subject, entry.user.username) == ("404", "/en/desk/audit/", "pat")
    assert (entry.address, entry.request_id) == ("2001:db8::7", answer["X-Request-ID"])


def test_admin_and_rights_that_are_lacking_are_refusals_as_well(client_of_pat, inspector_client):
    assert client_of_pat.get("/admin/pairs/pair/").status_code == 404
    assert inspector_client.get("/desk/people/invite/").status_code == 403
    assert log("refusal") == [("404", "/admin/pairs/pair/", "pat"), ("403", "/desk/people/invite/", "ins")]


def test_an_address_that_leads_nowhere_and_what_is_open_are_none(client_of_pat):
    for path in ("/no-such-page/", "/universities/0000000000/", "/", "/accounts/", "/desk/help/", "/pairs.csv"):
        client_of_pat.get(path)
    assert AuditEntry.objects.exclude(kind__in=["rights", "sign_in"]).count() == 0
    assert counted() == {}


def test_more_refusals_than_in_a_minute_are_counted(client_of_pat):
    for _ in range(REFUSALS_A_MINUTE + 1):
        client_of_pat.get("/desk/audit/")
    assert len(log("refusal")) == REFUSALS_A_MINUTE
    assert counted() == {"more_refusals": 1}


def test_strangers_are_counted_and_not_stored(client):
    client.get("/desk/")
    client.get("/admin/pairs/pair/")
    client.get("/accounts/invitations/no-such-token/")
    assert counted() == {"anonymous": 1}  # the first at once, the others with the next after a minute
    COUNTS.written_at -= WRITTEN_EVERY
    client.get("/desk/")
    assert counted() == {"anonymous": 4}
    assert not AuditEntry.objects.exists()


def test_counts_wait_while_they_cannot_be_written(client, monkeypatch):
    def away(numbers):
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(recording, "write", away)
        assert client.get("/desk/").status_code == 302
    COUNTS.written_at -= WRITTEN_EVERY
    client.get("/desk/")
    assert counted() == {"anonymous": 2}


def test_a_private_file_is_recorded_with_who_took_it(client_of_pat):
    answer = client_of_pat.get(f"{FILES}?q=canary")
    assert answer.status_code == 200
    entry = AuditEntry.objects.get(kind="download")
    assert (entry.subject, entry.user.username, entry.request_id) == (FILES, "pat", answer["X-Request-ID"])
    client_of_pat.get("/desk/activities.json")
    client_of_pat.get("/desk/activities.xlsx")
    assert len(log("download")) == 3


def test_a_calendar_that_a_program_fetches_is_recorded_once_a_day(client, rita):
    key = CalendarKey.objects.renew(rita)
    for _ in range(3):
        assert client.get(f"/desk/calendar/{key}.ics").status_code == 200
    assert [(subject, name) for _outcome, subject, name in log("download")] == [("/desk/calendar/….ics", rita.username)]


def test_more_files_than_a_person_looks_at_in_a_minute_wait(client_of_pat, settings):
    settings.DOWNLOAD_LIMIT = 2
    assert [client_of_pat.get(FILES).status_code for _ in range(3)] == [200, 200, 429]
    assert [outcome for outcome, _subject, _name in log("refusal")] == ["429"]
    other = a_client(a_person("other"))
    assert other.get(FILES).status_code == 200


class FullError(DatabaseError):
    pass


@pytest.fixture
def no_room(monkeypatch):
    def create(**facts):
        raise FullError("the log cannot be written")

    monkeypatch.setattr(AuditEntry.objects, "create", create)


def test_no_file_is_handed_over_unrecorded(client_of_pat, no_room):
    client_of_pat.raise_request_exception = False
    answer = client_of_pat.get(FILES)
    assert answer.status_code == 500 and "帮扶记录" not in answer.get("Content-Disposition", "")


def test_nobody_is_signed_in_unrecorded(inspector, no_room):
    client = Client(raise_request_exception=False)
    assert client.post("/accounts/login/", {"login": "ins", "password": PASSWORD}).status_code == 500
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")


def test_a_refusal_stands_whether_it_can_be_recorded_or_not(client_of_pat, no_room, caplog):
    with caplog.at_level(logging.ERROR):
        assert client_of_pat.get("/desk/audit/").status_code == 404
    assert "The audit log could not be written" in caplog.text


def test_the_log_moves_no_version_of_the_public_data(client_of_pat, settings):
    assert settings.NEVER_PUBLIC_TABLES >= AUDIT_TABLES
    before = current()
    client_of_pat.get(FILES)
    client_of_pat.get("/desk/audit/")
    assert current() == before and len(log("download")) == 1


def test_an_import_and_that_it_is_undone(batch, schools, editor):
    with middleware.numbered_as("0123456789ab"):
        act = imported(batch, (1, JIA, ZI), by=editor)
    act.undo(editor, "error")
    assert not Pair.objects.exists()
    told = log("import")
    assert [(outcome, name) for outcome, _subject, name in told] == [("", "editor"), ("undone", "editor")]
    assert told[0][1].startswith("导入名单")
    assert AuditEntry.objects.filter(kind="import").earliest("pk").request_id == "0123456789ab"


def test_an_import_that_changes_nothing_is_none(batch, schools, editor):
    imported(batch, (1, JIA, ZI), by=editor)
    imported(batch, (1, JIA, ZI), by=editor)
    assert len(log("import")) == 1
