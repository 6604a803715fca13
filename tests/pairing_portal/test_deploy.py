"""The examples for a server hold what the handbook promises, and gunicorn takes its own as it is."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings
from django.core.management import get_commands

DEPLOY = settings.BASE_DIR / "deploy"
SERVICE = (DEPLOY / "pairing-portal.service").read_text()
SOCKET = (DEPLOY / "pairing-portal.socket").read_text()
WORKER = (DEPLOY / "pairing-portal-work.service").read_text()
HANDBOOK = (settings.BASE_DIR / "docs" / "operators.md").read_text()


@pytest.mark.parametrize("status", ["413", "502"])
def test_nginx_answers_with_pages_of_our_own(status):
    page = (DEPLOY / "pages" / f"{status}.html").read_text()
    assert 'lang="zh-Hans"' in page and 'lang="en"' in page


def test_the_page_for_large_files_states_the_limits_of_the_portal():
    page = (DEPLOY / "pages" / "413.html").read_text()
    assert page.count(f"{settings.MAX_FORM_MEGABYTES} MB") == 2 and page.count(f"{settings.MAX_FILES} ") >= 2


def lines_of(unit):
    return dict(line.partition("=")[::2] for line in unit.splitlines() if "=" in line and line[0] != "#")


def test_the_worker_writes_no_more_than_the_portal_and_is_always_started_again():
    portal, worker = lines_of(SERVICE), lines_of(WORKER)
    for name in ("UMask", "ProtectSystem", "ReadWritePaths", "NoNewPrivileges", "CapabilityBoundingSet"):
        assert worker[name] == portal[name]
    assert worker["Restart"] == "always" and "MemoryMax" in worker


def test_systemd_holds_the_socket_that_nginx_asks_so_that_a_restart_refuses_nobody():
    place = lines_of(SOCKET)["ListenStream"]
    assert f"default {place};" in (DEPLOY / "nginx" / "site.conf.example").read_text()
    portal = lines_of(SERVICE)
    assert portal["Requires"] == "pairing-portal.socket" and portal["Type"] == "notify"
    gunicorn = (DEPLOY / "gunicorn.conf.py").read_text()
    assert int(portal["TimeoutStopSec"]) > int(re.search(r"graceful_timeout = (\d+)", gunicorn)[1])


@pytest.mark.parametrize(("name", "command"), [("backup", "backup"), ("audit", "trim_audit_log")])
def test_what_runs_by_the_clock_is_a_command_and_is_made_up_for_after_a_pause(name, command):
    service = lines_of((DEPLOY / f"pairing-portal-{name}.service").read_text())
    timer = lines_of((DEPLOY / f"pairing-portal-{name}.timer").read_text())
    assert service["ExecStart"].split("manage.py ")[1].split()[0] == command and command in get_commands()
    assert (service["Type"], timer["Persistent"], timer["WantedBy"]) == ("oneshot", "true", "timers.target")
    assert "Asia/Shanghai" in timer["OnCalendar"]
    same = ("User", "WorkingDirectory", "EnvironmentFile", "ProtectSystem", "NoNewPrivileges", "CapabilityBoundingSet")
    assert [service[line] for line in same] == [lines_of(WORKER)[line] for line in same]
    # Checks of the system come before each command, and one of them asks whether the media folder can be written to.
    assert set(lines_of(WORKER)["ReadWritePaths"].split()) <= set(service["ReadWritePaths"].split())


@pytest.mark.parametrize("name", ["pairing-portal", "pairing-portal-work", "pairing-portal-audit"])
def test_systemd_finds_the_services_well_shut(name):
    """0 is shut, 10 open; where systemd's own judge is not installed, the tests above hold the lines."""
    if judge := shutil.which("systemd-analyze"):
        unit = str(DEPLOY / f"{name}.service")
        found = subprocess.run([judge, "security", "--offline=yes", unit], capture_output=True, text=True).stdout
        assert float(re.search(r"exposure level for .*: ([\d.]+)", found)[1]) <= 2.0, found
        faults = subprocess.run([judge, "verify", unit], capture_output=True, text=True).stderr
        assert [line for line in faults.splitlines() if name in line and "not executable" not in line] == []


SETTING = re.compile(r'env\.\w+\("([A-Z_]+)"')
PORTAL = settings.BASE_DIR / "pairing_portal" / "settings.py"


def test_the_handbook_names_every_setting():
    named = set(SETTING.findall(PORTAL.read_text()))
    assert len(named) > 25 and [name for name in named if f"`{name}`" not in HANDBOOK] == []


@pytest.mark.parametrize("half", [0, 1], ids=["Chinese", "English"])
def test_the_handbook_tells_operators_of_every_guard_in_both_languages(half):
    told = HANDBOOK.split("\n# Operating the portal\n")[half]
    for word in (
        *(
            "deploy/pages",
            "gunicorn.conf.py",
            "deploy/nginx",
            "compose.yaml",
            "pairing-portal.socket",
            "pairing-portal-work",
            "pairing-portal-backup.timer",
            "pairing-portal-audit.timer",
            "trim_audit_log",
            "portal_locks",
        ),
        *("MAX_FORM_MEGABYTES", "DATABASE_CONNECT_SECONDS", "DATABASE_STATEMENT_SECONDS", "EMAIL_TIMEOUT"),
        *("X-Request-ID", "Permissions-Policy", "413", "429", "502", "503", "507", "manage.py work"),
    ):
        assert word in told, word


def test_systemd_lets_the_portal_write_what_is_its_own_and_starts_it_again():
    lines = lines_of(SERVICE)
    assert lines["ProtectSystem"] == "strict" and lines["UMask"] == "0027" and "MemoryMax" in lines
    assert {path.lstrip("-") for path in lines["ReadWritePaths"].split()} == {
        "/srv/pairing-portal/media",
        "/srv/pairing-portal/data",
        "/srv/pairing-portal/app/data",
    }
    assert (lines["Restart"], lines["RestartPreventExitStatus"]) == ("always", "3")
    assert lines["Environment"] == "MALLOC_ARENA_MAX=2"


TOKEN = "a-token-of-the-monitoring"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Gunicorn with the example: headers of an answer, what it printed, its home folder, and what it counted."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    known = os.environ | {
        "BIND": place,
        "WORKERS": "2",
        "LOG_FORMAT": "json",
        "METRICS_TOKEN": TOKEN,
        "TMPDIR": str(home),
        "HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home}/p.sqlite3",
    }
    known |= {"SITE_OPERATOR": "某某中心", "SITE_CONTACT": "010-0000", "SITE_ICP": "none", "SITE_POLICE": "none"}
    known |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "XDG_RUNTIME_DIR": str(home)}
    run = [sys.executable, "-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py"), "pairing_portal.wsgi"]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(run, env=known, cwd=settings.BASE_DIR, stdout=log, stderr=log)
        try:
            headers = answer(f"http://{place}/robots.txt?q=somebody")
            for _ in range(8):
                answer(f"http://{place}/en/accounts/invitations/a-secret/")
            asking = urllib.request.Request(f"http://{place}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
            counted = urllib.request.urlopen(asking, timeout=5).read().decode()
        finally:
            server.terminate()
            server.wait(timeout=30)
    return headers, (home / "log").read_text(), home, counted


def answer(address):
    """The headers of an answer, whatever its status; the server may still be starting."""
    for _try in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.headers
        except urllib.error.HTTPError as error:
            return error.headers
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}")


def test_gunicorn_names_no_product_and_opens_no_second_door(served):
    headers, _log, home, _counted = served
    assert headers["Server"] == "web"
    assert [path for path in home.rglob("*") if path.is_socket()] == []


def test_the_access_log_holds_the_number_and_nothing_personal(served):
    headers, log, _home, _counted = served
    lines = [json.loads(line) for line in log.splitlines()]
    asked = [line for line in lines if line["logger"] == "gunicorn.access" and line["path"] == "/robots.txt"]
    assert asked[0] | {"request_id": headers["X-Request-ID"], "method": "GET", "status": 200} == asked[0]
    assert "somebody" not in log and "a-secret" not in log and "/en/accounts/invitations/…" in log


def test_every_line_of_the_log_is_an_object_where_that_is_asked_for(served):
    _headers, log, _home, _counted = served
    lines = [json.loads(line) for line in log.splitlines()]
    assert any(line.get("message", "").startswith("Listening at") for line in lines)
    faults = [line for line in lines if line["logger"] == "django.request"]  # there are no tables
    answered = {line["request_id"] for line in lines if line.get("status") == 500}
    assert faults and {line["request_id"] for line in faults} == answered and "Traceback" in faults[0]["exception"]


def test_the_counts_of_all_processes_are_added_up(served):
    _headers, _log, home, counted = served
    found = re.findall(r'portal_requests_total\{method="GET",status="(\d+)",view="invitation"\} (\d+)', counted)
    assert sum(int(float(number)) for _status, number in found) == 8
    files = [path.name for path in home.rglob("counter_*.db")]
    assert len(files) >= 2  # a file for each process
