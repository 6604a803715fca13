"""make run: prepares what is missing, does nothing twice, loses nothing."""

import io
import socket
import threading

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from pairing_portal.management.commands import serve
from pairs.models import Batch


@pytest.fixture
def development(settings, tmp_path, monkeypatch, db):
    """A development machine whose server does not really start; its list of commands run is returned."""
    settings.DEBUG = True
    called = []
    monkeypatch.setattr(serve, "LOADED", tmp_path / "data" / "loaded")
    monkeypatch.setattr(serve, "call_command", lambda name, *args, **options: called.append(name))
    monkeypatch.setattr(serve, "work", lambda stop: stop.wait())
    return called


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        return probe.getsockname()[1]


def start(port):
    out = io.StringIO()
    call_command("serve", str(port), stdout=out)
    return out.getvalue()


def test_the_first_start_loads_and_the_second_only_serves(development, port):
    start(port)
    assert development == ["load_published", "runserver"]
    start(port)
    assert development == ["load_published", "runserver", "runserver"]


def test_visitors_get_the_portals_own_page_for_a_wrong_address_in_spite_of_debug(development, settings, port, client):
    assert "urlconf" in client.get("/nothing/").text.lower()  # what who writes code is shown
    start(port)
    shown = Client().get("/nothing/")
    assert shown.status_code == 404 and 'class="site-head"' in shown.text and "urlconf" not in shown.text.lower()


def test_a_changed_fixture_is_picked_up(development, port, monkeypatch, tmp_path):
    start(port)
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "batches.csv").write_text("number\n3\n")
    monkeypatch.setattr(serve, "FIXTURES", tmp_path / "fixtures")
    start(port)
    assert development.count("load_published") == 2


def test_a_new_migration_is_picked_up(development, port, monkeypatch):
    start(port)
    monkeypatch.setattr(serve.MigrationExecutor, "migration_plan", lambda *args: ["one more"])
    start(port)
    assert development[2:] == ["migrate", "load_published", "runserver"]


def test_the_worker_runs_beside_the_server_and_ends_with_it(development, port, monkeypatch):
    ended = []
    monkeypatch.setattr(serve, "work", lambda stop: stop.wait(60) and ended.append(threading.current_thread().name))
    monkeypatch.setattr(serve, "call_command", lambda name, *args, **options: ended.append(name))
    start(port)
    assert ended == ["load_published", "runserver", "work"]
    assert not [thread for thread in threading.enumerate() if thread.name == "work"]


def test_what_people_edited_is_kept(development, published):
    Batch.objects.filter(number=2).update(title="edited")
    call_command("load_published", verbosity=0)
    assert Batch.objects.get(number=2).title == "edited"


def test_it_says_what_to_open_and_who_can_sign_in(development, port):
    said = start(port)
    assert f"http://127.0.0.1:{port}/" in said and f"http://127.0.0.1:{port}/en/admin/" in said
    assert "Demo account editor" in said


def test_a_taken_port_is_one_line_with_another_to_try(development):
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"make run PORT={port + 1}"):
            start(port)
    assert development == []


def test_production_is_not_served_this_way(development, settings, port):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=1"):
        start(port)
