"""Confirming a preview: exactly what was shown, once, by its owner, with a reason."""

import pytest

from pairs.lists import workflow
from pairs.models import Pair, University
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import fields, send, text
from tests.support.casts.admin import LIST

pytestmark = pytest.mark.one_database


@pytest.fixture
def listed(batch, universities, editor):
    return workflow.preview(batch, LIST, "名单.txt", editor)


@pytest.fixture
def address(listed):
    return f"/en/admin/pairs/listimport/{listed.pk}/preview/"


@pytest.fixture
def preview(editor_client, address):
    return editor_client.get(address)


def preview_of(editor_client, batch, editor, content):
    listed = workflow.preview(batch, content, "", editor)
    return editor_client.get(f"/en/admin/pairs/listimport/{listed.pk}/preview/")


def test_the_preview_shows_what_is_new_and_what_does_not_close(preview):
    shown = text(preview)
    assert "3 new pairs" in shown
    assert "off by -1" in shown
    assert shown.count("✓ matches") == 2


@pytest.mark.each_database
def test_confirming_imports_with_the_reason_and_the_person_in_the_history(editor_client, preview, batch):
    answer = send(editor_client, preview, "confirm", reason="名单核对无误")
    assert answer.url == f"/en/admin/pairs/batch/{batch.pk}/publish/"
    row = batch.pairs.get(serial=2).history.get()
    assert (row.history_user.username, row.history_change_reason) == ("ed", "名单核对无误")


def test_the_note_on_a_group_that_does_not_close_is_kept_with_the_import(editor_client, preview, batch):
    count = batch.declared_counts.get(side="supporter", group="provincial_undergraduate")
    send(editor_client, preview, "confirm", **{f"note_{count.pk}": "通知与名单相差一所"})
    count.refresh_from_db()
    assert count.note == "通知与名单相差一所"
    assert count.history.latest().history_user.username == "ed"


def test_a_refused_confirmation_keeps_no_note(editor_client, preview, batch):
    count = batch.declared_counts.get(side="supporter", group="provincial_undergraduate")
    send(editor_client, preview, "confirm", reason="", **{f"note_{count.pk}": "x"})
    count.refresh_from_db()
    assert count.note == ""


def test_the_reason_is_asked_for_and_the_note_not_lost(editor_client, preview, batch):
    count = batch.declared_counts.get(side="supporter", group="provincial_undergraduate")
    answer = send(editor_client, preview, "confirm", reason=" ", **{f"note_{count.pk}": "typed note"})
    assert [problem["id"] for problem in answer.context["problems"]] == ["id_reason"]
    assert fields(answer)[f"note_{count.pk}"] == ["typed note"]
    assert not Pair.objects.exists()


@pytest.mark.each_database
def test_confirming_twice_is_harmless(editor_client, preview, batch):
    send(editor_client, preview, "confirm")
    again = send(editor_client, preview, "confirm")
    assert again.url == f"/en/admin/pairs/batch/{batch.pk}/publish/"
    assert Pair.objects.count() == 3
    assert Pair.history.count() == 3


@pytest.mark.each_database
def test_data_changed_meanwhile_are_not_overwritten_and_one_click_previews_again(
    editor_client, preview, batch, universities
):
    Pair.objects.create(
        batch=batch, serial=1, recipient=universities["东湖测试学院"], supporter=universities["岭南测试大学"]
    )
    refused = send(editor_client, preview, "confirm", reason="my reason")
    assert "The data have changed" in text(refused)
    assert Pair.objects.count() == 1
    again = send(editor_client, refused, "again")
    assert fields(again)["reason"] == ["my reason"]
    assert len(again.context["plan"].changed) == 1
    assert not again.context["stale"]
    send(editor_client, again, "confirm", accept="on")
    assert Pair.objects.get(serial=1).supporter.name == "北方测试大学"
    assert Pair.objects.count() == 3


@pytest.mark.each_database
def test_a_preview_left_open_does_not_confirm_what_another_window_has_compared_anew(
    editor_client, preview, address, universities, batch
):
    universities["东湖测试学院"].delete()
    fresh = editor_client.post(address, {"again": "1"})
    assert fresh.context["plan"].refused
    University.objects.create(name="东湖测试学院", code="4142019999", province="42")
    editor_client.post(address, {"again": "1"})
    answer = send(editor_client, preview, "confirm")
    assert "The data have changed" in text(answer)
    assert not Pair.objects.exists()


def test_a_tampered_fingerprint_confirms_nothing(editor_client, preview):
    answer = send(editor_client, preview, "confirm", seen="0" * 64)
    assert answer.status_code == 200
    assert not Pair.objects.exists()


def test_warnings_are_accepted_by_hand(editor_client, batch, editor, universities):
    batch.list_status, batch.declared_pairs = "partial", None
    batch.save()
    page = preview_of(editor_client, batch, editor, "序号\t受援高校\t支援高校\n7\t东湖测试学院\t北方测试大学")
    assert page.context["plan"].to_accept
    refused = send(editor_client, page, "confirm", reason="x")
    assert [problem["id"] for problem in refused.context["problems"]] == ["id_accept"]
    assert not Pair.objects.exists()
    send(editor_client, page, "confirm", reason="x", accept="on")
    assert Pair.objects.get().serial == 7


def test_a_list_with_errors_has_no_way_to_confirm(editor_client, batch, editor, universities):
    page = preview_of(editor_client, batch, editor, LIST.replace("东湖", "冬湖"))
    shown = text(page)
    assert "冬湖测试学院" in shown and "东湖测试学院" in shown, "the wrong value and the name that was meant"
    assert 'name="confirm"' not in page.text
    answer = send(editor_client, page, "confirm", reason="x")
    assert answer.status_code == 200
    assert not Pair.objects.exists()


def test_a_list_that_changes_nothing_says_so(editor_client, batch, editor, pairs):
    page = preview_of(editor_client, batch, editor, LIST)
    assert "3 unchanged pairs" in text(page)
    assert 'name="confirm"' not in page.text


def test_changes_are_shown_before_and_after(editor_client, batch, editor, pairs):
    swapped = LIST.replace("北方测试大学", "旧").replace("江南测试大学", "北方测试大学").replace("旧", "江南测试大学")
    page = preview_of(editor_client, batch, editor, swapped)
    assert len(page.context["plan"].changed) == 2
    assert "<del>北方测试大学" in page.text


def test_another_editor_is_led_to_read_it(address, db):
    other = a_client(a_person("eve", "editor"))
    assert other.get(address).url == address.replace("preview", "log")
    assert other.post(address, {"confirm": "1", "reason": "x"}).url == address.replace("preview", "log")
    assert not Pair.objects.exists()


@pytest.mark.parametrize("key", ["0", "99999999", "99999999999999999999999"])
def test_a_guessed_number_finds_nothing(editor_client, db, key):
    assert editor_client.get(f"/en/admin/pairs/listimport/{key}/preview/").status_code == 404


def test_inspectors_may_not(inspector_client, address):
    assert inspector_client.get(address).status_code == 403
    assert inspector_client.post(address, {"confirm": "1", "reason": "x"}).status_code == 403


def test_to_people_without_a_post_the_page_does_not_exist(passer_by_client, address):
    assert passer_by_client.post(address, {"confirm": "1", "reason": "x"}).status_code == 404


def test_an_owner_who_lost_the_post_confirms_nothing(editor, editor_client, address):
    editor.memberships.all().delete()
    assert editor_client.post(address, {"confirm": "1", "reason": "x"}).status_code == 404


def test_the_preview_speaks_both_languages(preview, editor_client, address):
    assert '<html lang="en"' in preview.text
    assert '<html lang="zh-hans"' in editor_client.get(address.removeprefix("/en")).text
