"""A supporter that is replaced, and a pair that ends early: what was done stays with whoever did it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from accounts.models import Membership
from accounts.permissions import pairs_of
from activities.activities import workflow
from activities.agreements import workflow as agreements
from activities.models import Total
from core.acts.undoing import Obstructed
from core.exceptions import Refused
from core.models import Act
from core.questions import Unanswered
from oversight.obligations.obligations import owed
from pairs.models import Batch, Milestone, Pair
from pairs.pairs.models import pair_rules
from pairs.pairs.workflow import end_early, replace_supporter
from tests.conftest import a_person
from tests.support.factories.activities import ZHEJIANG, World, day, school

WHY = {"reason": "因工作调整", "source": "教学厅函〔2031〕8号"}


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def rita(world):
    return a_person("rita", Membership.Role.COORDINATOR, university=world.recipient)


@pytest.fixture
def sam(world):
    return a_person("sam", Membership.Role.COORDINATOR, university=world.supporter)


@pytest.fixture
def newcomer(world):
    return school("浙江新大学", "4133000009", ZHEJIANG)


@pytest.fixture
def successor(world, editor, newcomer):
    return replace_supporter(world.pair, editor, supporter=newcomer, last_day=day(-2), **WHY)


def test_the_successor_takes_the_place_and_begins_with_nothing(world, rita, sam, editor, newcomer):
    world.confirmed(sam, rita, ends_on=day(-3), starts_on=day(-3), measures={"posts": 7})
    world.pair.milestones.create(kind="signed", on=day(-20), source="x")
    before = list(Total.objects.values_list("pair", "indicator", "month", "value"))
    successor = replace_supporter(world.pair, editor, supporter=newcomer, last_day=day(-2), **WHY)
    assert (successor.serial, successor.group_place, successor.replaces) == (1, 2, world.pair)
    assert (successor.recipient_name, successor.supporter_name) == ("湖北甲学院", "浙江新大学")
    assert (successor.activities.count(), successor.milestones.count()) == (0, 0)
    assert list(Total.objects.values_list("pair", "indicator", "month", "value")) == before
    assert (world.pair.activities.count(), world.pair.milestones.count()) == (1, 1)


def test_both_histories_say_who_and_why(successor, world, editor):
    for row in (successor.history.get(), world.pair.history.latest()):
        assert (row.history_user, row.history_change_reason) == (editor, "因工作调整")


def test_it_is_not_counted_again_against_the_declared_number(successor, world):
    assert Batch.objects.with_known_pairs().get().known_pairs == 2
    world.batch.declared_pairs = 2
    assert world.batch.publication_faults() == []


def test_the_address_is_the_place_and_each_supporter_has_its_own(successor, world):
    world.pair.refresh_from_db()
    assert [world.pair.address, successor.address, world.other_pair.address] == ["1-1-1", "1-1-2", "1-2"]
    assert Pair.objects.at("1-1") == successor
    assert [Pair.objects.at("1-1-1"), Pair.objects.at("1-1-2")] == [world.pair, successor]


def test_a_supporter_may_be_replaced_again(successor, world, editor):
    third = school("浙江又一大学", "4133000010", ZHEJIANG)
    last = replace_supporter(successor, editor, supporter=third, last_day=day(-1), **WHY)
    assert (last.address, Pair.objects.at("1-1")) == ("1-1-3", last)
    with pytest.raises(ValidationError, match="ended already"):
        end_early(successor, editor, last_day=day(-1), **WHY)


def test_what_lies_after_the_last_day_stands_in_the_way(world, rita, sam, editor, newcomer):
    world.confirmed(sam, rita)
    world.planned(sam)
    world.pair.milestones.create(kind="docked", on=day(-1), source="x")
    with pytest.raises(ValidationError) as refused:
        replace_supporter(world.pair, editor, supporter=newcomer, last_day=day(-2), **WHY)
    said = " ".join(refused.value.message_dict["last_day"])
    assert "milestones: 1" in said and "activities: 2" in said
    assert Pair.objects.filter(end_kind="").count() == 2


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("last_day", {"last_day": day(-61)}), ("last_day", {"last_day": day(90)})]
    + [("source", {"source": " "}), ("reason", {"reason": ""})],
)
def test_day_reason_and_source_are_asked_for(world, editor, field, wrong):
    with pytest.raises(ValidationError) as refused:
        end_early(world.pair, editor, **{"last_day": day(-2), **WHY, **wrong})
    assert field in refused.value.message_dict


def test_nothing_is_logged_or_planned_for_later_days_and_the_earlier_are_finished(world, rita, sam, editor):
    waiting = world.submitted(sam, starts_on=day(-5), ends_on=day(-5))
    end_early(world.pair, editor, last_day=day(-2), **WHY)
    world.pair.refresh_from_db()
    with pytest.raises(ValidationError, match="ended on"):
        world.submitted(sam)
    with pytest.raises(ValidationError, match="ended on"):
        world.planned(sam)
    assert world.submitted(sam, starts_on=day(-2), ends_on=day(-2)).status == "submitted"
    assert workflow.confirm(waiting, rita).status == "confirmed"


def test_after_the_last_day_nothing_is_owed_or_signed(world, sam, editor):
    assert {due.pair for due in owed(Pair.objects.published())} == {world.pair.pk, world.other_pair.pk}
    end_early(world.pair, editor, last_day=day(-2), **WHY)
    assert {due.pair for due in owed(Pair.objects.published())} == {world.other_pair.pk}
    with pytest.raises(Refused, match="ended on"):
        agreements.draft(sam, world.pair, goals="x")


def test_until_its_last_day_it_owes_as_before(world, editor):
    end_early(world.pair, editor, last_day=day(), **WHY)
    assert world.pair.pk in {due.pair for due in owed(Pair.objects.published())}


def test_a_milestone_for_many_leaves_out_who_ended_before(successor, world):
    assert Pair.objects.all().record_milestone(Milestone.Kind.SIGNED, on=day(-1), source="x")[0] == 2
    assert not world.pair.milestones.exists()


def test_one_supporter_after_the_other_is_no_group(world, successor):
    action = world.batch.action
    action.several_supporters = True
    action.save()
    action.several_supporters = False
    action.full_clean()


def test_coordinators_of_the_replaced_supporter_keep_reading_their_pair(world, sam, successor):
    assert list(pairs_of(sam)) == [world.pair]
    assert pairs_of(sam).at("1-1") == world.pair


def test_what_an_import_would_warn_of_is_asked(world, editor):
    with pytest.raises(Unanswered) as asked:
        replace_supporter(world.pair, editor, supporter=world.other_supporter, last_day=day(-2), **WHY)
    assert [question.code for question in asked.value.questions] == ["supporter_twice"]
    assert Pair.objects.count() == 2


def test_a_university_is_corrected_only_while_nothing_hangs_on_the_pair(world, sam, newcomer):
    pair = Pair.objects.get(pk=world.pair.pk)
    pair.supporter = newcomer
    pair.full_clean()
    world.drafted(sam)
    with pytest.raises(ValidationError, match="activities: 1") as refused:
        pair.full_clean()
    assert set(refused.value.message_dict) == {"supporter"}


def test_a_supporter_that_is_a_recipient_of_the_batch_is_doubted(world):
    found = pair_rules.doubts(world.batch, world.other_recipient, world.recipient, Pair(batch=world.batch))
    assert "both_sides" in [code for code, _field, _message in found]


def test_a_pair_with_milestones_of_its_own_is_not_deleted_in_passing(world):
    assert world.pair.deletion_faults() == []
    world.pair.milestones.create(kind="signed", on=day(-5), source="x")
    assert "milestones: 1" in str(world.pair.deletion_faults())


def test_what_is_said_of_the_whole_batch_hangs_on_no_pair(world):
    milestone = world.pair.milestones.create(kind="docked", stated_as_of=day(-5), source="x")
    assert [dependent.count for dependent in world.pair.dependents()] == [1]
    world.batch.statements.create(kind="docked", stated_on=day(-5), source="x")
    assert world.pair.dependents() == []
    milestone.delete()


def test_a_pair_that_was_replaced_hangs_on_its_successor(world, successor):
    assert [dependent.count for dependent in world.pair.dependents()] == [1]
    assert successor.dependents() == []


def test_an_event_entered_by_mistake_is_taken_back(world, rita, sam, editor, newcomer):
    done = world.confirmed(sam, rita, ends_on=day(-3), starts_on=day(-3))
    before = columns_of_pairs()
    replace_supporter(world.pair, editor, supporter=newcomer, last_day=day(-2), **WHY)
    Act.objects.get().undo(editor, "看错了文件")
    assert columns_of_pairs() == before
    assert list(world.pair.activities.all()) == [done]
    assert world.pair.history.latest().history_change_reason == "看错了文件"


def test_what_hangs_on_the_successor_is_named_and_the_event_stays(world, editor, successor, newcomer):
    newbie = a_person("new", Membership.Role.COORDINATOR, university=newcomer)
    world.drafted(newbie, pair=successor)
    with pytest.raises(Obstructed, match="activity, 1"):
        Act.objects.get().undo(editor, "看错了文件")
    assert Pair.objects.count() == 3


def columns_of_pairs():
    return list(Pair.objects.order_by("pk").values())
