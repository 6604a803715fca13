"""What the pages of pairs, mechanisms, universities, home and data tell of activities."""

import re

import pytest
from django.utils.html import strip_tags

from activities.activities import workflow
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import EmploymentSnapshot, GraduateGroup
from tests.support.assertions.public_pages import main_of, unmarked_chinese
from tests.support.factories.activities import day
from tests.support.factories.activities import kind as a_kind
from tests.support.factories.agreements import agreed


def rows_of(client, path, table):
    """The rows of the table with this class or after this heading, each as one text."""
    page = client.get(path).content.decode()
    body = re.search(table + r".*?<tbody>(.*?)</tbody>", page, re.S).group(1)
    return [" ".join(strip_tags(row).split()) for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)]


def by_mechanism(client):
    return rows_of(client, "/en/pairs/1-1/", 'class="stack promised"')


def test_a_pair_shows_every_mechanism_with_a_dash_where_there_is_nothing(client, world):
    assert by_mechanism(client) == ["1 Sharing jobs – –", "3 Guidance – –"]
    assert 'id="activities"' not in client.get("/en/pairs/1-1/").content.decode()


def test_a_pair_shows_what_was_promised_and_done(client, world, rita, sam):
    promises = [
        {"mechanism": world.jobs, "text": "共享岗位两次", "indicator": world.posts, "target": 20},
        {"mechanism": world.guidance, "text": "讲座"},
    ]
    agreed(rita, sam, world.pair, "目标", day(), day(30), promises)
    world.confirmed(rita, sam, measures={"posts": 8, "signed": 3})
    world.confirmed(sam, rita, measures={"posts": 5})
    jobs, guidance = by_mechanism(client)
    assert jobs == "1 Sharing jobs 共享岗位两次 posts: 13 of 20 posts posts 13 signed 3 persons 2 activities"
    assert guidance == "3 Guidance 讲座 –"


def test_an_agreement_accepted_on_behalf_says_so(client, world, rita, editor):
    draft = agreements.draft(rita, world.pair, "目标", day(), day(30))
    agreements.accept(agreements.accept(draft, rita), editor, side="supporter")
    assert "accepted by the ministry on behalf of: Supporter" in main_of(client, "/en/pairs/1-1/")


def test_the_timeline_has_everything_told(client, world, rita, sam):
    world.planned(rita, title="将来")
    workflow.cancel(world.planned(rita, title="不办"), rita, "天气")
    world.confirmed(rita, sam, title="过去", measures={"posts": 7})
    said = main_of(client, "/en/pairs/1-1/")
    assert "将来" in said and "Reason: 天气" in said and "posts 7" in said
    assert "过去" not in main_of(client, "/en/pairs/1-2/")


def test_a_long_timeline_leads_to_the_list(client, world, rita):
    for _number in range(5):
        world.planned(rita)
    workflow.cancel(world.planned(rita), rita, "天气")
    page = client.get("/en/pairs/1-1/").content.decode()
    assert "All 6 activities of this pair" in page and '/en/activities/?pair=1-1"' in page
    assert "/en/activities/?pair=1-1&amp;state=coming&amp;sort=day" in page and page.count('class="when"') == 4 + 1


def test_what_was_typed_in_chinese_is_marked_on_english_pages(client, world, rita, sam):
    called_off = workflow.cancel(world.planned(rita, title_en="Fair", description="现场招聘"), rita, "天气")
    left = " ".join(unmarked_chinese(client, f"/en/activities/{called_off.pk}/"))
    assert "现场招聘" not in left and "天气" not in left
    promise = {"mechanism": world.jobs, "text": "举办招聘会"}
    agreed(rita, sam, world.pair, "目标", day(-9), day(9), [promise])
    assert "举办招聘会" not in " ".join(unmarked_chinese(client, "/en/pairs/1-1/"))


def test_a_timeline_of_one_activity_speaks_of_one(client, world, rita, sam):
    world.confirmed(rita, sam)
    assert "1 activity of this pair" in main_of(client, "/en/pairs/1-1/")


def test_a_mechanism_adds_up_each_indicator_by_how_many_of_how_many_pairs(client, world, rita, sam, olga, editor):
    world.confirmed(rita, sam, measures={"posts": 8, "signed": 3})
    world.confirmed(olga, editor, pair=world.other_pair, measures={"posts": 5})
    assert rows_of(client, "/en/actions/made-up/mechanisms/1/", 'id="done"') == [
        "posts 13 posts 2 of 2 pairs Each counts once",
        "signed 3 persons 1 of 2 pairs Each counts once",
    ]
    assert "2 of 2 known pairs have something on record" in main_of(client, "/en/actions/made-up/mechanisms/1/")


def test_a_pair_with_nothing_keeps_its_row_after_those_with_something(client, world, olga, editor):
    world.confirmed(olga, editor, pair=world.other_pair, measures={"posts": 5})
    other, mine = rows_of(client, "/en/actions/made-up/mechanisms/1/", 'id="by-pair"')
    assert other.startswith("湖北乙学院") and other.endswith("1 posts 5")
    assert mine.startswith("湖北甲学院") and mine.endswith("– –")


def test_an_activity_without_figures_is_something(client, world, rita, sam):
    world.confirmed(rita, sam)
    mine, _other = rows_of(client, "/en/actions/made-up/mechanisms/1/", 'id="by-pair"')
    assert mine.endswith("1 –") and "1 activity" in by_mechanism(client)[0]


@pytest.mark.parametrize("query", ["?page=x", "?batch=7"])
def test_a_wrong_value_on_a_mechanism_is_named(client, world, query):
    assert "Some of the filters could not be used" in main_of(client, f"/en/actions/made-up/mechanisms/1/{query}")


def test_what_could_not_be_used_is_told_with_the_marks_of_the_language(client, world):
    assert "页码 “x”：" in main_of(client, "/pairs/?page=x") and "批次：" in main_of(client, "/pairs/?batch=99")
    assert "Page “x”: " in main_of(client, "/en/pairs/?page=x")


def test_home_tells_of_coming_events_only_when_there_are_any(client, world, rita):
    assert 'id="coming"' not in client.get("/").content.decode()
    world.planned(rita, title="工作碰头会", kind=a_kind("meeting", world.guidance, "event"))
    assert 'id="coming"' not in client.get("/").content.decode()
    plan = world.planned(rita, title="云上招聘", starts_at="09:30")
    world.passed(rita, title="已过")
    said = main_of(client, "/en/")
    assert "Coming events" in said and "云上招聘" in said and "09:30" in said and "已过" not in said
    assert "工作碰头会" not in said and "With 1 meeting of staff" in said
    workflow.cancel(plan, rita, "改期")
    assert 'id="coming"' not in client.get("/").content.decode()


@pytest.fixture
def graduates(world):
    return GraduateGroup.objects.create(code="all", name="全体", name_en="All graduates")


def test_a_university_shows_its_rate_once_released(client, world, rita, graduates):
    report = employment.report(rita, world.recipient, day(-1), graduates, 4171, 3621)
    path = f"/en{world.recipient.get_absolute_url()}"
    assert "86.81" not in main_of(client, path)
    employment.release(report, rita)
    assert re.search(r"All graduates \d+ \S+ \d{4} 4,171 3,621 86\.81%", main_of(client, path))
    assert "Reported and released by the university." in main_of(client, path)


def test_a_rate_that_a_source_states_stands_as_stated(client, world, graduates):
    facts = {"university": world.supporter, "as_of": day(-3), "group": graduates, "rate_stated": 90}
    EmploymentSnapshot.objects.create(**facts, source="https://example.org/report")
    said = main_of(client, f"/en{world.supporter.get_absolute_url()}")
    assert "– – 90% as the source states" in said and "example.org" in said


def test_the_data_page_explains_every_column_and_filter(client, world):
    page = client.get("/en/data/activities/").content.decode()
    for key in ("starts_on", "confirmed", "count_posts", "count_lectures"):
        assert f"<code>{key}</code>" in page
    assert "指标posts（个）" in page and "Each counts once" in page
    assert "<code>since</code>" in page and "a day such as 2020-07-07" in page


def test_the_navigation_leads_to_the_activities(client, world):
    assert re.search(r'<a href="/en/activities/" aria-current="page">', client.get("/en/activities/").content.decode())
