import pytest

from pairs.lists.resources import write
from pairs.models import DeclaredCount
from pairs.pairs import composition
from tests.support.factories.lists import CHOU, JIA, YI, YIN, ZI, hold, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(batch, schools):
    for name, tier in {ZI: "central_moe", CHOU: "central_other"}.items():
        schools[name].tier = tier
        schools[name].save()
    for side, group, tiers, count, part_of in (
        ("recipient", "undergraduate", ["provincial_undergraduate"], 3, ""),
        ("supporter", "central", ["central_moe", "central_other"], 2, ""),
        ("supporter", "central_moe", ["central_moe"], 2, "central"),
        ("supporter", "provincial", ["provincial_undergraduate"], 1, ""),
    ):
        DeclaredCount.objects.create(batch=batch, side=side, group=group, tiers=tiers, count=count, part_of=part_of)
    return batch


LIST = [(1, JIA, ZI), (2, YI, CHOU), (3, "湖北丙学院", YIN)]
EXPECTED = [
    ("recipient", "undergraduate", 3, 3, True),
    ("supporter", "central", 2, 2, True),
    ("supporter", "central_moe", 2, 1, False),
    ("supporter", "provincial", 1, 1, True),
]


def summary(lines):
    return [tuple(line.as_json().values()) for line in lines]


def test_a_batch_is_checked_group_by_group(declared):
    hold(declared, *LIST)
    assert summary(composition.check(declared)) == EXPECTED


def test_a_plan_is_checked_as_the_batch_will_be(declared):
    made = plan(declared, *LIST)
    assert summary(made.composition) == EXPECTED
    write(made)
    assert composition.check(declared) == made.composition


def test_a_plan_counts_what_the_batch_holds_already(declared):
    hold(declared, *LIST[:2])
    assert summary(plan(declared, LIST[2]).composition) == EXPECTED


def test_a_changed_supporter_is_counted_in_its_own_tier(declared):
    hold(declared, *LIST)
    made = plan(declared, (1, JIA, "江苏卯大学"), *LIST[1:])
    found = {line.group: line.found for line in made.composition if line.side == "supporter"}
    assert found == {"central": 1, "central_moe": 0, "provincial": 2}


def test_it_stays_the_same_when_a_register_changes_the_universities(declared, schools):
    hold(declared, *LIST)
    for name in schools:
        schools[name].tier = "ordinary_vocational"
        schools[name].save()
    assert summary(composition.check(declared)) == EXPECTED
    assert summary(plan(declared, *LIST).composition) == EXPECTED


def test_a_university_in_none_of_the_groups_is_shown(declared, schools):
    schools[YIN].tier = "adult"
    schools[YIN].save()
    lines = summary(plan(declared, *LIST).composition)
    assert lines[-1] == ("supporter", "undeclared", 0, 1, False)
    assert lines[-2] == ("supporter", "provincial", 1, 0, False)


def test_a_university_whose_type_is_not_known_is_in_none_of_the_groups_and_not_outside(declared, schools):
    schools[YIN].tier = "unknown"
    schools[YIN].save()
    lines = plan(declared, *LIST).composition
    assert summary(lines)[-1] == ("supporter", "unknown", 0, 1, False)
    provincial = lines[-2]
    assert (provincial.found, [school.name for school in provincial.open]) == (0, [YIN])
    assert provincial.undecided and not provincial.differs
    assert not lines[-1].differs


def test_a_group_that_even_the_unknown_could_not_fill_differs(declared, schools):
    schools[YIN].tier = "unknown"
    schools[YIN].save()
    declared.declared_counts.filter(group="provincial").update(count=2)
    assert plan(declared, *LIST).composition[-2].differs


def test_a_group_is_counted_by_ownership_within_the_group_that_it_is_part_of(declared, schools):
    for name, ownership in {JIA: "private", YI: "public", CHOU: "private"}.items():
        schools[name].ownership = ownership
        schools[name].save()
    facts = {"side": "recipient", "part_of": "undergraduate", "classes": ["ownership:private"], "count": 1}
    DeclaredCount.objects.create(batch=declared, group="private", **facts)
    hold(declared, *LIST)
    line = next(line for line in composition.check(declared) if line.group == "private")
    assert [school.name for school in line.schools] == [JIA]
    assert [school.name for school in line.open] == ["湖北丙学院"]


def test_classes_of_one_kind_widen_a_group_and_those_of_different_kinds_narrow_it(batch, schools):
    facts = {JIA: ("public", "湖北省"), YI: ("private", "湖北省教育厅"), "湖北丙学院": ("private", "教育部")}
    for name, (ownership, authority) in facts.items():
        schools[name].ownership, schools[name].authority = ownership, authority
        schools[name].save()
    hold(batch, *LIST)
    groups = {
        "any": ["ownership:public", "ownership:private"],
        "local": ["ownership:private", "authority:local"],
        "central": ["authority:moe", "authority:central"],
    }
    for group, classes in groups.items():
        DeclaredCount.objects.create(batch=batch, side="recipient", group=group, classes=classes, count=9)
    found = {line.group: line.found for line in composition.check(batch)}
    assert found == {"any": 3, "local": 1, "central": 1}


def test_a_group_that_divides_no_side_says_nothing_of_the_rest(batch, schools):
    hold(batch, *LIST)
    private = {"side": "recipient", "group": "private", "classes": ["ownership:private"]}
    DeclaredCount.objects.create(batch=batch, count=0, **private)
    assert [line.group for line in composition.check(batch)] == ["private"]


def test_a_recipient_of_a_group_of_supporters_is_counted_once(declared, action):
    action.several_supporters = True
    action.save()
    hold(declared, *LIST, (3, "湖北丙学院", "江苏卯大学"))
    declared.refresh_from_db()
    found = {line.group: line.found for line in composition.check(declared)}
    assert found == {"undergraduate": 3, "central": 2, "central_moe": 1, "provincial": 2}


def test_a_batch_that_declares_nothing_has_no_check(batch, schools):
    assert plan(batch, *LIST).composition == []


def test_the_difference_has_a_direction(declared):
    made = plan(declared, *LIST)
    assert [line.difference for line in made.composition] == [0, 0, -1, 0]


def test_counting_takes_two_queries(declared, django_assert_num_queries):
    hold(declared, *LIST)
    with django_assert_num_queries(2):  # the pairs' tiers, the declared counts
        composition.check(declared)
