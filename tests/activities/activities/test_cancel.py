from activities.activities import workflow
from activities.models import Activity
from tests.support.assertions.refusals import faults, refused


def test_a_cancelled_plan_leaves_a_public_line_with_the_reason(world, rita):
    plan = workflow.cancel(world.planned(rita), rita, "平台故障")
    assert (plan.stage, plan.reason) == ("cancelled", "平台故障")
    assert list(Activity.objects.public()) == [plan] and not Activity.objects.coming().exists()


def test_the_ministry_may_cancel_and_others_may_not(world, rita, sam, editor, outsiders):
    plan = world.planned(rita)
    for person in [sam, *outsiders]:
        refused(workflow.cancel, plan, person, "x", code="not_yours")
    assert workflow.cancel(plan, editor, "延期").stage == "cancelled"


def test_a_reason_is_needed(world, rita):
    plan = world.planned(rita)
    assert faults(workflow.cancel, plan, rita, "") == {"reason"}
    assert plan.stage == "planned"


def test_only_plans_are_cancelled_and_stay_so(world, rita):
    refused(workflow.cancel, world.submitted(rita), rita, "x")
    plan = workflow.cancel(world.planned(rita), rita, "平台故障")
    for transition in (workflow.cancel, workflow.withdraw):
        refused(transition, plan, rita, "x")
    refused(workflow.hold, plan, rita)
    refused(workflow.submit, plan, rita)
    refused(workflow.edit, plan, rita, plan.version, {"title": "x"}, code="locked")
