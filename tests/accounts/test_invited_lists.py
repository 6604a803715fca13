"""Posts by invitation of many people at once: a list that is looked at, then confirmed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import bulk_invite
from accounts.models import Invitation
from tests.support.casts.running_action import *  # noqa: F403 - the cast
from tests.support.factories.outbox import delivered

pytestmark = pytest.mark.one_database

LIST = "/en/desk/people/list/"


def text(response):
    return response.content.decode()


TITLES = "姓名,邮箱,高校标识码或校名,角色,起,止\n"
GOOD = (
    "王老师,w@example.edu.cn,4142000001,联络员,,\n"
    "李老师,l@example.edu.cn,江苏子大学,联络员,2026-03-01,2099-12-31\n"
    "赵处长,z@example.edu.cn,湖北,省级工作人员,,\n"
)


def test_a_list_is_looked_at_then_confirmed(editor_client, world):
    page = text(editor_client.post(LIST, {"text": TITLES + GOOD}))
    assert "3 invitations" in page and not Invitation.objects.exists()
    assert editor_client.post(LIST, {"text": TITLES + GOOD, "confirm": "1"}).status_code == 302
    assert Invitation.objects.count() == 3 == len(delivered())
    officer = Invitation.objects.get(role="officer")
    assert officer.province == "42"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_file_of_any_usual_encoding_will_do(editor_client, world, encoding):
    file = SimpleUploadedFile("list.csv", (TITLES + GOOD).encode(encoding))
    assert "3 invitations" in text(editor_client.post(LIST, {"file": file}))


def test_all_errors_come_at_once_with_row_and_column(editor_client, world):
    bad = "甲,not-an-address,4142000001,联络员,,\n乙,y@example.edu.cn,湖北甲学,联络员,soon,\n"
    bad += "丙,x@example.edu.cn,,校长,,\n"
    page = text(editor_client.post(LIST, {"text": TITLES + GOOD + bad, "confirm": "1"}))
    for told in (
        "Row 5 · 邮箱",
        "Row 6 · 高校标识码或校名",
        "湖北甲学院",
        "Row 6 · 开始日期",
        "Row 7 · 角色",
        "联络员, 省级工作人员",
        "not-an-address",
    ):
        assert told in page
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("titles", ["开始,结束", "开始日期,结束日期", "起,止"])
def test_days_are_read_under_the_titles_of_the_form_and_of_former_lists(editor_client, world, titles):
    row = "甲,x@example.edu.cn,湖北,省级工作人员,2026-03-01,2099-12-31\n"
    editor_client.post(LIST, {"text": f"姓名,邮箱,单位,角色,{titles}\n{row}", "confirm": "1"})
    invited = Invitation.objects.get()
    assert (invited.since.isoformat(), invited.until.isoformat()) == ("2026-03-01", "2099-12-31")


def test_a_column_that_nobody_reads_is_told_before_anybody_is_invited(editor_client, world):
    row = "甲,x@example.edu.cn,湖北,省级工作人员,2026-12-31\n"
    page = text(editor_client.post(LIST, {"text": f"姓名,邮箱,单位,角色,期满日\n{row}", "confirm": "1"}))
    assert "期满日" in page and "This column is not read." in page and not Invitation.objects.exists()
    many = bulk_invite.read("邮箱,角色" + ",某列" * 5000 + "\na@b.example,督导" + ",1" * 5000, None)
    assert len([error for error in many.errors if error.code == "unknown_column"]) == bulk_invite.MOST_COLUMNS


def test_the_same_post_twice_in_a_list_is_told(editor_client, world):
    assert "is already in row 2" in text(editor_client.post(LIST, {"text": TITLES + GOOD + GOOD.splitlines()[0]}))


@pytest.mark.each_database
def test_a_list_confirmed_twice_invites_once(editor_client, world):
    fields = {"text": TITLES + GOOD, "confirm": "1"}
    editor_client.post(LIST, fields)
    assert "already offered" in text(editor_client.post(LIST, fields))
    assert Invitation.objects.count() == 3


@pytest.mark.parametrize("text_given", ["", "没有标题\n", TITLES, "姓名,邮箱\n王,w@example.edu.cn\n"])
def test_what_is_no_list_is_told(editor_client, world, text_given):
    response = editor_client.post(LIST, {"text": text_given})
    assert response.status_code == 200 and 'role="alert"' in text(response)


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
@pytest.mark.parametrize("uploaded", [True, False])
def test_lines_may_end_in_any_way(editor_client, world, end, uploaded):
    rows = (TITLES + GOOD).replace("\n", end)
    given = {"file": SimpleUploadedFile("list.csv", rows.encode())} if uploaded else {"text": rows}
    assert "3 invitations" in text(editor_client.post(LIST, given))


@pytest.mark.parametrize("uploaded", [True, False])
def test_a_cell_beyond_all_bounds_is_told(editor_client, world, uploaded):
    rows = TITLES + '"' + "王" * 131_073
    given = {"file": SimpleUploadedFile("list.csv", rows.encode())} if uploaded else {"text": rows}
    response = editor_client.post(LIST, given)
    assert response.status_code == 200 and "longer than 131072 characters" in text(response)
