"""Bulletins in a real browser: from the figures to the public page, without barriers, and on paper."""

import pytest
from playwright.sync_api import expect

from accounts.models import Membership
from oversight.bulletins import workflow as bulletins
from oversight.models import Bulletin
from tests.conftest import a_person
from tests.support.browser.addresses import PREFIXES
from tests.support.browser.page_checks import look
from tests.support.factories.activities import day


@pytest.fixture
def ed(site):
    return a_person("ed", Membership.Role.EDITOR, name="Ed Itor")


@pytest.fixture
def draft(ed):
    facts = {"scope": "两批合计", "scope_en": "Both batches"}
    return bulletins.draft(ed, batches=[1, 2], as_of=day(-1), **facts)


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_no_page_of_the_editors_way_has_a_barrier_or_breaks(open_page, axe, ed, draft, prefix):
    published = Bulletin.objects.get(address="2020-05-21")
    page, found = open_page("about:blank", user=ed), []
    addresses = ["", "new/", f"{draft.pk}/", f"{draft.pk}/edit/", f"{draft.pk}/stated/", f"{published.pk}/"]
    for address in addresses:
        page.goto(f"{prefix}/desk/bulletins/{address}")
        found += look(page, axe)
    assert not found, "\n".join(found)


def test_without_javascript_an_editor_words_and_publishes(open_page, ed, draft):
    page = open_page(f"/en/desk/bulletins/{draft.pk}/edit/", user=ed, java_script_enabled=False)
    pairs = draft.figures.get(measure="pairs")
    page.fill(f"#id_{pairs.pk}-wording", "近90对")
    page.click("form.desk-form button")
    expect(page.locator(".errors a").first).to_have_attribute("href", f"#id_{pairs.pk}-wording")
    page.fill(f"#id_{pairs.pk}-wording", "80对")
    page.click("form.desk-form button")
    page.check("#looked")
    page.click("form.publish button")
    expect(page.locator(".tag-ok").first).to_be_visible()
    page.goto(Bulletin.objects.get(pk=draft.pk).get_absolute_url())
    assert page.locator(".figures dd", has_text="80对").count() == 1


def test_on_paper_a_bulletin_is_its_text_and_figures_and_nothing_to_click(open_page):
    page = open_page("/bulletins/2020-05-21/")
    page.emulate_media(media="print")
    assert page.locator(".figures dd:visible").count() == 6
    for hidden in (".site-nav", ".language", ".crumbs", ".take", ".skip"):
        assert page.locator(f"{hidden}:visible").count() == 0
