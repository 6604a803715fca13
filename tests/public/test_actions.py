"""The pages of actions: each says what is its own, and no word of another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.parts import PARTS
from core.version_facts import FACTS
from pairs.models import Batch
from pairs.pairs.list_places import PLACES
from tests.support.assertions.css_select import select
from tests.support.assertions.public_pages import main_of
from tests.support.casts.other_action import text
from tests.support.casts.several_actions import WEST, a_batch_of, a_bulletin, an_action, what_was_done
from tests.support.factories.activities import day
from tests.support.queries import without_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(editor):
    """Two running actions with all that a page may tell: groups in three provinces, and pairs in one."""
    made = [an_action("NORTH", WEST, several=True), an_action("SOUTH", ["45"])]
    for action, mark in zip(made, ("NORTH", "SOUTH"), strict=True):
        what_was_done(action, mark, editor)
    return made


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(("mark", "other"), [("NORTH", "SOUTH"), ("SOUTH", "NORTH")])
def test_a_page_tells_all_of_its_action_and_nothing_of_another(client, both, prefix, mark, other):
    said = main_of(client, f"{prefix}/actions/{mark.lower()}/")
    chinese = ["简介", "第二段", "来源", "首批", "机制2", "已办", "将办", "做法", "岗位", "一句话"]
    english = ["Introduction ", "Second paragraph ", "First batch ", "Mechanism 2 ", "Practice ", "posts "]
    assert [word for word in (english if prefix else chinese) if f"{word}{mark}" not in said] == []
    assert other not in said


def test_its_rules_are_told_in_words(client, both):
    north, south = (main_of(client, f"/en/actions/{slug}/") for slug in ("north", "south"))
    assert "A recipient may have several supporters" in north and "Lead NORTH, Part NORTH" in north
    assert "Each recipient has one supporter." in south and "Roles in a group" not in south
    assert "Recipients Xizang, Xinjiang, Qinghai" in north


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("refused", "They come from other provinces than the recipients."),
        ("allowed", "They may come from the provinces of the recipients too."),
    ],
)
def test_whether_supporters_come_from_the_same_provinces_is_told(client, rule, told):
    an_action("WEST", home_supporters=rule)
    assert told in main_of(client, "/en/actions/west/")


@pytest.mark.parametrize(
    ("declared", "told"), [(None, "pairs in the published lists"), (9, "pairs, as the notices declare")]
)
def test_only_a_number_that_a_notice_gives_is_called_declared(client, both, declared, told):
    Batch.objects.update(declared_pairs=declared)
    assert told in main_of(client, "/en/actions/south/")


def test_the_map_has_a_square_for_each_province_that_is_helped(page, both):
    assert len(select(page("/en/actions/north/"), ".map .target")) == 3
    assert len(select(page("/en/actions/south/"), ".map .target")) == 1


def test_without_provinces_it_helps_everywhere(page):
    an_action("ALL", [])
    shown = page("/en/actions/all/")
    assert not select(shown, ".map .target") and len(select(shown, ".map a")) == 3
    assert text(select(shown, "#from-where")[0]) == "From 3 provinces"
    assert "Universities anywhere in the country" in text(shown)


def test_more_provinces_than_a_sentence_holds_are_counted(page):
    an_action("MANY", ["54", "65", "63", "62"])
    shown = page("/en/actions/many/")
    assert text(select(shown, "#from-where")[0]) == "From 3 provinces to 4 provinces"
    assert text(select(page("/actions/many/"), "#from-where")[0]) == "从 3 个省（区、市）到4 个省（区、市）"


def test_an_open_ended_period_and_a_list_without_numbers_are_told(client):
    action = an_action("OPEN")
    a_batch_of(action, "LATER", ends=None, has_serials=False, label="", label_en="")
    number = Batch.objects.get(label="").number
    assert "Notice LATER" in main_of(client, "/en/actions/open/")
    said = main_of(client, f"/en/batches/{number}/")
    assert "No. " not in said and said.count("Notice LATER") == 2  # where one stands, and the heading


@pytest.mark.parametrize("address", ["", "mechanisms/", "mechanisms/1/"])
def test_what_is_not_published_is_not_there(client, address):
    action = an_action("HIDDEN")
    assert client.get(f"/actions/hidden/{address}").status_code == 200
    action.batches.update(published_at=None)
    assert client.get(f"/actions/hidden/{address}").status_code == 404
    assert client.get(f"/actions/nothing/{address}").status_code == 404
    assert "HIDDEN" not in main_of(client, "/en/actions/")


def test_a_bulletin_over_two_actions_is_of_neither(client, both, editor):
    numbers = [batch.number for batch in Batch.objects.all()]
    a_bulletin(both[0], "TOGETHER", editor, numbers=numbers, stated_on=day(-1))
    assert "TOGETHER" not in main_of(client, "/en/actions/north/") + main_of(client, "/en/actions/south/")


def test_the_list_names_each_with_whom_it_helps(client, both, published):
    said = main_of(client, "/en/actions/")
    assert "3 actions" in said
    assert [said.index(name) for name in ("Action SOUTH", "One-Helps-One action (2020)")]
    assert "Running Recipients: universities in Xizang, Xinjiang, Qinghai" in said
    assert "Ended Recipients: universities in Hubei" in said


def test_without_any_the_list_says_so(client):
    assert "No action is published yet" in main_of(client, "/en/actions/")
    assert client.get("/actions.json").json()["rows"] == []


def test_the_file_has_a_row_for_each(client, both):
    a_batch_of(both[1], "OPEN", ends=None)
    rows = {row["slug"]: row for row in client.get("/actions.json").json()["rows"]}
    north, south = rows["north"], rows["south"]
    assert (north["provinces"], north["several"], north["known_pairs"]) == ("西藏、新疆、青海", 1, 6)
    assert (south["batches"], south["ends"], south["several"]) == ("2 3", None, 0)
    assert client.get("/actions.csv").status_code == client.get("/actions.xlsx").status_code == 200


def test_the_action_of_2020_is_told_as_it_was(client, published):
    said = main_of(client, "/actions/hubei-2020/")
    assert "教育部于2020年4月8日启动“一帮一”行动" in said and "湖北120多所高校" in said
    assert "79 / 129" in said and "近800次" in said and "共享就业岗位信息" in said
    assert "第二批" in said and "“一帮一”行动（2020）" in said


PAGES = ["/", "/actions/", "/actions/north/", "/actions/north/mechanisms/", "/actions/north/mechanisms/1/", "/about/"]
PAGES += ["/search/", "/search/?q=大学", "/batches/", "/batches/1/", "/pairs/", "/pairs/1-1/", "/universities/"]
PAGES += ["/activities/", "/practices/", "/bulletins/", "/statistics/", "/sitemap/", "/data/", "/actions.json"]
PAGES += ["/sitemap-actions.xml", "/sitemap-mechanisms.xml", "/sitemap-mechanism-lists.xml"]


def queries(client, path):
    """How many queries a page asks that finds nothing of what other pages have kept."""
    for store in (FACTS, PARTS, PLACES):
        store.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return without_version(captured)


def test_as_many_queries_at_twenty_actions_as_at_two(client, both, editor):
    few = {path: queries(client, path) for path in PAGES}
    few["/search/?q=大学"] += 1  # what is found is counted where a page does not hold all of it
    for number in range(18):
        action = an_action(f"MORE{number}", WEST)
        what_was_done(action, f"MORE{number}", editor)
    many = {path: queries(client, path) for path in PAGES}
    assert {path: number for path, number in many.items() if number > few[path]} == {}
