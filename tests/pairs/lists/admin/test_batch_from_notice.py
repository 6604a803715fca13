"""A new batch from a notice: proposed from the prose, confirmed by the editor, unpublished until said otherwise."""

import datetime

import pytest

from pairs.models import Batch, ListImport
from tests.support.browser.admin_forms import fields, send
from tests.support.casts.admin import LIST, NOTICE

PAGE = "/en/admin/pairs/batch/from-notice/"


@pytest.fixture
def proposed(editor_client, action, universities):
    """The page that shows what the notice says."""
    return editor_client.post(PAGE, {"notice": NOTICE, "read": "1"})


def test_the_notice_proposes_and_nothing_is_kept_yet(proposed):
    values = fields(proposed)
    assert values["title"] == ["第二批测试结对行动"]
    assert (values["starts"], values["ends"], values["notice_on"]) == (["2031-03-01"], ["2031-08-31"], ["2031-02-20"])
    assert values["declared_pairs"] == ["3"]
    assert values["group-0-tiers"] == ["central_moe"]
    assert not Batch.objects.exists()


def test_the_confirmed_batch_goes_straight_to_the_preview_of_the_list_that_was_pasted_with_it(editor_client, proposed):
    answer = send(editor_client, proposed, "create", source="https://example.edu.cn/notice")
    batch, listed = Batch.objects.get(), ListImport.objects.get()
    assert answer.url == f"/en/admin/pairs/listimport/{listed.pk}/preview/"
    assert batch.published_at is None
    assert batch.ends == datetime.date(2031, 8, 31)
    assert sorted(batch.declared_counts.values_list("side", "group", "count")) == [
        ("recipient", "provincial_undergraduate", 3),
        ("supporter", "central_moe", 2),
        ("supporter", "provincial", 1),
    ]
    assert listed.as_read.rows[0].recipient == "东湖测试学院"


def test_from_the_pasted_notice_to_published_pairs_takes_four_pages(editor_client, proposed):
    send(editor_client, proposed, "create", source="https://example.edu.cn/notice")
    preview = editor_client.get(f"/en/admin/pairs/listimport/{ListImport.objects.get().pk}/preview/")
    published = send(editor_client, preview, "confirm")
    send(editor_client, editor_client.get(published.url))
    batch = Batch.objects.get()
    assert batch.published_at
    assert batch.pairs.count() == 3
    assert batch.history.latest().history_user.username == "ed"


def test_a_notice_without_a_list_leads_to_the_page_that_asks_for_it(editor_client, action):
    page = editor_client.post(PAGE, {"notice": NOTICE.replace(LIST, ""), "read": "1"})
    answer = send(editor_client, page, "create", source="https://example.edu.cn/notice")
    assert answer.url.startswith(f"/en/admin/pairs/batch/{Batch.objects.get().pk}/list/?former=")
    assert "No list was found" in editor_client.get(answer.url).content.decode()


def test_a_list_in_the_notice_that_cannot_be_read_is_asked_about_and_not_lost(editor_client, action, universities):
    unclear = NOTICE.replace("受援高校\t支援高校", "校一\t校二")
    page = editor_client.post(PAGE, {"notice": unclear, "read": "1"})
    columns = send(editor_client, page, "create", source="https://example.edu.cn/notice").url
    assert columns.endswith("/columns/")
    page = editor_client.get(columns).content.decode()
    assert "could not be read by its titles" in page and "东湖测试学院" in page


def test_it_works_without_a_notice(editor_client, action):
    page = editor_client.post(PAGE, {"notice": "", "skip": "1"})
    typed = {"title": "手填通知", "reported_on": "2031-02-21", "starts": "2031-03-01", "ends": "2031-04-01"}
    send(editor_client, page, "create", source="文号 1", **typed)
    assert Batch.objects.get().title == "手填通知"


def test_all_errors_are_said_at_once_and_nothing_typed_is_lost(editor_client, proposed):
    wrong = {
        "title": "",
        "source": "",
        "notice_on": "",
        "ends": "2030-01-01",
        "group-0-count": "-1",
        "title_en": "Kept",
    }
    answer = send(editor_client, proposed, "create", **wrong)
    summary = {problem["id"] for problem in answer.context["problems"]}
    assert summary == {"id_title", "id_source", "id_reported_on", "id_ends", "id_group-0-count"}
    assert fields(answer)["title_en"] == ["Kept"]
    assert "东湖测试学院" in fields(answer)["notice"][0]
    assert not Batch.objects.exists()


def test_every_link_of_the_error_summary_leads_to_a_field(editor_client, proposed):
    wrong = {"title": "", "group-0-tiers": None, "group-1-side": "", "group-1-count": "x"}
    answer = send(editor_client, proposed, "create", **wrong)
    for problem in answer.context["problems"]:
        assert f'id="{problem["id"]}"'.encode() in answer.content


def test_more_groups_keeps_what_was_typed_and_judges_nothing(editor_client, proposed):
    before = int(fields(proposed)["group-TOTAL_FORMS"][0])
    answer = send(editor_client, proposed, "more", title="改过的标题", ends="never")
    assert fields(answer)["title"] == ["改过的标题"]
    assert int(fields(answer)["group-TOTAL_FORMS"][0]) > before
    assert not answer.context["problems"]


def test_a_group_that_is_emptied_is_left_out(editor_client, proposed):
    emptied = {"group-0-label": "", "group-0-count": "", "group-0-tiers": None}
    send(editor_client, proposed, "create", source="文号 1", **emptied)
    assert Batch.objects.get().declared_counts.count() == 2


def test_an_of_which_belongs_to_the_group_above_it(editor_client, proposed):
    send(editor_client, proposed, "create", source="文号 1", **{"group-1-of_which": "on"})
    assert Batch.objects.get().declared_counts.get(side="supporter", count=1).part_of == "central_moe"


def test_groups_that_do_not_add_up_to_the_declared_pairs_are_mentioned(editor_client, proposed):
    answer = send(editor_client, proposed, "create", source="文号 1", **{"group-0-count": "9"})
    followed = editor_client.get(answer.url)
    assert any("10" in str(message) for message in followed.context["messages"])


def test_sending_it_twice_makes_one_batch(editor_client, proposed):
    send(editor_client, proposed, "create", source="文号 1")
    again = send(editor_client, proposed, "create", source="文号 1")
    assert [problem["id"] for problem in again.context["problems"]] == ["id_label", "id_number"]
    assert Batch.objects.count() == 1


def test_a_notice_of_any_length_and_script_is_shown_as_text(editor_client, action):
    answer = editor_client.post(PAGE, {"notice": "<script>alert(1)</script>" * 99, "read": "1"})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_too_long_a_notice_is_refused_with_a_message(editor_client, action):
    answer = editor_client.post(PAGE, {"notice": "行" * 400_001, "read": "1"})
    assert [problem["id"] for problem in answer.context["problems"]] == ["id_notice"]


def test_inspectors_may_not(inspector_client):
    assert inspector_client.get(PAGE).status_code == 403
    assert inspector_client.post(PAGE, {"create": "1"}).status_code == 403


def test_to_people_without_a_post_the_page_does_not_exist(passer_by_client, former_editor_client):
    assert passer_by_client.get(PAGE).status_code == 404
    assert former_editor_client.post(PAGE, {"create": "1"}).status_code == 404


def test_strangers_sign_in_first(client, db):
    assert client.get(PAGE).url.startswith("/en/accounts/login/")


@pytest.mark.parametrize(("address", "language"), [(PAGE, "en"), (PAGE.removeprefix("/en"), "zh-hans")])
def test_the_page_speaks_both_languages(editor_client, action, address, language):
    assert f'<html lang="{language}"' in editor_client.get(address).text
