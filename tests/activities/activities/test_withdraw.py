from activities.activities import workflow
from activities.models import Activity, Total
from tests.support.assertions.refusals import faults, refused


def test_what_was_never_public_is_withdrawn_out_of_sight(world, rita, sam):
    entry = workflow.withdraw(world.submitted(rita), rita, "误报")
    assert entry.status == "withdrawn" and not Activity.objects.public().exists()
    assert entry in Activity.objects.visible_to(sam)


def test_what_was_public_leaves_a_line(world, rita):
    plan = workflow.withdraw(world.planned(rita), rita, "误报")
    assert list(Activity.objects.public()) == [plan]
    assert not Activity.objects.coming().exists()


def test_nobody_else_withdraws(world, rita, sam, outsiders):
    entry = world.submitted(rita)
    for person in [sam, *outsiders]:
        refused(workflow.withdraw, entry, person, "x", code="not_yours")


def test_a_confirmed_one_is_withdrawn_by_the_ministry_only(world, rita, sam, editor):
    entry = world.confirmed(rita, sam, measures={"posts": 9})
    for person in (rita, sam):
        refused(workflow.withdraw, entry, person, "x")
    assert Total.objects.get().value == 9
    workflow.withdraw(entry, editor, "核查后撤回")
    assert not Total.objects.exists() and list(Activity.objects.public()) == [entry]


def test_a_draft_is_not_withdrawn_and_a_reason_is_needed(world, rita):
    refused(workflow.withdraw, world.drafted(rita), rita, "x")
    assert faults(workflow.withdraw, world.submitted(rita), rita, "") == {"reason"}
