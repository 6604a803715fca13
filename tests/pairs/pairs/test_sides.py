"""Both sides of a pair, as they were printed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from pairs.models import Pair, Side, Tier, University, UniversityName

pytestmark = pytest.mark.django_db


def the_sides(address):
    return Pair.objects.with_universities().with_names().at(address).sides


def test_the_recipient_comes_first(published):
    recipient, supporter = the_sides("2-1")
    assert (recipient.side, recipient.printed) == (Side.RECIPIENT, "武汉东湖学院")
    assert (supporter.side, supporter.printed) == (Side.SUPPORTER, "南京大学")
    assert recipient.university.name == "武汉东湖学院"


def test_the_printed_name_and_its_own_english(published):
    recipient, _supporter = the_sides("2-1")
    assert (recipient.printed_en, recipient.english_is_todays, recipient.renamed) == (
        "Wuhan Donghu University",
        False,
        False,
    )


def test_where_only_todays_english_is_known_it_says_so(published):
    UniversityName.objects.filter(name="武汉职业技术学院").update(name_en="")
    recipient, _supporter = the_sides("2-32")
    assert recipient.printed == "武汉职业技术学院"
    assert (recipient.printed_en, recipient.english_is_todays, recipient.renamed) == (
        "Wuhan Technical University",
        True,
        True,
    )


def test_an_english_name_dated_to_the_printed_one_is_preferred(published):
    university = University.objects.get(name="武汉职业技术大学")
    name = university.names.get(name="武汉职业技术学院")
    name.name_en = "Wuhan Polytechnic"
    name.save()
    recipient, _supporter = the_sides("2-32")
    assert (recipient.printed_en, recipient.english_is_todays) == ("Wuhan Polytechnic", False)


def test_without_any_english_the_chinese_stands(published):
    recipient, _supporter = the_sides("2-76")
    assert (recipient.printed_en, recipient.english_is_todays) == ("荆州教育学院", False)


def test_what_a_side_was_then_is_not_what_the_university_is_now(published):
    University.objects.filter(name="武汉职业技术大学").update(tier=Tier.UNKNOWN, authority="样例局", province="11")
    recipient, _supporter = the_sides("2-32")
    assert (recipient.tier, recipient.authority, recipient.province) == (Tier.MODEL_VOCATIONAL, "湖北省", "42")
    assert recipient.level == "junior_college"


def test_a_side_speaks_the_readers_language(published):
    _recipient, supporter = the_sides("2-1")
    with override("en"):
        assert (supporter.local_name, supporter.local_authority) == ("Nanjing University", "Ministry of Education")
    with override("zh-hans"):
        assert (supporter.local_name, supporter.local_authority) == ("南京大学", "教育部")


def test_many_pairs_ask_no_more_than_a_few(published):
    with override("en"):
        pairs = list(Pair.objects.with_universities().with_names())
    with CaptureQueriesContext(connection) as asked, override("en"):
        assert all(side.printed_en for pair in pairs for side in pair.sides)
    assert len(pairs) == 80
    assert len(asked) == 0
