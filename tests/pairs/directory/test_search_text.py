"""What is stored for searching follows every change of a name."""

import pytest
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from pairs.models import University, UniversityName
from tests.support.casts.universities import a_name, a_university

pytestmark = pytest.mark.django_db


def finds(text):
    return University.objects.search(text).exists()


def test_a_renamed_university_is_found_by_its_new_name(donghu):
    donghu.name = "样例湖学院"
    donghu.save()
    assert finds("样例湖学院")
    assert not finds("武汉东湖学院")


def test_saving_one_field_keeps_the_search_text_right(donghu):
    donghu.name = "样例湖学院"
    donghu.save(update_fields=["name"])
    assert finds("样例湖学院")


def test_a_name_added_changed_and_removed(donghu):
    name = a_name(donghu, "武汉大学东湖分校")
    assert finds("东湖分校")
    name.name = "样例分校"
    name.save()
    assert finds("样例分校")
    assert not finds("东湖分校")
    name.delete()
    assert not finds("样例分校")


def test_a_name_moved_to_another_university(donghu, hubei):
    name = a_name(donghu, "样例分校")
    name.university = hubei
    name.save()
    assert list(University.objects.search("样例分校")) == [hubei]


def test_names_removed_together(donghu, hubei):
    a_name(donghu, "样例一分校")
    a_name(hubei, "样例二分校")
    UniversityName.objects.filter(name__startswith="样例").delete()
    assert not finds("样例")


def test_bulk_loads_and_updates(donghu):
    one = University(code="4142099001", name="样例甲学院", province="42")
    bulk_create_with_history([one], University)
    name = UniversityName(university=one, name="样例乙学院")
    bulk_create_with_history([name], UniversityName)
    assert finds("样例甲")
    assert finds("样例乙")
    name.name = "样例丙学院"
    bulk_update_with_history([name], UniversityName, ["name"])
    assert finds("样例丙")
    assert not finds("样例乙")
    assert UniversityName.objects.get(pk=name.pk).key == "样例丙学院"


def test_a_university_saved_with_stale_prefetched_names_loses_none(donghu):
    stale = University.objects.prefetch_related("names").get(pk=donghu.pk)
    assert not stale.names.all()
    a_name(donghu, "样例分校")
    stale.save()
    assert finds("样例分校")


def test_changing_a_name_adds_no_history_to_the_university(donghu):
    before = donghu.history.count()
    a_name(donghu, "样例分校").delete()
    assert donghu.history.count() == before


def test_refreshing_counts_what_it_changed(donghu, hubei):
    University.objects.filter(pk=donghu.pk).update(search_text="")
    assert University.objects.refresh_search_text() == 1
    assert University.objects.refresh_search_text() == 0


def test_the_same_universities_are_right_one_by_one_and_in_bulk(published):
    a_university("4142099001", "样例学院", "", "样例专科学校")
    assert University.objects.refresh_search_text() == 0
