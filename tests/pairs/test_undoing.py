"""What an import, a register, a milestone for many pairs or a publication did is undone as one, or not at all."""

import pytest
from django.core.exceptions import ValidationError

from core.acts.models import Act
from core.acts.undoing import Obstructed
from pairs.directory import registers
from pairs.lists.resources import PairResource
from pairs.models import Batch, Milestone, Pair, University, UniversityName
from tests.support.casts.lists import *  # noqa: F403
from tests.support.factories.lists import BING, CHOU, JIA, YI, ZI, hold, reading
from tests.support.factories.register_files import a_register, as_csv
from tests.support.tables import tables


def everything():
    return tables([Batch, Pair, Milestone, University, UniversityName])


def imported(batch, *rows, by=None, **options):
    """The act of importing a list of these rows."""
    found = PairResource().import_data(reading(*rows), batch=batch, by=by, accept_warnings=True, **options)
    assert not found.refusal and not found.plan.errors
    return Act.objects.first()


def undone(act, by):
    """Undo `act`; the last reason and person in the history of pairs."""
    act.undo(by, "撤销理由")
    entry = Pair.history.latest("history_id")
    return entry.history_change_reason, entry.history_user


def test_an_import_is_undone_and_may_be_made_again(batch, schools, editor):
    hold(batch, (1, JIA, ZI))
    batch.list_status, batch.declared_pairs = Batch.ListStatus.PARTIAL, 2
    batch.save()
    before = everything()
    act = imported(batch, (2, JIA, ZI), (1, YI, CHOU), by=editor, reason="按通知")
    assert (act.by, act.reason, act.rows.count()) == (editor, "按通知", 3)
    assert undone(act, editor) == ("撤销理由", editor)
    assert everything() == before
    imported(batch, (2, JIA, ZI), (1, YI, CHOU))
    assert batch.pairs.count() == 2


def test_an_import_that_changes_nothing_is_no_act(batch, schools):
    hold(batch, (1, JIA, ZI))
    assert imported(batch, (1, JIA, ZI)) is None


def test_what_came_to_rest_on_an_imported_pair_is_named(batch, schools, editor):
    act = imported(batch, (1, JIA, ZI), (2, YI, CHOU))
    Pair.objects.filter(serial=2).record_milestone("docked", on="2026-03-09", source="x")
    before = everything()
    with pytest.raises(Obstructed, match=f"{YI} ← {CHOU}"):
        act.undo(editor, "x")
    assert everything() == before


def test_a_register_is_undone_with_its_names_and_is_searched_as_before(schools, editor):
    before = everything()
    rows = (
        [1, "湖北甲大学", "4142000001", "湖北省", "武汉市", "本科", ""],
        [2, "新校", "4142099001", "湖北省", "荆州市", "专科", ""],
    )
    registers.apply(registers.read(as_csv(a_register("湖北省", *rows))), editor, "新名单")
    assert University.objects.search("湖北甲大学") and University.objects.search("新校")
    Act.objects.get(kind="register_import").undo(editor, "名单有误")
    assert everything() == before
    assert University.history.filter(history_change_reason="名单有误").exists()


def test_a_school_that_is_paired_by_now_keeps_its_register(batch, schools, editor):
    row = [1, "新校", "4142099001", "湖北省", "荆州市", "专科", ""]
    registers.apply(registers.read(as_csv(a_register("湖北省", row))), editor, "新名单")
    hold(batch, (1, "新校", ZI))
    with pytest.raises(Obstructed, match="新校"):
        Act.objects.get().undo(editor, "x")


def test_a_milestone_for_many_pairs_is_undone_for_those_that_got_it(batch, schools, editor):
    hold(batch, (1, JIA, ZI), (2, YI, CHOU))
    Pair.objects.filter(serial=1).record_milestone("docked", on="2026-03-09", source="earlier")
    before = everything()
    Pair.objects.all().record_for_all("docked", on="2026-03-10", source="x", by=editor, reason="通报")
    act = Act.objects.get()
    assert "1" in act.subject
    act.undo(editor, "日期有误")
    assert everything() == before


def test_a_publication_is_undone_and_the_batch_says_when_and_why(batch, schools, editor):
    hold(batch, (1, JIA, ZI))
    before = everything()
    batch.publish(by=editor)
    Act.objects.get().undo(editor, "名单有误")
    batch.refresh_from_db()
    assert everything() == before
    assert (batch.withdrawal.reason, batch.withdrawal.at) == ("名单有误", Act.objects.get().undone_at)


def test_a_batch_is_withdrawn_with_a_reason_and_published_again(batch, schools, editor):
    hold(batch, (1, JIA, ZI))
    batch.publish(by=editor)
    with pytest.raises(ValidationError):
        batch.withdraw(editor, " ")
    batch.withdraw(editor, "名单有误")
    batch.withdraw(editor, "twice is harmless")
    assert not Batch.objects.published().exists()
    assert batch.withdrawal.reason == "名单有误"
    batch.publish(by=editor)
    assert batch.withdrawal is None


def test_an_import_that_was_published_since_is_withdrawn_first(batch, schools, editor):
    act = imported(batch, (1, JIA, ZI))
    batch.publish(by=editor)
    with pytest.raises(Obstructed, match="撤回"):
        act.undo(editor, "x")
    batch.withdraw(editor, "名单有误")
    act.undo(editor, "x")
    assert not Pair.objects.exists()


def test_a_withdrawal_is_undone_only_while_the_batch_could_be_published(batch, schools, editor):
    hold(batch, (1, JIA, ZI))
    batch.publish(by=editor)
    published = batch.published_at
    batch.withdraw(editor, "x")
    Batch.objects.update(declared_pairs=5)
    act = Act.objects.filter(kind="withdrawal").get()
    with pytest.raises(Obstructed, match="5"):
        act.undo(editor, "x")
    Batch.objects.update(declared_pairs=1)
    act.undo(editor, "x")
    batch.refresh_from_db()
    assert (batch.published_at, batch.withdrawal) == (published, None)


def test_the_later_of_two_imports_is_undone_first(batch, schools, editor):
    first = imported(batch, (1, JIA, ZI))
    second = imported(batch, (2, JIA, ZI), (3, BING, CHOU))
    with pytest.raises(Obstructed) as refused:
        first.undo(editor, "x")
    assert [str(second) in str(each) for each in refused.value.obstacles] == [True]
    second.undo(editor, "x")
    first.undo(editor, "x")
    assert not Pair.objects.exists()
