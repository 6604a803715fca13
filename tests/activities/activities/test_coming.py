"""What is coming is offered to graduates: fairs and talks in tabs, the next ones first, meetings of staff left out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from activities.activities.coming import next_for
from pairs.models import University
from tests.support.assertions.css_select import select
from tests.support.casts.other_action import text
from tests.support.factories.activities import day
from tests.support.factories.activities import kind as a_kind


@pytest.fixture
def season(world, rita):
    """Eight fairs, one on each day from today, a lecture in two days, a contest and a meeting of staff."""
    contest = a_kind("contest", world.guidance, "event", for_graduates="other")
    for ahead in range(8):
        world.planned(rita, title=f"招聘{ahead}", starts_on=day(ahead), ends_on=day(ahead), place="大礼堂")
    world.planned(rita, title="讲座", kind=world.lecture, starts_on=day(2), ends_on=day(2), starts_at="19:30")
    world.planned(rita, title="竞赛", kind=contest)
    world.planned(rita, title="碰头会", kind=a_kind("meeting", world.guidance, "event"))


def section(client, path="/"):
    (found,) = select(html.fromstring(client.get(path).content), "section[aria-labelledby=coming]")
    return found


def titles(found):
    return [text(title) for title in select(found, ".events h3")]


def test_the_next_six_for_graduates_come_first_on_the_home_page(client, season):
    found = section(client)
    assert titles(found) == ["招聘0", "招聘1", "招聘2", "讲座", "招聘3", "招聘4"]
    whens = [text(when) for when in select(found, ".when")]
    assert whens[0].endswith("今天") and whens[2].endswith("后天") and "19:30 后天" in whens[3]


def test_tabs_are_links_with_their_numbers(client, season):
    found = section(client)
    assert [text(tab) for tab in select(found, ".tabs a")] == ["全部 10", "招聘会 8", "讲座与培训 1"]
    talks = section(client, select(found, ".tabs a")[2].get("href").partition("#")[0])
    assert titles(talks) == ["讲座"] and text(select(talks, ".tabs [aria-current]")[0]) == "讲座与培训 1"
    assert titles(section(client, "/?events=nonsense")) == titles(found)


def test_the_list_has_all_that_the_tab_counts(client, season):
    for query, number in (("", 10), ("?events=fair", 8)):
        (link, *_rest) = select(section(client, f"/{query}"), ".after-cards a")
        assert f"{number}" in text(link)
        assert client.get(link.get("href")).context["listing"].page.paginator.count == number


def test_what_holds_all_there_is_needs_no_tabs(client, world, rita):
    world.planned(rita)
    assert not select(section(client), ".tabs")


def test_more_events_ask_no_more_queries(client, world, rita):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            section(client, "/en/")
        return len(queries)

    world.planned(rita, kind=world.lecture)
    world.planned(rita)
    few = asked()
    for ahead in range(4):
        world.planned(rita, starts_on=day(ahead), ends_on=day(ahead))
    assert asked() == few


def test_a_search_tells_what_comes_next_at_a_university(client, world, rita):
    world.planned(rita, title="碰头会", kind=a_kind("meeting", world.guidance, "event"), starts_on=day(), ends_on=day())
    world.planned(rita, title="后到")
    world.planned(rita, title="先到", starts_on=day(2), ends_on=day(2), starts_at="09:30")
    for name in ("湖北甲学院", "江苏子大学"):
        (said,) = select(html.fromstring(client.get(f"/search/?q={name}").content), ".next-event")
        assert "先到" in text(said) and "09:30 后天" in text(said)
    assert not select(html.fromstring(client.get("/search/?q=湖北乙学院").content), ".next-event")


def test_the_next_events_of_many_universities_are_one_query(world, rita, django_assert_num_queries):
    world.planned(rita)
    with django_assert_num_queries(1):
        found = next_for(dict.fromkeys([world.recipient.pk, world.supporter.pk, world.other_recipient.pk], "/"))
    assert {key for key, event in found.items() if event} == {world.recipient.pk, world.supporter.pk}


def test_a_university_shows_how_far_its_pair_is_and_what_was_held(client, world, rita, sam):
    world.pair.milestones.create(kind="docked", on=day(-20), source="x")
    world.confirmed(rita, sam, title="办过的")
    world.submitted(rita, title="未确认的")
    University.objects.update(career_site="https://job.example.edu.cn/")
    page = html.fromstring(client.get(world.supporter.get_absolute_url()).content)
    assert [text(step) for step in select(page, ".steps li:not(.done)")] == [
        "协商制订协议 尚未完成",
        "已签署协议 尚未完成",
    ]
    assert [text(name) for name in select(page, "section[aria-labelledby=held] .name")] == ["办过的"]
    assert select(page, ".page-head .button")[0].get("href") == "https://job.example.edu.cn/"
