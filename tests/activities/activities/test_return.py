from activities.activities import workflow
from activities.models import Activity
from tests.support.assertions.refusals import faults, refused


def test_it_comes_back_with_the_reason_and_is_handed_in_again(world, rita, rob, sam):
    entry = world.submitted(rita)
    workflow.send_back(entry, sam, " 岗位数请再核对 ")
    assert (entry.status, entry.reason) == ("returned", "岗位数请再核对")
    assert list(Activity.objects.returned_to(rob)) == [entry] and not Activity.objects.to_confirm_by(sam).exists()
    workflow.edit(entry, rob, entry.version, measures={"posts": 4})
    workflow.confirm(workflow.submit(entry, rob), sam)
    assert entry.is_counted and entry.reason == ""


def test_a_reason_is_needed(world, rita, sam):
    entry = world.submitted(rita)
    for reason in ("", "  ", None, "字" * 501, "a\x00b"):
        assert faults(workflow.send_back, entry, sam, reason) == {"reason"}
    assert Activity.objects.get().status == "submitted"


def test_nobody_else_returns_it(world, rita, rob, outsiders):
    entry = world.submitted(rita)
    refused(workflow.send_back, entry, rob, "x", code="own_side")
    for person in outsiders:
        refused(workflow.send_back, entry, person, "x", code="not_yours")


def test_the_reason_stands_in_the_history(world, rita, editor):
    entry = workflow.send_back(world.submitted(rita), editor, "重复")
    assert entry.history.first().history_change_reason == "重复"
    assert entry.history.first().history_user == editor
