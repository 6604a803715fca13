import pytest

from pairs.models import University, UniversityName
from tests.support.factories.lists import CHOU, JIA, YI, ZI, codes, plan, school

pytestmark = pytest.mark.django_db


def test_a_name_is_known_whatever_its_width_brackets_and_spaces(batch, schools):
    school("湖北戊学院(本科)", "4142000009", "42")
    assert len(plan(batch, (1, "湖北 戊学院（本科）", ZI)).new) == 1


READ_BY = [kind for kind in UniversityName.Kind.values if kind not in UniversityName.FOR_SEARCH_ONLY]


@pytest.mark.parametrize("kind", READ_BY)
def test_names_of_these_kinds_are_known(batch, schools, kind):
    UniversityName.objects.create(university=schools[JIA], name="荆楚甲校", kind=kind)
    made = plan(batch, (1, "荆楚甲校", ZI))
    assert made.new[0].recipient.pk == schools[JIA].pk
    assert made.new[0].row.recipient == "荆楚甲校"


@pytest.mark.parametrize("kind", UniversityName.FOR_SEARCH_ONLY)
@pytest.mark.parametrize("printed", ["荆楚甲", "荆楚 甲", "荊楚甲"])
def test_a_name_for_the_search_only_is_suggested_and_never_taken(batch, schools, kind, printed):
    UniversityName.objects.create(university=schools[JIA], name="荆楚甲", kind=kind)
    made = plan(batch, (1, printed, ZI))
    assert codes(made.errors) == ["unknown_name"] and not made.new
    assert made.errors[0].suggestions == (JIA,)
    assert f"{JIA} ({schools[JIA].code})" in made.errors[0].message


def test_of_a_short_name_of_several_all_are_suggested(batch, schools):
    for name in (JIA, YI):
        UniversityName.objects.create(university=schools[name], name="工大", kind="common")
    (error,) = plan(batch, (1, "工大", ZI)).errors
    assert (error.code, error.suggestions) == ("unknown_name", (JIA, YI))


def test_a_full_name_is_known_though_another_school_is_searched_by_it(batch, schools):
    UniversityName.objects.create(university=schools[YI], name=JIA, kind="former")
    assert plan(batch, (1, JIA, ZI)).new[0].recipient.pk == schools[JIA].pk


def test_todays_name_is_known_even_when_it_is_not_among_the_dated_names(batch, schools):
    UniversityName.objects.all().delete()
    assert len(plan(batch, (1, JIA, ZI)).new) == 1


def test_an_english_name_is_known(batch, schools):
    University.objects.filter(name=ZI).update(name_en="Zi University of Jiangsu")
    assert len(plan(batch, (1, JIA, "zi university  of Jiangsu")).new) == 1


def test_an_unknown_name_is_refused_with_row_column_and_remedy_and_never_created(batch, schools):
    made = plan(batch, (1, JIA, ZI), (2, "火星大学", CHOU))
    (error,) = made.errors
    assert (error.code, error.row, error.column, error.value) == ("unknown_name", 3, "受援高校", "火星大学")
    assert error.suggestions == ()
    assert "火星大学" in error.message
    assert University.objects.count() == 8


def test_a_near_miss_is_suggested_and_not_corrected(batch, schools):
    made = plan(batch, (1, "湖北甲学园", ZI))
    assert made.refused
    assert made.errors[0].suggestions[0] == JIA
    assert len(made.errors[0].suggestions) <= 3
    assert not made.new


def test_a_college_is_never_taken_for_the_university_whose_name_it_begins_with(batch, schools):
    school("湖北大学", "4142010512", "42")
    made = plan(batch, (1, "湖北大学知行学院", ZI))
    assert codes(made.errors) == ["unknown_name"]
    assert not made.new


def test_traditional_characters_are_suggested_in_simplified_ones(batch, schools):
    made = plan(batch, (1, "湖北甲學院", ZI))
    assert made.errors[0].suggestions == (JIA,)
    assert "学院" in made.errors[0].message
    assert not made.new


def test_a_name_that_two_universities_bear_is_refused_with_both_codes(batch, schools):
    for name in (JIA, YI):
        UniversityName.objects.create(university=schools[name], name="湖北学院")
    (error,) = plan(batch, (1, "湖北学院", ZI)).errors
    assert error.code == "ambiguous_name"
    assert all(schools[name].code in error.message for name in (JIA, YI))


def test_a_list_of_many_unknown_names_is_answered_without_searching_for_each(batch, schools):
    made = plan(batch, *[(i, f"湖北甲学园{i}", ZI) for i in range(1, 302)])
    suggested = [error for error in made.errors if error.suggestions]
    assert len(suggested) == 200


def test_the_number_of_queries_does_not_grow_with_the_list(batch, schools, django_assert_num_queries):
    short, long = [(1, JIA, ZI)], [(1, JIA, ZI), *[(i, f"湖北{i}学园", ZI) for i in range(2, 60)]]
    # universities, their names, what registers and lists say of them; roles, pairs here and elsewhere, declared counts
    with django_assert_num_queries(8):
        plan(batch, *short)
    with django_assert_num_queries(8):
        plan(batch, *long)


@pytest.mark.parametrize(
    ("printed", "since"),
    [
        ("无锡职业技术学院", "无锡职业技术大学"),
        ("东湖石油高等专科学校", "东湖石油学院"),
        ("江城外国语职业学院", "江城外国语职业技术大学"),
    ],
)
def test_what_a_school_is_called_since_is_suggested_before_what_only_looks_alike(batch, schools, printed, since):
    school(since, "4132000099", "32")
    for number, sign in enumerate("甲乙丙", 1):
        school(printed[0] + sign + printed[2:], f"413200008{number}", "32")
    (error,) = plan(batch, (1, JIA, printed)).errors
    assert error.suggestions[0] == since
