"""What /healthz tells of each part: a word, to everybody; it is 503 for the database alone."""

import os
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.utils import timezone

from core import worker
from core.models import Backup, Job, Letter
from pairing_portal import health

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def nothing_was_asked(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(health, "_last", {"at": None, "answer": None})
    monkeypatch.setattr(health, "STANDS_FOR", -1)
    settings.MEDIA_ROOT, settings.BACKUP_DAYS = str(tmp_path), 2


def backed_up(days_ago=0):
    Backup.objects.create(
        file_name="a", size=1, seconds=1, made_at=timezone.now() - timedelta(days=days_ago), proof={"rows": 1}
    )


@pytest.fixture
def well():
    """Everything is as it should be."""
    worker.give_sign()
    backed_up()


def told(client):
    response = client.get("/healthz?full=1")
    assert "no-store" in response["Cache-Control"] and not response.cookies
    return response.status_code, response.json()


def test_all_is_well(client, well):
    parts = dict.fromkeys(["status", "database", "cache", "storage", "jobs", "backup"], "ok")
    assert told(client) == (200, parts)


def test_without_a_worker_or_a_backup_it_serves_and_asks_for_attention(client):
    status, parts = told(client)
    assert (status, parts["status"], parts["jobs"], parts["backup"]) == (200, "attention", "no worker", "none")


WORDS = {
    "an old backup": ("backup", "old", lambda: Backup.objects.update(made_at=timezone.now() - timedelta(days=2.1))),
    "a worker that is silent": ("jobs", "no worker", lambda: caches["default"].delete(worker.SIGN)),
    "a job that waits": ("jobs", "late", lambda: late(Job.objects.ask("sample", None, ""))),
    "a letter that waits": ("jobs", "late", lambda: late(Letter.objects.queue("invitation", "a@example.edu.cn"))),
    "a storage nobody can write to": ("storage", "not writable", lambda: None),
}


def late(thing):
    type(thing).objects.update(due_at=timezone.now() - timedelta(minutes=6))


@pytest.mark.parametrize("what", WORDS)
def test_each_part_is_told_by_a_word(what, client, well, monkeypatch):
    part, word, happens = WORDS[what]
    happens()
    if part == "storage":
        monkeypatch.setattr(os, "access", lambda place, mode: False)  # root may write anywhere
    status, parts = told(client)
    assert (status, parts["status"], parts[part]) == (200, "attention", word)
    assert {name for name, said in parts.items() if said != "ok"} == {"status", part}


def test_nobody_who_wants_no_reminder_is_told(client, well, settings):
    settings.BACKUP_DAYS = 0
    Backup.objects.all().delete()
    assert told(client)[1] | {"backup": "ok"} == dict.fromkeys(
        ["status", "database", "cache", "storage", "jobs", "backup"], "ok"
    )


class Away:
    """A cache or a database that does not answer."""

    def get(self, key):
        raise ConnectionError("away")

    def cursor(self):
        raise OperationalError("away")


def test_a_cache_that_is_away_stops_nothing(client, well, monkeypatch):
    monkeypatch.setattr(health, "caches", {"default": caches["default"], "pages": Away()})
    status, parts = told(client)
    assert (status, parts["cache"], parts["status"]) == (200, "away", "attention")


def test_without_its_database_the_portal_is_down(client, well, monkeypatch):
    monkeypatch.setattr(health, "connection", Away())
    response = client.get("/healthz?full=1")
    assert (response.status_code, response["Retry-After"], response.json()["status"]) == (503, "30", "down")
    assert client.get("/healthz").status_code == 503


def test_however_often_it_is_asked_for_it_is_made_once_in_some_seconds(
    client, well, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(health, "STANDS_FOR", 60)
    told(client)
    with django_assert_num_queries(0):
        assert told(client)[1]["status"] == "ok"


def test_it_says_nothing_of_what_is_inside(client, well):
    Backup.objects.update(file_name="/var/backups/secret.backup")
    body = client.get("/healthz?full=1").content.decode()
    assert "secret" not in body and not any(sign.isdigit() for sign in body)


@pytest.mark.parametrize("days_ago", [None, 3])
def test_the_first_page_of_editors_says_when_the_backup_is_old(days_ago, editor_client, inspector_client):
    if days_ago:
        backed_up(days_ago)
    word = "超过期限" if days_ago else "还没有完好的备份"
    assert word in editor_client.get("/admin/").content.decode()
    assert word not in inspector_client.get("/admin/").content.decode()  # it has no list of what is to be done


def test_the_first_page_says_nothing_while_it_is_new_or_nobody_wants_to_know(editor_client, settings):
    backed_up(1)
    assert "备份" not in tasks_of(editor_client)
    Backup.objects.all().delete()
    settings.BACKUP_DAYS = 0
    assert "备份" not in tasks_of(editor_client)


def tasks_of(client):
    return client.get("/admin/").content.decode().partition('class="tasks"')[2].partition("</ul>")[0]


def test_the_worker_gives_its_sign_each_minute():
    assert worker.CHORES[worker.give_sign] == timedelta(minutes=1)
    worker.give_sign()
    assert timezone.now() - worker.last_sign() < timedelta(minutes=1)
