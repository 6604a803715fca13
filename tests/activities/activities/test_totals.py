import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models

from activities.activities import evidence_workflow, workflow
from activities.activities.models import totals
from activities.models import Activity, Evidence, Measure, Tally, Total
from tests.support.factories.activities import day


def stored():
    return {(row.indicator.code, row.period): (row.value, row.entries) for row in Total.objects.all()}


def by_indicator(totals):
    return dict(totals.order_by().values_list("indicator").annotate(models.Sum("value")))


def rebuild(*arguments):
    out = io.StringIO()
    call_command("rebuild_totals", *arguments, stdout=out)
    return out.getvalue()


def test_totals_add_up_what_counts_by_pair(world, rita, sam, olga, editor):
    world.confirmed(rita, sam, measures={"posts": 10, "signed": 1})
    world.confirmed(sam, rita, measures={"posts": 5}, starts_on=day(-1), ends_on=day(-1))
    world.submitted(rita, measures={"posts": 100})
    world.confirmed(olga, editor, pair=world.other_pair, measures={"posts": 7})
    of_pair = Total.objects.filter(pair=world.pair)
    assert by_indicator(of_pair) == {world.posts.pk: 15, world.signed.pk: 1}
    assert by_indicator(Total.objects)[world.posts.pk] == 22


def test_not_reported_is_no_total_and_zero_is_one(world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": None, "signed": 0})
    assert stored() == {("signed", False): (0, 1)}


def test_reports_on_periods_stand_apart_in_the_month_of_their_end(world, rita, sam):
    world.confirmed(rita, sam, kind=world.matching, starts_on=day(-59), ends_on=day(-1), measures={"signed": 40})
    world.confirmed(rita, sam, measures={"signed": 2})
    assert stored() == {("signed", True): (40, 1), ("signed", False): (2, 1)}
    assert by_indicator(Total.objects.events_only()) == {world.signed.pk: 2}


def test_mechanisms_are_kept_apart(world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": 3})
    world.confirmed(rita, sam, kind=world.lecture, measures={"lectures": 5})
    assert {row.mechanism_id for row in Total.objects.all()} == {world.jobs.pk, world.guidance.pk}


def test_check_finds_each_kind_of_difference_and_changes_nothing(world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": 3, "signed": 4})
    assert "0" in rebuild("--check")
    Total.objects.filter(indicator=world.posts).update(value=4)
    Total.objects.filter(indicator=world.signed).delete()
    facts = {"pair": world.other_pair, "mechanism": world.jobs, "indicator": world.posts, "month": day().replace(day=1)}
    Total.objects.create(**facts, value=9, entries=1)
    with pytest.raises(SystemExit) as caught:
        rebuild("--check")
    assert caught.value.code == 1 and Total.objects.get(indicator=world.posts, pair=world.pair).value == 4


def test_rebuilding_mends_them(world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": 3})
    Measure.objects.update(value=8)  # behind the back of every verb
    assert "8" in rebuild()
    assert stored() == {("posts", False): (8, 1)}
    rebuild("--check")


def test_what_no_longer_counts_leaves_no_total(world, rita, sam, editor):
    entry = world.confirmed(rita, sam, measures={"posts": 3})
    workflow.withdraw(entry, editor, "重复")
    assert (stored(), numbers()) == ({}, [])


def test_the_public_adds_up_pairs_of_published_batches_only(world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": 3})
    assert Total.objects.public().exists() and Tally.objects.public().exists()
    type(world.batch).objects.update(published_at=None)
    assert not Total.objects.public().exists() and not Tally.objects.public().exists()


def test_a_refused_step_leaves_the_totals_alone(world, rita, sam):
    entry = world.confirmed(rita, sam, measures={"posts": 3})
    with pytest.raises(Exception, match="."):
        workflow.revise(entry, rita, {}, {"posts": 9}, "x")
    assert stored() == {("posts", False): (3, 1)}


def numbers():
    """(mechanism, report on a period, activities, evidenced, first day) of every stored row."""
    return sorted(Tally.objects.values_list("mechanism__number", "period", "activities", "evidenced", "first_on"))


def test_activities_are_counted_whether_they_have_figures_or_not(world, rita, sam):
    world.confirmed(rita, sam, starts_on=day(-1), ends_on=day(-1))
    world.confirmed(rita, sam, kind=world.matching, starts_on=day(-9), ends_on=day(-1), measures={"signed": 4})
    world.submitted(rita)
    assert numbers() == [(1, False, 1, 0, day(-1)), (1, True, 1, 0, day(-1))]


def test_evidence_counts_by_activity_until_it_is_erased(world, rita, sam, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    entry = world.drafted(rita)
    Evidence.objects.attach_link(rita, entry, "https://example.edu.cn/1")
    Evidence.objects.attach_link(rita, entry, "https://example.edu.cn/2")
    workflow.confirm(workflow.submit(entry, rita), sam)
    with_file = world.drafted(rita)
    piece = Evidence.objects.attach(rita, with_file, SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF"))
    workflow.confirm(workflow.submit(with_file, rita), sam)
    assert [row[2:4] for row in numbers()] == [(2, 2)]
    evidence_workflow.redact(piece, rita, "名单")
    assert [row[2:4] for row in numbers()] == [(2, 1)] and Total.objects.differences() == []


def test_a_public_source_is_evidence(world):
    facts = {"ends_on": day(-1), "stage": "held", "status": "confirmed", "source": "https://example.org/"}
    Activity.objects.create(pair=world.pair, kind=world.fair, **facts)
    totals.recount(world.pair)
    assert numbers() == [(1, False, 1, 1, day(-1))]


def test_check_finds_numbers_of_activities_that_differ(world, rita, sam):
    world.confirmed(rita, sam)
    Tally.objects.update(evidenced=1)
    with pytest.raises(SystemExit):
        rebuild("--check")
    assert "1 / 1 / " in rebuild() and numbers()[0][3] == 0
    rebuild("--check")


def test_summing_tells_reports_apart_and_each_pair_once(world, rita, sam):
    world.confirmed(rita, sam, measures={"signed": 2})
    world.confirmed(rita, sam, kind=world.matching, starts_on=day(-9), measures={"signed": 4})
    (row,) = Total.objects.summed("indicator")
    assert (row["sum"], row["reports"], row["pairs"]) == (6, 4, 1)
    assert Tally.objects.summed("mechanism").get()["backed"] == 0


def test_each_says_of_which_pair_and_month_it_is(world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": 3})
    assert str(Total.objects.get()).endswith(": 3") and str(Tally.objects.get()).endswith(": 1")
    assert f"{day(-1):%Y-%m}" in str(Total.objects.get())
