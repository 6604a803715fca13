import pytest

from pairs.lists.plan import make_plan
from pairs.lists.resources import write
from pairs.models import Pair
from pairs.reader import ListIssue
from tests.support.factories.lists import BING, CHOU, JIA, MAO, YI, YIN, ZI, codes, hold, pairs, plan, reading

pytestmark = pytest.mark.django_db


def test_a_list_without_oddities_needs_no_acceptance(batch, schools):
    assert not plan(batch, (1, JIA, ZI)).to_accept


def test_a_supporter_twice(batch, schools):
    made = plan(batch, (1, JIA, ZI), (2, YI, ZI))
    (warning,) = made.warnings
    assert (warning.code, warning.row, warning.column, warning.value) == ("supporter_twice", 3, "支援高校", ZI)
    assert JIA in warning.message
    assert made.to_accept and not made.refused


def test_a_supporter_that_a_pair_outside_the_list_has_already(batch, schools):
    hold(batch, (1, JIA, ZI))
    made = plan(batch, (2, YI, ZI))
    assert codes(made.warnings) == ["missing", "supporter_twice"]


def test_a_recipient_outside_the_province(batch, schools):
    made = plan(batch, (1, JIA, ZI), (2, YI, CHOU), (3, YIN, MAO))
    (warning,) = made.warnings
    assert (warning.code, warning.row, warning.value) == ("outside_province", 4, YIN)


def test_gaps_in_the_numbers(batch, schools):
    (warning,) = plan(batch, (2, JIA, ZI), (6, YI, CHOU)).warnings
    assert (warning.code, warning.value) == ("gaps", "1, 3–5")


def test_a_list_without_numbers_has_no_gaps(batch, schools):
    assert not plan(batch, (None, JIA, ZI), (None, YI, CHOU)).warnings


def test_very_many_gaps_are_told_in_few_words(batch, schools):
    (warning,) = plan(batch, (20000, JIA, ZI)).warnings
    assert warning.value == "1–19999"


def test_a_changed_number(batch, schools):
    hold(batch, (1, JIA, ZI), (2, YI, CHOU))
    made = plan(batch, (1, JIA, ZI), (3, YI, CHOU), (2, BING, YIN))
    (warning,) = made.warnings
    assert (warning.code, warning.row, warning.value) == ("serial_changed", 3, "2 → 3")


def test_a_pair_that_the_list_does_not_name_stays(batch, schools):
    hold(batch, (1, JIA, ZI), (2, YI, CHOU))
    made = plan(batch, (1, JIA, YIN))
    assert codes(made.warnings) == ["missing"]
    assert [pair.recipient_name for pair in made.missing] == [YI]
    write(made)
    assert pairs(batch) == [(1, JIA, YIN), (2, YI, CHOU)]
    assert not Pair.history.filter(history_type="-").exists()


def test_a_misspelt_supporter_does_not_make_its_pair_missing(batch, schools):
    hold(batch, (1, JIA, ZI))
    assert plan(batch, (1, JIA, "火星大学")).warnings == []


def test_what_the_reader_warns_of_to_accept(batch, schools):
    made = make_plan(batch, reading((1, JIA, ZI), warnings=[ListIssue("hidden_rows", "…", 3)]))
    assert made.to_accept


def test_a_column_that_is_not_read_needs_no_acceptance(batch, schools):
    made = make_plan(batch, reading((1, JIA, ZI), warnings=[ListIssue("unknown_column", "…", 1)]))
    assert made.warnings and not made.to_accept


def test_a_list_that_changes_nothing_needs_no_acceptance(batch, schools):
    write(plan(batch, (1, JIA, ZI), (2, YI, ZI)))
    again = plan(batch, (1, JIA, ZI), (2, YI, ZI))
    assert codes(again.warnings) == ["supporter_twice"]
    assert not again.to_accept
