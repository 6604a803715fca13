"""One navigation for whoever signs in: the same entries wherever they stand, and the place where they stand marked."""

import pytest
from lxml import html

from tests.conftest import a_client
from tests.support.casts.running_action import *  # noqa: F403 - the cast

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DESK = [
    "desk/activities/",
    "desk/employment/",
    "desk/inspections/",
    "desk/findings/",
    "desk/practices/",
    "desk/people/",
]
BOARD = ["desk/oversight/", "desk/people/missing/"]
MINISTRY = ["admin/", "admin/pairs/pair/", "desk/pairs/", *DESK, *BOARD, "desk/bulletins/"]
EDITORS = [*MINISTRY, "admin/pairs/batch/add/", "desk/people/invite/", "desk/people/list/", "admin/core/act/"]
PLACES = {"editor": EDITORS, "inspector": MINISTRY, "rita": ["desk/", *DESK], "officer": ["desk/", *DESK, *BOARD]}


def bar(client, path):
    """The entries of the navigation of a page, and those that are marked."""
    page = html.fromstring(client.get(path).text)
    (found,) = page.xpath("//*[@class='desk-bar']")
    marked = [link.text_content() for link in found.xpath(".//a[@aria-current]")]
    return [(link.text_content(), link.get("href")) for link in found.xpath(".//li/a")], marked


@pytest.mark.parametrize("who", PLACES)
def test_it_is_the_same_on_every_page_and_shows_where_one_is(who, request):
    client = a_client(request.getfixturevalue(who))
    entries, _marked = bar(client, f"/en/{PLACES[who][0]}")
    for path in PLACES[who]:
        found, marked = bar(client, f"/en/{path}")
        assert (found, len(marked)) == (entries, 1), path
    assert bar(client, "/en/accounts/")[0] == entries
    assert bar(client, "/en/desk/people/")[1] == [entries[-1][0]]


@pytest.mark.parametrize(
    "who, place",
    [
        ("editor", "/admin/"),
        ("inspector", "/admin/"),
        ("rita", "/desk/"),
        ("officer", "/desk/"),
        ("passer_by", "/accounts/"),
    ],
)
def test_everybody_lands_at_their_own_place(who, place, request, client):
    person = request.getfixturevalue(who)
    answer = client.post("/accounts/login/", {"login": person.username, "password": "right horse, right battery"})
    assert answer["Location"] == place


def test_an_officer_begins_with_the_headlines_of_the_own_province(officer, officer_elsewhere, world):
    assert "?duty=silent" in a_client(officer).get("/en/desk/").text
    page = html.fromstring(a_client(officer).get("/en/desk/").text)
    mine = [one.text for one in page.xpath("//section[@aria-labelledby='late']//dd[not(@class)]")]
    page = html.fromstring(a_client(officer_elsewhere).get("/en/desk/").text)
    theirs = [one.text for one in page.xpath("//section[@aria-labelledby='late']//dd[not(@class)]")]
    assert len(mine) == 6 and mine != theirs == ["0"] * 6


@pytest.mark.parametrize("path", ["desk/", "desk/activities/", "accounts/"])
def test_the_way_to_the_content_leads_past_the_navigation_of_the_desk(rita, path):
    page = html.fromstring(a_client(rita).get(f"/en/{path}").text)
    assert page.xpath("//*[@class='desk-bar']/following::main[@id='main']")
    assert not page.xpath("//main[@id='main']//*[@class='desk-bar']")
