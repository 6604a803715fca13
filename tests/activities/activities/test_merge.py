import pytest

from activities.activities import proposals, workflow
from activities.models import Activity, Merge, Total
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day


@pytest.fixture
def two(world, rita, sam):
    """Each side has reported the same fair, a day apart and with other figures."""
    first = world.submitted(rita, measures={"posts": 30, "signed": 4})
    second = world.submitted(sam, starts_on=day(-2), ends_on=day(-2), measures={"posts": 35})
    return first, second


def test_both_numbers_are_kept_one_is_agreed_and_counts_once(two, rita, sam):
    first, second = two
    proposal = proposals.propose_merge(first, rita, second, {"posts": 33})
    assert [(str(i.code), a, b, c) for i, a, b, c in proposal.both_values] == [
        ("posts", 30, 35, 33),
        ("signed", 4, None, 4),
    ]
    assert list(Merge.objects.to_decide_by(sam)) == [proposal] and not Merge.objects.to_decide_by(rita).exists()
    proposals.accept(proposal, sam)
    first.refresh_from_db(), second.refresh_from_db()
    assert first.is_counted and not second.is_counted and second.merged_into == first
    assert {row.indicator.code: row.value for row in Total.objects.all()} == {"posts": 33, "signed": 4}
    assert first.measures.get(indicator__code="posts").value == 30
    assert second.measures.get(indicator__code="posts").value == 35
    assert first.confirmed_by == sam


def test_a_figure_that_neither_gives_any_more_is_not_agreed_on(two, rita, sam):
    first, second = two
    first.measures.filter(indicator__code="signed").update(value=None)
    proposal = proposals.propose_merge(first, rita, second, {"posts": 33})
    assert proposal.values == {"posts": 33}
    proposals.accept(proposal, sam)
    assert {row.indicator.code: row.value for row in Total.objects.all()} == {"posts": 33}


def test_of_two_confirmed_ones_one_stops_counting(world, rita, sam):
    first = world.confirmed(rita, sam, measures={"posts": 30})
    second = world.confirmed(sam, rita, measures={"posts": 35})
    assert Total.objects.get().value == 65
    proposals.accept(proposals.propose_merge(first, sam, second, {"posts": 35}), rita)
    assert Total.objects.get().value == 35 and Total.objects.get().entries == 1
    assert list(Activity.objects.public()) == [first]
    assert Activity.objects.kept_for(second.pk) == first


def test_it_takes_both_sides(two, rita, rob, sam, outsiders):
    first, second = two
    proposal = proposals.propose_merge(first, rita, second, {"posts": 33})
    for person in (rita, rob):
        refused(proposals.accept, proposal, person, code="own_side")
    for person in outsiders:
        refused(proposals.accept, proposal, person, code="not_yours")
        refused(proposals.propose_merge, first, person, second)
    assert not Total.objects.exists()


def test_the_confirmer_is_never_of_the_side_that_logged_the_kept_one(two, rita, sam, editor):
    first, second = two
    proposals.accept(proposals.propose_merge(second, rita, first, {"posts": 33}), editor)
    second.refresh_from_db()
    assert (second.side, second.confirmed_by) == ("supporter", editor) and second.on_behalf


def test_differing_figures_need_an_agreed_one(two, rita):
    first, second = two
    assert faults(proposals.propose_merge, first, rita, second) == {"posts"}
    assert faults(proposals.propose_merge, first, rita, second, {"posts": -1}) == {"posts"}


def test_only_accounts_of_what_may_be_one_event(world, rita, sam):
    first = world.submitted(rita)
    late = world.submitted(sam, starts_on=day(-4), ends_on=day(-4))
    refused(proposals.propose_merge, first, rita, late)
    refused(proposals.propose_merge, first, rita, world.submitted(sam, kind=world.lecture))
    refused(proposals.propose_merge, first, rita, world.drafted(sam))
    refused(proposals.propose_merge, first, rita, first)
    reports = [world.submitted(by, kind=world.matching) for by in (rita, sam)]
    refused(proposals.propose_merge, reports[0], rita, reports[1])


def test_declined_both_stay(two, rita, sam):
    first, second = two
    proposal = proposals.propose_merge(first, rita, second, {"posts": 33})
    refused(proposals.propose_merge, second, sam, first, {"posts": 33}, code="waiting")
    proposals.decline(proposal, sam, "是两场")
    workflow.confirm(first, sam), workflow.confirm(second, rita)
    assert Total.objects.get(indicator__code="posts").value == 65
    refused(proposals.accept, proposal, sam)


def test_nothing_more_happens_to_the_merged_one(two, rita, sam):
    first, second = two
    proposals.accept(proposals.propose_merge(first, rita, second, {"posts": 33}), sam)
    refused(workflow.confirm, second, rita, code="merged")
    refused(workflow.withdraw, second, sam, "x", code="merged")
    assert not Activity.objects.to_confirm_by(rita).exists()
    assert not Activity.objects.editable_by(sam).exists()


def test_a_correction_of_the_kept_one_changes_what_counts(two, rita, sam):
    first, second = two
    proposals.accept(proposals.propose_merge(first, rita, second, {"posts": 33}), sam)
    first.refresh_from_db()
    proposals.propose_correction(first, sam, measures={"posts": 34}, reason="核对后")
    proposals.accept(proposals.waiting_correction(first), rita)
    assert Total.objects.get(indicator__code="posts").value == 34
    assert first.measures.get(indicator__code="posts").value == 30


def test_only_the_side_that_proposed_it_takes_it_back(two, rita, rob, sam, editor):
    first, second = two
    proposal = proposals.propose_merge(first, rita, second, {"posts": 33})
    for person in (sam, editor):
        refused(proposals.take_back, proposal, person, code="other_side")
    refused(proposals.decline, proposal, rob, "x", code="own_side")
    proposals.take_back(proposal, rob)
    assert Merge.objects.get().status == "taken_back"
    proposals.propose_merge(second, sam, first, {"posts": 33})


def test_what_comes_from_a_public_source_is_merged_with_nothing(world, rita):
    entry = world.submitted(rita)
    facts = {"stage": "held", "status": "confirmed", "source": "https://example.org/"}
    sourced = Activity.objects.create(pair=world.pair, kind=entry.kind, ends_on=entry.ends_on, **facts)
    assert "公开来源" in str(refused(proposals.propose_merge, entry, rita, sourced))


def test_what_was_returned_is_merged_with_nothing_before_it_is_submitted_again(two, rita, sam):
    first, second = two
    workflow.send_back(first, sam, "请核对")
    assert "退回" in str(refused(proposals.propose_merge, second, sam, first))


def test_a_figure_that_neither_account_gives_is_not_asked_for(world, rita, sam):
    first = world.submitted(rita, measures={"posts": None, "signed": 4})
    second = world.submitted(sam, measures={"posts": None})
    proposals.accept(proposals.propose_merge(first, rita, second, {}), sam)
    assert {row.indicator.code: row.value for row in Total.objects.all()} == {"signed": 4}
