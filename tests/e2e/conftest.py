"""A real Chromium against a live server with the published data."""

import os
import shutil

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the thread in which tests ask the database

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.conftest import PASSWORD

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def browser():
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "The browser tests need Chromium (on Debian and Ubuntu: apt-get install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(published, live_server):
    """The address of a portal with the published data."""
    return live_server.url


@pytest.fixture
def open_page(browser, site):
    """Opens a path in a context of its own: open_page("/en/pairs/", viewport=PHONE, java_script_enabled=False)."""
    contexts = []

    def open_(path="/", viewport=WIDE, **options):
        context = browser.new_context(base_url=site, viewport=viewport, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


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
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(f"**{prefix}{path}")
        return page

    return sign_in_


@pytest.fixture(scope="session")
def axe():
    """Fails with every barrier that axe finds on a page, each with its place and remedy: axe(page)."""
    runner = Axe()

    def check(page, ignore=()):
        rules = {rule: {"enabled": False} for rule in ignore}
        found = runner.run(page, options={"rules": rules}).response["violations"]
        assert not found, "\n".join([f"Barriers on {page.url}", *map(readable, found)])

    return check


def readable(finding):
    """One finding of axe in three kinds of lines: what, where, and what to read about it."""
    places = [f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}" for node in finding["nodes"][:5]]
    return "\n".join(
        [f"  {finding['id']} ({finding['impact']}): {finding['help']}", *places, f"    {finding['helpUrl']}"]
    )


def fits(page):
    """True when nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
