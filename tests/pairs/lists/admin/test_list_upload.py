"""Handing in a list: a file or pasted text, previewed for the one who handed it in."""

import os
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pairs.lists import workflow
from pairs.models import ListImport, Pair
from tests.support.casts.admin import LIST


@pytest.fixture
def address(batch, universities):
    return f"/en/admin/pairs/batch/{batch.pk}/list/"


AS_CSV = LIST.replace("\t", ",").encode("gb18030")


def a_file(name="名单.csv", content=AS_CSV):
    return SimpleUploadedFile(name, content)


def problems(answer):
    return [str(problem["message"]) for problem in answer.context["problems"]]


def test_a_pasted_list_is_previewed_and_changes_nothing(editor_client, address, editor):
    answer = editor_client.post(address, {"text": LIST})
    listed = ListImport.objects.get()
    assert answer.url == f"/en/admin/pairs/listimport/{listed.pk}/preview/"
    assert listed.owner == editor
    assert not Pair.objects.exists()


def test_an_uploaded_list_is_previewed(editor_client, address):
    editor_client.post(address, {"file": a_file()})
    assert workflow.compare(ListImport.objects.get()).plan.new[0].recipient.name == "东湖测试学院"


@pytest.mark.parametrize("name", ["../../etc/名单.csv", "C:\\Users\\x\\名单.csv", "名单.csv"])
def test_only_the_last_part_of_a_file_name_is_kept(editor_client, address, name):
    editor_client.post(address, {"file": a_file(name)})
    assert ListImport.objects.get().file_name == "名单.csv"


def test_a_file_name_is_shown_as_text(editor_client, address):
    answer = editor_client.post(address, {"file": a_file("<img src=x>.csv")}, follow=True)
    assert b"<img src=x>" not in answer.content


def test_a_large_upload_leaves_nothing_in_the_temporary_folder(editor_client, address, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    editor_client.post(address, {"file": a_file()})
    assert ListImport.objects.exists()
    assert not os.listdir(tmp_path)
    assert tempfile.gettempdir() != str(tmp_path)


def test_nothing_handed_in(editor_client, address):
    assert problems(editor_client.post(address, {"text": "  "})) == ["Choose a file or paste the list."]


def test_both_handed_in_keeps_the_text(editor_client, address):
    answer = editor_client.post(address, {"text": LIST, "file": a_file()})
    assert problems(answer) == ["Choose a file or paste the list, not both."]
    assert "东湖测试学院" in answer.text


def test_a_file_too_large_is_refused_before_it_is_read(editor_client, address, monkeypatch):
    monkeypatch.setattr("core.form_fields.MAX_FILE", 10)
    assert "10 MB" in problems(editor_client.post(address, {"file": a_file()}))[0]
    assert not ListImport.objects.exists()


def test_a_list_that_cannot_be_read_is_shown_with_its_errors(editor_client, address):
    answer = editor_client.post(address, {"file": a_file("bild.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)}, follow=True)
    assert answer.context["plan"].refused


def test_an_unknown_batch(editor_client):
    assert editor_client.get("/en/admin/pairs/batch/99999/list/").status_code == 404


def test_inspectors_may_not(inspector_client, address):
    assert inspector_client.get(address).status_code == 403
    assert inspector_client.post(address, {"text": LIST}).status_code == 403
    assert not ListImport.objects.exists()


def test_to_people_without_a_post_the_page_does_not_exist(passer_by_client, former_editor_client, address):
    assert passer_by_client.post(address, {"text": LIST}).status_code == 404
    assert former_editor_client.post(address, {"text": LIST}).status_code == 404


def test_strangers_sign_in_first(client, address):
    answer = client.post(address, {"text": LIST})
    assert answer.status_code == 403 and LIST.splitlines()[-1] in answer.text  # it cannot wait, and is there to copy
    assert not ListImport.objects.exists()
    assert client.get(address).url.startswith("/en/accounts/login/")


def test_the_page_speaks_both_languages(editor_client, address):
    assert '<html lang="en"' in editor_client.get(address).text
    assert '<html lang="zh-hans"' in editor_client.get(address.removeprefix("/en")).text
