from activities.models import Activity

from .refusing import faults, refused
from .world import day


def test_a_held_activity_goes_to_the_other_side(world, rita, sam):
    entry = world.submitted(rita, measures={"posts": 3})
    assert entry.status == "submitted" and not entry.is_public
    assert list(Activity.objects.to_confirm_by(sam)) == [entry]
    assert not Activity.objects.to_confirm_by(rita).exists()


def test_a_plan_is_public_at_once_as_a_coming_event(world, rita):
    plan = world.planned(rita, link="https://example.edu.cn/live")
    assert plan.is_public and plan.is_coming
    assert list(Activity.objects.public().coming()) == [plan]


def test_only_the_side_that_logged_it_hands_it_in(world, rita, sam, editor, outsiders):
    entry = world.drafted(rita)
    for person in [sam, editor, *outsiders]:
        refused(entry.submit, person, code="not_yours")
    assert Activity.objects.get().status == "draft"


def test_twice_is_refused(world, rita):
    refused(world.submitted(rita).submit, rita)


def test_an_incomplete_entry_names_all_that_is_missing(world, rita):
    entry = Activity.objects.draft(rita, world.pair, world.matching)
    assert faults(entry.submit, rita) == {"title", "ends_on", "starts_on"}
    assert entry.status == "draft" and Activity.objects.get().status == "draft"


def test_held_lies_in_the_past_and_planned_ahead(world, rita):
    assert faults(world.drafted(rita, ends_on=day(1)).submit, rita) == {"ends_on"}
    assert faults(world.drafted(rita, stage="planned").submit, rita) == {"ends_on"}
    assert world.submitted(rita, starts_on=day(), ends_on=day()).status == "submitted"
    assert world.planned(rita, starts_on=day(), ends_on=day()).is_coming


def test_the_start_of_an_event_may_be_unknown(world, rita):
    assert world.submitted(rita, starts_on=None).first_day == day(-1)


def test_a_plan_of_one_day_needs_that_day_only(world, rita):
    assert world.planned(rita, ends_on=None).ends_on == day(7)
