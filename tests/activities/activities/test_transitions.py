"""The table of transitions is the rule: what it offers can be done, and what it does not offer is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from activities.activities import proposals, workflow
from activities.activities.models import states
from activities.activities.models.states import Stage, Status
from activities.models import Activity
from core.exceptions import Refused
from core.models import StateChange
from core.workflow import State
from tests.support.assertions.refusals import faults
from tests.support.factories.activities import day

pytestmark = pytest.mark.one_database

WHY = "理由"
CARRY_OUT = {
    "nudge": workflow.nudge,
    "check": lambda activity, by: workflow.submit(activity, by),
    "edit": lambda activity, by: workflow.edit(activity, by, None, {"place": "大礼堂"}),
    "hold": lambda activity, by: workflow.hold(activity, by, measures={"posts": 1}),
    "confirm": lambda activity, by: workflow.confirm(activity, by),
    "return": lambda activity, by: workflow.send_back(activity, by, WHY),
    "cancel": lambda activity, by: workflow.cancel(activity, by, WHY),
    "withdraw": lambda activity, by: workflow.withdraw(activity, by, WHY),
    "discard": lambda activity, by: workflow.discard(activity, by),
    "correct": lambda activity, by: proposals.propose_correction(activity, by, {"title": "另一题"}, reason=WHY),
    "revise": lambda activity, by: workflow.revise(activity, by, {"title": "另一题"}, reason=WHY),
    "accept": lambda activity, by: proposals.accept(proposals.waiting_correction(activity), by),
    "decline": lambda activity, by: proposals.decline(proposals.waiting_correction(activity), by, WHY),
    "take-back": lambda activity, by: proposals.take_back(proposals.waiting_correction(activity), by),
}


def a_sourced_activity(world):
    facts = {"pair": world.pair, "kind": world.fair, "ends_on": day(-30), "title": "公开", "version": 1}
    return Activity.objects.create(**facts, stage=Stage.HELD, status=Status.CONFIRMED, source="https://example.org/")


def in_every_state(world, rita, sam):
    """One activity in each state, by its name."""
    corrected = world.confirmed(rita, sam, title="待更正", starts_on=day(-20), ends_on=day(-20))
    proposals.propose_correction(corrected, rita, {"title": "更正"}, reason=WHY)
    return {
        "draft": world.drafted(rita),
        "submitted": world.submitted(rita),
        "returned": workflow.send_back(world.submitted(rita), sam, WHY),
        "planned": world.planned(rita),
        "passed": world.passed(rita),
        "reported": workflow.hold(world.passed(rita), rita, measures={"posts": 1}),
        "cancelled": workflow.cancel(world.planned(rita), rita, WHY),
        "confirmed": world.confirmed(rita, sam, starts_on=day(-9), ends_on=day(-9)),
        "corrected": corrected,
        "withdrawn": workflow.withdraw(world.submitted(rita), rita, WHY),
        "sourced": a_sourced_activity(world),
    }


def is_carried_out(name, activity, by):
    """Whether the transition takes place; nothing of it stays."""
    with transaction.atomic():
        try:
            CARRY_OUT[name](Activity.objects.get(pk=activity.pk), by)
        except Refused:
            return False
        except ValidationError:
            pass  # open to this person, with other values
        finally:
            transaction.set_rollback(True)
    return True


def disagreements(activities, people):
    return [
        (state, by.username, name)
        for state, activity in activities.items()
        for by in people
        for offered in [workflow.open_transitions(activity, by)]
        for name in CARRY_OUT
        if is_carried_out(name, activity, by) != (name in offered)
    ]


def test_what_is_offered_can_be_done_and_nothing_else(world, rita, sam, olga, editor, officer):
    activities = in_every_state(world, rita, sam)
    assert disagreements(activities, [rita, sam, olga, editor, officer]) == []
    assert set(CARRY_OUT) | {"kind", "propose-withdrawal"} == set(workflow.TRANSITIONS)


def test_a_button_that_the_transition_would_refuse_is_noticed(world, rita, sam, monkeypatch):
    activities = in_every_state(world, rita, sam)
    offered = workflow.open_transitions
    monkeypatch.setattr(workflow, "open_transitions", lambda activity, by: [*offered(activity, by), "confirm"])
    assert ("submitted", "rita", "confirm") in disagreements(activities, [rita])


def without_a_reason(world, rita, sam, editor):
    """Each transition that asks for a reason, with an empty one, where it is open."""
    corrected = world.confirmed(rita, sam, title="待更正", starts_on=day(-20), ends_on=day(-20))
    proposal = proposals.propose_correction(corrected, rita, {"title": "更正"}, reason=WHY)
    confirmed = world.confirmed(rita, sam, starts_on=day(-9), ends_on=day(-9))
    return {
        "return": lambda: workflow.send_back(world.submitted(rita), sam, " "),
        "cancel": lambda: workflow.cancel(world.planned(rita), rita, " "),
        "withdraw": lambda: workflow.withdraw(world.submitted(rita), rita, " "),
        "decline": lambda: proposals.decline(proposal, sam, " "),
        "correct": lambda: proposals.propose_correction(confirmed, rita, {"title": "另一题"}, reason=" "),
        "propose-withdrawal": lambda: proposals.propose_correction(confirmed, rita, reason=" ", withdraw=True),
        "revise": lambda: workflow.revise(a_sourced_activity(world), editor, {"title": "另一题"}, reason=" "),
    }


def test_what_asks_for_a_reason_is_not_done_without_one(world, rita, sam, editor):
    asked = without_a_reason(world, rita, sam, editor)
    assert set(asked) == {name for name, each in workflow.TRANSITIONS.items() if each.asks_reason}
    for name, done in asked.items():
        assert faults(done) == {"reason"}, name


NAMED = {name: state for name, state in vars(states).items() if isinstance(state, State)}


@pytest.mark.parametrize("name", NAMED)
def test_the_states_of_the_table_are_those_of_the_querysets(world, rita, sam, name):
    there = in_every_state(world, rita, sam)
    found = set(Activity.objects.filter(NAMED[name].q()).values_list("pk", flat=True))
    assert found == {one.pk for one in Activity.objects.all() if NAMED[name].holds(one)}
    assert 0 < len(found) < len(there)


def test_a_transition_writes_only_what_it_changes(world, rita, sam):
    entry = world.submitted(rita)
    with CaptureQueriesContext(connection) as queries:
        workflow.confirm(entry, sam)
    written = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "activities_activity"')]
    assert len(written) == 1
    assert '"status"' in written[0] and '"version"' in written[0]
    assert '"title"' not in written[0] and '"kind_id"' not in written[0]


def test_what_a_discarded_draft_went_through_goes_with_it(world, rita):
    entry = world.drafted(rita)
    assert StateChange.objects.count() == 1
    workflow.discard(entry, rita)
    assert not StateChange.objects.exists()


def test_a_transition_is_called_by_its_record_and_its_name(world, rita):
    entry = world.submitted(rita)
    assert [str(change) for change in entry.state_changes.order_by("pk")] == [f"{entry} · draft", f"{entry} · submit"]
