from datetime import timedelta

import pytest

from activities.activities import proposals
from activities.models import Activity, Correction, Total
from core.exceptions import Conflict
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day


def test_the_other_side_accepts_and_the_totals_follow(world, rita, sam):
    entry = world.confirmed(rita, sam, measures={"posts": 9})
    proposal = proposals.propose_correction(entry, rita, {"ends_on": day()}, {"posts": 90}, reason="少写一个零")
    assert list(Correction.objects.to_decide_by(sam)) == [proposal]
    assert not Correction.objects.to_decide_by(rita).exists()
    assert ("posts", 9, 90) in proposal.changes
    proposals.accept(proposals.waiting_correction(entry), sam)
    entry.refresh_from_db()
    assert entry.ends_on == day() and entry.is_counted and Total.objects.get().value == 90


def test_what_moves_to_the_next_month_is_not_compared_with_itself(world, rita, sam):
    first = day().replace(day=1)
    before = {"starts_on": first - timedelta(days=1), "ends_on": first - timedelta(days=1)}
    entry = world.confirmed(rita, sam, measures={"posts": 9}, **before)
    moved = {"starts_on": first, "ends_on": first}
    assert proposals.propose_correction(entry, rita, moved, {"posts": 90}, reason="晚了一天，少写一个零")


def test_until_then_nothing_changes(world, rita, sam):
    entry = world.confirmed(rita, sam, measures={"posts": 9})
    proposals.propose_correction(entry, sam, measures={"posts": 90}, reason="少写一个零")
    assert Total.objects.get().value == 9


def test_who_proposed_does_not_accept(world, rita, rob, sam, outsiders):
    entry = world.confirmed(rita, sam)
    proposals.propose_correction(entry, rita, {"title": "新题"}, reason="改名")
    for person in (rita, rob):
        refused(proposals.accept, proposals.waiting_correction(entry), person, code="own_side")
    for person in outsiders:
        refused(proposals.accept, proposals.waiting_correction(entry), person, code="not_yours")
        refused(proposals.propose_correction, entry, person, {"title": "x"}, reason="x")


def test_the_ministry_accepts_on_behalf_openly(world, rita, sam, editor):
    entry = world.confirmed(rita, sam)
    proposals.propose_correction(entry, rita, {"title": "新题"}, reason="改名")
    proposals.accept(proposals.waiting_correction(entry), editor)
    assert Correction.objects.get().on_behalf
    entry.refresh_from_db()
    proposals.propose_correction(entry, editor, {"title": "再改"}, reason="规范")
    refused(proposals.accept, proposals.waiting_correction(entry), editor, code="own_side")


def test_declined_leaves_all_as_it_is_and_the_way_free(world, rita, sam):
    entry = world.confirmed(rita, sam)
    proposal = proposals.propose_correction(entry, rita, {"title": "新题"}, reason="改名")
    refused(proposals.propose_correction, entry, sam, {"title": "又一"}, reason="x", code="waiting")
    assert faults(proposals.decline, proposals.waiting_correction(entry), sam, "") == {"reason"}
    proposals.decline(proposals.waiting_correction(entry), sam, "原题无误")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.answer) == ("declined", "原题无误")
    assert Activity.objects.get().title == "化工类专场"
    refused(proposals.accept, proposal, sam)
    proposals.propose_correction(entry, sam, {"title": "又一"}, reason="x")


def test_who_proposed_takes_it_back_and_does_not_decline_it(world, rita, rob, sam, editor, outsiders):
    entry = world.confirmed(rita, sam)
    proposal = proposals.propose_correction(entry, rita, {"title": "新题"}, reason="改名")
    refused(proposals.decline, proposals.waiting_correction(entry), rob, "x", code="own_side")
    for person in (sam, editor):
        refused(proposals.take_back, proposals.waiting_correction(entry), person, code="other_side")
    for person in outsiders:
        refused(proposals.take_back, proposals.waiting_correction(entry), person, code="not_yours")
    proposals.take_back(proposals.waiting_correction(entry), rob)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by) == ("taken_back", rob)
    assert Activity.objects.get().title == "化工类专场"
    proposals.propose_correction(entry, sam, {"title": "又一"}, reason="x")


def test_a_proposed_withdrawal_is_taken_back_too(world, rita, sam):
    entry = world.confirmed(rita, sam, measures={"posts": 9})
    proposals.propose_correction(entry, rita, reason="重复上报", withdraw=True)
    proposals.take_back(proposals.waiting_correction(entry), rita)
    assert Activity.objects.get().is_counted
    refused(proposals.waiting_correction, entry)


def test_what_the_ministry_takes_back_is_not_on_behalf_of_anybody(world, rita, sam, editor):
    entry = world.confirmed(rita, sam)
    proposals.propose_correction(entry, editor, {"title": "规范"}, reason="规范")
    proposals.take_back(proposals.waiting_correction(entry), editor)
    assert not Correction.objects.get().on_behalf


def test_nobody_agrees_to_another_proposal_than_the_one_that_was_shown(world, rita, sam):
    entry = world.confirmed(rita, sam, measures={"posts": 9})
    seen = proposals.propose_correction(entry, rita, measures={"posts": 10}, reason="少计一个")
    proposals.take_back(proposals.waiting_correction(entry), rita)
    proposals.propose_correction(entry, rita, measures={"posts": 1000}, reason="少计")
    with pytest.raises(Conflict):
        proposals.accept(proposals.waiting_correction(entry), sam, seen.pk)
    with pytest.raises(Conflict):
        proposals.decline(proposals.waiting_correction(entry), sam, "x", seen.pk)
    assert Total.objects.get().value == 9


def test_the_old_values_are_those_of_today_while_it_waits(world, rita, sam):
    entry = world.confirmed(rita, sam, measures={"posts": 9})
    proposal = proposals.propose_correction(entry, rita, measures={"posts": 12}, reason="漏计")
    other = world.submitted(sam, measures={"posts": 11})
    proposals.accept(proposals.propose_merge(entry, sam, other, {"posts": 11}), rita)
    proposal.refresh_from_db()
    assert proposal.changes == [("posts", 11, 12)]
    proposals.accept(proposals.waiting_correction(entry), sam)
    proposal.refresh_from_db()
    assert proposal.changes == [("posts", 11, 12)]


def test_withdrawing_what_is_confirmed_is_a_proposal_too(world, rita, sam):
    entry = world.confirmed(rita, sam, measures={"posts": 9})
    proposals.propose_correction(entry, rita, reason="重复上报", withdraw=True)
    proposals.accept(proposals.waiting_correction(entry), sam)
    entry.refresh_from_db()
    assert (entry.status, entry.reason) == ("withdrawn", "重复上报") and not Total.objects.exists()


def test_impossible_values_are_refused_when_proposed(world, rita, sam):
    entry = world.confirmed(rita, sam)
    assert faults(proposals.propose_correction, entry, rita, {"ends_on": day(5)}, reason="x") == {"ends_on"}
    assert faults(proposals.propose_correction, entry, rita, measures={"posts": -1}, reason="x") == {"posts"}
    faults(proposals.propose_correction, entry, rita, {"kind": "lecture"}, reason="x")
    faults(proposals.propose_correction, entry, rita, {"title": "化工类专场"}, reason="nothing new")
    assert faults(proposals.propose_correction, entry, rita, {"title": "新题"}) == {"reason"}


def test_only_confirmed_ones_are_corrected(world, rita):
    refused(proposals.propose_correction, world.submitted(rita), rita, {"title": "x"}, reason="x")
