"""The search answers the question a graduate comes with, whatever name is typed."""

from urllib.parse import urlencode

import pytest
from lxml import html

from core.parts import PARTS
from core.version_facts import FACTS
from tests.support.assertions.css_select import select
from tests.support.assertions.public_pages import main_of, unmarked_chinese
from tests.support.casts.other_action import text
from tests.support.factories.activities import day
from tests.support.queries import queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "武汉东湖学院",
        "东湖学院",
        "武汉大学东湖分校",
        "whdhxy",
        "donghu",
        "武漢東湖學院",
        "Wuhan Donghu University",
        "4142011798 ",
    ],
)
def test_the_supporter_is_in_the_first_answer(client, published, words):
    response = client.get("/search/", {"q": words})
    page = response.content.decode()
    assert response.context["found"][0].university.name == "武汉东湖学院"
    assert "南京大学" in page
    assert 'href="/pairs/2-1/"' in page


@pytest.mark.parametrize("words", ["武汉职业技术大学", "whzyjsdx", "武漢職業技術學院", "Wuhan Technical University"])
def test_former_and_present_names_find_the_same_university(client, published, words):
    assert client.get("/search/", {"q": words}).context["found"][0].university.code == "4142010834"


def test_a_result_says_which_name_was_found(client, published):
    page = client.get("/en/search/", {"q": "武汉职业技术学院"}).content.decode()

    assert '<mark><span lang="zh-Hans">武汉职业技术学院</span></mark>' in page


def test_a_school_in_no_known_pair_gets_the_true_answer(client, published):
    page = client.get("/en/search/", {"q": "武汉科技大学"}).content.decode()

    assert "Not in any published pair." in page
    assert "It is not in the list of Batch 2" in page
    assert "Of the 48 pairs of Batch 1, 44 are not held here" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("华科", "查到其他名称（通行简称）：<mark>华科</mark>"),
        ("HUST", "查到其他名称（英文缩写）：<mark>HUST</mark>"),
        ("郧阳师范高等专科学校", "查到其他名称（曾用名）：<mark>郧阳师范高等专科学校</mark>"),
        ("4142011798", "按学校标识码查到：<mark>4142011798</mark>"),
    ],
)
def test_a_result_says_what_kind_of_name_was_found(client, published, words, said):
    assert said in client.get("/search/", {"q": words}).text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/search/?q=工大", "“工大”可能指下列前 5 所高校中的任何一所。"),
        ("/en/search/?q=WUT", "“WUT” may mean any of the first 2 universities below."),
    ],
)
def test_of_a_name_that_several_bear_none_is_chosen(client, published, address, said):
    page = client.get(address).text

    assert said in page
    assert 'class="first"' not in page


def test_a_name_that_one_bears_is_answered_first(client, published):
    page = client.get("/search/?q=南大").text

    assert "可能指下列" not in page
    assert page.index('class="first"') < page.index("南京大学</a>") < page.index("东南大学</a>")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/search/?q=武汉东胡学院", "读音相近：<mark>武汉东湖学院</mark>"),
        ("/search/?q=武汉东湖大学", "字形相近：<mark>武汉东湖学院</mark>"),
        ("/search/?q=whdhxyy", "首字母相近：<mark>"),
        ("/search/?q=wuhan univercity of technology", "英文拼写相近：<mark>Wuhan University of Technology</mark>"),
        ("/en/search/?q=武汉东胡学院", 'Sounds much alike: <mark><span lang="zh-Hans">武汉东湖学院</span></mark>'),
        (
            "/en/search/?q=wuhan univercity of technology",
            "Spelt much alike: <mark>Wuhan University",
        ),
    ],
)
def test_a_near_name_says_why_it_is_near(client, published, address, said):
    assert said in client.get(address).text


def test_a_name_that_is_not_known_leads_to_near_ones(client, published):
    response = client.get("/search/", {"q": "武汉东湖大学"})

    assert not response.context["found"]
    assert "武汉东湖学院" in {found.university.name for found in response.context["near"]}


def test_nothing_near_is_said_as_well(client, published):
    response = client.get("/en/search/", {"q": "zzzzzzqqqqq"})

    assert "No university is known under" in response.content.decode()


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20"])
def test_without_words_the_page_waits_for_them(client, published, query):
    response = client.get(f"/search/{query}")

    assert response.status_code == 200
    assert not response.context["found"]


@pytest.mark.parametrize("query", ["q=" + "长" * 101, "q=%25", "q=_", "q=%27%22%3Cscript%3E", "q=%F0%9F%98%80"])
def test_odd_words_do_no_harm(client, published, query):
    response = client.get(f"/search/?{query}")

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_result_pages_are_not_indexed(client, published):
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=donghu").content.decode()


def test_many_results_come_page_by_page(client, published):
    response = client.get("/search/?q=武汉")

    assert len(response.context["found"]) == 20
    assert client.get("/search/?q=武汉&page=2").context["found"]
    assert client.get("/search/?q=武汉&page=999").status_code == 200


def test_near_names_cost_the_same_however_near(client, published):
    # the universities that are found; all search texts, those that are near, their names; inferences; pairs and
    # milestones; batches and their pairs; the texts of batches and of mechanisms; the kinds of
    # activity, and activities
    for words in ("武汉东胡学院", "wuhan univercity of technology"):
        FACTS.clear()
        PARTS.clear()
        assert queries(client, f"/search/?q={words}") == 13
        assert queries(client, f"/search/?q={words}") == 2  # universities and activities


def test_the_number_of_queries_does_not_grow(client, published):
    # the universities that are found, what a list tells of them, their names; inferences; pairs and milestones; batches
    # and their pairs; the texts of batches and of mechanisms; what comes next
    assert queries(client, "/search/?q=donghu") == 11
    assert queries(client, "/search/?q=whdhxy") == 1  # written of it, by whatever it is found, is everything
    assert queries(client, "/search/?q=武汉") == 9  # with the count, without what is read once a version
    assert queries(client, "/search/?q=武汉") == 2


def found_activities(client, words, prefix=""):
    page = html.fromstring(client.get(f"{prefix}/search/", {"q": words}).content)
    return select(page, "section[aria-labelledby=found-activities]")


def test_what_an_event_is_called_finds_it_as_well(client, world, rita):
    event = world.planned(rita, title="空中双选会", starts_on=day(3), ends_on=day(3))
    (found,) = found_activities(client, "双选会")
    assert [link.get("href") for link in select(found, "a.name")] == [event.get_absolute_url()]
    assert select(found, "p a")[0].get("href") == f"/activities/?{urlencode({'q': '双选会'})}"


def test_the_newest_activities_are_shown_and_the_list_has_all(client, world, rita):
    for ahead in range(7):
        world.planned(rita, title=f"空中双选会{ahead}", starts_on=day(ahead), ends_on=day(ahead))
    (found,) = found_activities(client, "双选会")
    assert [text(link) for link in select(found, "a.name")] == [f"空中双选会{ahead}" for ahead in (6, 5, 4, 3, 2)]
    assert text(select(found, "p a")[0]) == "含“双选会”的全部 7 项活动"
    (found,) = found_activities(client, "双选会", "/en")
    assert text(select(found, "p a")[0]) == "All 7 activities for “双选会”"


def test_where_a_university_is_found_its_page_has_its_activities(client, world, rita):
    world.planned(rita, starts_on=day(3), ends_on=day(3))
    assert found_activities(client, world.pair.recipient.name) == []


def test_what_is_not_public_is_not_found(client, world, rita):
    world.drafted(rita, title="空中双选会")
    world.submitted(rita, title="空中双选会")
    assert found_activities(client, "双选会") == []


@pytest.mark.parametrize("path", ["/en/search/?q=shifan", "/en/universities/4242050763/", "/en/pairs/2-11/"])
def test_chinese_on_an_english_page_is_marked_for_those_who_listen(client, published, path):
    assert unmarked_chinese(client, path) == []


@pytest.mark.parametrize("path", ["/en/search/?q=清华", "/en/universities/4111010003/", "/en/pairs/1-4142010487/"])
def test_a_city_that_is_its_own_province_is_told_once(client, published, path):
    said = main_of(client, path)
    assert "Beijing" in said and "Beijing · Beijing" not in said


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/search/?q=连云港师范", "荆州教育学院 · Hubei · Batch 2"),
        ("/en/pairs/?q=荆州教育学院", "Hubei · Adult education"),
    ],
)
def test_a_school_whose_city_no_register_names_is_placed_by_its_province(client, published, path, words):
    assert words in main_of(client, path)
