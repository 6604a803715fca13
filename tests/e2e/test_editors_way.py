"""An editor's way from a notice to a public page: by mouse, keyboard, on a phone, without JavaScript, in English."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from pairs.lists import workflow
from pairs.models import Batch, Pair
from tests.support.browser.drivers import Finger, Keyboard, Mouse
from tests.support.factories.notices import PAIRS, TITLE, as_text, faulty, listed, notice

from .conftest import PHONE, fits

AFTER_PASTING = 6  # from the pasted notice to published pairs, with clicking into the field of the source
MOST_CLICKS = 8  # from the first page of the admin to the public page, with clicking into the two fields that are typed
SOURCE = "https://example.edu.cn/test-notice"


@pytest.fixture
def rows(published):
    return listed()


@pytest.fixture
def desk(open_page, editor):
    """The first page of the admin with an editor signed in."""

    def desk_(prefix="", **options):
        return open_page(f"{prefix}/admin/", user=editor, **options)

    return desk_


def go_the_whole_way(hand, rows, prefix=""):
    """From the first page of the admin to the public page of the new batch."""
    page = hand.page
    hand.press("a[href$='/from-notice/']")
    hand.type("#id_notice", notice(rows))
    pasted = hand.clicks
    hand.press("button[name=read]")
    expect(page.locator("#id_title")).to_have_value(TITLE)
    hand.type("#id_source", SOURCE)
    hand.press("button.default[name=create]")
    expect(page.locator("#new + table tbody tr")).to_have_count(len(rows))
    expect(page.locator(".composition tr.closes")).to_have_count(2)
    assert not Pair.objects.filter(batch__title=TITLE).exists()
    assert fits(page)
    hand.press("button.default[name=confirm]")
    page.wait_for_url("**/publish/")
    assert fits(page)
    assert page.request.get(f"{prefix}/batches/3/").status == 404
    hand.press(".staff form button.default")
    expect(page.locator(".note.ok")).to_be_visible()
    assert hand.clicks - pasted <= AFTER_PASTING
    hand.press(".note.ok a")
    page.wait_for_url(f"**{prefix}/batches/3/")
    expect(page.locator("table.printed tbody tr")).to_have_count(len(rows))
    for _serial, recipient, supporter in rows[:2]:
        assert page.locator("table.printed tr", has_text=recipient).filter(has_text=supporter).count() == 1


def test_by_mouse_in_a_few_clicks(desk, rows):
    hand = Mouse(desk())
    go_the_whole_way(hand, rows)
    assert hand.count <= MOST_CLICKS
    assert hand.page.faults == []


def test_by_keyboard_alone(desk, rows):
    go_the_whole_way(Keyboard(desk()), rows)


def test_on_a_small_phone(desk, rows):
    go_the_whole_way(Finger(desk(viewport=PHONE, has_touch=True)), rows)


def test_without_javascript(desk, rows):
    go_the_whole_way(Mouse(desk(java_script_enabled=False)), rows)


def test_in_english(desk, rows):
    hand = Mouse(desk("/en"))
    go_the_whole_way(hand, rows, "/en")
    expect(hand.page.locator("main")).to_contain_text("8 pairs, the full list is held here")
    hand.page.goto("/en/admin/")
    assert hand.page.get_by_role("link", name="New batch from a notice").count() == 1


def test_the_reason_and_the_editor_stand_in_the_history(desk, rows, editor):
    go_the_whole_way(Mouse(desk()), rows)
    kept = Pair.objects.filter(batch__title=TITLE).first().history.get()
    assert kept.history_user == editor
    assert SOURCE in kept.history_change_reason


def test_enter_in_a_field_means_the_main_button(desk, rows):
    page = desk("/en")
    page.goto("/en/admin/pairs/batch/from-notice/")
    page.fill("#id_notice", notice(rows))
    page.click("button[name=read]")
    page.fill("#id_source", SOURCE)
    page.press("#id_source", "Enter")
    page.wait_for_url("**/preview/")


@pytest.fixture
def batch(published):
    """An unpublished batch of test data without a list."""
    facts = {"title": TITLE, "notice_on": "2031-02-20", "starts": "2031-03-01", "ends": "2031-08-31"}
    made = Batch.objects.create(action=Batch.objects.first().action, number=3, source=SOURCE, **facts)
    made.refresh_from_db()
    return made


def test_a_refused_list_says_every_fault_with_its_place_and_remedy(open_page, editor, batch, rows):
    page = open_page(f"/en/admin/pairs/batch/{batch.pk}/list/", user=editor)
    page.fill("#id_text", faulty(rows))
    page.click(".staff button.default")
    expect(page.locator("#wrong")).to_be_visible()
    places = page.locator(".places a")
    assert {text.split()[1] for text in places.all_inner_texts()} >= {"2", "4", "6", "8"}
    for place in places.all():
        assert len(page.locator(place.get_attribute("href")).evaluate("field => field.parentNode.innerText")) > 10
    assert any("从未有过的大学" in text for text in places.all_inner_texts())
    assert page.locator("button[name=confirm]").count() == 0
    assert not Pair.objects.filter(batch=batch).exists()


def test_a_refused_list_is_corrected_in_its_preview_without_javascript(open_page, editor, batch, rows):
    listed_now = workflow.preview(batch, faulty(rows), "", editor)
    address = f"/en/admin/pairs/listimport/{listed_now.pk}/preview/"
    page = open_page(address, user=editor, java_script_enabled=False, viewport=PHONE)
    assert fits(page)
    page.fill("#cell-2-2", rows[0][2])
    page.fill("#cell-4-0", str(rows[2][0]))
    page.fill("#cell-6-1", rows[4][1])
    page.check("input[name=out-8]")
    page.locator("button[name=again]:visible").first.click()
    page.get_by_text("Corrected in this preview").scroll_into_view_if_needed()
    page.locator("button[name=take_back][value='8']").click()
    page.fill("#cell-8-2", rows[6][2])
    page.press("#cell-8-2", "Enter")
    page.locator("button.default[name=confirm]").click()
    page.wait_for_url("**/publish/")
    assert Pair.objects.filter(batch=batch).count() == PAIRS


def test_the_refused_list_comes_back_with_its_wrong_cells_marked(open_page, editor, batch, rows):
    listed_now = workflow.preview(batch, faulty(rows), "", editor)
    page = open_page(f"/en/admin/pairs/listimport/{listed_now.pk}/preview/", user=editor)
    with page.expect_download() as download:
        page.get_by_role("link", name="wrong cells marked").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    marked = [cell.value for row in sheet.iter_rows() for cell in row if cell.fill.fill_type == "solid"]
    assert "从未有过的大学" in marked


def test_a_double_click_imports_once(open_page, editor, batch, rows):
    listed_now = workflow.preview(batch, as_text(rows), "", editor)
    page = open_page(f"/admin/pairs/listimport/{listed_now.pk}/preview/", user=editor)
    page.locator("button.default[name=confirm]").dblclick()
    page.wait_for_url("**/publish/")
    assert Pair.objects.filter(batch=batch).count() == PAIRS
    assert Pair.history.filter(batch=batch).count() == PAIRS


def test_confirming_from_a_second_window_is_harmless(open_page, editor, batch, rows):
    address = f"/en/admin/pairs/listimport/{workflow.preview(batch, as_text(rows), '', editor).pk}/preview/"
    first, second = open_page(address, user=editor), open_page(address, user=editor)
    for page in (first, second):
        page.click("button.default[name=confirm]")
        page.wait_for_url("**/publish/")
    expect(second.locator(".messagelist")).to_contain_text("already been imported")
    assert Pair.history.filter(batch=batch).count() == PAIRS


def test_what_is_to_be_looked_at_must_be_accepted_first(open_page, editor, batch, rows):
    (first, recipient, supporter), *rest = rows
    with_gap = [(first, recipient, supporter), *((serial + 1, *names) for serial, *names in rest)]
    listed_now = workflow.preview(batch, as_text(with_gap), "", editor)
    page = open_page(f"/en/admin/pairs/listimport/{listed_now.pk}/preview/", user=editor)
    page.click("button.default[name=confirm]")
    expect(page.locator(".problems")).to_contain_text("Tick the box")
    page.check("#id_accept")
    page.click("button.default[name=confirm]")
    page.wait_for_url("**/publish/")


def test_an_inspector_looks_and_changes_nothing(open_page, inspector, batch):
    page = open_page("/en/admin/", user=inspector)
    assert page.get_by_role("link", name="New batch from a notice").count() == 0
    page.goto(f"/en/admin/pairs/batch/{batch.pk}/change/")
    assert page.locator("input[name=_save], #content input[type=text]").count() == 0
    for path in ("from-notice/", f"{batch.pk}/list/", f"{batch.pk}/publish/", f"{batch.pk}/period/"):
        assert page.request.get(f"/en/admin/pairs/batch/{path}").status == 403


def test_signing_in_leads_to_where_one_wanted_to_go(sign_in, editor):
    page = sign_in(editor, "/admin/pairs/batch/from-notice/")
    expect(page.locator("#id_notice")).to_be_visible()


def test_a_wrong_password_is_said_at_the_top_and_nothing_else_is_told(open_page, editor):
    page = open_page("/en/accounts/login/")
    page.fill("#id_login", editor.username)
    page.fill("#id_password", "not the one")
    page.press("#id_password", "Enter")
    expect(page.get_by_role("alert", name="There is a problem")).to_be_visible()
    assert page.input_value("#id_login") == editor.username
    assert page.input_value("#id_password") == ""
