"""Deleting: with a reason, and never what is in use."""

from core.acts.models import Act
from pairs.lists import workflow
from pairs.models import Batch, Milestone, Pair, University
from tests.support.browser.admin_forms import text
from tests.support.casts.admin import LIST
from tests.support.tables import tables


def test_a_pair_is_deleted_with_a_reason_that_stays(editor_client, pairs):
    address = f"/en/admin/pairs/pair/{pairs[0].pk}/delete/"
    editor_client.post(address, {"post": "yes", "reason": "误录"})
    assert not Pair.objects.filter(pk=pairs[0].pk).exists()
    row = Pair.history.get(id=pairs[0].pk, history_type="-")
    assert (row.history_change_reason, row.history_user.username) == ("误录", "ed")


def test_without_a_reason_it_stays(editor_client, pairs):
    answer = editor_client.post(
        f"/en/admin/pairs/pair/{pairs[0].pk}/delete/", {"post": "yes", "reason": " "}, follow=True
    )
    assert "give the reason" in text(answer)
    assert Pair.objects.filter(pk=pairs[0].pk).exists()


def test_a_university_in_use_is_not_deleted_and_the_page_says_why(editor_client, pairs, universities):
    address = f"/en/admin/pairs/university/{universities['东湖测试学院'].pk}/delete/"
    assert "is in use and cannot be deleted" in text(editor_client.get(address))
    answer = editor_client.post(address, {"post": "yes", "reason": "x"})
    assert "is in use and cannot be deleted" in text(answer)
    assert University.objects.filter(name="东湖测试学院").exists()


def test_a_batch_is_deleted_with_its_pairs_and_comes_back_with_them(editor_client, batch, pairs):
    pairs[0].milestones.create(kind="docked", on="2031-03-02", source="x")
    address = f"/en/admin/pairs/batch/{batch.pk}/delete/"
    assert "东湖测试学院 ← 北方测试大学" in text(editor_client.get(address))
    before = tables([Batch, Pair, Milestone])
    editor_client.post(address, {"post": "yes", "reason": "误发"})
    assert not Batch.objects.exists() and not Pair.objects.exists()
    Act.objects.get(kind="deletion").undo(None, "找回")
    assert tables([Batch, Pair, Milestone]) == before


def test_a_public_batch_is_withdrawn_before_it_is_deleted(editor_client, batch, pairs):
    Batch.objects.update(published_at="2031-03-01T08:00Z")
    answer = editor_client.post(f"/en/admin/pairs/batch/{batch.pk}/delete/", {"post": "yes", "reason": "x"})
    assert "withdraw it first" in text(answer)
    assert Pair.objects.count() == 3


def test_a_batch_without_pairs_goes_with_its_previews(editor_client, editor, batch, universities):
    workflow.preview(batch, LIST, "", editor)
    editor_client.post(f"/en/admin/pairs/batch/{batch.pk}/delete/", {"post": "yes", "reason": "建错了"})
    assert not Batch.objects.exists()


def test_nothing_is_deleted_in_bulk(editor_client, pairs):
    chosen = {"action": "delete_selected", "_selected_action": [pair.pk for pair in pairs], "post": "yes"}
    editor_client.post("/en/admin/pairs/pair/", chosen)
    assert Pair.objects.count() == 3


def test_inspectors_delete_nothing(inspector_client, pairs, batch):
    for kind, pk in [("pair", pairs[0].pk), ("batch", batch.pk), ("university", pairs[0].recipient_id)]:
        answer = inspector_client.post(f"/en/admin/pairs/{kind}/{pk}/delete/", {"post": "yes", "reason": "x"})
        assert answer.status_code == 403
