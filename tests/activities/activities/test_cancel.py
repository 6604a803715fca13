from activities.models import Activity
from tests.support.assertions import faults, refused


def test_a_cancelled_plan_leaves_a_public_line_with_the_reason(world, rita):
    plan = world.planned(rita).cancel(rita, "平台故障")
    assert (plan.stage, plan.reason) == ("cancelled", "平台故障")
    assert list(Activity.objects.public()) == [plan] and not Activity.objects.coming().exists()


def test_the_ministry_may_cancel_and_others_may_not(world, rita, sam, editor, outsiders):
    plan = world.planned(rita)
    for person in [sam, *outsiders]:
        refused(plan.cancel, person, "x", code="not_yours")
    assert plan.cancel(editor, "延期").stage == "cancelled"


def test_a_reason_is_needed(world, rita):
    plan = world.planned(rita)
    assert faults(plan.cancel, rita, "") == {"reason"}
    assert plan.stage == "planned"


def test_only_plans_are_cancelled_and_stay_so(world, rita):
    refused(world.submitted(rita).cancel, rita, "x")
    plan = world.planned(rita).cancel(rita, "平台故障")
    for step in (plan.cancel, plan.withdraw):
        refused(step, rita, "x")
    refused(plan.hold, rita)
    refused(plan.submit, rita)
    refused(plan.edit, rita, plan.version, {"title": "x"}, code="locked")
