"""Short names, initials, former names and codes find their school; a name of several offers them all."""

import csv
from collections import defaultdict

import pytest
from django.conf import settings

from pairs.directory.name_matching import EXACT, words
from pairs.models import University, UniversityName

pytestmark = pytest.mark.django_db


def rows(name):
    with open(settings.BASE_DIR / "fixtures" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(text):
    return [university.code for university in University.objects.search(text)]


def exact(text):
    """The codes of those of whom `text` is a whole name; by its rank they come first."""
    return {*University.objects.search(text).filter(search_rank__lt=EXACT).values_list("code", flat=True)}


@pytest.mark.one_database
def test_every_name_of_the_fixture_finds_first_all_whom_it_may_mean(published):
    bearers = defaultdict(set)
    for row in rows("other_names") + rows("university_names"):
        bearers["".join(words(row["name"]))].add(row["code"])
    answers = {name: exact(name) for name in bearers}
    assert len(bearers) > 800
    assert {name: codes for name, codes in answers.items() if codes != bearers[name]} == {}


def test_every_english_name_that_was_put_right_stands_everywhere(published):
    names = {(row["code"], row["name"]): row["name_en"] for row in rows("university_names")}
    today = {(row["code"], row["name"]): row["name_en"] for row in rows("universities")}
    for row in rows("english_names"):
        key = row["code"], row["name"]
        assert {names[key], today.get(key, row["name_en"])} == {row["name_en"]}
        assert row["source"]
    assert len(rows("english_names")) == 90
    assert University.objects.get(code="4132010288").name_en == "Nanjing University of Science and Technology"


# What visitors typed who did not find their school, and what they meant.
MISSED = {
    "华科": "华中科技大学",
    "南大": "南京大学",
    "北大": "北京大学",
    "长职": "长江职业学院",
    "湖北二师": "湖北第二师范学院",
    "HUST": "华中科技大学",
    "nju": "南京大学",
    "UIBE": "对外经济贸易大学",
    "SCUEC": "中南民族大学",
    "武汉大学东湖分校": "武汉东湖学院",
    "湖北工业大学商贸学院": "湖北商贸学院",
    "郧阳师专": "汉江师范学院",
    "湖北民院": "湖北民族大学",
    "湖北民族学院": "湖北民族大学",
    "湖南商学院": "湖南工商大学",
    "武汉科技大学城市学院": "武汉城市学院",
    "武汉城市学院": "武汉城市学院",
    "湖北开放大学": "湖北开放大学",
    "湖北广播电视大学": "湖北开放大学",
    "湖北黄冈应急管理职业技术学院": "湖北黄冈应急管理职业技术学院",
    "鄂东职业技术学院": "湖北黄冈应急管理职业技术学院",
    "4142011798": "武汉东湖学院",
    "４１４２０１１７９８": "武汉东湖学院",
    "11798": "武汉东湖学院",
}


@pytest.mark.parametrize("typed", MISSED)
def test_what_visitors_typed_finds_what_they_meant_first(published, typed):
    assert University.objects.search(typed)[0].name == MISSED[typed]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("WUT", {"武汉理工大学", "武昌理工学院"}),
        ("工大", {"合肥工业大学", "南京工业大学", "广东工业大学", "北京工业大学", "湖北工业大学"}),
        ("hbmy", {"湖北民族大学", "湖北美术学院"}),
    ],
)
def test_an_ambiguous_name_offers_all_it_may_mean(published, typed, meant):
    first = University.objects.search(typed)[: len(meant)]
    assert {university.name for university in first} == meant


def test_no_code_is_found_by_a_part_of_it(published):
    assert found("4142011") == found("1798") == []
    assert University.objects.near("4142011799") == []


@pytest.mark.parametrize(
    ("typed", "name", "how", "text"),
    [
        ("wuhan univercity of technology", "武汉理工大学", "spelt", "Wuhan University of Technology"),
        ("武汉东胡学院", "武汉东湖学院", "sound", "武汉东湖学院"),
        ("武汉东湖大学", "武汉东湖学院", "written", "武汉东湖学院"),
        ("wuhandonghuxueyan", "武汉东湖学院", "sound", "武汉东湖学院"),
        ("whdhxyy", "武汉东湖学院", "initials", "武汉东湖学院"),
    ],
)
def test_a_near_miss_says_why_it_is_near(published, typed, name, how, text):
    assert found(typed) == []
    nearest = University.objects.near(typed)[0]
    assert (nearest.name, nearest.near_miss.how, nearest.near_miss.text) == (name, how, text)


def test_near_misses_ask_the_same_for_few_and_many(published, django_assert_num_queries):
    with django_assert_num_queries(3):  # all search texts; those that are near; their names
        University.objects.near("武汉东胡学院", limit=1)
    with django_assert_num_queries(3):
        University.objects.near("武汉东胡学院", limit=20)


def test_every_name_has_its_source_and_none_a_day_that_no_source_gives(published):
    loaded = UniversityName.objects.filter(kind__in=UniversityName.FOR_SEARCH_ONLY)
    assert loaded.count() > 590
    assert not loaded.filter(source="").exists()
    college = UniversityName.objects.get(name="武汉大学东湖分校")
    assert (college.since, college.until) == (None, None)
    assert college.source.startswith("用至2011年 / until 2011: http")
