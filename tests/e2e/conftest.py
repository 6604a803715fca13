"""A real Chromium against a live server with the published data."""

import os
import shutil
import sqlite3
from contextlib import closing
from functools import wraps

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the thread in which tests ask the database

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Locator, Page, sync_playwright

from core.stored_answers.store import STORE
from tests.conftest import PASSWORD, a_client

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS += ["--in-process-gpu"]  # nothing is drawn on a screen: one process less to wait for
# The first is Chromium without windows: the same engine, and quicker to open a page.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
EVERY_SCREEN = bool(os.environ.get("SOAK"))  # see tests/support/browser/page_checks.py
WATCH_POLICY = """addEventListener("securitypolicyviolation",
event => console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database file: in memory, all requests would share one connection, and with it their transactions."""
    name = str(tmp_path_factory.mktemp("browser") / "portal.sqlite3")
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
    settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def kept_copy(tmp_path_factory):
    """Where the database stands as it is with the published data, once the first test has loaded them."""
    return tmp_path_factory.mktemp("published") / "portal.sqlite3"


@pytest.fixture
def published(transactional_db, kept_copy):
    """The published data, where the server sees it: loaded by the command once, then copied back as a whole."""
    if not kept_copy.exists():
        call_command("load_published", verbosity=0)
        with closing(sqlite3.connect(kept_copy)) as copy:
            connection.connection.backup(copy)
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(kept_copy)) as copy:
        copy.backup(connection.connection)


@pytest.fixture(autouse=True)
def published_comes_first(request):
    """Before anything that a test adds, which a copied database would take away again."""
    if "published" in request.fixturenames:
        request.getfixturevalue("published")


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


@pytest.fixture(scope="session", autouse=True)
def an_act_ends_when_its_page_is_there():
    """A click ends when the answer begins: what is counted on the page at that moment may be a part of it."""

    def patient(method):
        @wraps(method)
        def act(self, *args, **options):
            done = method(self, *args, **options)
            (self if isinstance(self, Page) else self.page).wait_for_load_state("domcontentloaded")
            return done

        return act

    with pytest.MonkeyPatch.context() as patch:
        for owner in (Page, Locator):
            for name in ("click", "dblclick", "press", "tap"):
                patch.setattr(owner, name, patient(getattr(owner, name)))
        yield


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

    def __call__(self, page, contrast=True):
        """`contrast` can be left out on the second language of a page, which has the same colours and costs most."""
        self.begin(page, contrast or EVERY_SCREEN)
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
