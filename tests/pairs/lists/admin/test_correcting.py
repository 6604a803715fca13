"""Correcting a list in its preview: choose, type, leave out, take back, with whatever button is pressed."""

import pytest
from lxml import html

from pairs.lists import workflow
from pairs.models import ListImport, NameDecision, Pair, University
from pairs.reader import limits
from tests.support.browser.admin_forms import fields, send, text
from tests.support.casts.admin import LIST, RECIPIENTS

WRONG = LIST.replace("东湖", "冬湖").replace("3\t沙湖测试学院", "三\t")


def preview_of(client, batch, editor, content):
    listed = workflow.preview(batch, content, "", editor)
    return client.get(f"/en/admin/pairs/listimport/{listed.pk}/preview/")


@pytest.fixture
def page(editor_client, batch, universities, editor):
    return preview_of(editor_client, batch, editor, WRONG)


def choices(page, place):
    """What is offered for a cell, as {text beside it: value}."""
    root = html.fromstring(page.text)
    found = root.xpath(f"//input[@type='radio'][starts-with(@name, 'choose-{place}-')]")
    return {" ".join(one.getparent().text_content().split()): one.get("value") for one in found}


def chosen(page, place, name):
    return next(value for label, value in choices(page, place).items() if label.startswith(name))


def test_choosing_typing_and_previewing_again_corrects_the_list(editor_client, page, batch):
    changes = {"choose-2-1-0": chosen(page, "2-1", "东湖测试学院"), "cell-4-0": "3", "cell-4-1": "沙湖测试学院"}
    again = send(editor_client, page, "again", **changes)
    assert "3 new pairs" in text(again) and not again.context["plan"].refused
    send(editor_client, again, "confirm", reason="更正后导入")
    assert list(batch.pairs.order_by("serial").values_list("recipient_name", flat=True)) == RECIPIENTS


def test_more_rows_than_a_list_has_are_refused_with_what_was_typed_kept(editor_client, page, monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 5)
    again = send(editor_client, page, "again", **{"cell-2-1": "东湖测试学院↵" * 6})
    assert again.status_code == 200 and "more than 5 filled rows" in text(again)
    assert fields(again)["cell-2-1"] == ["东湖测试学院↵" * 6]
    assert ListImport.objects.get().corrections == []


def test_what_was_read_is_shown_beside_what_was_typed(editor_client, page):
    again = send(editor_client, page, "again", **{"cell-2-1": "东湖测试"})
    assert "As read: 冬湖测试学院" in text(again)
    assert fields(again)["cell-2-1"] == ["东湖测试"]


def test_a_row_is_left_out_and_put_back(editor_client, page):
    again = send(editor_client, page, "again", **{"out-4": "on"})
    assert [row.row for row in again.context["plan"].reading.rows] == [2, 3]
    assert "4 – 三 · 岭南测试大学 left out" in text(again)
    back = send(editor_client, again, take_back="4")
    assert ListImport.objects.get().corrections == []
    assert "cell-4-1" in fields(back)


def test_any_row_can_be_opened_and_keeps_what_was_typed_elsewhere(editor_client, page):
    opened = send(editor_client, page, edit="3", **{"cell-2-1": "东湖测试学院"})
    assert fields(opened)["cell-3-1"] == ["珞珈测试学院"]
    assert ListImport.objects.get().overlay == {(2, 1): "东湖测试学院"}
    by_number = send(editor_client, page, "edit_row", row="2", edition=opened.context["corrections"].edition)
    assert "cell-2-1" in fields(by_number)


@pytest.mark.parametrize("button", ["again", "edit_row", "another", "columns"])
def test_notes_survive_every_button(editor_client, page, batch, button):
    note = f"note_{batch.declared_counts.get(side='supporter', group='provincial_undergraduate').pk}"
    send(editor_client, page, button, **{note: "通知与名单相差一所"})
    assert fields(editor_client.get(page.request["PATH_INFO"]))[note] == ["通知与名单相差一所"]


def test_another_list_begins_with_the_corrected_one_and_comes_in_its_place(editor_client, page, batch):
    note = f"note_{batch.declared_counts.get(side='supporter', group='provincial_undergraduate').pk}"
    upload = editor_client.get(send(editor_client, page, "another", **{"cell-4-0": "3", note: "注"}).url)
    pasted = fields(upload)["text"][0].strip()
    assert pasted.splitlines()[0] == "序号\t受援高校\t支援高校"
    assert pasted.splitlines()[3] == "3\t\t岭南测试大学"
    answer = send(editor_client, upload, text=pasted.replace("\t\t", "\t沙湖测试学院\t"))
    first, second = ListImport.objects.order_by("pk")
    assert first.discarded_at and not second.discarded_at
    assert fields(editor_client.get(answer.url))[note] == ["注"]


def test_a_discarded_preview_waits_no_more_and_can_be_kept(editor_client, page):
    gone = editor_client.get(send(editor_client, page, "discard").url)
    assert "This preview was discarded" in text(gone)
    assert not ListImport.objects.waiting().exists()
    kept = editor_client.get(send(editor_client, gone, "keep").url)
    assert "What is wrong" in text(kept)


def test_corrections_typed_and_confirmed_at_once_are_previewed_first(editor_client, batch, editor, universities):
    page = preview_of(editor_client, batch, editor, LIST)
    opened = send(editor_client, page, edit="2")
    answer = send(editor_client, opened, "confirm", reason="x", **{"cell-2-2": "岭南测试大学"})
    assert answer.status_code == 200 and "Your corrections have been applied" in text(answer)
    assert not Pair.objects.exists()


def test_another_windows_corrections_are_not_overwritten(editor_client, page):
    send(editor_client, page, "again", **{"cell-4-1": "沙湖测试学院"})
    stale = send(editor_client, page, "again", **{"cell-2-1": "东湖测试学院"})
    assert "This list has been corrected in another window" in text(stale)
    assert fields(stale)["cell-2-1"] == ["东湖测试学院"]
    assert ListImport.objects.get().overlay == {(4, 1): "沙湖测试学院"}


def test_personal_data_stays_on_the_screen_only(editor_client, page):
    answer = send(editor_client, page, "again", **{"cell-2-1": "13900000000"})
    assert "personal data" in text(answer) and fields(answer)["cell-2-1"] == ["13900000000"]
    assert ListImport.objects.get().corrections == []


# What was decided for a name


def test_a_printed_name_may_stay_and_mean_a_university(editor_client, page, batch, universities):
    changes = {"choose-2-1-0": chosen(page, "2-1", "东湖测试学院"), "keep-2-1-0": "on", "out-4": "on"}
    batch.declared_pairs = 2
    batch.save()
    again = send(editor_client, page, "again", **changes)
    send(editor_client, again, "confirm", reason="x")
    pair = Pair.objects.get(serial=1)
    assert (pair.recipient_name, pair.recipient) == ("冬湖测试学院", universities["东湖测试学院"])


def decided(page, client):
    batch = page.context["batch"]
    batch.list_status, batch.declared_pairs = "partial", None
    batch.save()
    again = send(client, page, "again", **{"choose-2-1-0": chosen(page, "2-1", "东湖"), "out-4": "on"})
    send(client, again, "confirm", reason="x")


def test_what_was_decided_is_offered_first_for_the_next_list_and_never_applied(editor_client, page, batch, editor):
    decided(page, editor_client)
    University.objects.create(name="冬湖测试学校", code="4142019977", province="42")
    Pair.objects.all().delete()
    following = preview_of(editor_client, batch, editor, WRONG)
    assert following.context["plan"].refused
    assert [*choices(following, "2-1")][0] == "东湖测试学院 (4142019990)"
    assert "chosen for this name before" in text(following)


def test_nothing_is_remembered_before_the_list_is_applied(editor_client, page):
    send(editor_client, page, "again", **{"choose-2-1-0": chosen(page, "2-1", "东湖")})
    assert not NameDecision.objects.exists()


def test_an_unknown_name_leads_to_its_school_and_to_a_new_one(page, universities):
    links = html.fromstring(page.text).xpath("//fieldset[@id='row-2']//a/@href")
    assert f"/en/admin/pairs/university/{universities['东湖测试学院'].pk}/change/" in links
    assert any(link.startswith("/en/admin/pairs/university/add/?name=") for link in links)


def test_each_error_leads_to_its_cell_and_is_counted_by_kind(editor_client, page):
    root = html.fromstring(page.text)
    links = root.xpath("//ul[contains(@class, 'places')]//a/@href")
    assert links == ["#cell-2-1", "#cell-4-0", "#cell-4-1"]
    assert all(root.get_element_by_id(link[1:]).tag == "input" for link in links)
    names = send(editor_client, page, kind="names")
    assert "cell-2-1" in fields(names) and "cell-4-1" not in fields(names)


def test_a_list_of_200_rows_with_30_errors_is_corrected_without_uploading_again(editor_client, batch, editor):
    right, wrong = planted(batch)
    page = preview_of(editor_client, batch, editor, wrong)
    assert len({error.row for error in page.context["plan"].errors}) == ERRORS
    again = send(editor_client, page, "again", **remedies(page, right))
    assert not again.context["plan"].errors
    send(editor_client, again, "confirm", reason="更正后导入", accept="on")
    names = batch.pairs.order_by("serial").values_list("serial", "recipient__name", "supporter__name")
    assert [*names] == right
    assert ListImport.objects.count() == 1


ROWS, ERRORS = 200, 30


def planted(batch):
    """(rows as they should be, the pasted list with 30 of them wrong in eight ways)."""
    batch.declared_pairs = ROWS
    batch.save()
    rows = []
    for number in range(1, ROWS + 1):
        recipient = University(name=f"荆{chr(0x4E00 + number)}测试学院", code=f"4142{number:06}", province="42")
        supporter = University(name=f"江{chr(0x5E00 + number)}测试大学", code=f"4132{number:06}", province="32")
        University.objects.bulk_create([recipient, supporter])
        rows.append((number, recipient.name, supporter.name))
    wrong = [[str(cell) for cell in row] for row in rows]
    for at in range(ERRORS):
        row, before = wrong[at * 6 + 5], wrong[at * 6 + 4]
        match at % 8:
            case 0:
                row[1] = row[1].replace("测试", "測試")  # traditional
            case 1:
                row[2] = row[2].replace("大学", "学院")  # renamed since
            case 2:
                row[2] = row[2].replace("测试大学", "测式大学")  # a slip
            case 3:
                row[1] = ""
            case 4:
                row[0] = "第几"
            case 5:
                row[0] = before[0]
            case 6:
                row[1] = before[1]
            case 7:
                row[2] = row[1]
    lines = ["序号\t受援高校\t支援高校", *("\t".join(row) for row in wrong)]
    return rows, "\n".join(lines)


def remedies(page, right):
    """What a person enters: the right one of the universities that are offered, else the cell as it should be."""
    found = {}
    for row in page.context["corrections"].rows:
        for column, cell in enumerate(row.cells):
            name = str(right[row.number - 2][column])
            offered = {choice.university.name: (q.name, value) for q in cell.questions for value, choice in q.values}
            if name in offered:
                found |= dict([offered[name]])
            elif cell.findings:
                found[cell.name] = name
    return found


@pytest.mark.one_database
def test_a_preview_of_10001_wrong_rows_stays_small(editor_client, batch, editor, universities):
    rows = "\n".join(f"{number}\t{RECIPIENTS[number % 3]}\t北方测试大学" for number in range(1, 10_002))
    page = preview_of(editor_client, batch, editor, f"序号\t受援高校\t支援高校\n{rows}")
    assert len(page.context["corrections"].rows) == 50
    assert page.context["corrections"].more > 900 and "more rows with errors" in text(page)
    assert len(page.content) < 1024 * 1024


# A cell with several names


def test_two_recipients_in_one_cell_become_two_rows(editor_client, batch, editor, universities):
    lines = LIST.splitlines()
    joined = "\n".join([*lines[:2], "2\t珞珈测试学院、沙湖测试学院\t江南测试大学"])
    page = preview_of(editor_client, batch, editor, joined)
    batch.declared_pairs = 3
    (split,) = (value for label, value in choices(page, "3-1").items() if label.startswith("Split the cell"))
    again = send(editor_client, page, "again", **{"choose-3-1-0": split})
    rows = [(row.row, row.serial, row.recipient) for row in again.context["plan"].reading.rows]
    assert rows == [(2, 1, "东湖测试学院"), (3, 2, "珞珈测试学院"), (3, None, "沙湖测试学院")]


def test_of_two_supporters_where_there_may_be_one_either_is_offered(editor_client, batch, editor, universities):
    page = preview_of(editor_client, batch, editor, LIST.replace("江南测试大学", "江南测试大学、岭南测试大学"))
    changes = {"choose-3-2-0": chosen(page, "3-2", "江南测试大学")}
    again = send(editor_client, page, "again", **changes)
    assert [row.supporter for row in again.context["plan"].reading.rows if row.row == 3] == ["江南测试大学"]


def test_the_log_tells_what_was_corrected(editor_client, page):
    send(editor_client, page, "again", **{"cell-2-1": "东湖测试学院"})
    log = editor_client.get(page.request["PATH_INFO"].replace("/preview/", "/log/"))
    assert "Corrected in the preview" in text(log) and "冬湖测试学院 东湖测试学院 Ed Itor" in text(log)
