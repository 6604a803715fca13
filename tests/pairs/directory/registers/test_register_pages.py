"""Taking over the national register: previewed for its owner, confirmed once, with a reason."""

import hashlib
import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from core.jobs.running import work_off
from core.models import Job
from pairs.models import RegisterImport, University
from pairs.previews import StoredPreview
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
    taken = preview.context["taken"]
    assert named(taken, "new") == ["新设测试学院"] and "新设测试学院" in text(preview)
    assert named(taken, "missing") == ["珞珈测试学院", "沙湖测试学院"]
    assert not University.objects.filter(code="4142019997").exists()


def named(taken, kind):
    return [change.name for change in taken.changes.filter(kind=kind)]


def test_each_kind_of_change_has_its_page_and_its_file(editor_client, preview, universities):
    (renamed,) = preview.context["taken"].changes.filter(kind="renamed")
    where = preview.request["PATH_INFO"]
    shown = text(editor_client.get(f"{where}?kind=renamed"))
    assert "Name: 东湖测试学院 → 东湖测试大学" in shown and renamed.details[0][0] == "name"
    sheet = editor_client.get(f"{where}csv/?kind=renamed").content.decode()
    assert "东湖测试大学" in sheet and "新设测试学院" not in sheet
    assert "新设测试学院" in editor_client.get(f"{where}csv/").content.decode()
    assert editor_client.get(f"{where}?kind=odd").status_code == 404


def test_a_school_that_is_renamed_and_changes_its_level_stands_under_both(editor_client, universities):
    row = [1, "东湖测试大学", "4142019990", "湖北省", "武汉市", "专科", "民办"]
    University.objects.update(level="undergraduate", ownership="public", city="武汉市", authority="湖北省")
    page = editor_client.post(PAGE, {"file": a_register([["湖北省"], row])}, follow=True)
    changes = page.context["taken"].changes.all()
    told = {change.kind: [field for field, _old, _new in change.details] for change in changes}
    assert told["level"] == ["level"] and "name" in told["renamed"] and told["facts"] == ["ownership"]


def test_a_register_that_says_what_is_known_is_not_offered(editor_client, preview):
    send(editor_client, preview, "confirm", reason="x")
    again = editor_client.post(PAGE, {"file": a_register()}, follow=True)
    assert "nothing to import" in text(again) and 'name="confirm"' not in again.text


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
    assert named(again.context["taken"], "new") == []
    assert "my reason" in again.text
    send(editor_client, again, "confirm")
    assert University.objects.get(code="4142019990").name == "东湖测试大学"


def test_the_reason_is_asked_for(editor_client, preview):
    answer = send(editor_client, preview, "confirm", reason="")
    assert [problem["id"] for problem in answer.context["problems"]] == ["id_reason"]
    assert not University.objects.filter(code="4142019997").exists()


def test_a_file_that_is_no_register_says_what_is_wrong(editor_client, universities):
    answer = editor_client.post(PAGE, {"file": SimpleUploadedFile("x.xlsx", b"nothing")}, follow=True)
    assert answer.context["taken"].errors
    assert 'name="confirm"' not in answer.text
    assert send(editor_client, answer, "confirm", reason="x").status_code == 200
    assert not RegisterImport.objects.get().file


def test_no_file(editor_client, db):
    assert [problem["id"] for problem in editor_client.post(PAGE, {}).context["problems"]] == ["id_file"]


def test_the_file_is_read_once_however_often_the_preview_is_looked_at(editor_client, preview, monkeypatch):
    monkeypatch.setattr("pairs.directory.registers.read", None)
    again = editor_client.get(preview.request["PATH_INFO"])
    shown, first = again.context["taken"], preview.context["taken"]
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


def test_another_editor_reads_it_and_confirms_it_only_after_taking_it_over(preview):
    address, other = preview.request["PATH_INFO"], a_client(a_person("eve", "editor"))
    assert 'name="confirm"' not in other.get(address).text
    other.post(address, {"confirm": "1", "reason": "x", "seen": RegisterImport.objects.get().fingerprint})
    assert not RegisterImport.objects.get().applied_at
    send(other, other.post(address, {"take_over": "1"}, follow=True), "confirm", reason="接着办")
    taken = RegisterImport.objects.get()
    assert taken.owner.username == "eve" and taken.applied_at


def test_what_was_taken_over_is_nobodys_to_go_on_with(editor_client, preview):
    send(editor_client, preview, "confirm", reason="x")
    other = a_client(a_person("eve", "editor"))
    other.post(preview.request["PATH_INFO"], {"take_over": "1"})
    assert RegisterImport.objects.get().owner.username == "ed"


def test_inspectors_read_and_do_no_more(inspector_client, preview):
    assert inspector_client.get(PAGE).status_code == 403
    address = preview.request["PATH_INFO"]
    assert 'name="confirm"' not in inspector_client.get(address).text
    for form in ({"confirm": "1", "reason": "x"}, {"take_over": "1"}, {"again": "1"}):
        assert inspector_client.post(address, form).status_code == 403
    assert inspector_client.post(PAGE, {"file": a_register()}).status_code == 403
    assert inspector_client.get(RegisterImport.objects.get().file_url).status_code == 403


def test_the_log_shows_who_took_over_what_and_editors_get_the_file(editor_client, inspector_client, preview):
    send(editor_client, preview, "confirm", reason="年度名单")
    for client in (editor_client, inspector_client):
        log = text(client.get("/en/admin/pairs/registerimport/"))
        assert "名单.xlsx" in log and "Ed Itor" in log and "年度名单" in log and "1 new, 1 changed" in log
    taken = RegisterImport.objects.get()
    kept = b"".join(editor_client.get(taken.file_url).streaming_content)
    assert hashlib.sha256(kept).hexdigest() == taken.file_hash
    shown = text(editor_client.get(preview.request["PATH_INFO"]))
    assert "What this register changed" in shown and "年度名单" in shown and "New schools 1" in shown


# Large registers are a job


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(StoredPreview, "SLOW_TO_READ", 100)
    monkeypatch.setattr("pairs.directory.models.register_import.SLOW_TO_APPLY", 0)


def test_a_large_register_is_read_and_taken_over_by_jobs(editor_client, universities, large):
    page = editor_client.post(PAGE, {"file": a_register()}, follow=True)
    assert "Waiting to begin" in text(page) and not RegisterImport.objects.exists()
    assert work_off() == 1
    preview = editor_client.get(page.request["PATH_INFO"], follow=True)
    asked = send(editor_client, preview, "confirm", reason="年度名单")
    assert not RegisterImport.objects.get().applied_at and work_off() == 1
    assert "What this register changed" in text(editor_client.get(asked.url, follow=True))
    assert University.history.filter(history_change_reason="年度名单").latest().history_user.username == "ed"
    assert RegisterImport.objects.get().file and not Job.objects.exclude(file="").exists()


def test_the_job_tells_what_it_is_at(editor_client, universities, large, monkeypatch):
    seen = []
    compare = RegisterImport.compare
    monkeypatch.setattr(RegisterImport, "compare", lambda self: seen.append(Job.objects.get()) or compare(self))
    editor_client.post(PAGE, {"file": a_register()})
    work_off()
    assert (seen[0].done, seen[0].total, seen[0].sentence) == (1, 2, "Comparing it with the universities")


def test_a_job_whose_data_changed_meanwhile_says_so_and_leads_back(editor_client, universities, large):
    page = editor_client.post(PAGE, {"file": a_register()}, follow=True)
    work_off()
    preview = editor_client.get(page.request["PATH_INFO"], follow=True)
    asked = send(editor_client, preview, "confirm", reason="年度名单")
    University.objects.create(name="新设测试学院", code="4142019997", province="42")
    work_off()
    told = editor_client.get(asked.url)
    assert "The data changed after the preview" in text(told)
    assert RegisterImport.objects.get().get_absolute_url() in told.text


def test_to_people_without_a_post_it_does_not_exist(passer_by_client, preview):
    assert passer_by_client.get(PAGE).status_code == 404
    assert passer_by_client.get(preview.request["PATH_INFO"]).status_code == 404
