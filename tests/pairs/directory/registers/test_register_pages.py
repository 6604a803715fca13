"""Taking over the national register: previewed for its owner, confirmed once, with a reason."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from pairs.models import RegisterImport, University
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import send, text

PAGE = "/en/admin/pairs/university/register/"
ROWS = [
    ["湖北省（2所）"],
    [1, "东湖测试大学", "4142019990", "湖北省", "武汉市", "本科", ""],
    [2, "新设测试学院", "4142019997", "湖北省", "武汉市", "专科", "民办"],
]


def a_register(rows=ROWS, day="截至2026年6月20日"):
    book = Workbook()
    sheet = book.active
    sheet.append(["全国普通高等学校名单"])
    sheet.append([f"（{day}）"])
    sheet.append(["序号", "学校名称", "学校标识码", "主管部门", "所在地", "办学层次", "备注"])
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("名单.xlsx", stream.getvalue())


@pytest.fixture
def preview(editor_client, universities):
    return editor_client.post(PAGE, {"file": a_register()}, follow=True)


def test_the_preview_shows_new_changed_and_missing_and_changes_nothing(preview):
    plan = preview.context["plan"]
    assert [university.name for university in plan.new] == ["新设测试学院"]
    assert "东湖测试大学" in text(preview)
    assert {university.name for university in plan.missing} == {"珞珈测试学院", "沙湖测试学院"}
    assert not University.objects.filter(code="4142019997").exists()


def test_confirming_takes_it_over_with_the_reason_in_the_history(editor_client, preview):
    send(editor_client, preview, "confirm", reason="年度名单")
    university = University.objects.get(code="4142019990")
    assert university.name == "东湖测试大学"
    row = university.history.latest()
    assert (row.history_user.username, row.history_change_reason) == ("ed", "年度名单")
    assert RegisterImport.objects.get().reading == {}, "what was read is not kept once it is taken over"


def test_confirming_twice_is_harmless(editor_client, preview):
    send(editor_client, preview, "confirm", reason="x")
    rows = University.history.count()
    again = send(editor_client, preview, "confirm", reason="x")
    assert again.status_code == 302
    assert University.history.count() == rows


def test_data_changed_meanwhile_are_compared_anew(editor_client, preview, universities):
    University.objects.create(name="新设测试学院", code="4142019997", province="42")
    refused = send(editor_client, preview, "confirm", reason="my reason")
    assert "The data have changed" in text(refused)
    again = send(editor_client, refused, "again")
    assert not again.context["plan"].new
    assert "my reason" in again.text
    send(editor_client, again, "confirm")
    assert University.objects.get(code="4142019990").name == "东湖测试大学"


def test_the_reason_is_asked_for(editor_client, preview):
    answer = send(editor_client, preview, "confirm", reason="")
    assert [problem["id"] for problem in answer.context["problems"]] == ["id_reason"]
    assert not University.objects.filter(code="4142019997").exists()


def test_a_file_that_is_no_register_says_what_is_wrong(editor_client, universities):
    answer = editor_client.post(PAGE, {"file": SimpleUploadedFile("x.xlsx", b"nothing")}, follow=True)
    assert answer.context["plan"].errors
    assert 'name="confirm"' not in answer.text
    assert send(editor_client, answer, "confirm", reason="x").status_code == 200


def test_no_file(editor_client, db):
    assert [problem["id"] for problem in editor_client.post(PAGE, {}).context["problems"]] == ["id_file"]


def test_the_file_is_read_once_however_often_the_preview_is_looked_at(editor_client, preview, monkeypatch):
    monkeypatch.setattr("pairs.directory.registers.read", None)
    again = editor_client.get(preview.request["PATH_INFO"])
    shown, first = again.context["plan"], preview.context["plan"]
    assert (shown.reading, shown.fingerprint) == (first.reading, first.fingerprint)
    send(editor_client, again, "confirm", reason="年度名单")
    assert University.objects.filter(code="4142019997").exists()


def test_nobody_but_its_owner_confirms_it(preview):
    taken = RegisterImport.objects.get()
    for person in (a_person("eve", "editor"), AnonymousUser(), None):
        with pytest.raises(PermissionDenied):
            taken.confirm(person, "x")
    assert not University.objects.filter(code="4142019997").exists()


def test_nobodys_register_is_confirmed_by_nobody(preview):
    RegisterImport.objects.update(owner=None)
    for person in (AnonymousUser(), None):
        with pytest.raises(PermissionDenied):
            RegisterImport.objects.get().confirm(person, "x")


def test_another_editor_does_not_find_it(preview):
    address = preview.request["PATH_INFO"]
    other = a_client(a_person("eve", "editor"))
    assert other.get(address).status_code == 404
    assert other.post(address, {"confirm": "1", "reason": "x"}).status_code == 404


def test_inspectors_may_not(inspector_client, preview):
    assert inspector_client.get(PAGE).status_code == 403
    assert inspector_client.get(preview.request["PATH_INFO"]).status_code == 403
    assert inspector_client.post(PAGE, {"file": a_register()}).status_code == 403


def test_to_people_without_a_post_it_does_not_exist(passer_by_client, preview):
    assert passer_by_client.get(PAGE).status_code == 404
    assert passer_by_client.get(preview.request["PATH_INFO"]).status_code == 404
