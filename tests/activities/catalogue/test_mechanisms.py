"""The mechanisms: all on one page, each on its own, in both languages and as files."""

import csv
import io

import pytest
from django.utils import timezone
from lxml import html

from activities.models import Mechanism
from pairs.models import Action, Batch
from tests.support.assertions.css_select import select


@pytest.fixture
def mechanisms(db):
    """Three mechanisms, not six: the pages count on no number."""
    action = Action.objects.create(slug="made-up", name="测试行动", name_en="A made-up action")
    days = {"starts": timezone.localdate(), "notice_on": timezone.localdate()}
    Batch.objects.create(action=action, title="一批", source="tests", published_at=timezone.now(), **days)
    names = {1: ("岗位", "Posts"), 2: ("课程", "Courses"), 4: ("创业", "Start-ups")}
    return [
        Mechanism.objects.create(
            action=action,
            number=number,
            name=name,
            name_en=name_en,
            summary=f"{name}共享。",
            summary_en=f"{name_en} are shared.",
            covers="第一点\n\n 第二点 \n",
            covers_en="First point\nSecond point\n",
        )
        for number, (name, name_en) in names.items()
    ]


def tree(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


@pytest.mark.parametrize(
    ("prefix", "names", "point"), [("", "岗位 课程 创业", "第二点"), ("/en", "Posts Courses Start-ups", "Second point")]
)
def test_the_list_names_each_with_all_it_covers(client, mechanisms, prefix, names, point):
    page = tree(client, f"{prefix}/actions/made-up/mechanisms/")
    assert [link.xpath("string(text())") for link in select(page, ".chapters h2 a")] == names.split()
    assert [item.text for item in select(page, ".chapters ul li")].count(point) == 3


@pytest.mark.parametrize(("prefix", "points"), [("", ["第一点", "第二点"]), ("/en", ["First point", "Second point"])])
def test_a_mechanism_tells_point_by_point_what_it_covers(client, mechanisms, prefix, points):
    page = tree(client, f"{prefix}/actions/made-up/mechanisms/2/")
    assert [item.text for item in select(page, ".points li")] == points


@pytest.mark.parametrize(("number", "links"), [(1, [2]), (2, [1, 4]), (4, [2])])
def test_the_neighbours_are_linked(client, mechanisms, number, links):
    page = tree(client, f"/actions/made-up/mechanisms/{number}/")
    assert [link.get("href") for link in select(page, ".neighbours a")] == [
        f"/actions/made-up/mechanisms/{n}/" for n in links
    ]


@pytest.mark.parametrize("number", ["3", "0", "99999999999999999999999999999999"])
def test_a_number_that_none_has_is_404(client, mechanisms, number):
    for address in (f"/actions/made-up/mechanisms/{number}/", f"/mechanisms/{number}/"):
        assert client.get(address).status_code == 404


def test_nothing_recorded_yet_is_said(client, mechanisms):
    Mechanism.objects.all().delete()
    assert "No mechanism has been recorded yet." in tree(client, "/en/actions/made-up/mechanisms/").text_content()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/mechanisms/", "/actions/made-up/mechanisms/"),
        ("/en/mechanisms/4/?batch=1&page=2", "/en/actions/made-up/mechanisms/4/?batch=1&page=2"),
    ],
)
def test_old_addresses_lead_on_for_good_with_what_they_asked(client, mechanisms, old, new):
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)


def test_old_addresses_mean_the_action_that_was_first(client, mechanisms):
    other = Action.objects.create(slug="later", name="后来的行动")
    days = {"starts": timezone.localdate(), "notice_on": timezone.localdate()}
    Batch.objects.create(action=other, title="一批", source="tests", published_at=timezone.now(), **days)
    Mechanism.objects.create(action=other, number=3, name="另一个")
    assert client.get("/mechanisms/")["Location"] == "/actions/made-up/mechanisms/"
    assert client.get("/mechanisms/3/").status_code == 404
    assert client.get("/actions/later/mechanisms/3/").status_code == 200


def test_while_nothing_is_public_old_addresses_tell_nothing(client, mechanisms):
    Batch.objects.update(published_at=None)
    assert client.get("/mechanisms/1/").status_code == 404
    assert client.get("/actions/made-up/mechanisms/").status_code == 404
    assert client.get("/actions/made-up/mechanisms/1/").status_code == 404
    response = client.get("/mechanisms/")
    assert (response.status_code, response["Location"]) == (302, "/actions/")


def test_files_hold_what_the_page_holds(client, mechanisms):
    rows = client.get("/mechanisms.json").json()["rows"]
    assert [(row["number"], row["name_en"]) for row in rows] == [(1, "Posts"), (2, "Courses"), (4, "Start-ups")]
    text = client.get("/mechanisms.csv").content.decode("utf-8-sig")
    assert [row["帮扶机制"] for row in csv.DictReader(io.StringIO(text))] == ["岗位", "课程", "创业"]
    assert client.get("/mechanisms.xlsx").content[:2] == b"PK"


def test_a_form_that_is_not_offered_is_404(client, db):
    assert client.get("/mechanisms.pdf").status_code == 404


@pytest.mark.parametrize("address", ["/actions/made-up/mechanisms/1/", "/mechanisms/", "/mechanisms.json"])
def test_only_reading_is_answered(client, mechanisms, address):
    assert client.post(address).status_code == 405


def test_the_real_ones_are_six(client, published):
    assert len(select(tree(client, "/actions/hubei-2020/mechanisms/"), ".chapters > li")) == 6
    assert len(select(tree(client, "/"), ".mechanisms li")) == 6
