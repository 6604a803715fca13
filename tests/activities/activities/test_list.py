"""The list of activities answers what its address asks, and says what it cannot answer."""

import pytest

from activities.activities import workflow
from activities.models import Activity
from tests.support.assertions.public_pages import FORMS, main_of, titles
from tests.support.factories.activities import day

pytestmark = pytest.mark.one_database


@pytest.fixture
def told(world, rita, sam, editor):
    """One of everything that the public is told of."""
    world.confirmed(rita, sam, title="招聘一", starts_on=day(-30), ends_on=day(-30), measures={"posts": 10})
    world.confirmed(rita, sam, title="讲座一", kind=world.lecture, starts_on=day(-9), ends_on=day(-8))
    world.planned(rita, title="招聘二", place="线上")
    world.passed(sam, title="招聘三")
    workflow.cancel(world.planned(rita, title="招聘四"), rita, "场地不开放")
    workflow.withdraw(
        world.confirmed(rita, sam, title="招聘五", starts_on=day(-20), ends_on=day(-20)), editor, "重复登记"
    )


def listed(client, query=""):
    response = client.get(f"/activities/{query}")
    assert response.status_code == 200
    assert not response.context["listing"].problems
    return titles(response)


@pytest.mark.each_database
def test_newest_first(client, told):
    assert listed(client) == ["招聘四", "招聘二", "招聘三", "讲座一", "招聘五", "招聘一"]
    assert listed(client, "?sort=day") == listed(client)[::-1]
    assert listed(client, "?sort=mechanism")[-1] == "讲座一"


def test_the_mechanism_of_each_is_called_so(client, told):
    assert " · Mechanism 3" in main_of(client, "/en/activities/?mechanism=3")
    assert " · 帮扶机制 3" in main_of(client, "/activities/?mechanism=3")


FILTERS = {
    "?state=coming": ["招聘二"],
    "?state=passed": ["招聘三"],
    "?state=held": ["讲座一", "招聘一"],
    "?state=cancelled": ["招聘四"],
    "?state=withdrawn": ["招聘五"],
    "?mechanism=3": ["讲座一"],
    "?kind=lecture": ["讲座一"],
    "?batch=1&kind=lecture": ["讲座一"],
    "?for_graduates=talk": ["讲座一"],
    "?for_graduates=other": [],
    "?for_graduates=any&state=coming": ["招聘二"],
    "?q=讲座": ["讲座一"],
    "?q=招聘 线上": ["招聘二"],
    "?q=线上": ["招聘二"],
    "?q=%25": [],
    "?pair=1-2": [],
}


@pytest.mark.each_database
def test_filters(client, told):
    assert {query: listed(client, query) for query in FILTERS} == FILTERS


@pytest.mark.each_database
def test_either_side_and_its_province_find_the_pair(client, told):
    assert len(listed(client, "?q=江苏子")) == len(listed(client, "?province=32")) == 6
    assert len(listed(client, "?province=42")) == 6
    assert listed(client, "?province=33") == []


@pytest.mark.each_database
def test_days_ask_for_activities_that_touch_them(client, told):
    assert listed(client, f"?since={day(-8)}&until={day(-8)}") == ["讲座一"]
    assert listed(client, f"?since={day(-9)}&until={day(-9)}") == ["讲座一"]
    assert listed(client, f"?until={day(-21)}") == ["招聘一"]
    assert "招聘一" not in listed(client, f"?since={day(-29)}")


@pytest.mark.each_database
def test_where_the_first_day_is_unknown_the_last_one_is_asked(client, told):
    Activity.objects.filter(title="讲座一").update(starts_on=None)
    assert listed(client, f"?until={day(-9)}") == ["招聘一", "招聘五"][::-1]
    assert "讲座一" in listed(client, f"?until={day(-8)}")


WRONG = {
    "?state=secret": "secret",
    "?batch=9": "9",
    "?mechanism=9": "9",
    "?kind=dance": "dance",
    "?province=00": "00",
    "?pair=1-99": "1-99",
    "?since=昨天": "昨天",
    "?since=2020-02-30": "2020-02-30",
    "?sort=size": "size",
    f"?q={'长' * 101}": "100",
    "?since=2020-07-02&until=2020-07-01": "until",
}


def test_a_wrong_value_is_named_and_left_out(client, told):
    for query, named in WRONG.items():
        response = client.get(f"/activities/{query}")
        problem = response.context["listing"].problems[0]
        assert named in str(problem) and len(titles(response)) == 6, query
        for form in FORMS:
            refused = client.get(f"/activities.{form}{query}")
            assert refused.status_code == 400 and problem["field"] in refused.content.decode(), query


def test_the_nearest_page_is_shown(client, told):
    response = client.get("/activities/?page=7")
    assert len(titles(response)) == 6 and response.context["listing"].problems


def test_a_filter_is_a_chip_that_takes_itself_off(client, told):
    page = client.get("/activities/?kind=lecture&pair=1-1&sort=day").content.decode()
    assert "?pair=1-1&amp;sort=day" in page and "?kind=lecture&amp;sort=day" in page
    assert '<input type="hidden" name="pair" value="1-1"' in page


def test_only_the_results_travel_when_asked_for(client, told):
    response = client.get("/activities/?kind=lecture&sort=-day", headers={"hx-request": "true"})
    assert "<html" not in response.content.decode() and "讲座一" in response.content.decode()
    assert response["HX-Push-Url"] == "/activities/?kind=lecture"
    assert "HX-Request" in response["Vary"]


def test_an_empty_list_says_so(client, world):
    assert "Nothing has been reported yet" in main_of(client, "/en/activities/")
    assert "No activity matches" in main_of(client, "/en/activities/?q=nothing")


def test_the_list_is_only_read(client, told):
    assert client.post("/activities/").status_code == 405


def test_sixty_activities_stand_on_three_pages(client, world, rita, sam):
    first = world.confirmed(rita, sam)
    copies = [Activity(pk=first.pk + number) for number in range(1, 60)]
    for copy in copies:
        copy.__dict__.update({key: value for key, value in first.__dict__.items() if key not in ("id", "_state")})
    Activity.objects.bulk_create(copies)
    assert len(listed(client, "?page=3")) == 10
    assert "page=2" in client.get("/activities/").content.decode()
