"""A refused list comes back as a sheet: the own rows, each wrong cell marked, the problem beside it."""

import io
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from pairs.lists import workflow
from tests.conftest import a_client, a_person
from tests.support.casts.admin import LIST


@pytest.fixture
def address(batch, universities, editor):
    listed = workflow.preview(batch, LIST.replace("东湖", "冬湖").replace("岭南测试大学", "=1+1"), "", editor)
    return f"/admin/pairs/listimport/{listed.pk}/marked/"


@pytest.fixture
def sheet(editor_client, address):
    return load_workbook(io.BytesIO(editor_client.get(address).content)).active


def test_the_own_rows_come_back_with_their_problems(sheet):
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[2] for row in rows if row[2]] == ["冬湖测试学院", "珞珈测试学院", "沙湖测试学院"]
    assert "冬湖测试学院" in next(row[4] for row in rows if row[2] == "冬湖测试学院")
    assert not next(row[4] for row in rows if row[2] == "珞珈测试学院")


def test_only_the_wrong_cell_is_marked(sheet):
    wrong = next(row for row in sheet.iter_rows(min_row=2) if row[2].value == "冬湖测试学院")
    assert wrong[2].fill.fill_type == "solid"
    assert wrong[3].fill.fill_type is None


def test_no_cell_is_a_formula(sheet):
    values = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" and not cell.value.startswith("=") for cell in values)


def test_it_is_a_download_named_without_what_the_browser_said(editor_client, address):
    assert editor_client.get(address)["Content-Disposition"].startswith('attachment; filename="list-')


def test_one_of_a_demonstration_says_so_in_its_name(settings, editor_client, address):
    settings.DEMO = True
    assert "演示数据-list-" in unquote(editor_client.get(address)["Content-Disposition"])


def test_another_editor_does_not_find_it(address):
    assert a_client(a_person("eve", "editor")).get(address).status_code == 404


def test_inspectors_may_not(inspector_client, address):
    assert inspector_client.get(address).status_code == 403


def test_only_reading(editor_client, address):
    assert editor_client.post(address).status_code == 405
