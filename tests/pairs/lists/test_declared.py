"""The number of pairs that a notice declares, for complete and for partial lists."""

import pytest

from pairs.lists.plan import make_plan
from pairs.lists.resources import write
from pairs.models import Batch
from pairs.reader import ListIssue
from tests.support.factories.lists import CHOU, JIA, YI, ZI, codes, hold, plan, reading

pytestmark = pytest.mark.django_db
TWO = [(1, JIA, ZI), (2, YI, CHOU)]


@pytest.mark.parametrize("declared, expected", [(1, ["count"]), (2, []), (3, ["count"])])
def test_a_complete_list_has_as_many_pairs_as_its_batch_declares(batch, schools, declared, expected):
    batch.declared_pairs = declared
    assert codes(plan(batch, *TWO).errors) == expected


@pytest.mark.parametrize("declared, expected", [(1, ["count"]), (2, []), (3, ["count"])])
def test_or_as_many_as_is_said_with_the_list(batch, schools, declared, expected):
    assert codes(plan(batch, *TWO, declared=declared).errors) == expected


def test_two_different_numbers_are_an_error(batch, schools):
    batch.declared_pairs = 2
    assert codes(plan(batch, *TWO, declared=3).errors) == ["declared"]
    assert plan(batch, *TWO, declared=2).errors == []


def test_without_any_number_the_list_is_taken_as_it_is(batch, schools):
    assert plan(batch, *TWO).errors == []


def test_rows_that_could_not_be_read_are_not_complained_of_twice(batch, schools):
    batch.declared_pairs = 3
    found = ListIssue("empty_cell", "…", 4, "支援高校")
    assert make_plan(batch, reading(*TWO, errors=[found])).errors == [found]


@pytest.fixture
def partial(batch):
    batch.declared_pairs, batch.list_status = 2, Batch.ListStatus.PARTIAL
    batch.save()
    return batch


def test_a_partial_list_may_be_short_and_says_so(partial, schools):
    made = plan(partial, TWO[0])
    assert not made.errors and not made.completes_list
    assert "1" in made.notes[0] and "2" in made.notes[0]
    write(made)
    partial.refresh_from_db()
    assert partial.list_status == Batch.ListStatus.PARTIAL


def test_a_partial_list_may_not_be_too_long(partial, schools):
    assert codes(plan(partial, *TWO, (3, "湖北丙学院", "江苏寅大学")).errors) == ["count"]


def test_a_list_that_reaches_the_declared_number_completes_the_batch(partial, schools, editor):
    hold(partial, (None, JIA, ZI))
    made = plan(partial, *TWO)
    assert made.completes_list and made.notes
    write(made, editor, "全名单")
    partial.refresh_from_db()
    assert partial.list_status == Batch.ListStatus.COMPLETE
    record = partial.history.first()
    assert (record.history_user, record.history_change_reason) == (editor, "全名单")


def test_the_rest_of_a_list_completes_the_batch_too(partial, schools):
    hold(partial, TWO[0])
    assert plan(partial, TWO[1]).completes_list


def test_completing_alone_is_a_change(partial, schools):
    hold(partial, *TWO)
    made = plan(partial, *TWO)
    assert not made.new and not made.changed and made.changes_anything
