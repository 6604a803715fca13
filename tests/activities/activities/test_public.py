"""What everybody may know of an activity is named in one place; what is not named there is not shown."""

import pytest
from django.template import Context, Template

from activities.activities import proposals, workflow
from activities.activities.models.editing import WORDS
from activities.activities.public import PublicActivity
from activities.models import Activity

SECRET = "未经确认的内容"


def reported(world, rita):
    """A plan that was public, with a report that nobody has confirmed yet."""
    plan = workflow.hold(world.passed(rita), rita, {"title": SECRET, "description": SECRET}, {"posts": 4711})
    return PublicActivity(workflow.submit(plan, rita))


def test_of_a_report_that_waits_nothing_is_known_but_its_kind(world, rita):
    activity = reported(world, rita)
    assert activity.title == world.fair.local_name and activity.state is None
    assert [activity.words[name] for name in WORDS] == [None] * len(WORDS)
    assert activity.figures == activity.unreported == [] and activity.reason == ""


def test_why_a_report_was_returned_stays_between_the_two_sides(world, rita, sam):
    plan = workflow.submit(workflow.hold(world.passed(rita), rita), rita)
    activity = PublicActivity(workflow.send_back(plan, sam, SECRET))
    assert (activity.state, activity.reason) == (None, "")


def test_of_corrections_only_those_that_were_accepted_are_known(world, rita, sam):
    entry = world.confirmed(rita, sam)
    proposals.decline(proposals.propose_correction(entry, rita, {"title": SECRET}, reason=SECRET), sam, SECRET)
    proposals.propose_correction(entry, rita, {"title": SECRET}, reason=SECRET)
    assert PublicActivity(entry).corrections == []


def test_what_both_sides_confirmed_is_known_with_its_figures(world, rita, sam):
    activity = PublicActivity(world.confirmed(rita, sam, measures={"posts": 3}))
    assert activity.title == "化工类专场" and activity.state == "held" and activity.known_by == "both"
    assert [(indicator.code, value) for indicator, value in activity.figures] == [("posts", 3)]


@pytest.mark.parametrize("column", ["logged_by", "token", "reason_of_return", "confirmed_by", "status", "stage"])
def test_a_column_that_is_not_named_is_not_there(world, rita, sam, column):
    activity = PublicActivity(world.confirmed(rita, sam))
    with pytest.raises(AttributeError):
        getattr(activity, column)
    assert Template("{{ activity." + column + " }}").render(Context({"activity": activity})) == ""


def test_every_column_of_the_table_is_named_or_secret():
    """A new column is looked at once: it is public by being named in the projection, or it stays inside."""
    named = {"id", "pair", "kind", "source", "side", "reason", "confirmed_at", "version", *WORDS}
    inside = {"stage", "status", "logged_by", "logged_at", "submitted_at", "public_since", "confirmed_by", "on_behalf"}
    inside |= {"merged_into", "token"}
    assert {field.name for field in Activity._meta.concrete_fields} == named | inside
