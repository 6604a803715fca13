"""What must be true of a university and its names, on both databases in the same words."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from pairs.directory.models.university import Level, Ownership, Tier
from pairs.models import University, UniversityName
from tests.support.casts.universities import a_day, a_name, a_university

pytestmark = pytest.mark.django_db


def refused(instance):
    """The messages with which `instance` is refused, in English."""
    with override("en"), pytest.raises(ValidationError) as error:
        instance.full_clean()
    with override("en"):
        return " ".join(error.value.messages)


@pytest.mark.parametrize(
    ("province", "city", "told"), [("11", "北京市", ""), ("22", "吉林市", "吉林市"), ("32", "", "")]
)
def test_a_city_is_told_beside_its_province_unless_it_is_the_province(province, city, told):
    assert University(province=province, city=city).city_apart == told


@pytest.mark.parametrize("code", ["414201048", "41420104861", "4142O10486", "４１４２０１０４８６", "4142010486\n"])
def test_a_code_has_exactly_ten_digits(code):
    assert "exactly ten digits" in refused(University(code=code, name="样例学院", province="42"))


def test_a_code_is_borne_once(donghu):
    other = University(code=donghu.code, name="样例学院", province="42")
    assert "already exists" in refused(other)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_several_universities_may_be_without_a_code():
    for name in ("样例甲学院", "样例乙学院"):
        university = University(code="", name=name, province="42")
        university.full_clean()
        university.save()
    assert University.objects.filter(code=None).count() == 2


def test_only_universities_with_a_code_are_public(donghu):
    University.objects.create(name="样例学院", province="42")
    assert list(University.objects.public()) == [donghu]


def test_a_province_is_one_of_the_34(donghu):
    donghu.province = "99"
    assert "99" in refused(donghu)


def test_a_university_is_not_its_own_successor(donghu):
    donghu.successor = donghu
    assert "cannot be its own successor" in refused(donghu)
    with pytest.raises(IntegrityError), transaction.atomic():
        donghu.save()


def test_a_successor_is_not_deleted_while_something_leads_to_it(donghu, hubei):
    donghu.successor = hubei
    donghu.save()
    assert list(hubei.predecessors.all()) == [donghu]
    with pytest.raises(ProtectedError):
        hubei.delete()


def test_a_name_ends_no_sooner_than_it_begins(donghu):
    name = UniversityName(university=donghu, name="样例", since=a_day("2020-06-30"), until=a_day("2019-06-30"))
    assert "cannot come before its first day" in refused(name)
    with pytest.raises(IntegrityError), transaction.atomic():
        name.save()


def test_a_name_may_have_one_day_only_or_none(donghu):
    a_name(donghu, "样例甲", since="2020-06-30", until="2020-06-30").full_clean()
    a_name(donghu, "样例乙").full_clean()


def test_a_university_bears_a_name_once(donghu):
    a_name(donghu, "样例")
    assert "already has this name" in refused(UniversityName(university=donghu, name="样例"))


def test_two_universities_may_have_borne_the_same_name(donghu, hubei):
    a_name(donghu, "样例")
    a_name(hubei, "样例").full_clean()


def test_registered_on_a_day_means_shown_under_an_official_name_on_it(donghu, hubei):
    a_name(donghu, "武汉东湖学院", since="2020-06-30", until="2025-06-20")
    a_name(hubei, "样例简称", since="2020-06-30", until="2025-06-20", kind="short")
    for day, found in (("2020-06-29", []), ("2020-06-30", [donghu]), ("2025-06-20", [donghu]), ("2025-06-21", [])):
        assert list(University.objects.registered_on(a_day(day))) == found


def test_registered_universities_are_counted_once_whatever_their_names(donghu):
    a_name(donghu, "武汉东湖学院", since="2020-06-30", until="2020-06-30")
    a_name(donghu, "样例学院", since="2020-06-30", until="2020-06-30")
    assert University.objects.registered_on(datetime.date(2020, 6, 30)).count() == 1


def test_the_name_follows_the_readers_language(donghu, zhixing):
    with override("en"):
        assert (donghu.local_name, zhixing.local_name) == ("Wuhan Donghu University", "湖北大学知行学院")
    with override("zh-hans"):
        assert donghu.local_name == "武汉东湖学院"


def test_city_and_authority_follow_the_readers_language():
    university = a_university("4142099001", "样例学院", city="恩施土家族苗族自治州", authority="湖北省教育厅")
    with override("en"):
        assert (university.local_city, university.local_authority) == ("Enshi", "Hubei Department of Education")
    with override("zh-hans"):
        assert (university.local_city, university.local_authority) == ("恩施土家族苗族自治州", "湖北省教育厅")


def test_every_change_of_a_name_is_in_the_history(donghu):
    name = a_name(donghu, "样例")
    name.until = a_day("2020-06-30")
    name.save()
    name.delete()
    assert [row.history_type for row in UniversityName.history.filter(name="样例")] == ["-", "~", "+"]


def test_what_is_not_known_is_said_to_be_unknown():
    university = University(name="样例学院")
    assert (university.tier, university.level, university.ownership) == (Tier.UNKNOWN, Level.UNKNOWN, Ownership.UNKNOWN)
