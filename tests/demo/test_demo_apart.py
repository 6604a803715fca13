"""Made-up data and real ones never meet: each command says in one line why not."""

import datetime
import io

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.utils import timezone

from demo import build, marker
from demo.models import Demonstration
from pairs.models import Action, Batch
from tests.pairing_portal.test_environment import PRODUCTION, manage

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    """A development machine set up for a demonstration."""
    settings.DEBUG = settings.DEMO = True


@pytest.fixture
def quick(monkeypatch):
    """The demonstration is made of one action, so that it is there at once."""
    made = []

    def make(seed=1):
        Demonstration.objects.create(pk=1, made_at=timezone.now(), seed=seed)
        an_action()
        made.append(seed)

    monkeypatch.setattr(build, "make", make)
    return made


def an_action():
    return Action.objects.create(slug="one", name="行动", name_en="Action", recipient_provinces=["42"])


def load(**options):
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def aged(days):
    """As if the demonstration had been made `days` ago, with all that was entered for it."""
    then = timezone.now() - datetime.timedelta(days=days)
    Demonstration.objects.update(made_at=then)
    Action.history.update(history_date=then)


def faults():
    return [fault.id for fault in run_checks(tags=[Tags.database], databases=["default"])]


@pytest.mark.parametrize("given", [{"DEBUG": True}, {"DEMO": True}, {}])
def test_it_needs_development_and_the_setting(settings, given):
    for name, value in given.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match="DEBUG=1"):
        load()
    assert marker.is_empty()


def test_an_empty_database_is_filled_and_marked(demonstration, quick):
    load()
    assert marker.made() and not marker.is_empty()
    assert faults() == []


def test_a_database_with_anything_else_is_left_alone(demonstration, quick):
    an_action()
    with pytest.raises(CommandError, match="DATABASE_URL"):
        load()
    with pytest.raises(CommandError, match="DATABASE_URL"):
        load(again=True)
    assert not quick and Action.objects.exists() and not marker.made()
    assert faults() == ["portal.E007"]


def test_what_only_the_history_remembers_is_not_empty_either(demonstration, quick):
    an_action().delete()
    with pytest.raises(CommandError, match="DATABASE_URL"):
        load()


def test_it_is_refused_before_the_tables_are_changed(demonstration, monkeypatch):
    """A database with data is refused by make demo before a migration could run."""
    from pairing_portal.management.commands import serve

    an_action()
    monkeypatch.setattr(serve, "refuse_taken", lambda port: None)
    monkeypatch.setattr(serve, "prepare", lambda again: pytest.fail("it went on"))
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("serve", "8000")


def test_nothing_is_made_where_something_goes_wrong(demonstration, monkeypatch):
    monkeypatch.setattr(build, "PLANS", [Broken])
    with pytest.raises(ZeroDivisionError):
        load()
    assert marker.is_empty() and not marker.made()


class Broken:
    @staticmethod
    def plan(world):
        an_action()
        raise ZeroDivisionError


def test_a_second_start_leaves_it_as_it_is(demonstration, quick):
    load()
    Action.objects.update(name="edited")
    load()
    assert quick == [1] and Action.objects.get().name == "edited"


def test_an_old_one_that_nobody_touched_is_made_anew(demonstration, quick):
    load()
    aged(days=4)
    load()
    assert quick == [1, 1] and Action.objects.count() == 1
    assert timezone.localdate(marker.made().made_at) == timezone.localdate()


def test_an_old_one_in_which_people_entered_something_is_kept_and_it_says_so(demonstration, quick):
    load()
    aged(days=4)
    Batch(action=Action.objects.get(), title="mine", **dates()).save()
    assert "AGAIN=1" in load()
    assert quick == [1] and Batch.objects.exists()


def test_it_is_made_anew_when_that_is_asked_for(demonstration, quick):
    load()
    Batch(action=Action.objects.get(), title="mine", **dates()).save()
    load(again=True)
    assert quick == [1, 1] and not Batch.objects.exists()


def dates():
    today = timezone.localdate()
    return {"notice_on": today, "starts": today, "ends": today, "source": "tests"}


def test_what_was_published_is_not_loaded_into_it(demonstration, quick, settings):
    load()
    for demo in (True, False):
        settings.DEMO = demo
        with pytest.raises(CommandError):
            call_command("load_published", verbosity=0)
    assert Batch.objects.count() == 0


def test_the_setting_alone_keeps_published_data_out(demonstration):
    with pytest.raises(CommandError):
        call_command("load_published", verbosity=0)
    assert marker.is_empty()


def test_a_marked_database_is_not_served_as_a_real_one(demonstration, quick, settings):
    load()
    settings.DEMO = False
    assert faults() == ["portal.E007"]
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("serve", "0")


def test_a_plain_database_is_served_and_migrated_as_ever():
    assert faults() == []
    an_action()
    assert faults() == []


def test_the_setting_is_an_error_in_production():
    done = manage("check", **PRODUCTION, DEMO="1")
    assert done.returncode == 1
    assert "portal.E006" in done.stderr and "Traceback" not in done.stderr


MARKING = """
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from demo.models import Demonstration
settings.MIGRATION_MODULES = dict.fromkeys(app.label for app in apps.get_app_configs())  # quicker than migrating
call_command("migrate", run_syncdb=True, verbosity=0)
Demonstration.objects.create(pk=1, made_at=timezone.now(), seed=1)
"""


def test_the_web_server_refuses_a_marked_database(tmp_path):
    """The real thing, in processes of their own: made as a demonstration, then served as real."""
    url = {"DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3", "DEBUG": "1", "SECRET_KEY": PRODUCTION["SECRET_KEY"]}
    marked = shell(MARKING, **url, DEMO="1")
    assert marked.returncode == 0, marked.stderr
    served = shell("import pairing_portal.wsgi", **url)
    assert served.returncode == 3 and "portal.E007" in served.stderr
    assert shell("import pairing_portal.wsgi", **url, DEMO="1").returncode == 0
    migrated = manage("migrate", **url)
    assert migrated.returncode == 1 and "portal.E007" in migrated.stderr


def shell(code, **environment):
    return manage("shell", "--no-imports", "-c", code, **environment)


def test_files_database_and_sign_ins_are_its_own():
    asked = "from django.conf import settings as s; print(s.MEDIA_ROOT, s.SESSION_COOKIE_NAME, s.DATABASES)"
    key = {"DEBUG": "1", "SECRET_KEY": "x", "MEDIA_ROOT": "/srv/files"}
    demo, real = (shell(asked, **key, DEMO=on).stdout for on in ("1", "0"))
    assert demo.startswith("/srv/files/demo demo_sessionid") and "demo.sqlite3" in demo
    assert real.startswith("/srv/files sessionid") and "portal.sqlite3" in real


@pytest.mark.parametrize("again", [True, False])
def test_make_demo_makes_it_and_leaves_the_notes_of_make_run_alone(demonstration, monkeypatch, tmp_path, again):
    from pairing_portal.management.commands import serve

    called = []
    monkeypatch.setattr(serve, "LOADED", tmp_path / "loaded")
    monkeypatch.setattr(serve, "call_command", lambda name, *args, **options: called.append((name, options)))
    serve.prepare(again)
    assert called == [("load_demo", {"again": again})]
    assert not (tmp_path / "loaded").exists()


def test_a_database_without_tables_is_one_line_and_not_a_traceback(tmp_path):
    url = {"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3", "SECRET_KEY": PRODUCTION["SECRET_KEY"]}
    done = manage("load_demo", **url, DEBUG="1", DEMO="1")
    assert done.returncode == 1 and "migrate" in done.stderr and "Traceback" not in done.stderr
