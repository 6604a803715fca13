"""The page of one activity: what the public may know, and that no person is named."""

import datetime

import pytest
from django.utils.translation import gettext, override
from lxml import html

from activities.activities import proposals, workflow
from activities.models import Activity, Indicator, KindIndicator
from tests.support.assertions.public_pages import main_of
from tests.support.factories.activities import day


def page(client, activity):
    return main_of(client, f"/en/activities/{activity.pk}/")


def test_a_held_activity_shows_figures_with_unit_and_rule(client, world, rita, sam):
    held = world.confirmed(rita, sam, measures={"posts": 12, "signed": None}, description="为毕业生举办")
    said = page(client, held)
    assert "posts 12 posts Each counts once" in said
    assert "Not reported: signed" in said and "–" not in said.partition("What came of it")[2].partition("How it")[0]
    assert "化工类专场" in said and "为毕业生举办" in said and "Sharing jobs" in said
    assert "Logged by the recipient, confirmed by the supporter" in said


def test_a_figure_that_is_part_of_another_is_indented_below_it(client, world, rita, sam):
    facts = {"code": "local", "name": "其中：本地岗位", "name_en": "Of which local", "unit": "个", "unit_en": "posts"}
    part = Indicator.objects.create(**facts, rule="每个计一次", rule_en="Each counts once", part_of=world.posts)
    KindIndicator.objects.create(kind=world.fair, indicator=part, position=0)
    held = world.confirmed(rita, sam, measures={"posts": 12, "signed": 1, "local": 5})
    for address in (f"/en/activities/{held.pk}/", "/en/actions/made-up/", "/en/statistics/totals/"):
        rows = named_rows(client, address)
        place = rows.index(("posts", None))
        assert rows[place + 1] == ("Of which local", "of-which"), address


def named_rows(client, address):
    """Name and class of each row of the tables of a page that begins with a name."""
    tree = html.fromstring(client.get(address).content.decode())
    rows = [row for row in tree.iter("tr") if row.find("th[@scope='row']") is not None]
    return [(row.find("th").text_content().strip(), row.get("class")) for row in rows]


def test_zero_is_a_figure(client, world, rita, sam):
    assert "posts 0 posts" in page(client, world.confirmed(rita, sam, measures={"posts": 0}))


def test_the_ministry_confirms_on_behalf_openly(client, world, rita, editor):
    said = page(client, world.confirmed(rita, editor))
    assert "Logged by the recipient; confirmed by the ministry on behalf of the supporter" in said


def test_what_the_ministry_logged_a_side_confirmed(client, world, editor, sam):
    assert "Logged by the ministry, confirmed by a side" in page(client, world.confirmed(editor, sam))


def test_nobody_is_named(client, world, rita, sam, editor):
    for person, name in ((rita, "李丽塔"), (sam, "孙萨姆"), (editor, "艾编辑")):
        person.name, person.username = name, f"{person.username}-signs-in"
        person.save()
    held = world.confirmed(rita, sam, measures={"posts": 1})
    proposals.accept(proposals.propose_correction(held, sam, measures={"posts": 2}, reason="漏计"), editor)
    said = client.get(f"/activities/{held.pk}/").content.decode()
    for person in (rita, sam, editor):
        assert not [fact for fact in (person.username, person.name, person.email) if fact in said]


def test_a_coming_event_shows_day_time_place_and_link(client, world, rita):
    plan = world.planned(rita, starts_at="14:30", place="云端会场", link="https://example.edu.cn/live")
    said = page(client, plan)
    assert "14:30 (Beijing time)" in said and "云端会场" in said and "https://example.edu.cn/live" in said
    assert "Coming" in said and "Logged by the recipient" in said
    assert 'rel="nofollow"' in client.get(f"/activities/{plan.pk}/").content.decode()


def test_a_plan_whose_day_has_passed_says_so(client, world, rita):
    assert "has not reported yet whether it was held" in page(client, world.passed(rita))


@pytest.mark.parametrize("step", ["cancel", "withdraw"])
def test_what_was_public_leaves_a_line_with_the_reason(client, world, rita, step):
    plan = world.planned(rita, link="https://example.edu.cn/live", starts_at="14:30")
    getattr(workflow, step)(plan, rita, "主讲人有事")
    said = page(client, plan)
    assert "Reason: 主讲人有事" in said and "example.edu.cn/live" not in said
    assert "Reason: 主讲人有事" in main_of(client, "/en/activities/")


def test_a_withdrawn_activity_shows_no_figures(client, world, rita, sam, editor):
    held = workflow.withdraw(world.confirmed(rita, sam, measures={"posts": 4711}), editor, "重复")
    assert "4711" not in page(client, held) + main_of(client, "/activities/")


def test_an_accepted_correction_is_told_with_its_reason_and_both_values(client, world, rita, sam):
    held = world.confirmed(rita, sam, measures={"posts": 10})
    proposals.accept(
        proposals.propose_correction(held, rita, {"title": "化工医药专场"}, {"posts": 11}, "漏计一个岗位"), sam
    )
    said = page(client, held)
    assert "Reason: 漏计一个岗位" in said and "posts: 10 11" in said and "化工类专场 化工医药专场" in said
    assert "Proposed by: Recipient; accepted by the other side" in said


def test_open_and_declined_corrections_stay_inside(client, world, rita, sam):
    held = world.confirmed(rita, sam, measures={"posts": 10})
    proposals.decline(
        proposals.propose_correction(held, rita, measures={"posts": 4711}, reason="开放更正"), sam, "不同意更正"
    )
    proposals.propose_correction(held, rita, measures={"posts": 4712}, reason="再次更正")
    said = page(client, held)
    assert not [word for word in ("4711", "4712", "开放更正", "不同意更正", "再次更正") if word in said]


def test_two_accounts_lead_to_the_one_that_counts(client, world, rita, sam):
    kept = world.confirmed(rita, sam, measures={"posts": 10})
    plan = world.passed(sam)
    other = workflow.submit(workflow.hold(plan, sam, measures={"posts": 12}), sam)
    proposals.accept(proposals.propose_merge(kept, rita, other, {"posts": 11}), sam)
    moved = client.get(f"/activities/{other.pk}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/activities/{kept.pk}/")
    assert "posts 11" in page(client, kept) and "it counts once" in page(client, kept)


def test_a_merged_account_that_was_never_public_leads_nowhere(client, world, rita, sam):
    kept, other = world.confirmed(rita, sam), world.submitted(sam)
    proposals.accept(proposals.propose_merge(kept, rita, other, {}), sam)
    assert client.get(f"/activities/{other.pk}/").status_code == 404


@pytest.fixture
def sourced(world):
    activity = Activity(
        pair=world.pair, kind=world.lecture, title="讲座", source="新闻 https://example.org/news", status="confirmed"
    )
    activity.ends_on, activity.public_since = datetime.date(2020, 7, 7), "2020-07-08T00:00:00Z"
    activity.save()
    return activity


def test_a_sourced_activity_shows_its_source_and_up_to_when(client, sourced):
    with override("zh-hans"):
        up_to = gettext("up to %(day)s") % {"day": "2020年7月7日"}
    assert up_to in main_of(client, f"/activities/{sourced.pk}/")
    said = page(client, sourced)
    assert "up to 7 July 2020" in said and "The first day is not known." in said and "From a public source" in said
    assert 'href="https://example.org/news"' in client.get(f"/activities/{sourced.pk}/").content.decode()


def test_what_the_ministry_corrects_in_it_is_told(client, sourced, editor):
    workflow.revise(sourced, editor, {"title": "五场讲座"}, {"lectures": 5}, "来源更正")
    said = page(client, sourced)
    assert "Reason: 来源更正" in said and "Corrected by the ministry" in said and "lectures 5" in said


@pytest.mark.parametrize("pk", [0, 4711, 2**63 - 1, 2**63, 10**30])
def test_a_number_that_is_nowhere(client, world, pk):
    assert client.get(f"/activities/{pk}/").status_code == 404


def test_several_days_are_a_span(client, world, rita, sam):
    world.batch.ends = datetime.date(2099, 12, 31)
    world.batch.save()
    plan = world.planned(rita, starts_on=datetime.date(2099, 3, 1), ends_on=datetime.date(2099, 4, 2))
    assert "1 March to 2 April 2099" in page(client, plan) and day() < plan.ends_on
