"""The cast, and the published data."""

import datetime
import gc
import os
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection, transaction
from django.template import Template
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.sessions import BROWSER, OF_STAFF, SessionStore
from core.audit.recording import COUNTS
from core.parts import PARTS
from core.version_facts import FACTS
from pairs.pairs.list_places import PLACES
from tests.support.emptying import instead_of_flush

# The examples that hypothesis makes are the same in every run, so that a failure is never one of chance; `make soak`
# makes new ones, and more.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=5_000)
hypothesis.settings.load_profile("soak" if os.environ.get("SOAK") else "steady")

if begin := os.environ.get("TESTS_BEGIN_AT"):  # tests/on_days.py: another day, from its minute on
    import time_machine

    time_machine.travel(datetime.datetime.fromisoformat(begin).replace(tzinfo=ZoneInfo("Asia/Shanghai"))).start()

LONGEST_TEST = 20  # seconds
# Tests of pages, their words and who may open them, of facts in files, and of how many queries a page asks: the same on
# each database, so that they run on SQLite only. Left to both are constraints, locks, workflows, imports, totals,
# queries, searches and races, and one walk over every address: tests/pairing_portal/test_access.py.
ONE_DATABASE = (
    "accounts/audit/test_sign_in_entries.py",
    "accounts/test_directory.py",
    "accounts/test_doors.py",
    "accounts/test_people_admin.py",
    "accounts/test_posts_outside.py",
    "accounts/test_reset.py",
    "accounts/test_second_factor.py",
    "accounts/test_sign_in.py",
    "activities/activities/desk/test_autosave.py",
    "activities/activities/desk/test_change_kind.py",
    "activities/activities/desk/test_confirm_several.py",
    "activities/activities/desk/test_deciding.py",
    "activities/activities/desk/test_entering.py",
    "activities/activities/desk/test_full_disk.py",
    "activities/activities/desk/test_kept_files.py",
    "activities/activities/desk/test_late_submissions.py",
    "activities/activities/desk/test_limits.py",
    "activities/activities/desk/test_period.py",
    "activities/activities/desk/test_permissions.py",
    "activities/activities/desk/test_proposals.py",
    "activities/activities/desk/test_query_counts.py",
    "activities/activities/desk/test_restored_posts.py",
    "activities/activities/desk/test_several_days.py",
    "activities/activities/desk/test_status_texts.py",
    "activities/activities/test_calendar.py",
    "activities/activities/test_coming.py",
    "activities/activities/test_downloads.py",
    "activities/activities/test_event_page.py",
    "activities/activities/test_page.py",
    "activities/activities/test_period.py",
    "activities/activities/test_personal_data.py",
    "activities/activities/test_published_activities.py",
    "activities/activities/test_queries.py",
    "activities/activities/test_secrets.py",
    "activities/agreements/test_agreement_pages.py",
    "activities/catalogue",
    "activities/employment/test_snapshot_pages.py",
    "activities/sheets/test_corrections.py",
    "core/admin/test_deleting.py",
    "core/admin/test_history.py",
    "core/test_flags.py",
    "core/test_hostile_files.py",
    "core/test_pictures.py",
    "demo",
    "oversight/bulletins/test_desk.py",
    "oversight/bulletins/test_docx_writer.py",
    "oversight/bulletins/test_page.py",
    "oversight/bulletins/test_publish_checks.py",
    "oversight/inspections/test_finding_files.py",
    "oversight/inspections/test_finding_pages.py",
    "oversight/inspections/test_inspection_pages.py",
    "oversight/obligations/test_reminders_season.py",
    "oversight/practices/test_practice_pages.py",
    "oversight/statistics/test_statistics_files.py",
    "oversight/statistics/test_statistics_pictures.py",
    "oversight/statistics/test_statistics_secrets.py",
    "oversight/test_personal_data.py",
    "pairing_portal/test_headers.py",
    "pairing_portal/test_serve.py",
    "pairs/directory/registers/test_register_pages.py",
    "pairs/lists/admin/test_annotated_xlsx.py",
    "pairs/lists/admin/test_batch_from_notice.py",
    "pairs/lists/admin/test_correcting.py",
    "pairs/lists/admin/test_import_log.py",
    "pairs/lists/admin/test_list_upload.py",
    "pairs/lists/test_columns.py",
    "pairs/lists/test_declared.py",
    "pairs/lists/test_group_forms.py",
    "pairs/lists/test_groups.py",
    "pairs/lists/test_names.py",
    "pairs/lists/test_refused.py",
    "pairs/lists/test_warned.py",
    "pairs/pairs/admin/test_first_page.py",
    "pairs/pairs/admin/test_pair_downloads.py",
    "pairs/pairs/admin/test_pair_editing.py",
    "pairs/pairs/admin/test_pair_end.py",
    "pairs/pairs/admin/test_pair_milestone.py",
    "pairs/pairs/admin/test_period.py",
    "pairs/pairs/admin/test_publishing.py",
    "pairs/pairs/admin/test_roles.py",
    "pairs/pairs/admin/test_size.py",
    "pairs/pairs/admin/test_withdrawing.py",
    "pairs/pairs/test_downloads.py",
    "pairs/pairs/test_sides.py",
    "public/error_reports/test_reporting.py",
    "public/packages/test_package_pages.py",
    "public/test_actions.py",
    "public/test_batch_pages.py",
    "public/test_dashboard.py",
    "public/test_data_page.py",
    "public/test_elsewhere.py",
    "public/test_examples.py",
    "public/test_feeds.py",
    "public/test_frame.py",
    "public/test_home.py",
    "public/test_map.py",
    "public/test_ministry.py",
    "public/test_navigation.py",
    "public/test_pair_page.py",
    "public/test_privacy.py",
    "public/test_public_pages.py",
    "public/test_search.py",
    "public/test_several_actions.py",
    "public/test_site_map.py",
    "public/test_sitemap.py",
    "public/test_universities.py",
    "public/test_view_settings.py",
    "truth",
)
PASSWORD = "right horse, right battery"


def a_person(username, role=None, since=-30, until=None, university=None, province="", **fields):
    """Somebody who can sign in; `since` and `until` of the post are days from today."""
    user = User.objects.create_user(username, f"{username}@example.edu.cn", PASSWORD, **fields)
    if role:
        today = timezone.localdate()
        last = None if until is None else today + datetime.timedelta(days=until)
        where = {"university": university, "province": province}
        first = today + datetime.timedelta(days=since)
        Membership.objects.create(user=user, role=role, since=first, until=last, **where)
    return user


def a_client(user):
    """A browser in which this person has signed in; the sign-in itself, and what is recorded of it, is not made."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[OF_STAFF], session[BROWSER] = user.is_staff, ""
    session.save(must_create=True)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@pytest.fixture(autouse=True)
def nothing_is_known_of_other_tests():
    """Facts of a version that an earlier test found out; how often the database is asked must not hang on the order."""
    FACTS.clear()
    PARTS.clear()
    PLACES.clear()
    COUNTS.clear()


@pytest.fixture
def editor(db):
    """Holds the post of an editor at the ministry."""
    return a_person("ed", Membership.Role.EDITOR, name="Ed Itor")


@pytest.fixture
def inspector(db):
    """Holds the post of an inspector: sees the desk, changes nothing."""
    return a_person("ins", Membership.Role.INSPECTOR, name="Ins Pector")


@pytest.fixture
def passer_by(db):
    """Can sign in but holds no post."""
    return a_person("pat", name="Pat Passer-By")


@pytest.fixture
def former_editor(db):
    """Was an editor until yesterday."""
    return a_person("fay", Membership.Role.EDITOR, until=-1, name="Fay Former")


@pytest.fixture
def editor_client(editor):
    return a_client(editor)


@pytest.fixture
def inspector_client(inspector):
    return a_client(inspector)


@pytest.fixture
def passer_by_client(passer_by):
    return a_client(passer_by)


@pytest.fixture
def former_editor_client(former_editor):
    return a_client(former_editor)


@pytest.fixture(scope="session", autouse=True)
def included_templates_tell_nobody(django_test_environment):
    """A response keeps the context of its page but not of what that includes: a copy for each icon costs much."""
    tell_and_render = Template._render

    def render(self, context):
        page = context.template is self
        return tell_and_render(self, context) if page else self.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session", autouse=True)
def tests_that_commit_leave_empty_tables(django_test_environment):
    """The audit log included, which no page and no command can empty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", instead_of_flush)
        yield


def pytest_collection_finish(session):
    """What is loaded by now stays: looking through it for garbage again and again costs a tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_setup():
    """No test is cut in two by midnight, when what was today becomes yesterday."""
    now = timezone.localtime()
    midnight = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time(), now.tzinfo)
    if (left := (midnight - now).total_seconds()) < LONGEST_TEST:
        time.sleep(left + 0.1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Tests that stand on the published data come last and together, so that it is loaded once for all of them.

    So do, within their file, those that begin with a draft made once. What touches no table, or is the same on each
    database, is run on SQLite and not again on PostgreSQL.
    """
    files = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (uses(item, "published_once"), files[item.path], uses(item, "drafted_once")))
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if not depends_on_database(item)])
        items[:] = [item for item in items if depends_on_database(item)]


def uses(item, fixture):
    return fixture in getattr(item, "fixturenames", ())


def pytest_ignore_collect(collection_path):
    """What is run on SQLite only is not even read on PostgreSQL."""
    return connection.vendor == "postgresql" and stands_in(collection_path, ONE_DATABASE) or None


def depends_on_database(item):
    """True for a test that may use tables, by its mark or by one of its fixtures, and is not the same on each."""
    if item.get_closest_marker("one_database") and not item.get_closest_marker("each_database"):
        return False
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())))


def stands_in(path, places):
    """True for a file that is one of these, or in one of these folders, of tests/."""
    here = Path(__file__).parent
    return path.is_relative_to(here) and any(path.relative_to(here).is_relative_to(place) for place in places)


def made_once(django_db_blocker, make):
    """What `make` makes, in a transaction that stays open around several tests; each test's own is nested in it."""
    around = transaction.atomic()
    around._from_testcase = True  # as in Django's TestCase: it does not count as the code's own transaction
    with django_db_blocker.unblock():
        around.__enter__()
        made = make()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="session")
def published_once(django_db_setup, django_db_blocker):
    """The published data, loaded once for all tests that stand on it, with the keys of a new database."""

    def load():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM sqlite_sequence")  # what other tests have committed moved it
        call_command("load_published", verbosity=0)

    yield from made_once(django_db_blocker, load)


@pytest.fixture
def published(published_once, db):
    """The real published lists and facts are loaded."""
