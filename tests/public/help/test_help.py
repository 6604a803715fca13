"""Help is one press away from every page of the desk, and leads to a chapter that is there, in both languages."""

import re
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import override
from lxml import html

from public.help import handbook as reading
from public.help.chapters import CHAPTERS, handbook_for, help_address
from public.help.handbook import HANDBOOKS, handbook
from tests.conftest import a_client
from tests.pairing_portal.test_access import addresses
from tests.support.browser.desk_forms import text
from tests.support.casts.running_action import *  # noqa: F403

pytestmark = pytest.mark.one_database
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HANDBOOKS)
def test_every_chapter_that_helps_is_in_its_handbook(name, language):
    there = {chapter.title for chapter in handbook(name, language).chapters}
    assert {headings[LANGUAGES.index(language)] for headings in CHAPTERS[name].values()} <= there


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HANDBOOKS)
def test_every_link_and_picture_of_a_handbook_leads_somewhere(client, name, language):
    slugs = {book: {chapter.slug for chapter in handbook(book, language).chapters} for book in HANDBOOKS}
    whole = "".join(chapter.html for chapter in handbook(name, language).chapters)
    for target in re.findall(r'href="([^"]*)"', whole):
        book, _sign, heading = unquote(target).partition("#")
        book = book.rstrip("/").rpartition("/")[2] or name
        assert target.startswith("https://") or book == "help" or not heading or heading in slugs[book], target
    assert all(picture in reading.PICTURES for picture in re.findall(r'src="[^"]*/([^/"]*)\.png"', whole))


def test_every_page_that_a_chapter_is_named_for_is_there():
    names = {name for name, _pattern in addresses(get_resolver().url_patterns) if name}
    begins = {begin for chapters in CHAPTERS.values() for begin in chapters}
    assert {begin for begin in begins if not any(name.startswith(begin) for name in names)} == set()


def test_each_post_has_its_own_handbook(rita, officer, inspector, editor):
    assert [handbook_for(one) for one in (rita, officer, inspector, editor)] == list(HANDBOOKS)
    assert handbook_for(editor, "desk_round") == "inspectors"


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/desk/", "工作台：轮到谁"), ("/desk/activities/new/", "填报活动"), ("/en/desk/robots/", "Group robots")],
)
def test_help_is_one_press_away(rita, path, heading):
    client = a_client(rita)
    (link,) = html.fromstring(client.get(path).content).xpath('//a[@rel="help"]')
    page, _sign, anchor = link.get("href").partition("#")
    found = html.fromstring(client.get(page).content).xpath(f'//h2[@id="{unquote(anchor)}"]')
    assert [one.text for one in found] == [heading]


def test_the_admin_has_it_too(editor):
    page = a_client(editor).get("/en/admin/pairs/batch/")
    assert 'href="/en/desk/help/staff/#from-a-notice-to-public-pages"' in page.text


def test_a_word_finds_the_chapters_that_hold_it(rita):
    page = a_client(rita).get("/en/desk/help/coordinators/?q=webhook")
    assert "1 chapter holds “webhook”." in text(page) and "Group robots" in text(page)
    assert "Second factor" not in text(page)
    assert "0 chapters hold" in text(a_client(rita).get("/en/desk/help/coordinators/?q=xyzzy"))


def test_the_contact_of_the_site_and_whom_to_ask_stand_beside_it(rita, settings):
    client = a_client(rita)
    assert "has not named a contact yet" in text(client.get("/en/desk/help/coordinators/"))
    settings.SITE = settings.SITE | {"contact": "help@example.edu.cn"}
    page = client.get("/en/desk/help/coordinators/")
    assert "mailto:help@example.edu.cn" in page.text and "officers of your province" in text(page)


def test_markup_in_a_handbook_is_text_and_no_markup(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "DOCS", tmp_path)
    (tmp_path / "x.md").write_text(
        "# X\n\n<script>alert(1)</script> [a](javascript:alert(1))\n\n## Y\n\n| a |\n|---|\n| <b> |\n"
    )
    book = reading.handbook.__wrapped__("x", "en")
    whole = "".join(chapter.html for chapter in book.chapters)
    assert "<script" not in whole and "href" not in whole and "<b>" not in whole and "&lt;b&gt;" in whole


def test_pictures_are_served_by_their_names_alone(rita):
    client = a_client(rita)
    assert client.get("/desk/help/pictures/coordinator-desk.png")["Content-Type"] == "image/png"
    assert client.get("/desk/help/pictures/nothing.png").status_code == 404


def test_no_help_is_offered_to_who_has_no_work_here(passer_by, rita):
    assert 'rel="help"' not in a_client(passer_by).get("/accounts/").text
    with override("en"):
        assert help_address(rita, "desk_news") == "/en/desk/help/coordinators/#whose-turn-it-is"
