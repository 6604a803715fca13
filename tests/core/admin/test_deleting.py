"""Deleting: with a reason, and never what is in use."""

from accounts.models import User
from activities.models import ActivityKind, GraduateGroup
from core.acts.models import Act
from oversight.models import Checklist, Practice
from pairs.lists import workflow
from pairs.models import Batch, Milestone, Pair, University
from tests.support.browser.admin_forms import text
from tests.support.casts.admin import LIST, a_batch
from tests.support.factories.activities import kind
from tests.support.tables import tables


def delete_many(client, rows, reason, query=""):
    """Tick these rows in their list, choose “Delete many records”, and confirm with this reason."""
    meta = rows[0]._meta
    sent = {"action": "delete_many", "_selected_action": [row.pk for row in rows], "delete": "1", "reason": reason}
    return client.post(f"/en/admin/{meta.app_label}/{meta.model_name}/{query}", sent, follow=True)


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


def test_nothing_is_deleted_in_bulk_without_a_reason(editor_client, pairs):
    chosen = {"action": "delete_selected", "_selected_action": [pair.pk for pair in pairs], "post": "yes"}
    editor_client.post("/en/admin/pairs/pair/", chosen)
    delete_many(editor_client, pairs, reason=" ")
    assert Pair.objects.count() == 3


def test_many_records_of_any_table_are_deleted_with_one_reason_and_come_back(editor, editor_client, batch, pairs):
    """A batch takes its pairs along as it does alone, an unused mechanism its kinds."""
    mechanisms = [batch.action.mechanisms.create(number=number, name=f"机制{number}") for number in (7, 8)]
    kind("talks", mechanisms[0], "event")
    other = a_batch(batch.action)
    unused = [University.objects.create(name=name, province="32") for name in ("无人学院", "无事学院")]
    alone = [Checklist.objects.create(name=name) for name in ("甲表", "乙表")]
    groups = [GraduateGroup.objects.create(code=code, name=code, position=9) for code in ("x", "y")]
    for rows in ([batch, other], mechanisms, unused, alone, groups):
        model = type(rows[0])
        before = tables([model, Pair, ActivityKind])
        answer = delete_many(editor_client, rows, reason="误录")
        assert "2 records were deleted" in text(answer), model
        assert not model.objects.filter(pk__in=[row.pk for row in rows]).exists()
        Act.objects.filter(kind="deletion", undone_at=None).get().undo(editor, "找回")
        assert tables([model, Pair, ActivityKind]) == before


def test_what_stands_in_the_way_of_any_of_them_is_named_and_all_stay(editor_client, batch, pairs, universities):
    """A public batch, a university with pairs and one that was merged, a mechanism under which something was done."""
    Batch.objects.update(published_at="2031-03-01T08:00Z")
    empty = a_batch(batch.action)
    unused = University.objects.create(name="无人学院", province="32")
    merged = University.objects.create(name="旧学院", province="32", merged_into=unused)
    mechanism, used = (batch.action.mechanisms.create(number=number, name=f"机制{number}") for number in (7, 8))
    Practice.objects.create(
        pair=pairs[0], mechanism=used, title="值班", text="联合值班", source="https://example.edu.cn/"
    )
    for rows, named, *query in (
        ([empty, batch], "withdraw it first"),
        ([unused, universities["东湖测试学院"]], "东湖测试学院 ← 北方测试大学"),
        ([merged], "旧学院 was merged into 无人学院 and stays", "?merged=yes"),
        ([mechanism, used], "is in use; retire it instead"),
    ):
        answer = text(delete_many(editor_client, rows, "误录", *query))
        assert "They cannot be deleted now" in answer and named in answer
        assert type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).count() == len(rows)
    assert not Act.objects.exists()


def test_records_that_somebody_else_deleted_meanwhile_are_said_to_be_gone(editor_client, batch, pairs):
    Pair.objects.all().delete()
    assert "None of these records is there any more" in text(delete_many(editor_client, pairs, reason="误录"))


def test_where_nothing_is_deleted_one_by_one_nothing_is_deleted_in_bulk(editor_client, inspector_client, pairs):
    for client, rows in ((inspector_client, pairs), (editor_client, [User.objects.get(username="ed")])):
        delete_many(client, rows, reason="x")
        assert type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).count() == len(rows)


def test_inspectors_delete_nothing(inspector_client, pairs, batch):
    for table, pk in [("pair", pairs[0].pk), ("batch", batch.pk), ("university", pairs[0].recipient_id)]:
        answer = inspector_client.post(f"/en/admin/pairs/{table}/{pk}/delete/", {"post": "yes", "reason": "x"})
        assert answer.status_code == 403
