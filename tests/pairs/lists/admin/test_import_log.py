"""The log of imports: everybody at the ministry reads it, and another editor takes a waiting preview on."""

import io

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from core import left_files
from core.jobs.running import work_off
from core.models import Job
from pairs import kept_files
from pairs.lists import workflow
from pairs.lists.models import stored
from pairs.models import ListImport, Pair
from pairs.reader import ListIssue, ListRow, Reading
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import send, text
from tests.support.casts.admin import LIST

LOG = "/en/admin/pairs/listimport/"


def preview_of(client, listed):
    return client.get(f"{LOG}{listed.pk}/preview/", follow=True)


@pytest.fixture
def listed(batch, universities, editor):
    return workflow.preview(batch, LIST.encode(), "名单.txt", editor)


@pytest.fixture
def eve(db):
    return a_client(a_person("eve", "editor"))


def test_all_who_oversee_read_who_imported_what_and_what_changed(editor_client, inspector_client, eve, listed):
    send(editor_client, preview_of(editor_client, listed), "confirm", reason="名单核对无误")
    for client in (editor_client, inspector_client, eve):
        row = text(client.get(LOG))
        assert "名单.txt" in row and "Ed Itor" in row and "名单核对无误" in row and "3 new, 0 changed" in row
        shown = text(client.get(f"{LOG}{listed.pk}/log/"))
        assert "What this list changed" in shown and "北方测试大学" in shown and "Created" in shown
    assert editor_client.get(f"{LOG}{listed.pk}/preview/").url == f"{LOG}{listed.pk}/log/"


def test_an_import_that_was_undone_says_so(editor_client, listed, editor):
    send(editor_client, preview_of(editor_client, listed), "confirm", reason="名单核对无误")
    ListImport.objects.get().act.undo(editor, "弄错了")
    assert "Imported and undone" in text(editor_client.get(f"{LOG}?standing=undone"))
    assert "名单.txt" not in editor_client.get(f"{LOG}?standing=applied").text


def test_another_editor_reads_a_waiting_preview_and_takes_it_on(eve, editor_client, listed):
    page = preview_of(eve, listed)
    assert "What this list would change" in text(page) and 'name="confirm"' not in page.text
    eve.post(f"{LOG}{listed.pk}/preview/", {"confirm": "1", "reason": "x", "seen": listed.fingerprint})
    assert not Pair.objects.exists()
    page = eve.post(f"{LOG}{listed.pk}/log/", {"take_over": "1"}, follow=True)
    send(eve, page, "confirm", reason="接着办")
    assert Pair.objects.count() == 3 and ListImport.objects.get().owner.username == "eve"
    editor_client.post(f"{LOG}{listed.pk}/log/", {"take_over": "1"})
    assert ListImport.objects.get().owner.username == "eve"


def test_inspectors_take_nothing_on(inspector_client, listed):
    assert inspector_client.post(f"{LOG}{listed.pk}/log/", {"take_over": "1"}).status_code == 403
    assert ListImport.objects.get().owner.username == "ed"


def test_the_history_of_a_batch_leads_to_its_imports(editor_client, listed):
    page = editor_client.get(f"/en/admin/pairs/batch/{listed.batch_id}/history/")
    assert f"{LOG}?batch__id__exact={listed.batch_id}" in page.text
    assert "名单.txt" in editor_client.get(f"{LOG}?batch__id__exact={listed.batch_id}").text


# The file


def sheet(*rows, beside=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if beside:
        other = book.create_sheet("联系")
        for row in beside:
            other.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ROWS = [line.split("\t") for line in LIST.splitlines()]


def test_editors_download_the_file_as_it_was_uploaded(batch, universities, editor, editor_client, inspector_client):
    data = sheet(*ROWS)
    listed = workflow.preview(batch, data, "名单.xlsx", editor)
    answer = editor_client.get(listed.file_url)
    assert b"".join(answer.streaming_content) == data and "attachment" in answer["Content-Disposition"]
    assert inspector_client.get(listed.file_url).status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        sheet(*ROWS, beside=[["部门", "电话"], ["就业处", "027-12345678"]]),
        sheet(*ROWS, beside=[["问", 13812345678]]),
        f"请与张老师联系，联系电话：68750000\n{LIST}".encode(),
        f"{LIST}\n4\t东湖测试学院\t13812345678".encode(),
    ],
    ids=["contacts", "a number", "prose", "in the list"],
)
def test_a_file_with_personal_data_anywhere_is_not_kept(batch, universities, editor, editor_client, data):
    listed = workflow.preview(batch, data, "名单", editor)
    assert not ListImport.objects.get().file
    assert editor_client.get(f"{LOG}{listed.pk}/file/").status_code == 404
    assert "(not kept)" in text(editor_client.get(f"{LOG}{listed.pk}/log/"))


def test_of_what_was_read_beside_personal_data_nothing_is_kept():
    finding = ListIssue("personal_data", "有个人信息")
    kept = stored(Reading("xlsx", "", [ListRow(2, "甲学院", "乙大学", 1)], [finding]))
    assert kept == {"rows": [], "errors": [finding.as_stored()], "warnings": []}
    assert not ListImport(reading=kept | {"rows": [[2, "甲学院", "乙大学", 1]]}).may_keep_file()


def test_files_that_no_import_knows_of_are_removed(listed, monkeypatch):
    stray = default_storage.save(f"{kept_files.FOLDER}/2026/stray", io.BytesIO(b"x"))
    kept_files.remove_left_over()
    assert default_storage.exists(stray), "it may belong to a transaction that still runs"
    monkeypatch.setattr(left_files, "GRACE", -left_files.GRACE)
    kept_files.remove_left_over()
    assert not default_storage.exists(stray) and default_storage.exists(listed.file.name)


# Large lists are a job


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(ListImport, "SLOW_TO_READ", 10)
    monkeypatch.setattr("pairs.lists.models.SLOW_TO_APPLY", 0)


def test_a_large_list_is_read_and_imported_by_jobs(editor_client, batch, universities, large):
    page = editor_client.post(f"/en/admin/pairs/batch/{batch.pk}/list/", {"text": LIST}, follow=True)
    assert "Reading a list" in text(page) and not ListImport.objects.exists()
    work_off()
    preview = editor_client.get(page.request["PATH_INFO"], follow=True)
    count = batch.declared_counts.get(side="supporter", group="provincial_undergraduate")
    asked = send(editor_client, preview, "confirm", reason="大名单", **{f"note_{count.pk}": "相差一所"})
    assert not Pair.objects.exists() and work_off() == 1
    assert editor_client.get(asked.url).url == f"{LOG}{ListImport.objects.get().pk}/log/"
    assert {row.history_change_reason for row in Pair.history.all()} == {"大名单"}
    count.refresh_from_db()
    assert count.note == "相差一所" and not Job.objects.exclude(file="").exists()


def test_a_large_list_that_is_refused_by_then_says_why_and_leads_back(editor_client, batch, editor, listed, large):
    asked = send(editor_client, preview_of(editor_client, listed), "confirm", reason="大名单")
    workflow.confirm(workflow.preview(batch, LIST.encode(), "别的", editor), editor, "快一步")
    work_off()
    told = editor_client.get(asked.url)
    assert "The data changed after the preview" in text(told)
    with_language = reverse("admin:pairs_listimport_preview", args=[listed.pk]).removeprefix("/en")
    assert with_language in told.text
