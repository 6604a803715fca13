"""Pages for when something is wrong say what, and lead on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.defaults import permission_denied

from tests.support.assertions.css_select import select
from tests.support.casts.other_action import text


@pytest.mark.parametrize(("address", "language"), [("/nowhere/", "zh-Hans"), ("/en/nowhere/", "en")])
def test_a_page_that_is_not_there_offers_the_search(page, db, address, language):
    tree = page(address, status=404)
    assert tree.get("lang") == language
    assert select(tree, "form[role=search]") and select(tree, ".exits a")
    assert not select(tree, "link[rel=canonical]")


def test_at_the_desk_it_leads_back_to_the_desk(editor_client):
    shown = editor_client.get("/desk/activities/123456/")
    assert shown.status_code == 404
    main = shown.text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/desk/"' in main and 'role="search"' not in main


def test_the_other_language_of_a_missing_page_is_its_home(page, db):
    assert select(page("/nowhere/", status=404), ".language a")[0].get("href") == "/en/"


@pytest.mark.parametrize("template", ["500.html", "400.html"])
def test_when_all_else_fails_both_languages_are_there_without_the_database(template):
    page = render_to_string(template)
    assert 'lang="zh-Hans"' in page and 'lang="en"' in page and 'href="/en/"' in page


def test_a_forged_host_is_told_in_plain_words(db, client):
    response = client.get("/about/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "无法理解" in response.content.decode()


def test_staff_without_the_right_are_told_why(db):
    from lxml import html

    response = permission_denied(RequestFactory().get("/en/x/"), PermissionDenied("Only editors publish."))
    assert response.status_code == 403
    assert "Only editors publish." in text(html.fromstring(response.content.decode()))
