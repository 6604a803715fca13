"""The Resource as the entrance for lists: none of the ways in which a stock one goes wrong."""

import pytest
import tablib

from pairs.lists.resources import PairResource
from pairs.models import ListImport, Pair
from tests.support.factories.lists import CHOU, JIA, YI, YIN, ZI, hold, pairs

pytestmark = pytest.mark.django_db
TITLES = ["序号", "受援高校", "支援高校"]


def dataset(*rows, headers=TITLES):
    return tablib.Dataset(*rows, headers=headers)


def take(batch, *rows, headers=TITLES, reason="测试", **options):
    return PairResource().import_data(dataset(*rows, headers=headers), batch=batch, reason=reason, **options)


def kinds(result):
    return [row.import_type for row in result.rows]


def test_a_list_becomes_pairs_with_history(batch, schools, editor):
    result = take(batch, (1, JIA, ZI), (2, YI, CHOU), by=None)
    assert kinds(result) == ["new", "new"]
    assert result.totals["new"] == result.total_rows == 2
    assert pairs(batch) == [(1, JIA, ZI), (2, YI, CHOU)]
    assert list(Pair.history.values_list("history_type", "history_change_reason")) == [("+", "测试")] * 2


def test_history_says_who(batch, schools, editor):
    take(batch, (1, JIA, ZI), by=editor)
    assert Pair.history.get().history_user == editor


def test_a_dry_run_says_the_same_and_writes_nothing(batch, schools):
    result = take(batch, (1, JIA, ZI), dry_run=True)
    assert kinds(result) == ["new"]
    assert not Pair.objects.exists() and not ListImport.objects.exists()


def test_the_same_list_again_is_skipped_row_by_row_and_leaves_no_history(batch, schools):
    take(batch, (1, JIA, ZI))
    result = take(batch, (1, JIA, ZI))
    assert kinds(result) == ["skip"]
    assert Pair.history.count() == 1


def test_a_change_shows_old_and_new(batch, schools):
    hold(batch, (1, JIA, ZI))
    result = take(batch, (1, JIA, CHOU))
    assert kinds(result) == ["update"]
    assert result.diff_headers == TITLES
    assert result.rows[0].diff == ["1", JIA, f"<del>{ZI}</del> <ins>{CHOU}</ins>"]


def test_valid_rows_are_not_saved_when_another_row_fails(batch, schools):
    result = take(batch, (1, JIA, ZI), (2, "火星大学", CHOU), (3, YI, YIN))
    assert kinds(result) == ["new", "invalid", "new"]
    assert result.has_validation_errors()
    assert [row.number for row in result.invalid_rows] == [3]
    assert not Pair.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", None, "甲" * 101, JIA + "\x00", "=" + JIA])
@pytest.mark.parametrize("dry_run", [True, False])
def test_blank_overlong_and_unstorable_names_fail_in_the_preview_too(batch, schools, name, dry_run):
    result = take(batch, (1, name, ZI), dry_run=dry_run)
    assert kinds(result) == ["invalid"]
    assert not Pair.objects.exists()


def test_repeated_rows_do_not_pass(batch, schools):
    result = take(batch, (1, JIA, ZI), (1, JIA, ZI))
    assert kinds(result) == ["new", "invalid"]
    assert not Pair.objects.exists()


def test_titles_that_are_not_known_do_not_pass(batch, schools):
    result = take(batch, (1, JIA, ZI), headers=["serial", "甲", "乙"])
    assert result.has_errors()
    assert not Pair.objects.exists()


def test_one_more_column_is_told_and_left_out(batch, schools):
    result = take(batch, (1, JIA, ZI, "…"), headers=[*TITLES, "心情"])
    assert [warning.code for warning in result.plan.warnings] == ["unknown_column"]
    assert len(pairs(batch)) == 1


def test_a_dataset_without_titles_is_refused(batch, schools):
    assert PairResource().import_data(tablib.Dataset((1, JIA, ZI)), batch=batch, reason="测试").has_errors()


def test_personal_data_is_refused_and_not_stored(batch, schools):
    result = take(batch, (1, JIA, ZI, "x"), headers=[*TITLES, "学生姓名"])
    assert result.has_errors() or result.has_validation_errors()
    assert not ListImport.objects.exists()


def test_warnings_must_be_accepted(batch, schools):
    assert take(batch, (1, JIA, ZI), (2, YI, ZI)).has_errors()
    assert not Pair.objects.exists()
    assert not take(batch, (1, JIA, ZI), (2, YI, ZI), accept_warnings=True).has_errors()
    assert len(pairs(batch)) == 2


def test_a_reason_must_be_given(batch, schools):
    assert take(batch, (1, JIA, ZI), reason="").has_errors()
    assert not Pair.objects.exists()


def test_a_refusal_can_be_raised(batch, schools):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="火星大学"):
        take(batch, (1, JIA, "火星大学"), raise_errors=True)


def test_failed_rows_are_handed_back_with_what_is_wrong(batch, schools):
    failed = take(batch, (1, JIA, ZI), (2, "火星大学", CHOU)).failed_dataset
    assert len(failed) == 1
    assert failed[0][1] == "火星大学" and "火星大学" in failed[0][3]


def test_markup_in_a_cell_stays_text(batch, schools):
    hold(batch, (1, JIA, ZI))
    Pair.objects.update(supporter_name="<script>")
    assert "<script>" not in take(batch, (1, JIA, ZI), dry_run=True).rows[0].diff[2]


def test_rows_are_never_imported_one_by_one():
    with pytest.raises(NotImplementedError):
        PairResource().import_row({}, None)
