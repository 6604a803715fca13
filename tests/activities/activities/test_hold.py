from activities.activities import workflow
from activities.activities.public import project
from activities.models import Activity, Total
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day


def test_after_its_day_the_figures_are_filled_in_and_submitted_again(world, rita, sam):
    plan = world.passed(rita)
    assert list(Activity.objects.to_hold_by(rita)) == [plan]
    workflow.hold(plan, rita, {"ends_on": day()}, {"posts": 8})
    assert (plan.stage, plan.status) == ("held", "draft")
    workflow.confirm(workflow.submit(plan, rita), sam)
    assert plan.is_counted and Total.objects.get().value == 8


def test_the_public_line_does_not_vanish_meanwhile(world, rita, sam):
    plan = world.passed(rita)
    workflow.hold(plan, rita, measures={"posts": 8})
    assert plan.is_public and not plan.is_counted
    (line,) = project(Activity.objects.public())
    assert line.figures == []
    assert plan not in Activity.objects.open_to(sam) and plan in Activity.objects.open_to(rita)


def test_before_its_day_it_is_too_early(world, rita):
    refused(workflow.hold, world.planned(rita), rita, code="too_early")


def test_nobody_else_holds_it(world, rita, sam, editor, outsiders):
    plan = world.passed(rita)
    for person in [sam, editor, *outsiders]:
        refused(workflow.hold, plan, person, code="not_yours")


def test_only_a_plan_is_held(world, rita):
    refused(workflow.hold, world.submitted(rita), rita)
    refused(workflow.hold, world.drafted(rita, stage="planned"), rita)


def test_wrong_figures_leave_the_plan_a_plan(world, rita):
    plan = world.passed(rita)
    assert faults(workflow.hold, plan, rita, measures={"posts": -3}) == {"posts"}
    assert (plan.stage, Activity.objects.get().stage) == ("planned", "planned")
