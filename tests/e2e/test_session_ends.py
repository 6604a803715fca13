"""Two minutes before somebody is signed out for using nothing, the page says so; one press prevents it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect


@pytest.fixture
def page(open_page, editor, settings):
    """A page of the ministry's desk, whose clock the test moves."""
    settings.SESSION_SEEN_SECONDS = 60
    page = open_page("/en/desk/people/", user=editor)
    page.clock.install()
    page.reload()
    return page


def warning(page):
    return page.get_by_role("alert").filter(has_text="You will be signed out in two minutes")


def test_the_page_says_so_and_one_press_keeps_its_reader_signed_in(page, editor, axe):
    page.clock.fast_forward("27:00")
    expect(warning(page)).to_have_count(0)
    page.clock.fast_forward("01:01")
    expect(warning(page)).to_be_visible()
    axe(page)
    editor.sessions.update(seen_at=timezone.now() - timedelta(minutes=29))
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning(page)).to_have_count(0)
    assert editor.sessions.get().seen_at > timezone.now() - timedelta(minutes=1)
    assert page.faults == []


def test_who_was_signed_out_meanwhile_is_told_that_nothing_typed_is_lost(page, editor):
    page.clock.fast_forward("28:01")
    editor.sessions.end()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("alert")).to_contain_text("What you have typed is kept")


def test_using_one_tab_keeps_the_others_quiet(page):
    page.clock.fast_forward("27:00")
    other = page.context.new_page()
    other.goto("/en/desk/people/")
    page.clock.fast_forward("02:00")
    expect(warning(page)).to_have_count(0)


def test_the_admin_says_so_too_and_public_pages_do_not(open_page, editor):
    admin = open_page("/en/admin/", user=editor)
    assert admin.locator(".session-ends").count() == 1
    admin.goto("/en/pairs/")
    assert admin.locator(".session-ends").count() == 0
