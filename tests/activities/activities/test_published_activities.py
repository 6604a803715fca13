import datetime

from django.core.management import call_command

from activities.activities import workflow
from activities.models import Activity, ActivityKind, EmploymentSnapshot, Measure, Total
from pairs.models import Pair


def test_pair_2_11_shows_five_lectures_up_to_a_day_and_none_of_the_supporters_own_fairs(published):
    pair = Pair.objects.at("2-11")
    lecture = pair.activities.get()
    assert (lecture.kind.code, lecture.kind.mechanism.number) == ("lecture", 3)
    assert (lecture.starts_on, lecture.ends_on) == (None, datetime.date(2020, 7, 7))
    assert [(row.indicator.code, row.value) for row in lecture.figures()] == [("lectures", 5)]
    assert [(row.indicator.code, row.value) for row in Total.objects.filter(pair=pair)] == [("lectures", 5)]


def test_the_four_activities_are_sourced_public_and_count(published):
    assert Activity.objects.sourced().public().counted().count() == Activity.objects.count() == 4
    assert all("://" in activity.source and not activity.side for activity in Activity.objects.all())


def test_kinds_and_indicators_are_those_of_the_plan(published):
    assert ActivityKind.objects.count() == 24
    fair = ActivityKind.objects.get(code="online_fair")
    codes = [indicator.code for indicator in fair.asked_indicators]
    assert codes == ["online_fairs", "posts", "openings", "employers", "resumes", "signed"]
    assert list(ActivityKind.objects.filter(online=True)) == [fair]


def test_fairs_and_talks_are_for_graduates_and_meetings_of_staff_are_not(published):
    told = dict(ActivityKind.objects.values_list("code", "for_graduates"))
    assert (told["online_fair"], told["lecture"], told["startup_contest"]) == ("fair", "talk", "other")
    assert {told[code] for code in ("remote_meeting", "staff_training", "agreement_signing")} == {""}


def test_the_supporters_snapshot_is_shown_with_its_source(published):
    rates = {row.group.code: (str(row.rate), row.is_stated) for row in EmploymentSnapshot.objects.public()}
    assert rates == {
        "all": ("86.81", False),
        "hubei_origin": ("100.00", True),
        "registered_impoverished": ("90.00", True),
    }


def test_loading_again_changes_nothing_and_restores_nothing(published, editor):
    lecture = Activity.objects.get(kind__code="lecture")
    workflow.revise(lecture, editor, {"title": "更正后的题目"}, {"lectures": 6}, "来源更正")
    meeting = Activity.objects.get(kind__code="remote_meeting")
    workflow.withdraw(meeting, editor, "来源已撤")
    call_command("load_published", verbosity=0)
    assert Activity.objects.count() == 4 and Measure.objects.count() == 2
    lecture.refresh_from_db()
    assert lecture.title == "更正后的题目" and Total.objects.get().value == 6
    call_command("rebuild_totals", "--check")


def test_without_pairs_there_are_no_activities(db):
    call_command("load_published", "--without-pairs", verbosity=0)
    assert not Activity.objects.exists() and ActivityKind.objects.count() == 24
