"""Finding a university by whatever a person types."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pairs.directory.name_match import matched, written_names
from pairs.models import Batch, Pair, University
from tests.support.casts.universities import a_name, a_university

pytestmark = pytest.mark.django_db


def found(text):
    return [university.name for university in University.objects.search(text)]


@pytest.mark.parametrize(
    "text",
    [
        "武汉东湖学院",
        "东湖",
        "武汉 学院 东湖",
        "ＷＨＤＨＸＹ",
        "whdhxy",
        "donghu",
        "wuhan donghu",
        "WuhanDonghu",
        "wuhandonghuxueyuan",
        "University donghu",
        "WUHAN DONGHU UNIVERSITY",
        "武漢東湖學院",
        " 武汉　东湖 ",
        "武汉-东湖",
    ],
)
def test_a_university_is_found_by_name_part_pinyin_initials_english_or_traditional_characters(text, donghu, hubei):
    assert found(text) == ["武汉东湖学院"]


@pytest.mark.parametrize(
    "text", ["武汉职业技术大学", "武汉职业技术学院", "whzyjsdx", "whzyjsxy", "武漢職業技術學院", "technical wuhan"]
)
def test_a_former_name_and_todays_find_the_same_university(text, vocational, donghu):
    assert found(text) == ["武汉职业技术大学"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("重庆样例学院", "chongqing"),
        ("重庆样例学院", "cqylxy"),
        ("长江样例学院", "changjiang"),
        ("长治样例学院", "changzhi"),
        ("厦门样例学院", "xiamen"),
        ("西藏样例大学", "xizang"),
        ("六安样例学院", "luan"),
        ("六安样例学院", "liuan"),
        ("样例旅游学院", "lvyou"),
        ("样例旅游学院", "luyou"),
        ("样例旅游学院", "lyuyou"),
        ("样例旅游学院", "lüyou"),
        ("西安样例大学", "xi'an"),
    ],
)
def test_characters_with_several_readings_are_found_by_the_right_one(name, text):
    a_university("4142099001", name)
    assert found(text) == [name]


def test_brackets_do_not_matter():
    a_university("4142010491", "样例地质大学（武汉）")
    assert found("样例地质大学(武汉)") == found("样例地质大学武汉") == ["样例地质大学（武汉）"]


def test_exact_names_come_first_then_beginnings_then_parts_then_sounds():
    a_university("4142099001", "样例湖北大学")
    a_university("4142099002", "湖北大学知行学院")
    a_university("4142099003", "湖北大学")
    a_university("4142099004", "狐北大学")
    assert found("湖北大学") == ["湖北大学", "湖北大学知行学院", "样例湖北大学"]
    assert found("hubei daxue")[:2] == ["湖北大学", "狐北大学"]


def test_todays_name_goes_before_a_former_one():
    a_university("4142099001", "样例大学", "", "武汉样例学院")
    a_university("4142099002", "武汉样例学院")
    assert found("武汉样例学院") == ["武汉样例学院", "样例大学"]
    assert found("样例学院") == ["武汉样例学院", "样例大学"]


def test_of_two_that_match_alike_the_paired_one_goes_first(published):
    a_university("4134010000", "芜湖职业技术大学", province="34")
    assert found("whzyjsdx") == ["武汉职业技术大学", "芜湖职业技术大学"]


def test_a_pair_that_is_not_public_moves_nothing(published):
    a_university("4134010000", "芜湖职业技术大学", province="34")
    Batch.objects.update(published_at=None)
    assert found("whzyjsdx") == ["芜湖职业技术大学", "武汉职业技术大学"]


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "\x00武汉\x00东湖", "😀", "%", "_", "=", "~", "\ud800", "武" * 10_000]
)
def test_nothing_typed_is_an_error(text, donghu):
    assert found(text) in ([], ["武汉东湖学院"])
    University.objects.near(text)


@pytest.mark.parametrize("text", ["%", "_", "=", "~", "#", "\n", "😀", "\x00"])
def test_signs_alone_find_nothing(text, donghu):
    assert found(text) == []


def test_case_is_the_same_on_every_database(donghu):
    assert found("DONGHU") == found("donghu") == ["武汉东湖学院"]


def test_pairs_are_found_by_either_side(published):
    assert Pair.objects.matching("武漢東湖學院").get() == Pair.objects.matching("nanjing daxue").get(serial=1)


@pytest.mark.parametrize("text", ["Donghu College", "the Institute of Donghu", "wuhan donghu polytechnic"])
def test_an_english_name_is_near_whatever_kind_of_school_it_is_called(donghu, hubei, text):
    assert University.objects.near(text)[0] == donghu


def test_of_names_that_hold_the_same_word_the_shortest_are_the_nearest(published):
    assert "Wuhan University" in [each.name_en for each in University.objects.near("University of Wuhan")][:2]


def test_near_misses_are_suggested(donghu, hubei):
    assert University.objects.near("武汉东胡学院")[0] == donghu
    assert University.objects.near("武漢東胡學院")[0] == donghu
    assert University.objects.near("wuhan dongu university")[0] == donghu
    assert University.objects.near("某个全然无关的词") == []


def test_suggestions_are_at_most_as_many_as_asked_for(published):
    assert len(University.objects.near("武汉样例职业技术学院")) == 5
    assert len(University.objects.near("武汉样例职业技术学院", limit=2)) == 2


@pytest.mark.parametrize(
    ("text", "shown", "how", "former"),
    [
        ("武汉职业技术大学", "武汉职业技术大学", "name", False),
        ("武漢職業技術學院", "武汉职业技术学院", "name", True),
        ("学院", "武汉职业技术学院", "name", True),
        ("technical", "Wuhan Technical University", "english", False),
        ("whzyjsdx", "武汉职业技术大学", "pinyin", False),
        ("whzyjsxy", "武汉职业技术学院", "pinyin", True),
    ],
)
def test_a_result_says_which_name_it_matched(text, shown, how, former, vocational):
    (university,) = University.objects.search(text).prefetch_related("names")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        match = matched(university.code, written_names(university), text)
    assert (match.text, match.how, bool(match.name)) == (shown, how, former)
    assert len(asked) == 0


def test_no_name_matches_another_word(vocational):
    assert matched(vocational.code, written_names(vocational), "南京") is None
    assert matched(vocational.code, written_names(vocational), "\x00") is None


def test_a_name_matches_as_it_is_printed(vocational):
    a_name(vocational, "武汉职业技术学院(样例)", kind="printed")
    assert matched(vocational.code, written_names(vocational), "武汉职业技术学院（样例）").kind == "printed"
