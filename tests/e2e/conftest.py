"""A real Chromium against a live server with the published data."""

import os
import shutil

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the thread in which tests ask the database

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from playwright.sync_api import sync_playwright

from core.stored_answers.store import STORE
from tests.conftest import PASSWORD, a_client

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# The first is Chromium without windows: the same engine, and quicker to open a page.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
PUBLISHED_APPS = ("pairs", "activities", "oversight")
WATCH_POLICY = """addEventListener("securitypolicyviolation",
event => console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database file: in memory, all requests would share one connection, and with it their transactions."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        name = str(tmp_path_factory.mktemp("browser") / "portal.sqlite3")
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
        settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def published_rows():
    """The published data as rows, empty until the first test that wants them has loaded them."""
    return {}


@pytest.fixture
def published(transactional_db, published_rows):
    """The published data, where the server sees it: loaded by the command once, then put back from memory."""
    if published_rows:
        put_back(published_rows)
    else:
        call_command("load_published", verbosity=0)
        published_rows.update({model: list(model._base_manager.order_by("pk")) for model in published_models()})


def published_models():
    """Every table of the apps that hold published data, the history included, in an order that can be filled."""
    return [model for model in apps.get_models() if model._meta.app_label in PUBLISHED_APPS]


def put_back(rows):
    """Insert the rows with their keys, and let PostgreSQL count on from there."""
    with connection.constraint_checks_disabled():
        for model, objects in rows.items():
            model._base_manager.bulk_create(objects)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)


@pytest.fixture(scope="session")
def browser():
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "The browser tests need Chromium (on Debian and Ubuntu: apt-get install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(published, live_server, settings):
    """The address of a portal with the published data, which keeps what it has built as it does outside of tests."""
    settings.STORED_ANSWERS_MB = 8
    STORE.clear()  # the rows of another test may bear the same version
    return live_server.url


@pytest.fixture
def open_page(browser, site):
    """Opens a path in a context of its own: open_page("/en/pairs/", viewport=PHONE, java_script_enabled=False).

    With `user` that person is signed in already. What goes wrong on the page is kept in page.faults.
    """
    contexts = []

    def open_(path="/", viewport=WIDE, user=None, **options):
        context = browser.new_context(base_url=site, viewport=viewport, locale="zh-CN", **options)
        contexts.append(context)
        if user:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": site}])
        page = watched(context.new_page())
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


def session_of(user):
    return a_client(user).cookies[settings.SESSION_COOKIE_NAME].value


def watched(page):
    """The page, keeping what it complains of: scripts, the content security policy, and what could not be fetched."""
    page.set_default_timeout(10_000)
    page.faults = []
    page.add_init_script(WATCH_POLICY)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
    page.on("requestfailed", lambda request: page.faults.append(f"not fetched: {request.url} ({request.failure})"))
    return page


@pytest.fixture
def page(open_page):
    """The home page, in Chinese, on a wide screen."""
    return open_page("/")


@pytest.fixture
def phone(open_page):
    """The home page on a small phone."""
    return open_page("/", viewport=PHONE)


@pytest.fixture
def plain(open_page):
    """The home page with JavaScript switched off."""
    return open_page("/", java_script_enabled=False)


@pytest.fixture
def sign_in(open_page):
    """Signs a person in through the sign-in page and leads to `path`: sign_in(editor, "/admin/")."""

    def sign_in_(user, path="/admin/", prefix="", **options):
        page = open_page(f"{prefix}/accounts/login/?next={prefix}{path}", **options)
        page.fill("#id_login", user.username)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(f"**{prefix}{path}")
        return page

    return sign_in_


class Barriers:
    """Asks axe: axe(page) fails with every barrier that it finds on the page, each with its place and remedy."""

    BEGIN = "options => { window.looking = axe.run(options).then(results => results.violations) }"
    OPTIONS = {"resultTypes": ["violations"], "preload": False}

    def __call__(self, page):
        self.begin(page)
        found = self.found(page)
        assert not found, "\n".join([f"Barriers on {page.url}", *found])

    def begin(self, page, contrast=True):
        """Start looking without waiting, so that several pages are looked at together."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        page.evaluate(self.BEGIN, self.OPTIONS | {"rules": {"color-contrast": {"enabled": contrast}}})

    def found(self, page):
        return [readable(finding) for finding in page.evaluate("window.looking")]


@pytest.fixture(scope="session")
def axe():
    return Barriers()


def readable(finding):
    """One finding of axe in three kinds of lines: what, where, and what to read about it."""
    places = [f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}" for node in finding["nodes"][:5]]
    return "\n".join(
        [f"  {finding['id']} ({finding['impact']}): {finding['help']}", *places, f"    {finding['helpUrl']}"]
    )


def fits(page):
    """True when nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
