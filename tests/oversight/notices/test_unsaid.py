"""How much waits for a university or in a province, in numbers."""

from activities.activities import proposals, workflow
from activities.agreements import workflow as agreements
from oversight.models import ObligationKind
from oversight.notes import workflow as notes
from oversight.notices.unsaid import Unsaid, unsaid_for
from pairs.models import Batch
from tests.support.factories.activities import HUBEI, JIANGSU, ZHEJIANG, day
from tests.support.factories.obligations import a_finding, handed_in, rule, since_two_months


def test_each_sort_of_turn_is_counted_for_its_side_and_for_the_provinces(world, rita, sam, officer, inspector):
    since_two_months()
    rule(ObligationKind.CONFIRM, after=3)
    rule(ObligationKind.SILENT, after=365)
    rule(ObligationKind.AGREEMENT, after=365)
    handed_in(world, rita, day(-4))
    workflow.send_back(world.submitted(rita, kind=world.lecture), sam, "请补充")
    proposals.propose_correction(world.confirmed(sam, rita, title="讲座"), sam, {"title": "双选会"}, reason="写错了")
    agreements.draft(rita, world.pair, goals="目标")
    a_finding(inspector, world.pair, day(3))
    notes.write(officer, world.pair, "请尽快对接")
    assert unsaid_for(world.supporter) == Unsaid(to_confirm=1, proposals=1, notes=1, overdue=1)
    assert unsaid_for(world.recipient) == Unsaid(returned=1, proposals=2, findings=1, notes=1)
    everything = Unsaid(to_confirm=1, returned=1, proposals=2, findings=1, notes=1, overdue=1)
    assert unsaid_for(HUBEI) == unsaid_for(JIANGSU) == everything
    assert not unsaid_for(ZHEJIANG) and not unsaid_for(world.other_supporter)


def test_a_note_that_a_colleague_has_read_waits_for_the_other_side_only(world, rita, officer):
    note = notes.write(officer, world.pair, "请尽快对接")
    type(note).objects.mark_read(rita)
    assert [unsaid_for(school).notes for school in (world.recipient, world.supporter)] == [0, 1]


def test_what_has_ended_waits_for_nobody(world, rita, officer):
    world.submitted(rita)
    notes.write(officer, world.pair, "请尽快对接")
    Batch.objects.update(ends=day(-1))
    assert not unsaid_for(world.supporter) and not unsaid_for(JIANGSU)
