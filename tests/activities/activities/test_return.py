from activities.models import Activity
from tests.support.assertions import faults, refused


def test_it_comes_back_with_the_reason_and_is_handed_in_again(world, rita, rob, sam):
    entry = world.submitted(rita)
    entry.return_(sam, " 岗位数请再核对 ")
    assert (entry.status, entry.reason) == ("returned", "岗位数请再核对")
    assert list(Activity.objects.returned_to(rob)) == [entry] and not Activity.objects.to_confirm_by(sam).exists()
    entry.edit(rob, entry.version, measures={"posts": 4})
    entry.submit(rob).confirm(sam)
    assert entry.counts and entry.reason == ""


def test_a_reason_is_needed(world, rita, sam):
    entry = world.submitted(rita)
    for reason in ("", "  ", None, "字" * 501, "a\x00b"):
        assert faults(entry.return_, sam, reason) == {"reason"}
    assert Activity.objects.get().status == "submitted"


def test_nobody_else_returns_it(world, rita, rob, outsiders):
    entry = world.submitted(rita)
    refused(entry.return_, rob, "x", code="own_side")
    for person in outsiders:
        refused(entry.return_, person, "x", code="not_yours")


def test_the_reason_stands_in_the_history(world, rita, editor):
    entry = world.submitted(rita).return_(editor, "重复")
    assert entry.history.first().history_change_reason == "重复"
    assert entry.history.first().history_user == editor
