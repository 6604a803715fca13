from activities.activities import workflow
from activities.activities.duplicates import flags
from tests.support.factories.activities import day


def doubts(activity):
    return [(flag.doubt.value, flag.activity.pk) for flag in flags(activity)]


def test_another_account_of_the_same_event_is_flagged_on_both(world, rita, sam):
    first, second = world.submitted(rita), world.submitted(sam, starts_on=day(-3), ends_on=day(-3))
    assert doubts(first) == [("same_event", second.pk)]
    assert doubts(second) == [("same_event", first.pk)]


def test_three_days_apart_are_two_events(world, rita, sam):
    world.submitted(sam, starts_on=day(-4), ends_on=day(-4))
    assert doubts(world.submitted(rita)) == []


def test_overlapping_reports_are_flagged(world, rita, sam):
    first = world.submitted(rita, kind=world.matching, starts_on=day(-30), ends_on=day(-10))
    second = world.submitted(sam, kind=world.matching, starts_on=day(-10), ends_on=day(-1))
    assert doubts(first) == [("overlaps", second.pk)]
    later = world.submitted(sam, kind=world.matching, starts_on=day(), ends_on=day())
    assert doubts(later) == []


def test_an_event_inside_a_report_with_the_same_figures_is_flagged(world, rita, sam):
    report = world.submitted(rita, kind=world.matching, starts_on=day(-30), ends_on=day())
    fair, lecture = world.submitted(sam), world.submitted(sam, kind=world.lecture)
    assert doubts(report) == [("holds", fair.pk)]
    assert doubts(fair) == [("inside", report.pk)]
    assert doubts(lecture) == []


def test_drafts_withdrawn_ones_and_other_pairs_cast_no_doubt(world, rita, sam, olga):
    world.drafted(sam)
    workflow.withdraw(world.submitted(sam), sam, "误报")
    world.submitted(olga, pair=world.other_pair)
    assert doubts(world.submitted(rita)) == []
