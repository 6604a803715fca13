from activities.activities import workflow
from activities.models import Activity
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day


def test_a_held_activity_goes_to_the_other_side(world, rita, sam):
    entry = world.submitted(rita, measures={"posts": 3})
    assert entry.status == "submitted" and not entry.is_public
    assert list(Activity.objects.to_confirm_by(sam)) == [entry]
    assert not Activity.objects.to_confirm_by(rita).exists()


def test_a_plan_is_public_at_once_as_a_coming_event(world, rita):
    plan = world.planned(rita, link="https://example.edu.cn/live", starts_at="14:30")
    assert plan.is_public
    assert list(Activity.objects.public().coming()) == [plan]


def test_only_the_side_that_logged_it_hands_it_in(world, rita, sam, editor, outsiders):
    entry = world.drafted(rita)
    for person in [sam, editor, *outsiders]:
        refused(workflow.submit, entry, person, code="not_yours")
    assert Activity.objects.get().status == "draft"


def test_twice_is_refused(world, rita):
    refused(workflow.submit, world.submitted(rita), rita)


def test_an_incomplete_entry_names_all_that_is_missing(world, rita):
    entry = workflow.draft(rita, world.pair, world.matching)
    assert faults(workflow.submit, entry, rita) == {"title", "ends_on", "starts_on"}
    assert entry.status == "draft" and Activity.objects.get().status == "draft"


def test_held_lies_in_the_past_and_planned_ahead(world, rita):
    assert faults(workflow.submit, world.drafted(rita, ends_on=day(1)), rita) == {"ends_on"}
    assert faults(workflow.submit, world.drafted(rita, stage="planned"), rita) == {"starts_on"}
    assert world.submitted(rita, starts_on=day(), ends_on=day()).status == "submitted"
    assert world.planned(rita, starts_on=day(), ends_on=day()) in Activity.objects.coming()


def test_the_only_day_of_an_event_is_asked_for_as_its_day_and_not_as_its_last(world, rita):
    assert faults(workflow.submit, world.drafted(rita, starts_on=None, ends_on=None), rita) == {"starts_on"}
    assert faults(workflow.submit, world.drafted(rita, starts_on=day(1), ends_on=day(1)), rita) == {"starts_on"}


def test_the_start_of_an_event_may_be_unknown(world, rita):
    assert world.submitted(rita, starts_on=None).first_day == day(-1)


def test_a_plan_of_one_day_needs_that_day_only(world, rita):
    assert world.planned(rita, ends_on=None).ends_on == day(7)


def an_online_fair(world):
    world.fair.online = True
    world.fair.save()
    return {"link": "https://example.edu.cn/live", "starts_at": "14:30"}


def test_an_event_online_needs_its_link_and_its_time_before_it_is_announced(world, rita):
    an_online_fair(world)
    plan = world.drafted(rita, stage="planned", starts_on=day(7), ends_on=day(7), place="云端")
    assert faults(workflow.submit, plan, rita) == {"link", "starts_at"}
    assert not Activity.objects.public().exists()


def test_an_event_online_with_both_is_announced_and_keeps_both(world, rita):
    plan = world.planned(rita, **an_online_fair(world))
    assert plan in Activity.objects.coming()
    for field in ("link", "starts_at"):
        assert faults(workflow.edit, plan, rita, None, {field: ""}) == {field}


def test_what_is_joined_by_a_link_alone_needs_its_time(world, rita):
    lecture = {"kind": world.lecture, "stage": "planned", "starts_on": day(7), "ends_on": day(7)}
    plan = world.drafted(rita, link="https://example.edu.cn/live", **lecture)
    assert faults(workflow.submit, plan, rita) == {"starts_at"}
    assert workflow.submit(workflow.edit(plan, rita, None, {"place": "大礼堂"}), rita) in Activity.objects.coming()


def test_an_event_online_that_was_held_is_reported_without_them(world, rita):
    an_online_fair(world)
    assert world.submitted(rita).status == "submitted"


def test_a_plan_announced_before_the_rule_can_still_be_cancelled_or_held(world, rita):
    plan, passed = world.planned(rita, title="招聘一"), world.passed(rita, title="招聘二")
    an_online_fair(world)
    assert workflow.cancel(plan, rita, "平台故障").stage == "cancelled"
    assert workflow.submit(workflow.hold(passed, rita), rita).status == "submitted"
