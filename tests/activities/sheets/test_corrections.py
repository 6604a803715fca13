"""What is wrong in a sheet is corrected on its page, or in Excel; a university's own table is understood."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from activities.activities import workflow as entries
from activities.models import Activity, ColumnMemory, Sheet
from activities.sheets import workflow
from activities.sheets.template import FIRST, TITLES, marked, template
from activities.sheets.university_scope import Scope
from tests.activities.sheets.sheets import paste, rows, taken, text_of
from tests.conftest import a_client
from tests.support.factories.activities import day

# Ways to be wrong, each in one cell of a row.
SLIPS = [("日期", "上旬"), ("日期", "2020-02-30"), ("指标posts（个）", "约一百"), ("指标posts（个）", "-3")]
SLIPS += [
    ("标题", ""),
    ("结对高校", "没有这所大学"),
    ("类别", "唱歌"),
    ("指标lectures（场）", "1"),
    ("标题", "长" * 101),
]
SLIPS += [("指标signed（人）", "9999999999")]
RIGHT = {"starts_on": day(-1).isoformat(), "title": "专场", "pair": "江苏子大学", "kind": "类别fair", "n_lectures": ""}


def test_thirty_planted_errors_are_corrected_without_leaving_the_page(world, rita):
    table = rows(40)
    for number in range(30):
        title, text = SLIPS[number % len(SLIPS)]
        table[number][title] = text
    client = a_client(rita)
    page = paste(client, rita, text_of(table))
    address, fields = page.redirect_chain[-1][0], page.context["corrections"].rows
    wrong = [cell for row in fields for cell in row.cells if cell.findings]
    assert len(wrong) == len(page.context["checked"].findings) == 30
    typed = {cell.name: RIGHT.get(cell.name.split("-", 2)[2], "7") for cell in wrong}
    again = client.post(address, typed | {"check": "1"})
    assert again.status_code == 200 and again.context["checked"].is_right and not Activity.objects.exists()
    answered = [question.digest for question, _rows, _ticked in again.context["asked"]]
    client.post(address, {"submit": "1", "answered": answered})
    assert Activity.objects.to_confirm().count() == 40


def test_corrections_are_taken_in_before_anything_is_submitted(world, rita):
    sheet = taken(rita, rows(2))
    page = a_client(rita).post(sheet.get_absolute_url(), {"cell-2-title": "另一个标题", "submit": "1"}, follow=True)
    assert "另一个标题" in page.content.decode() and not Activity.objects.exists()


def test_one_unknown_word_is_corrected_in_all_rows_and_remembered(world, rita):
    sheet = taken(rita, rows(5, 类别="招聘会"))
    address = sheet.get_absolute_url()
    a_client(rita).post(address, {"cell-3-kind": "类别fair", "same-3-kind": "on", "check": "1"})
    sheet.refresh_from_db()
    workflow.enter(sheet, rita)
    assert Activity.objects.filter(kind=world.fair).count() == 5
    assert workflow.checked(taken(rita, rows(1, 类别="招聘会", 标题="又一场")), rita).is_right


def test_a_row_is_left_out_and_comes_back(world, rita):
    sheet, client = taken(rita, rows(3, 日期="?") + rows(1)), a_client(rita)
    for number in (2, 3, 4):
        page = client.post(sheet.get_absolute_url(), {"out": number})
    assert page.context["checked"].is_right and len(page.context["checked"].rows) == 1
    assert len(client.post(sheet.get_absolute_url(), {"back": 3}).context["checked"].rows) == 2


def test_the_template_filled_in_is_read_by_its_rows(world, rita):
    book = load_workbook(io.BytesIO(template(Scope(rita, world.recipient))))
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[TITLES]}
    assert len(sheet.data_validations.dataValidation) == 2
    for at, on in enumerate((day(-1), day(-2))):
        for title, value in {"活动类别": "类别fair", "标题": f"专场{at}", "日期": on, "指标posts（个）": 12}.items():
            sheet.cell(FIRST + at, places[title], value)
    out = io.BytesIO()
    book.save(out)
    found = workflow.checked(taken(rita, out.getvalue()), rita)
    assert found.is_right and [row.number for row in found.rows] == [FIRST, FIRST + 1]
    assert [row.entry.starts_on for row in found.rows] == [day(-1), day(-2)]


def test_the_sheet_comes_back_with_its_wrong_cells_marked_and_is_read_again(world, rita):
    checked = workflow.checked(taken(rita, rows(2, 日期="上旬")), rita)
    sheet = load_workbook(io.BytesIO(marked(checked))).worksheets[0]
    cell = sheet.cell(FIRST, 4)
    assert cell.value == "上旬" and "2" in cell.comment.text and cell.fill.start_color.rgb.endswith("FCECEA")
    again = workflow.checked(taken(rita, marked(checked)), rita)
    assert [finding.key for finding in again.findings] == ["starts_on"] * 2


OWN = "序\t何时\t做了什么\t何种\t岗位数\n1\t{}\t专场招聘\t招聘\t30"


def test_the_columns_of_an_own_table_are_chosen_once_and_remembered(world, rita, rob):
    client, text = a_client(rita), OWN.format(day(-1))
    page = paste(client, rita, text)
    address = page.redirect_chain[-1][0]
    assert address.endswith("/columns/")
    chosen = {"titled": "on", "column-1": "starts_on", "column-2": "title", "column-3": "kind", "column-4": "n_posts"}
    page = client.post(address, chosen, follow=True)
    [finding] = page.context["checked"].findings
    assert (finding.row, finding.key, finding.value) == (2, "kind", "招聘")
    client.post(page.redirect_chain[-1][0], {"cell-2-kind": "类别fair", "check": "1"})
    workflow.enter(Sheet.objects.get(), rita)
    assert ColumnMemory.objects.get().by == rita
    again = paste(a_client(rob), rob, OWN.format(day(-3)))
    assert again.context["checked"].is_right and again.context["checked"].rows[0].entry.kind == world.fair


def test_what_is_entered_already_is_asked_about_and_left_out_at_once(world, rita):
    workflow.enter(taken(rita, rows(3)), rita)
    sheet = taken(rita, rows(4))
    checked = workflow.checked(sheet, rita)
    assert checked.repeats == [2, 3, 4]
    page = a_client(rita).post(sheet.get_absolute_url(), {"without_repeats": "1"})
    assert [row.number for row in page.context["checked"].rows] == [5]


def test_a_row_written_twice_is_asked_about(world, rita):
    sheet = taken(rita, rows(2) + rows(1))
    assert workflow.checked(sheet, rita).repeats == [4]
    page = " ".join(a_client(rita).get(sheet.get_absolute_url()).content.decode().split())
    assert "第 4 行：与第 2 行内容相同。请略去此行" in page, "the row is named once, and what to do as its button says"


def test_what_the_partner_entered_of_the_same_event_is_shown(world, rita, sam):
    entries.submit(entries.draft(sam, world.pair, world.fair, title="双选会", starts_on=day(-2), ends_on=day(-2)), sam)
    page = a_client(rita).get(taken(rita, rows(1)).get_absolute_url())
    assert "双选会" in page.content.decode()


@pytest.mark.parametrize("waits", [True, False])
def test_a_sheet_is_forgotten_after_thirty_days(world, rita, waits):
    sheet = taken(rita, rows(1))
    if not waits:
        workflow.enter(sheet, rita)
    Sheet.objects.update(created_at=timezone.now() - timedelta(days=31))
    workflow.forget()
    assert [sheet.table for sheet in Sheet.objects.all()] == ([] if waits else [{}])
    assert Activity.objects.count() == (0 if waits else 1)


def test_english_pages_offer_english_words(world, rita):
    client = a_client(rita)
    page = client.get("/en" + reverse("desk_sheets").removeprefix("/en")).content.decode()
    assert "Enter a month" in page
    sheet = taken(
        rita, "Kind of activity\tTitle\tDay\nfair\t专场\t3 November 2026".replace("3 November 2026", str(day(-1)))
    )
    assert client.get("/en" + sheet.get_absolute_url()).context["checked"].is_right
