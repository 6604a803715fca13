"""An act keeps what it made of each row, and is undone as a whole or not at all."""

import pytest

from core.acts.models import Act
from core.acts.recording import recording
from core.acts.undoing import Obstructed
from pairs.models import Batch, Milestone, Pair, University, UniversityName
from tests.support.tables import tables

WATCHED = [Batch, Pair, Milestone, University, UniversityName]


def everything():
    """All rows that acts may be about, as the database has them."""
    return tables(WATCHED)


def act(*querysets, reason="测试"):
    return recording("test", "two pairs", None, reason, watch=querysets)


def exchange_serials(pairs):
    Pair.objects.update(serial=None)
    for pair, serial in zip(pairs, [2, 1], strict=True):
        Pair.objects.filter(pk=pair.pk).update(serial=serial)


def test_what_was_created_changed_and_deleted_is_told_apart(batch, schools, pairs):
    with act(batch.pairs.all()) as done:
        pairs[0].delete()
        Pair.objects.filter(pk=pairs[1].pk).update(source="x")
        Pair.objects.create(batch=batch, serial=3, recipient=schools["湖北丙学院"], supporter=schools["江苏寅大学"])
    found = {row.kind: row for row in done.rows.all()}
    assert found["deleted"].text == "湖北甲学院 ← 江苏子大学"
    assert (found["changed"].before, found["changed"].after) == ({"source": ""}, {"source": "x"})
    assert found["created"].after["recipient_name"] == "湖北丙学院"


def test_what_changed_nothing_is_no_act(batch, pairs):
    with act(batch.pairs.all()):
        pairs[0].save()
    assert not Act.objects.exists()


def test_an_act_that_fails_leaves_nothing(batch, pairs):
    before = everything()
    with pytest.raises(RuntimeError), act(batch.pairs.all()):
        pairs[0].delete()
        raise RuntimeError
    assert (everything(), Act.objects.count()) == (before, 0)


def test_undone_all_is_as_before_and_history_says_why(batch, schools, pairs, editor):
    pairs[0].milestones.create(kind="docked", on="2026-03-05", source="x")
    before = everything()
    with act(batch.pairs.all(), Milestone.objects.filter(pair__batch=batch), Batch.objects.all()) as done:
        pairs[0].delete()
        exchange_serials([Pair(pk=0), pairs[1]])
        Batch.objects.update(list_status="partial", published_at="2026-03-05T08:00:00.123456Z")
        Pair.objects.create(batch=batch, serial=2, recipient=schools["湖北甲学院"], supporter=schools["江苏寅大学"])
    done.undo(editor, "撤销理由")
    assert everything() == before
    last = {str(key): Pair.history.filter(id=key).first() for key in Pair.history.values_list("id", flat=True)}
    assert {entry.history_type for entry in last.values()} == {"+", "~", "-"}
    assert {(entry.history_user, entry.history_change_reason) for entry in last.values()} == {(editor, "撤销理由")}


def test_rows_that_changed_places_change_back(batch, pairs, editor):
    before = everything()
    with act(batch.pairs.all()) as done:
        exchange_serials(pairs)
    done.undo(editor, "x")
    assert everything() == before


def test_twice_is_harmless(batch, pairs, editor, colleague):
    with act(batch.pairs.all()) as done:
        Pair.objects.update(source="x")
    done.undo(editor, "first")
    done.undo(colleague, "second")
    assert (done.undone_by, done.undo_reason, done.obstacles()) == (editor, "first", [])


def refusal(done, by):
    """Why `done` is not undone; nothing may have changed."""
    before = everything()
    with pytest.raises(Obstructed) as refused:
        done.undo(by, "x")
    assert everything() == before
    done.refresh_from_db()
    assert done.undone_at is None
    return [str(each) for each in refused.value.obstacles]


def test_a_field_that_somebody_changed_since_is_named_with_who_and_when(batch, pairs, editor, colleague):
    with act(batch.pairs.all()) as done:
        Pair.objects.update(source="x")
    pairs[0].refresh_from_db()
    pairs[0].source, pairs[0]._history_user = "y", colleague
    pairs[0].save()
    [why] = refusal(done, editor)
    assert "湖北甲学院 ← 江苏子大学" in why and "colleague" in why and "来源" in why


def test_another_field_of_a_changed_row_is_nobodys_obstacle(batch, pairs, editor):
    with act(batch.pairs.all()) as done:
        Pair.objects.update(source="x")
    Pair.objects.filter(pk=pairs[0].pk).update(recipient_name="湖北甲学院（筹）")
    done.undo(editor, "x")
    pairs[0].refresh_from_db()
    assert (pairs[0].source, pairs[0].recipient_name) == ("", "湖北甲学院（筹）")


def sources(batch, *texts):
    """An act for each text, which gives it to all pairs as their source."""
    for text in texts:
        with act(batch.pairs.all()) as done:
            Pair.objects.update(source=text)
        yield done


def test_what_a_later_act_made_so_again_is_undone_by_that_act_first(batch, pairs, editor):
    first, _between, last = sources(batch, "x", "y", "x")
    assert any(str(last) in why for why in refusal(first, editor))


def test_what_a_later_act_changed_and_somebody_put_right_by_hand_is_undone(batch, pairs, editor):
    first, _between = sources(batch, "x", "y")
    Pair.objects.update(source="x")
    first.undo(editor, "x")
    assert set(Pair.objects.values_list("source", flat=True)) == {""}


def test_what_hangs_on_a_created_row_is_named_and_counted(batch, schools, editor):
    with act(batch.pairs.all()) as done:
        pair = Pair.objects.create(batch=batch, recipient=schools["湖北甲学院"], supporter=schools["江苏子大学"])
    pair.milestones.create(kind="docked", on="2026-03-05", source="x")
    pair.milestones.create(kind="signed", on="2026-03-06", source="x")
    [why] = refusal(done, editor)
    assert "湖北甲学院 ← 江苏子大学" in why and "进展" in why and "2" in why


def test_a_row_that_is_gone_is_named(batch, pairs, editor):
    with act(batch.pairs.all()) as done:
        Pair.objects.update(source="x")
    pairs[1].delete()
    [why] = refusal(done, editor)
    assert "湖北乙学院 ← 江苏丑大学" in why


def test_a_place_that_is_taken_is_named(batch, pairs, schools, editor):
    with act(batch.pairs.all()) as done:
        pairs[0].delete()
    Pair.objects.create(batch=batch, serial=1, recipient=schools["湖北丙学院"], supporter=schools["江苏寅大学"])
    assert any("湖北甲学院" in why for why in refusal(done, editor))


def test_a_rule_of_the_model_that_would_be_broken_is_named(batch, pairs, schools, editor):
    with act(batch.pairs.all()) as done:
        pairs[0].delete()
    Pair.objects.create(batch=batch, serial=9, recipient=schools["湖北甲学院"], supporter=schools["江苏寅大学"])
    assert any("湖北甲学院" in why for why in refusal(done, editor))


def test_what_it_belonged_to_and_is_gone_is_named(batch, pairs, editor):
    with act(batch.pairs.all()) as done:
        Pair.objects.all().delete()
    batch.delete()
    assert any("批次" in why for why in refusal(done, editor))


def test_a_later_act_is_named_once_and_undone_first(batch, pairs, editor):
    with act(batch.pairs.all()) as first:
        Pair.objects.update(source="x")
    with act(batch.pairs.all(), reason="later") as second:
        Pair.objects.update(source="y")
    [why] = refusal(first, editor)
    assert "Test act" in why
    second.undo(editor, "x")
    first.undo(editor, "x")
    assert set(Pair.objects.values_list("source", flat=True)) == {""}
