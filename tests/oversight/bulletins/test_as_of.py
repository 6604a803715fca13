"""What a bulletin computes: held by, and confirmed by, the end of its day, whatever has happened since."""

import datetime

from activities.activities import proposals, workflow
from activities.models import Activity, Indicator, Measure
from oversight.bulletins.as_of import AsOfFigures, end_of
from pairs.models import Milestone, Pair
from tests.support.factories.activities import day
from tests.support.factories.ministry_season import SIX, at, noon


def values(as_of, numbers=(1,)):
    """The computed values as of a day counted from today, by measure."""
    return {found.measure.code: found.value for found in AsOfFigures(numbers, day(as_of)).figures()}


def coverage(as_of, measure):
    return next(one.reporting for one in AsOfFigures([1], day(as_of)).figures() if one.measure.code == measure)


def test_a_day_ends_at_midnight_in_beijing():
    moment = end_of(datetime.date(2020, 5, 21))
    assert moment + datetime.timedelta(microseconds=1) == datetime.datetime(2020, 5, 21, 16, tzinfo=datetime.UTC)


def test_figures_of_the_season_add_up(world, rita, sam):
    world.the_six(rita, sam)
    found = values(-1)
    assert {code: found[code] for code in SIX} == {code: value for code, (value, _zh, _en) in SIX.items()}
    assert (found["pairs"], found["activities"], found["agreements"]) == (2, 2, 0)
    assert coverage(-1, "posts") == 1


def test_what_is_held_after_the_day_is_not_in(world, rita, sam):
    world.held(rita, sam, on=-5, confirmed=-4, posts=7)
    assert (values(-6)["posts"], values(-4)["posts"]) == (0, 7)


def test_what_is_confirmed_after_the_day_is_not_in(world, rita, sam):
    world.held(rita, sam, on=-10, confirmed=-4, posts=7)
    assert (values(-5)["posts"], values(-4)["posts"]) == (0, 7)


def test_the_last_minute_of_the_day_is_in_and_the_first_of_the_next_is_not(world, rita, sam):
    last, held = end_of(day(-4)), {"starts_on": day(-9), "ends_on": day(-9)}
    with at(last - datetime.timedelta(seconds=30)):
        world.confirmed(rita, sam, kind=world.fair, measures={"posts": 7}, **held)
    with at(last + datetime.timedelta(seconds=30)):
        world.confirmed(rita, sam, kind=world.fair, measures={"posts": 5}, **held)
    assert (values(-4)["posts"], values(-3)["posts"]) == (7, 12)


def test_a_correction_after_the_day_changes_nothing(world, rita, sam):
    entry = world.held(rita, sam, posts=7, signed=1)
    before = [(one.measure.code, one.value, one.data_hash) for one in AsOfFigures([1], day(-5)).figures()]
    with at(noon(-3)):
        proposals.propose_correction(entry, rita, measures={"posts": 9, "meetings": 2}, reason="打错了")
        proposals.accept(proposals.waiting_correction(entry), sam)
    assert [(one.measure.code, one.value, one.data_hash) for one in AsOfFigures([1], day(-5)).figures()] == before
    assert (values(-3)["posts"], values(-3)["meetings"]) == (9, 2)


def test_a_withdrawal_after_the_day_changes_nothing(world, rita, sam, editor):
    entry = world.held(rita, sam, posts=7)
    with at(noon(-3)):
        workflow.withdraw(entry, editor, "没有举办")
    assert (values(-5)["posts"], values(-3)["posts"]) == (7, 0)


def test_waiting_and_draft_entries_are_not_in(world, rita):
    with at(noon(-5)):
        world.submitted(rita, kind=world.fair, measures={"posts": 7})
        world.drafted(rita, kind=world.fair, measures={"posts": 8})
    assert values(-1)["posts"] == 0


def test_two_accounts_of_one_event_count_once_from_the_day_they_are_merged(world, rita, sam):
    kept, other = world.held(rita, sam, posts=7), world.held(sam, rita, posts=8)
    with at(noon(-3)):
        proposals.propose_merge(kept, rita, other, {"posts": 8})
        proposals.accept(kept.merges.get(), sam)
    assert (values(-5)["posts"], values(-3)["posts"]) == (15, 8)


def test_zero_is_reported_and_empty_is_not(world, rita, sam):
    world.held(rita, sam, posts=0)
    assert (coverage(-1, "posts"), coverage(-1, "signed")) == (1, 0)


def test_other_batches_and_batches_announced_later_are_not_in(world, rita, sam):
    world.held(rita, sam, posts=7)
    assert values(-1, [2])["pairs"] == 0
    assert values(-61)["pairs"] == 0
    assert values(-60)["pairs"] == 2


def test_a_pair_has_signed_once_that_is_recorded(world, editor):
    facts = {"on": day(-20), "source": "tests", "by": editor}
    with at(noon(-4)):
        Pair.objects.filter(pk=world.pair.pk).record_milestone(Milestone.Kind.SIGNED, **facts)
    assert (values(-5)["agreements"], values(-4)["agreements"]) == (0, 1)


def test_an_indicator_outside_of_the_headline_is_there_once_it_is_reported(world, rita, sam):
    assert "openings" not in values(-1)
    entry = world.held(rita, sam, posts=7)
    Measure.objects.create(activity=entry, indicator=Indicator.objects.get(code="openings"), value=3)
    assert values(0)["openings"] == 3


def test_what_never_had_a_history_counts_as_it_stands(world, rita):
    facts = {"pair": world.pair, "kind": world.fair, "side": "recipient", "logged_by": rita, "title": "x"}
    held = {"stage": "held", "status": "confirmed", "starts_on": day(-9), "ends_on": day(-9)}
    [entry] = Activity.objects.bulk_create([Activity(**facts, **held, confirmed_at=noon(-5))])
    Measure.objects.bulk_create([Measure(activity=entry, indicator=Indicator.objects.get(code="posts"), value=4)])
    assert (values(-6)["posts"], values(-5)["posts"]) == (0, 4)


def test_what_is_dated_after_the_day_is_not_in_whenever_it_was_confirmed(world, rita, sam):
    entry = world.held(rita, sam, on=-10, confirmed=-9, posts=4)
    Activity.history.filter(id=entry.pk).update(ends_on=day(-3))
    assert (values(-4)["posts"], values(-3)["posts"]) == (0, 4)


def test_the_hash_follows_the_data_and_nothing_else(world, rita, sam):
    world.held(rita, sam, posts=7)
    hashes = [{one.measure.code: one.data_hash for one in AsOfFigures([1], day(-1)).figures()} for _ in range(2)]
    assert hashes[0] == hashes[1]
    world.held(rita, sam, on=-4, confirmed=-2, posts=1)
    after = {one.measure.code: one.data_hash for one in AsOfFigures([1], day(-1)).figures()}
    assert after["posts"] != hashes[0]["posts"]
    assert after["signed"] == hashes[0]["signed"]


def test_as_many_queries_for_many_activities_as_for_few(world, rita, sam, django_assert_num_queries):
    world.held(rita, sam, posts=7)
    # batches, pairs, signed from history and without, activities likewise, figures likewise, indicators
    with django_assert_num_queries(9):
        list(AsOfFigures([1], day(-1)).figures())
    for _ in range(5):
        world.held(rita, sam, posts=7)
    with django_assert_num_queries(9):
        list(AsOfFigures([1], day(-1)).figures())
