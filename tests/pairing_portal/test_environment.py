"""A wrong value in the environment is an error with a remedy, never a traceback."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.checks import Tags, run_checks

from pairing_portal.env import Environment, kept_secret, police_record, without_password

KEY = "not-a-secret-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG"
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "pairs.example.edu.cn", "DATABASE_URL": "postgres://p:q@db/portal"}
PRODUCTION |= {"SITE_OPERATOR": "某某中心", "SITE_CONTACT": "a@example.cn", "SITE_ICP": "none", "SITE_POLICE": "无"}


def read(name, value):
    """The value that stands in, and the names of the faults found."""
    environment = Environment({name: value})
    readers = {
        "DEBUG": lambda: environment.boolean(name, default=False),
        "HSTS_SECONDS": lambda: environment.seconds(name, default=60),
        "SITE_ADDRESS": lambda: environment.address(name, {"https"}),
        "DATABASE_URL": lambda: environment.database(name, "sqlite://:memory:")["ENGINE"].rpartition(".")[2],
        "CACHE_URL": lambda: environment.cache(name, "locmemcache://")["BACKEND"].rpartition(".")[2],
        "EMAIL_URL": lambda: environment.mail(name, "consolemail://")["EMAIL_BACKEND"].split(".")[-2],
        "ALLOWED_HOSTS": lambda: environment.items(name),
        "SITE_ICP": lambda: environment.record(name),
        "SITE_ID_CODE": lambda: environment.site_code(name),
        "SITE_BADGE_LINK": lambda: environment.page_address(name),
        "SITE_BADGE_IMAGE": lambda: environment.own_path(name),
    }
    return readers[name](), [fault.name for fault in environment.faults]


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("DEBUG", "1", True),
        ("DEBUG", "Yes", True),
        ("DEBUG", "off", False),
        ("DEBUG", "", False),
        ("HSTS_SECONDS", "0", 0),
        ("SITE_ADDRESS", "https://pairs.example.edu.cn/", "https://pairs.example.edu.cn"),
        ("DATABASE_URL", "postgres://portal:a%40b@db:5432/portal", "postgresql"),
        ("DATABASE_URL", "postgresql:////run/postgresql/portal", "postgresql"),
        ("DATABASE_URL", "sqlite://:memory:", "sqlite3"),
        ("CACHE_URL", "dbcache://cache", "DatabaseCache"),
        ("EMAIL_URL", "smtp+tls://portal:secret@mail.example.edu.cn:587", "smtp"),
        ("ALLOWED_HOSTS", "a.example.cn, b.example.cn,", ["a.example.cn", "b.example.cn"]),
        ("SITE_ICP", "京ICP备10028400号", "京ICP备10028400号"),
        ("SITE_ICP", "None", ""),
        ("SITE_ICP", "无", ""),
        ("SITE_ID_CODE", "BM05000001", "bm05000001"),
        ("SITE_ID_CODE", "4200000001", "4200000001"),
        ("SITE_ID_CODE", "none", ""),
        ("SITE_BADGE_LINK", "https://example.cn/show?id=1", "https://example.cn/show?id=1"),
        ("SITE_BADGE_IMAGE", "/badge.png", "/badge.png"),
    ],
)
def test_a_good_value_is_used(name, value, meant):
    assert read(name, value) == (meant, [])


@pytest.mark.parametrize(
    ("name", "value", "stand_in"),
    [
        ("DEBUG", "maybe", False),
        ("DEBUG", "2", False),
        ("HSTS_SECONDS", "a year", 60),
        ("HSTS_SECONDS", "-1", 60),
        ("HSTS_SECONDS", "٣", 60),
        ("SITE_ADDRESS", "pairs.example.edu.cn", ""),
        ("SITE_ADDRESS", "http://pairs.example.edu.cn", ""),
        ("SITE_ADDRESS", "https://pairs.example.edu.cn/pairs", ""),
        ("SITE_ADDRESS", "https://pairs.example.edu.cn:port", ""),
        ("SITE_ADDRESS", "https://[broken", ""),
        ("SITE_ID_CODE", "420000001", ""),
        ("SITE_ID_CODE", "京ICP备1号", ""),
        ("SITE_BADGE_LINK", "example.cn/show", ""),
        ("SITE_BADGE_LINK", "javascript:alert(1)", ""),
        ("SITE_BADGE_LINK", "https://[broken", ""),
        ("SITE_BADGE_IMAGE", "https://example.cn/badge.png", ""),
        ("SITE_BADGE_IMAGE", "//example.cn/badge.png", ""),
        ("DATABASE_URL", "nonsense", "dummy"),
        ("DATABASE_URL", "mysql://p:q@db/portal", "dummy"),
        ("DATABASE_URL", "postgres://p:q@db:port/portal", "dummy"),
        ("DATABASE_URL", "postgres://p:q@db", "dummy"),
        ("DATABASE_URL", "sqlite:////dev/null/portal.sqlite3", "dummy"),
        ("CACHE_URL", "nonsense", "LocMemCache"),
        ("CACHE_URL", "dbcache://", "LocMemCache"),
        ("CACHE_URL", "filecache://", "LocMemCache"),
        ("EMAIL_URL", "nonsense", "console"),
        ("EMAIL_URL", "smtp://", "console"),
        ("EMAIL_URL", "smtp://host:port", "console"),
    ],
)
def test_a_wrong_value_is_noted_and_a_harmless_one_stands_in(name, value, stand_in):
    assert read(name, value) == (stand_in, [name])


def test_redis_without_its_package_is_a_fault_and_not_a_crash_at_the_first_page(monkeypatch):
    monkeypatch.setattr("pairing_portal.env.find_spec", lambda name: None)
    assert read("CACHE_URL", "redis://127.0.0.1:6379/0") == ("LocMemCache", ["CACHE_URL"])


def test_the_folder_of_a_sqlite_database_is_made(tmp_path):
    Environment({"DATABASE_URL": f"sqlite:///{tmp_path}/a/b/portal.sqlite3"}).database("DATABASE_URL", "")
    assert (tmp_path / "a" / "b").is_dir()


def test_passwords_are_not_printed():
    assert without_password("postgres://portal:pass@word@db:x/portal") == "postgres://…@db:x/portal"
    assert without_password("nonsense") == "nonsense"


def test_the_development_key_outlives_a_restart_and_is_nobody_elses_to_read(tmp_path):
    file = tmp_path / "data" / "secret-key"
    keys = {kept_secret(file, made.pop) for made in (["first"], ["second"])}
    assert keys == {"first"}
    assert file.stat().st_mode & 0o077 == 0


def errors(**changed):
    checks = run_checks(tags=[Tags.security, Tags.files], include_deployment_checks=True)
    return {error.id: error for error in checks if error.id.startswith("portal.")}


@pytest.fixture
def named(settings):
    """The settings of a site that says who runs it and under which numbers it is on record, over HTTPS."""
    settings.SITE = settings.SITE | {"operator": "某某中心", "contact": "010-0000", "address": "https://testserver"}
    settings.RECORDS_NOT_SAID, settings.PASSKEYS = [], True
    return settings


def test_nothing_is_wrong_with_good_settings(named, tmp_path):
    named.MEDIA_ROOT = tmp_path / "not yet there"
    assert errors() == {}


@pytest.mark.parametrize(("fact", "name"), [("operator", "SITE_OPERATOR"), ("contact", "SITE_CONTACT")])
def test_a_site_that_nobody_answers_for_is_refused(named, fact, name):
    named.SITE = named.SITE | {fact: ""}
    assert name in errors()["portal.E010"].msg
    named.DEBUG = True
    assert "portal.E010" not in errors()


def test_a_strip_stands_there_in_both_languages_and_beside_an_operator(named):
    named.SITE = named.SITE | {"strip": "某某部主办 · 官方网站"}
    assert "SITE_STRIP_EN" in errors()["portal.E012"].msg
    named.SITE = named.SITE | {"strip_en": "Official website of Some Ministry"}
    assert errors() == {}
    named.SITE = named.SITE | {"operator": ""}
    assert "SITE_OPERATOR" in errors()["portal.E012"].msg


def test_numbers_of_record_are_given_or_said_to_be_none():
    missing = {name: text for name, text in PRODUCTION.items() if name not in ("SITE_ICP", "SITE_POLICE")}
    done = manage("check", "--deploy", **missing)
    assert done.returncode == 1 and done.stderr.count("portal.E011") == 2
    assert "SITE_ICP" in done.stderr and "SITE_POLICE" in done.stderr and "none" in done.stderr


def test_a_demonstration_is_on_record_nowhere(tmp_path):
    known = {"SITE_ICP": "京ICP备1号", "SITE_POLICE": "京公网安备11010202000001号", "SITE_ID_CODE": "bm05000001"}
    known |= {"SITE_BADGE_LINK": "https://example.cn/show", "SITE_BADGE_IMAGE": "/badge.png", "DEBUG": "1", "DEMO": "1"}
    print_them = "from django.conf import settings as s; print(*[s.SITE[key] for key in KEYS])"
    keys = ["icp", "police", "code", "badge_link", "badge_image"]
    code = print_them.replace("KEYS", repr(keys))
    done = manage("shell", "-v0", "-c", code, DATABASE_URL=f"sqlite:///{tmp_path}/d.sqlite3", **known)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
    del known["DEMO"]
    done = manage("shell", "-v0", "-c", code, DATABASE_URL=f"sqlite:///{tmp_path}/d.sqlite3", **known)
    assert "京ICP备1号" in done.stdout and "bm05000001" in done.stdout


def test_the_police_record_is_looked_up_by_its_code():
    assert police_record("京公网安备 11010202000001号").endswith("webSearch?code=11010202000001")
    assert police_record("京公网安备号") == "https://beian.mps.gov.cn/"


@pytest.mark.parametrize("key", ["short", "ab" * 40])
def test_a_weak_key_is_refused(settings, key):
    settings.SECRET_KEY = key
    assert "secrets.token_urlsafe" in errors()["portal.E003"].hint


def test_in_development_any_key_will_do(settings):
    settings.DEBUG, settings.SECRET_KEY = True, "short"
    assert "portal.E003" not in errors()


def test_no_hosts_are_refused(settings):
    settings.ALLOWED_HOSTS = []
    assert "example.edu.cn" in errors()["portal.E004"].hint


def test_a_media_folder_below_a_file_is_refused(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert str(settings.MEDIA_ROOT) in errors()["portal.E005"].msg


def manage(*command, **environment):
    """Run manage.py in an environment of nothing but this."""
    path = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore", "LANG": "C.UTF-8"}
    command = [sys.executable, "manage.py", *command]
    return subprocess.run(command, cwd=django_settings.BASE_DIR, env=path | environment, capture_output=True, text=True)


def test_production_settings_pass_every_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_all_that_is_wrong_is_said_at_once_without_a_traceback(tmp_path):
    wrong = {"DEBUG": "maybe", "DATABASE_URL": "nonsense", "CACHE_URL": "nonsense", "SITE_ADDRESS": "nonsense"}
    done = manage("check", "--deploy", **wrong)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("portal.E001") == 4
    assert "portal.E002" in done.stderr and "portal.E004" in done.stderr
    migrated = manage("migrate", **wrong)
    assert migrated.returncode == 1 and migrated.stderr.count("portal.E001") == 4
    assert "Traceback" not in migrated.stderr


@pytest.mark.parametrize("command", [["check"], ["makemigrations", "--check", "--dry-run"]])
def test_a_checkout_that_nobody_has_set_up_passes_the_plain_checks(tmp_path, command):
    done = manage(*command, DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")
    assert done.returncode == 0, done.stderr


def test_the_web_server_says_the_same_instead_of_answering_with_errors():
    done = subprocess.run(
        [sys.executable, "-c", "import pairing_portal.wsgi"],
        cwd=django_settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert "portal.E002" in done.stderr and "Traceback" not in done.stderr
