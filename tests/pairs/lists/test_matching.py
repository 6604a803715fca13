import pytest

from pairs.lists.resources import write
from pairs.models import Pair, UniversityName
from tests.support.factories.lists import BING, CHOU, DING, JIA, MAO, YI, YIN, ZI, codes, hold, pairs, plan

pytestmark = pytest.mark.django_db
TWO = [(1, JIA, ZI), (2, YI, CHOU)]


def test_a_first_list_is_new(batch, schools):
    made = plan(batch, *TWO)
    assert [(new.row.serial, new.recipient.name, new.supporter.name) for new in made.new] == TWO
    assert not made.errors and not made.warnings


def test_a_new_pair_keeps_both_sides_as_they_are_and_as_they_are_printed(batch, schools):
    UniversityName.objects.create(university=schools[JIA], name="荆楚甲校")
    write(plan(batch, (1, "荆楚甲校", ZI)))
    pair = Pair.objects.get()
    assert (pair.recipient_name, pair.recipient_province, pair.supporter_province) == ("荆楚甲校", "42", "32")
    assert pair.recipient_tier == pair.supporter_tier == "provincial_undergraduate"
    assert pair.recipient_level == "unknown"


def test_the_same_list_again_changes_nothing(batch, schools):
    write(plan(batch, *TWO))
    again = plan(batch, *TWO)
    assert len(again.unchanged) == 2
    assert not again.changes_anything and not again.errors and not again.warnings
    history = Pair.history.count()
    write(again)
    assert Pair.history.count() == history


def test_a_number_that_was_unknown_is_filled_in_without_a_warning(batch, schools):
    hold(batch, (None, JIA, ZI))
    made = plan(batch, (1, JIA, ZI))
    assert [(field.field, field.old, field.new) for field in made.changed[0].fields] == [("serial", None, 1)]
    assert not made.warnings
    write(made)
    assert pairs(batch) == [(1, JIA, ZI)]


def test_a_list_without_numbers_takes_none_away(batch, schools):
    hold(batch, *TWO)
    assert len(plan(batch, (None, JIA, ZI), (None, YI, CHOU)).unchanged) == 2


def test_another_spelling_of_the_name_is_a_change_of_the_printed_name(batch, schools):
    UniversityName.objects.create(university=schools[ZI], name="江苏子学院")
    hold(batch, *TWO)
    made = plan(batch, (1, JIA, "江苏子学院"), (2, YI, CHOU))
    assert [(field.field, field.old, field.new) for field in made.changed[0].fields] == [
        ("supporter_name", ZI, "江苏子学院")
    ]


def test_another_supporter_is_a_change_and_brings_its_own_facts(batch, schools):
    hold(batch, *TWO)
    schools[YIN].tier = "central_moe"
    schools[YIN].save()
    made = plan(batch, (1, JIA, YIN), (2, YI, CHOU))
    (change,) = made.changed
    assert [field.field for field in change.fields] == ["supporter", "supporter_name"]
    assert (change.fields[0].old, change.fields[0].new) == (f"{ZI} (4132000001)", f"{YIN} (4132000003)")
    write(made)
    pair = Pair.objects.get(serial=1)
    assert (pair.supporter, pair.supporter_name, pair.supporter_tier) == (schools[YIN], YIN, "central_moe")


def test_what_a_pair_keeps_of_its_sides_is_not_rewritten_by_a_later_list(batch, schools):
    hold(batch, (None, JIA, ZI))
    schools[ZI].tier = "central_moe"
    schools[ZI].save()
    write(plan(batch, (1, JIA, ZI)))
    assert Pair.objects.get().supporter_tier == "provincial_undergraduate"


def test_two_pairs_exchange_their_numbers(batch, schools):
    hold(batch, *TWO)
    made = plan(batch, (2, JIA, ZI), (1, YI, CHOU))
    assert codes(made.warnings) == ["serial_changed", "serial_changed"]
    write(made)
    assert pairs(batch) == [(1, YI, CHOU), (2, JIA, ZI)]


def test_a_new_pair_takes_the_number_that_another_gives_up(batch, schools):
    hold(batch, (1, JIA, ZI))
    made = plan(batch, (1, YI, CHOU), (2, JIA, ZI))
    assert not made.errors
    write(made)
    assert pairs(batch) == [(1, YI, CHOU), (2, JIA, ZI)]


def test_where_several_supporters_are_allowed_each_is_a_pair_of_its_own(batch, schools):
    batch.action.several_supporters = True
    hold(batch, (1, JIA, ZI))
    made = plan(batch, (1, JIA, ZI), (2, JIA, CHOU))
    assert (len(made.unchanged), len(made.new), made.errors) == (1, 1, [])
    write(made)
    assert pairs(batch) == [(1, JIA, ZI), (2, JIA, CHOU)]


def test_where_several_supporters_are_allowed_another_supporter_is_new_and_the_old_one_missing(batch, schools):
    batch.action.several_supporters = True
    hold(batch, (1, JIA, ZI))
    made = plan(batch, (2, JIA, CHOU))
    assert len(made.new) == 1
    assert "missing" in codes(made.warnings)


def test_new_changed_and_unchanged_are_told_apart_in_one_list(batch, schools):
    hold(batch, *TWO, (3, BING, YIN))
    made = plan(batch, (1, JIA, ZI), (2, YI, MAO), (3, BING, YIN), (4, DING, CHOU))
    assert (len(made.new), len(made.changed), len(made.unchanged)) == (1, 1, 2)
    json = made.as_json()
    assert (json["rows"], json["new"], json["updated"], json["unchanged"]) == (4, 1, 1, 2)
