import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.agreements import workflow as agreements
from activities.models import Agreement, Commitment
from core.exceptions import Conflict
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day


@pytest.fixture
def drafted(world, rita):
    promise = {"mechanism": world.guidance, "text": "举办讲座", "indicator": world.lectures, "target": 10}
    period = {"starts": day(-30), "ends": day(60)}
    return agreements.draft(rita, world.pair, "帮助毕业生就业", **period, commitments=[promise])


def milestones(world):
    return {milestone.kind: milestone for milestone in world.pair.milestones.all()}


def test_drafting_opens_the_negotiation(world, drafted, rita):
    assert drafted.is_draft and drafted.side == "recipient"
    assert set(milestones(world)) == {"negotiating"} and milestones(world)["negotiating"].recorded_by == rita
    assert not Commitment.objects.public().exists()


def test_both_acceptances_put_it_in_force_and_the_pair_has_signed(world, drafted, rita, sam):
    assert list(Agreement.objects.to_accept_by(sam)) == [drafted] == list(Agreement.objects.to_accept_by(rita))
    agreements.accept(drafted, rita)
    assert drafted.is_draft and not Agreement.objects.to_accept_by(rita).exists()
    agreements.accept(drafted, sam)
    assert not drafted.is_draft and drafted.is_public and list(Agreement.objects.in_force()) == [drafted]
    assert milestones(world)["signed"].on == day()
    assert [(row.side, row.accepted_by) for row in drafted.acceptances.all()] == [
        ("recipient", rita),
        ("supporter", sam),
    ]
    assert Commitment.objects.public().count() == 1


def test_a_milestone_that_is_there_is_left_alone(world, rita):
    world.pair.milestones.create(kind="negotiating", on=day(-20), source="a report")
    agreements.draft(rita, world.pair)
    assert milestones(world)["negotiating"].source == "a report"


def test_nobody_accepts_twice_or_from_outside(drafted, rita, rob, outsiders):
    agreements.accept(drafted, rita)
    refused(agreements.accept, drafted, rob)
    for person in outsiders:
        refused(agreements.accept, drafted, person, code="not_yours")
        refused(agreements.draft, person, drafted.pair, code="not_yours")


def test_who_has_accepted_is_offered_it_no_more(drafted, rita, rob, sam):
    agreements.accept(drafted, rita)
    offered = {person.username: "accept" in agreements.WORKFLOW.open_to(drafted, person) for person in (rita, rob, sam)}
    assert offered == {"rita": False, "rob": False, "sam": True}


def test_the_ministry_accepts_openly_for_one_side_at_most(drafted, editor, rita):
    refused(agreements.accept, drafted, editor)
    refused(agreements.accept, drafted, editor, side="nobody")
    agreements.accept(drafted, editor, side="supporter")
    assert agreements.WORKFLOW.situation(drafted, editor).lacking == []
    assert drafted.acceptances.get().on_behalf
    refused(agreements.accept, drafted, editor, side="recipient", code="own_side")
    assert not agreements.accept(drafted, rita).is_draft


def test_nothing_is_accepted_before_it_is_whole(world, rita, sam):
    draft = agreements.draft(rita, world.pair)
    assert faults(agreements.accept, draft, sam) == {"goals", "starts", "ends"}


def test_a_change_needs_accepting_again_and_a_stale_text_is_a_conflict(drafted, rita, sam, rob):
    agreements.accept(drafted, sam)
    stale = Agreement.objects.get()
    agreements.edit(drafted, rita, drafted.version, {"goals": "更多帮助"})
    assert not drafted.acceptances.exists()
    with pytest.raises(Conflict) as caught:
        agreements.edit(stale, rob, stale.version, {"goals": "别的"})
    assert (caught.value.mine["goals"], caught.value.theirs["goals"]) == ("别的", "更多帮助")
    with pytest.raises(Conflict):
        agreements.accept(stale, sam, version=stale.version)


def test_only_the_drafting_side_edits_the_other_returns_with_a_reason(drafted, rita, sam):
    refused(agreements.edit, drafted, sam, drafted.version, {"goals": "x"}, code="not_yours")
    refused(agreements.send_back, drafted, rita, "x", code="own_side")
    agreements.send_back(drafted, sam, "请写明目标")
    assert list(Agreement.objects.returned_to(rita)) == [drafted]
    assert not Agreement.objects.to_accept_by(sam).exists()
    agreements.edit(drafted, rita, drafted.version, {"goals": "到八月全部就业"})
    assert list(Agreement.objects.to_accept_by(sam)) == [drafted]


def test_while_an_amendment_is_open_the_accepted_edition_stays_in_force(drafted, rita, sam):
    agreements.accept(drafted, rita), agreements.accept(drafted, sam)
    refused(agreements.edit, drafted, rita, drafted.version, {"goals": "x"}, code="locked")
    second = agreements.amend(drafted, sam)
    refused(agreements.amend, drafted, rita, code="waiting")
    assert second.edition == 2 and second.commitments.get().text == "举办讲座"
    assert list(Agreement.objects.in_force()) == [drafted] and Commitment.objects.public().get().agreement == drafted
    agreements.edit(second, sam, second.version, commitments=[])
    agreements.accept(second, rita), agreements.accept(second, sam)
    assert list(Agreement.objects.in_force()) == [second] and not Commitment.objects.public().exists()
    drafted.refresh_from_db()
    assert drafted.superseded_at and drafted.commitments.count() == 1


def test_progress_is_what_counts(world, drafted, rita, sam):
    world.confirmed(rita, sam, kind=world.lecture, measures={"lectures": 4})
    world.submitted(rita, kind=world.lecture, measures={"lectures": 50})
    assert drafted.commitments.with_progress().get().done == 4
    world.confirmed(sam, rita, kind=world.lecture, measures={"lectures": 6})
    assert drafted.commitments.with_progress().get().is_reached


def test_commitments_are_checked_each_with_its_number(world, drafted, rita):
    wrong = {"mechanism": world.guidance, "text": "x", "indicator": world.posts, "target": 1}
    alone = {"mechanism": world.jobs, "text": "x", "target": 5}
    good = {"mechanism": world.jobs, "text": "共享平台"}
    assert faults(agreements.edit, drafted, rita, drafted.version, {}, [good, wrong, alone]) == {"commitments"}
    assert drafted.commitments.count() == 1
    agreements.edit(drafted, rita, drafted.version, {}, [good])
    assert [(row.text, row.target) for row in drafted.commitments.all()] == [("共享平台", None)]


def test_one_draft_a_pair(world, drafted, sam):
    refused(agreements.draft, sam, world.pair, code="waiting")


def test_drafts_are_read_by_both_sides_their_provinces_and_the_ministry(drafted, rita, sam, cast):
    def readers():
        people = cast | {"anonymous": AnonymousUser()}
        return {name for name, person in people.items() if Agreement.objects.visible_to(person).exists()}

    inside = {"rita", "sam", "officer", "ins", "ed"}
    assert readers() == inside
    agreements.accept(drafted, rita), agreements.accept(drafted, sam)
    assert readers() == inside


def test_a_draft_nobody_accepted_is_dropped_by_its_side(drafted, rita, sam):
    refused(agreements.discard, drafted, sam, code="not_yours")
    agreements.discard(drafted, rita)
    assert not Agreement.objects.exists()


def recorded(agreement):
    """What became of it, the first transition first: the transition, by whom, for which side, whether on behalf."""
    rows = agreement.state_changes.order_by("pk")
    return [(row.transition, row.by.username, row.side, row.on_behalf) for row in rows]


def test_each_transition_is_recorded_as_it_happens(drafted, rita, sam, editor):
    agreements.send_back(drafted, sam, "请写明目标")
    agreements.edit(drafted, rita, drafted.version, {"goals": "到八月全部就业"}, [])
    agreements.accept(agreements.accept(drafted, rita), editor, side="supporter")
    second = agreements.amend(drafted, sam)
    agreements.accept(agreements.accept(second, rita), sam)
    assert recorded(drafted) == [
        ("draft", "rita", "recipient", False),
        ("return", "sam", "supporter", False),
        ("edit", "rita", "recipient", False),
        ("accept", "rita", "recipient", False),
        ("accept", "ed", "ministry", True),
        ("supersede", "sam", "supporter", False),
    ]
    assert [name for name, *_rest in recorded(second)] == ["draft", "accept", "accept"]
    assert drafted.state_changes.get(transition="return").reason == "请写明目标"
    changed = {name: (old, new) for name, old, new in drafted.state_changes.get(transition="edit").changes}
    assert set(changed) == {"goals", "commitments"}
    assert changed["goals"] == ("帮助毕业生就业", "到八月全部就业") and changed["commitments"][1] == []
    assert changed["commitments"][0][0]["text"] == "举办讲座"


def test_a_returned_draft_is_accepted_by_nobody_until_it_is_changed(drafted, rita, sam):
    agreements.send_back(drafted, sam, "请写明目标")
    refused(agreements.accept, drafted, rita)
    refused(agreements.accept, drafted, sam)
    agreements.edit(drafted, rita, drafted.version, {"goals": "到八月全部就业"})
    assert agreements.accept(drafted, sam).acceptances.count() == 1


def test_a_transition_writes_only_what_it_changes(drafted, sam, rita):
    agreements.accept(drafted, rita)
    with CaptureQueriesContext(connection) as queries:
        agreements.accept(drafted, sam)
    written = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "activities_agreement"')]
    assert len(written) == 1 and '"accepted_at"' in written[0] and '"goals"' not in written[0]


def test_a_draft_that_is_returned_needs_a_reason(drafted, sam):
    assert agreements.TRANSITIONS["return"].asks_reason
    assert faults(agreements.send_back, drafted, sam, " ") == {"reason"}
