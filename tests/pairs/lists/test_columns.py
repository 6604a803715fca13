"""Where titles do not tell, an editor says which table and which columns are the list; nothing is lost on the way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pairs.lists import workflow
from pairs.models import ListImport
from pairs.reader import read
from tests.conftest import a_client, a_person
from tests.support.factories.group_lists import FORMATS, LEFT, as_csv, as_xlsx
from tests.support.factories.lists import CHOU, JIA, YI, ZI, pairs, school

ROWS = [["名单", LEFT, LEFT, LEFT], ["编", "A方", "所在地", "B方"], [1, JIA, "武汉", ZI], [2, YI, "宜昌", CHOU]]
CHOSEN = {"use": "1", "table": "0", "first": "3", "serial": "0", "recipient": "1", "supporter": "3"}
EXPECTED = [(1, JIA, ZI), (2, YI, CHOU)]


@pytest.fixture
def client(db):
    return a_client(a_person("ed", "editor"))


def submitted(client, batch, data):
    """The address to which an editor is led who submits `data`, a file's bytes or pasted text."""
    sent = {"text": data} if isinstance(data, str) else {"file": SimpleUploadedFile("a.dat", data)}
    return client.post(f"/en/admin/pairs/batch/{batch.pk}/list/", sent).url


def confirmed(client, preview):
    page = {"confirm": "1", "reason": "名单", "accept": "on", "seen": ListImport.objects.get().fingerprint}
    return client.post(preview, page)


@pytest.mark.parametrize("make", FORMATS.values(), ids=FORMATS.keys())
def test_a_list_under_titles_that_nobody_knows_is_imported_by_its_columns(client, batch, schools, make):
    columns = submitted(client, batch, make(ROWS))
    assert columns.endswith("/columns/")
    page = client.get(columns).content.decode()
    assert all(text in page for text in ("could not be read by its titles", "A方", JIA, "B · ", 'value="0" selected'))
    preview = client.post(columns, CHOSEN).url
    assert "2</b> new" in client.get(preview).content.decode()
    assert client.post(preview, {"again": "1"}).status_code == 200
    confirmed(client, preview)
    assert pairs(batch) == EXPECTED
    assert "tables" not in ListImport.objects.get().reading


def test_a_list_that_was_imported_meanwhile_is_not_read_or_corrected_any_more(client, batch, schools):
    preview = client.post(submitted(client, batch, as_csv(ROWS)), CHOSEN).url
    seen, seen_too = ListImport.objects.get(), ListImport.objects.get()
    confirmed(client, preview)
    imported = ListImport.objects.values().get()
    workflow.choose(seen, seen.choice, seen.owner)
    workflow.correct(seen_too, {(3, 1): "别的学院"}, seen_too.owner)
    assert ListImport.objects.values().get() == imported


@pytest.mark.parametrize("text", [f"{JIA} ← {ZI}\n{YI} ← {CHOU}", f"1. {JIA}——{ZI}\n2. {YI}——{CHOU}"])
def test_pasted_lines_with_arrows_are_chosen_from(client, batch, schools, text):
    columns = submitted(client, batch, f"各有关高校，结对名单如下。\n联系人：某甲，电话：027-87000000\n{text}")
    numbered = text.startswith("1")
    chosen = {"use": "1", "first": "3", "recipient": str(int(numbered)), "supporter": str(int(numbered) + 1)}
    confirmed(client, client.post(columns, chosen).url)
    assert [(recipient, supporter) for _serial, recipient, supporter in pairs(batch)] == [(JIA, ZI), (YI, CHOU)]
    assert "87000000" not in str(ListImport.objects.get().reading.get("tables"))


def test_one_of_two_lists_is_chosen_and_another_later(client, batch, schools):
    titles = ["序号", "受援高校", "支援高校"]
    data = FORMATS["word"]([titles, [1, JIA, ZI]]), [titles, [2, YI, CHOU]]
    data = f"<table><tr><td>{'<td>'.join(titles)}<tr><td>1<td>{JIA}<td>{ZI}</table>" * 2
    data = data.replace(ZI, CHOU, 1)
    columns = submitted(client, batch, data)
    assert "Table 2" in client.get(columns).content.decode()
    shown = client.post(columns, {"show": "1", "table": "1"}).content.decode()
    assert ZI in shown and CHOU not in shown
    chosen = {"use": "1", "first": "2", "serial": "0", "recipient": "1", "supporter": "2"}
    preview = client.post(columns, chosen | {"table": "1"}).url
    assert ZI in client.get(preview).content.decode()
    assert 'name="columns"' in client.get(preview).content.decode()
    assert client.post(preview, {"columns": "1"}).url == columns
    confirmed(client, client.post(columns, chosen | {"table": "0"}).url)
    assert pairs(batch) == [(1, JIA, CHOU)]


def test_a_list_that_was_read_can_be_read_by_other_columns(client, batch, schools):
    preview = submitted(client, batch, as_csv([["序号", "甲方", "乙方"], [1, JIA, ZI]]))
    assert preview.endswith("/preview/")
    columns = preview.replace("preview", "columns")
    assert 'value="2" selected' in client.get(columns).content.decode()
    confirmed(client, client.post(columns, CHOSEN | {"first": "2", "supporter": "2"}).url)
    assert pairs(batch) == [(1, JIA, ZI)]


def test_wrong_choices_are_all_said_at_once_and_keep_what_was_chosen(client, batch, schools):
    columns = submitted(client, batch, as_xlsx(ROWS))
    page = client.post(columns, CHOSEN | {"first": "90", "serial": "1", "supporter": ""}).content.decode()
    assert page.count('href="#id_') >= 3
    assert "Column B is chosen" in page and "The table ends before" in page
    assert ListImport.objects.get().choice is None


def test_corrections_stay_while_the_table_does(client, batch, schools):
    school("湖北学院", "4142000077", "42")
    columns = submitted(client, batch, as_csv([*ROWS[1:3], [2, "湖北乙学", "", CHOU]]))
    client.post(columns, CHOSEN | {"first": "2"})
    listed = ListImport.objects.get()
    listed.correct({(3, 1): YI}, listed.owner)
    listed.save()
    preview = client.post(columns, CHOSEN | {"first": "2", "serial": ""}).url
    confirmed(client, preview)
    assert pairs(batch) == [(None, JIA, ZI), (None, YI, CHOU)]


def test_nothing_of_students_is_kept_for_choosing(client, batch):
    students = "姓名\t毕业院校\t去向\n某甲\t湖北甲学院\t江苏子大学\n某乙\t湖北乙学院\t江苏丑大学"
    assert read(students).tables == []
    assert submitted(client, batch, students).endswith("/preview/")
    assert "某甲" not in str(ListImport.objects.get().reading)
