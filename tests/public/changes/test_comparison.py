"""What changed in public is found by comparing: each row once, with the version at which it changed last."""

import io
import time

import pytest
from django.core.management import call_command

from core import data_version
from pairs.models import Pair
from public.changes import comparison, recording
from public.changes.comparison import compare, is_due
from public.changes.models import Comparison, PublicRecord
from tests.support.factories.activities import day

pytestmark = pytest.mark.django_db


def changed(number):
    """What changed after version `number`, as (kind, key, gone)."""
    records = PublicRecord.objects.between(number, 0, Comparison.last().version)
    return [(record.kind, record.key, record.gone) for record in records]


@pytest.fixture
def compared(world):
    """The version of a running action when it was compared."""
    compare()
    return Comparison.last().version


def test_the_first_comparison_holds_everything(world, compared):
    told = changed(0)
    assert {kind for kind, _key, _gone in told} == {
        "action",
        "batch",
        "pair",
        "university",
        "mechanism",
        "kind",
        "indicator",
        "total",
    }
    assert ("pair", "1-1", False) in told and ("university", world.recipient.code, False) in told
    assert len(set(told)) == len(told)


def test_comparing_reaches_rest(compared):
    assert not is_due()
    assert compare() == 0
    assert not is_due()
    assert data_version.current().number == Comparison.last().version == compared


def test_whoever_keeps_a_copy_is_told_of_a_label_that_changed(world, compared):
    world.jobs.name = "另一名称"
    world.jobs.save()
    compare()
    assert {kind for kind, _key, _gone in changed(compared)} == {"mechanism", "kind"}


def test_what_changed_twice_is_told_once_with_its_last_version(world, compared):
    for name in ("湖北甲甲学院", "湖北甲乙学院"):
        world.recipient.name = name
        world.recipient.save()
        assert is_due()
        compare()
    record = PublicRecord.objects.get(kind="university", key=world.recipient.code)
    assert record.version == data_version.current().number > compared
    assert changed(compared).count(("university", world.recipient.code, False)) == 1
    assert changed(record.version) == []


def test_what_is_withdrawn_is_told_as_gone_and_comes_back_as_changed(world, editor, compared):
    world.batch.withdraw(editor, "名单有误")
    compare()
    assert {("batch", "1", True), ("pair", "1-1", True), ("pair", "1-2", True)} <= set(changed(compared))
    withdrawn = Comparison.last().version
    world.batch.publish(editor)
    compare()
    assert {("batch", "1", False), ("pair", "1-1", False)} <= set(changed(withdrawn))
    assert not PublicRecord.objects.filter(gone=True).exists()


def test_what_is_not_public_moves_nothing(world, rita, compared):
    world.drafted(rita, title="草稿")
    compare()
    assert changed(compared) == []
    assert not PublicRecord.objects.filter(kind="activity").exists()


def test_what_depends_on_the_day_is_compared_every_day(compared, monkeypatch):
    tomorrow = day(1)
    monkeypatch.setattr(comparison.timezone, "localdate", lambda: tomorrow)
    assert is_due()
    compare()
    assert not is_due()


def test_of_two_who_compare_at_once_one_goes_on(world, compared, monkeypatch):
    Pair.objects.filter(pk=world.pair.pk).update(recipient_name="湖北甲学院（旧）")
    found, elsewhere = comparison.differences, []

    def while_another_is_done():
        rows = list(found())
        if not elsewhere:
            elsewhere.append(1)
            compare()
        return iter(rows)

    monkeypatch.setattr(comparison, "differences", while_another_is_done)
    assert compare() == 0
    assert changed(compared) == [("pair", "1-1", False)]


def test_a_comparison_that_was_cut_off_is_completed_by_the_next(world, editor, compared, monkeypatch):
    world.batch.withdraw(editor, "名单有误")
    monkeypatch.setattr(comparison, "WRITTEN_AT_ONCE", 2)
    go_on, parts = comparison.go_on, []

    def power_cut(last, **facts):
        parts.append(facts)
        if len(parts) == 2:
            raise KeyboardInterrupt
        return go_on(last, **facts)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(comparison, "go_on", power_cut)
        compare()
    assert changed(compared) == []  # not complete: nothing of it is told yet
    assert is_due()
    compare()
    assert {("batch", "1", True), ("pair", "1-1", True), ("pair", "1-2", True)} <= set(changed(compared))


def test_few_rows_are_held_at_a_time(world, compared, monkeypatch):
    monkeypatch.setattr(comparison, "READ_AT_ONCE", 1)
    assert compare() == 0


def test_after_a_restored_backup_everything_is_told_anew(compared):
    call_command("record_changes", "--anew", stdout=io.StringIO())
    last = Comparison.last()
    assert last.begun == last.version > compared + 1_000
    assert len(changed(compared)) == PublicRecord.objects.count() > 0


def test_the_worker_compares_and_then_rests(world, monkeypatch):
    monkeypatch.setattr(recording, "_rests_until", 0)
    call_command("work", "--once")
    assert not is_due()
    world.batch.title = "另一个标题"
    world.batch.save()
    monkeypatch.setattr(recording, "_rests_until", time.monotonic() + 60)
    recording.record_changes()
    assert is_due()
