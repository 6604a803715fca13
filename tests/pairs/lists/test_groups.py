"""Lists of groups of supporters, and what an action's rules make of a list."""

import pytest

from pairs.lists.resources import PairResource
from pairs.models import Pair
from pairs.reader import read_cells
from tests.support.factories.lists import school

TITLES = ["序号", "受援高校", "支援高校"]
GROUP = [
    [1, "湖北甲学院", "江苏子大学"],
    [1, "湖北甲学院", "江苏丑大学"],
    [2, "湖北乙学院", "江苏寅大学"],
]


@pytest.fixture
def several(batch):
    batch.action.several_supporters = True
    batch.action.save()
    return batch


def imported(batch, rows, **options):
    reading = read_cells([TITLES, *rows])
    return PairResource().import_data(reading, batch=batch, accept_warnings=True, reason="导入", **options)


def codes(findings):
    return {finding.code for finding in findings}


def test_a_group_shares_its_number_and_stands_in_printed_order(several, schools):
    imported(several, GROUP, raise_errors=True)
    addresses = {pair.supporter_name: pair.address for pair in Pair.objects.select_related("batch__action")}
    assert addresses == {"江苏子大学": "7-1-1", "江苏丑大学": "7-1-2", "江苏寅大学": "7-2-1"}
    again = imported(several, GROUP)
    assert (len(again.plan.new), len(again.plan.changed), again.plan.errors) == (0, 0, [])


def test_another_supporter_later_stands_behind_the_group(several, schools):
    imported(several, GROUP, raise_errors=True)
    imported(several, [*GROUP, [1, "湖北甲学院", "江苏卯大学"]], raise_errors=True)
    assert Pair.objects.get(supporter=schools["江苏卯大学"]).group_place == 3


def test_a_number_is_not_shared_by_two_recipients(several, schools):
    plan = imported(several, [GROUP[0], [1, "湖北乙学院", "江苏丑大学"]]).plan
    assert codes(plan.errors) & {"serial_taken", "serial_twice"}


def test_a_number_is_not_shared_where_each_recipient_has_one_supporter(batch, schools):
    assert codes(imported(batch, GROUP).plan.errors) == {"recipient_twice", "serial_taken"}


def test_a_list_without_numbers_takes_none(batch, schools):
    batch.has_serials = False
    batch.save()
    assert codes(imported(batch, [GROUP[0]]).plan.errors) == {"serial_not_expected"}
    assert not imported(batch, [["", *GROUP[0][1:]]]).plan.errors


@pytest.mark.parametrize(("rule", "errors", "warnings"), [("allowed", 0, 0), ("asked", 0, 1), ("refused", 1, 0)])
def test_a_supporter_from_the_recipients_province(batch, schools, rule, errors, warnings):
    batch.action.home_supporters = rule
    batch.action.save()
    school("湖北戊大学", "4142000099", "42")
    plan = imported(batch, [GROUP[2], [1, "湖北甲学院", "湖北戊大学"]]).plan
    found = [[one.code for one in findings].count("home_supporter") for findings in (plan.errors, plan.warnings)]
    assert found == [errors, warnings]


def test_a_recipient_in_the_column_of_supporters_is_warned_of(batch, schools):
    plan = imported(batch, [GROUP[0], [2, "湖北乙学院", "湖北甲学院"]]).plan
    assert "both_sides" in codes(plan.warnings)


def test_recipients_of_any_of_its_provinces_are_no_warning(batch, schools):
    batch.action.recipient_provinces = ["54", "42"]
    batch.action.save()
    assert "outside_province" not in codes(imported(batch, [GROUP[0]]).plan.warnings)
    batch.action.recipient_provinces = ["54"]
    batch.action.save()
    assert "outside_province" in codes(imported(batch, [GROUP[2]]).plan.warnings)
