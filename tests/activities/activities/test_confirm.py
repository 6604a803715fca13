from activities.activities import workflow
from activities.models import Activity, Total
from core.exceptions import Conflict
from tests.support.assertions.refusals import refused
from tests.support.factories.activities import day


def test_the_other_side_confirms_and_it_counts(world, rita, sam):
    entry = world.submitted(rita, measures={"posts": 30, "signed": 0})
    workflow.confirm(entry, sam)
    assert (entry.confirmed_by, entry.on_behalf, entry.is_counted) == (sam, False, True)
    assert list(Activity.objects.counted()) == [entry] == list(Activity.objects.public())
    assert {row.indicator.code: row.value for row in Total.objects.all()} == {"posts": 30, "signed": 0}
    assert Total.objects.first().month == day(-1).replace(day=1)


def test_it_works_from_either_side(world, rita, sam):
    assert world.confirmed(sam, rita).confirmed_by == rita


def test_a_logging_side_never_confirms_itself(world, rita, rob):
    entry = world.submitted(rita)
    refused(workflow.confirm, entry, rita, code="own_side")
    refused(workflow.confirm, entry, rob, code="own_side")


def test_the_ministry_confirms_on_behalf_openly(world, rita, editor):
    entry = workflow.confirm(world.submitted(rita), editor)
    assert entry.on_behalf and entry.confirmed_by == editor


def test_the_ministry_never_confirms_what_it_logged(world, editor, sam):
    entry = world.submitted(editor)
    refused(workflow.confirm, entry, editor, code="own_side")
    assert workflow.confirm(entry, sam).is_counted


def test_nobody_else_confirms(world, rita, outsiders):
    entry = world.submitted(rita)
    for person in outsiders:
        refused(workflow.confirm, entry, person, code="not_yours")
    assert Activity.objects.get().status == "submitted"


def test_who_holds_posts_on_both_sides_does_not_confirm(world, rita, sam):
    entry = world.submitted(rita)
    sam.memberships.create(role="coordinator", university=world.recipient)
    refused(workflow.confirm, entry, type(sam).objects.get(pk=sam.pk), code="not_yours")


def test_what_changed_since_it_was_read_is_not_confirmed(world, rita, sam):
    entry = world.submitted(rita, measures={"posts": 3})
    seen = entry.version
    workflow.edit(Activity.objects.get(), rita, seen, measures={"posts": 300})
    assert isinstance(refused(workflow.confirm, entry, sam, version=seen, code="conflict"), Conflict)
    assert not Total.objects.exists()


def test_drafts_plans_and_confirmed_ones_are_not_confirmed(world, rita, sam):
    for entry in (world.drafted(rita), world.planned(rita), world.confirmed(rita, sam)):
        refused(workflow.confirm, entry, sam)
