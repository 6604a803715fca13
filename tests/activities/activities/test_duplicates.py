from activities.activities import workflow
from activities.activities.duplicates import flags
from tests.conftest import a_client
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
    facts = {"kind": world.matching, "measures": {"signed": 3}}
    first = world.submitted(rita, starts_on=day(-30), ends_on=day(-10), **facts)
    second = world.submitted(sam, starts_on=day(-10), ends_on=day(-1), **facts)
    assert doubts(first) == [("overlaps", second.pk)]
    silent = world.submitted(sam, kind=world.matching, starts_on=day(-20), ends_on=day(-15))
    assert doubts(silent) == []  # it reports nothing that could be counted twice
    later = world.submitted(sam, kind=world.matching, starts_on=day(), ends_on=day())
    assert doubts(later) == []


def test_an_event_inside_a_report_with_the_same_figures_is_flagged(world, rita, sam):
    figures = {"signed": 3}
    report = world.submitted(rita, kind=world.matching, starts_on=day(-30), ends_on=day(), measures=figures)
    fair, lecture = world.submitted(sam, measures=figures), world.submitted(sam, kind=world.lecture)
    world.submitted(sam, starts_on=day(-12), ends_on=day(-12), measures={"posts": 9})
    assert doubts(report) == [("holds", fair.pk)]
    assert doubts(fair) == [("inside", report.pk)]
    assert doubts(lecture) == []


def test_drafts_withdrawn_ones_and_other_pairs_cast_no_doubt(world, rita, sam, olga):
    world.drafted(sam)
    workflow.withdraw(world.submitted(sam), sam, "误报")
    world.submitted(olga, pair=world.other_pair)
    assert doubts(world.submitted(rita)) == []


def test_two_events_of_one_side_on_different_days_are_no_doubt_and_on_one_day_they_are(world, rita):
    world.submitted(rita, kind=world.lecture, starts_on=day(-3), ends_on=day(-3))
    second = world.submitted(rita, kind=world.lecture)
    assert doubts(second) == []
    third = world.submitted(rita, kind=world.lecture)
    assert doubts(third) == [("same_event", second.pk)]


def test_a_doubt_ends_with_confirming_both_and_with_withdrawing(world, rita, sam):
    first, second = world.submitted(rita), world.submitted(sam)
    workflow.confirm(first, sam)
    assert doubts(first) == [("same_event", second.pk)] and doubts(second)
    workflow.confirm(second, rita)
    assert doubts(first) == doubts(second) == []
    third = world.submitted(rita, starts_on=day(-20), ends_on=day(-20))
    world.submitted(sam, starts_on=day(-20), ends_on=day(-20))
    workflow.withdraw(third, rita, "误报")
    assert doubts(third) == []


def test_a_doubt_is_dismissed_by_a_side_seen_by_both_and_taken_back(world, rita, sam, olga, officer):
    first, second = world.submitted(rita), world.submitted(sam)
    page, decide = f"/en/desk/activities/{second.pk}/", f"/en/desk/activities/{second.pk}/doubts/{first.pk}/"
    assert a_client(officer).post(decide).status_code == 403 and a_client(olga).post(decide).status_code == 404
    assert "Not the same" in a_client(rita).get(page).content.decode()
    for _twice in range(2):
        assert a_client(rita).post(decide).status_code == 302
    assert doubts(first) == doubts(second) == []
    for person in (rita, sam):
        read = a_client(person).get(page).content.decode()
        assert "rita" in read and "not the same as" in read
    a_client(sam).post(decide, {"take-back": "1"})
    assert doubts(first) == [("same_event", second.pk)]
    names = [one.transition for one in second.state_changes.order_by("pk")]
    assert names[-2:] == ["dismiss-doubt", "restore-doubt"]
