import datetime

import pytest
from django.core.exceptions import ValidationError

from pairs.lists import validators
from pairs.lists.plan import make_plan
from pairs.lists.resources import PairResource
from pairs.models import Batch, Pair, UniversityName
from pairs.reader import ListIssue, ListRow, Reading, limits, read, read_cells
from tests.support.factories.lists import BING, CHOU, DING, JIA, MAO, YI, YIN, ZI, codes, hold, pairs, plan, reading

pytestmark = pytest.mark.django_db


def other_batch(action, number, starts, ends):
    return Batch.objects.create(
        number=number, action=action, title="另一批", source="test", notice_on=starts, starts=starts, ends=ends
    )


@pytest.fixture
def earlier(action):
    return other_batch(action, 6, datetime.date(2026, 1, 1), datetime.date(2026, 4, 30))


def test_the_same_university_on_both_sides(batch, schools):
    (error,) = plan(batch, (1, JIA, JIA)).errors
    assert (error.code, error.row) == ("same_university", 2)


def test_the_same_university_on_both_sides_under_two_names(batch, schools):
    UniversityName.objects.create(university=schools[JIA], name="荆楚甲校")
    assert codes(plan(batch, (1, JIA, "荆楚甲校")).errors) == ["same_university"]


def test_a_recipient_twice(batch, schools):
    (error,) = plan(batch, (1, JIA, ZI), (2, YI, CHOU), (3, JIA, YIN)).errors
    assert (error.code, error.row, error.value) == ("recipient_twice", 4, JIA)
    assert "2" in error.message


def test_a_recipient_twice_under_two_names(batch, schools):
    UniversityName.objects.create(university=schools[JIA], name="荆楚甲校")
    assert codes(plan(batch, (1, JIA, ZI), (2, "荆楚甲校", CHOU)).errors) == ["recipient_twice"]


def test_the_same_pair_twice_where_several_supporters_are_allowed(batch, schools):
    batch.action.several_supporters = True
    assert codes(plan(batch, (1, JIA, ZI), (2, JIA, ZI)).errors) == ["recipient_twice"]


def test_a_recipient_paired_at_the_same_time_in_another_batch(batch, earlier, schools):
    hold(earlier, (1, JIA, ZI))
    (error,) = plan(batch, (1, JIA, CHOU), (2, YI, YIN)).errors
    assert (error.code, error.row) == ("held_elsewhere", 2)
    assert str(earlier) in error.message


def test_a_recipient_paired_in_a_batch_that_was_over_before(batch, action, schools):
    over = other_batch(action, 5, datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    hold(over, (1, JIA, ZI))
    assert not plan(batch, (1, JIA, CHOU)).errors


def test_a_recipient_with_several_supporters_may_be_in_two_batches(batch, earlier, schools):
    batch.action.several_supporters = True
    hold(earlier, (1, JIA, ZI))
    assert not plan(batch, (1, JIA, CHOU)).errors


def test_columns_that_are_evidently_exchanged(batch, schools):
    made = plan(batch, (1, ZI, JIA), (2, CHOU, YI), (3, YIN, BING))
    assert codes(made.errors) == ["columns_swapped"]
    assert made.warnings == []


def test_one_pair_within_the_province_does_not_look_exchanged(batch, schools):
    made = plan(batch, (1, JIA, YI), (2, BING, CHOU), (3, DING, YIN))
    assert not made.errors


def test_a_row_of_another_batch(batch, schools):
    made = make_plan(batch, Reading("csv", "utf-8", [ListRow(2, JIA, ZI, 1, batch=6)]))
    assert codes(made.errors) == ["other_batch"]
    assert not make_plan(batch, Reading("csv", "utf-8", [ListRow(2, JIA, ZI, 1, batch=7)])).errors


def test_a_number_that_a_pair_outside_the_list_has(batch, schools):
    hold(batch, (1, JIA, ZI))
    (error,) = plan(batch, (1, YI, CHOU)).errors
    assert (error.code, error.row, error.column, error.value) == ("serial_taken", 2, "序号", "1")
    assert JIA in error.message


def test_a_number_that_a_pair_of_the_list_keeps_because_its_row_has_none(batch, schools):
    hold(batch, (1, JIA, ZI))
    assert codes(plan(batch, (1, YI, CHOU), (None, JIA, ZI)).errors) == ["serial_taken"]


@pytest.mark.parametrize("serial", [0, -1, 20001, 2**31])
def test_a_number_that_no_list_has(batch, schools, serial):
    reading = read_cells([["序号", "受援高校", "支援高校"], [serial, JIA, ZI]])
    assert codes(make_plan(batch, reading).errors) in (["serial_out_of_range"], ["serial_not_number"])


def test_a_list_without_rows(batch, schools):
    assert codes(plan(batch).errors) == ["empty"]


def test_what_the_reader_found_wrong_is_refused_and_not_said_twice(batch, schools):
    found = ListIssue("same_name", "…", 2, "支援高校", JIA)
    made = make_plan(batch, reading((1, JIA, JIA), errors=[found]))
    assert made.errors == [found]


def test_every_error_is_told_at_once_in_the_order_of_the_rows(batch, schools):
    made = plan(batch, (1, JIA, JIA), (2, "火星大学", ZI), (3, YI, CHOU), (4, YI, MAO))
    assert [(error.row, error.code) for error in made.errors] == [
        (2, "same_university"),
        (3, "unknown_name"),
        (5, "recipient_twice"),
    ]


def test_a_refused_list_is_not_applied(batch, schools):
    result = PairResource().import_data(reading((1, JIA, ZI), (2, "火星大学", CHOU)), batch=batch)
    assert result.plan.refused and result.refusal
    assert pairs(batch) == []


def test_a_pair_typed_by_hand_is_refused_in_the_same_words(batch, earlier, schools):
    hold(earlier, (1, JIA, ZI))
    for recipient, supporter in ((JIA, CHOU), (YI, YI)):
        pair = Pair(batch=batch, recipient=schools[recipient], supporter=schools[supporter])
        with pytest.raises(ValidationError) as refused:
            pair.full_clean()
        (error,) = plan(batch, (1, recipient, supporter)).errors
        assert refused.value.messages == [error.message]


def test_no_more_unknown_names_are_listed_than_anybody_corrects_at_a_time(batch, schools, monkeypatch):
    monkeypatch.setattr(limits, "MAX_FINDINGS", 5)
    unknown = [(at, f"无此校{at}", ZI) for at in range(1, 30)]
    assert codes(plan(batch, *unknown).errors) == ["unknown_name"] * 5 + ["more_errors"]
    looked_at = []
    monkeypatch.setattr(
        validators, "unknown_name", lambda *told: looked_at.append(told) or ListIssue("unknown_name", "")
    )
    plan(batch, *unknown)
    assert len(looked_at) <= 7


def test_a_code_must_be_that_of_the_name_beside_it(batch, schools):
    codes_of = {name: school.code for name, school in schools.items()}
    rows = [
        f"{JIA},{codes_of[JIA]},{ZI},{codes_of[CHOU]}",
        f"{YI},4199999999,{CHOU},",
    ]
    made = make_plan(batch, read("\n".join(["受援高校,受援高校标识码,支援高校,支援高校标识码", *rows]).encode()))
    assert [(error.code, error.row, error.column) for error in made.errors] == [
        ("code_differs", 2, "支援高校"),
        ("code_differs", 3, "受援高校"),
    ]
    assert made.errors[0].suggestions == (CHOU,)


def test_columns_of_a_download_that_are_not_imported_are_named(batch, schools):
    made = make_plan(batch, read(f"受援高校,支援高校,进展,来源\n{JIA},{ZI},signed,\n".encode()))
    assert [(finding.code, finding.value) for finding in made.information] == [("columns_ignored", "进展")]
    assert not made.to_accept
