"""Several people at once: nothing is made twice, nothing is lost, the totals stay true."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from activities.activities import workflow
from activities.activities.models import quotas, totals
from activities.models import Activity, Evidence, Total
from core.exceptions import Refused
from oversight.models import Practice
from oversight.practices import workflow as practices
from pairs.models import Pair
from tests.support.factories.practices import proposed

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Make the calls at the same moment, each on a connection of its own; their results, or what refused them."""
    start = Barrier(len(calls))

    def make(call):
        start.wait()
        try:
            return call()
        except (Refused, ValidationError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))


def test_a_form_sent_five_times_at_once_makes_one_row(world, rita):
    made = at_once(*[lambda: world.drafted(rita, token="one", measures={"posts": 3}).pk] * 5)
    assert len(set(made)) == 1 and Activity.objects.count() == 1


def test_confirmations_at_once_all_reach_the_total(world, rita, sam):
    keys = [world.submitted(rita, measures={"posts": 10 + number}).pk for number in range(5)]
    at_once(*[lambda pk=pk: workflow.confirm(Activity.objects.get(pk=pk), sam) for pk in keys])
    assert Total.objects.get().value == 60 and totals.differences() == []


def two_edits(world, rita, rob):
    entry = world.drafted(rita)
    calls = [
        lambda by=by, field=field: workflow.edit(Activity.objects.get(pk=entry.pk), by, 1, {field: "新内容"})
        for by, field in ((rita, "place"), (rob, "description"))
    ]
    return at_once(*calls)


def test_of_two_who_save_at_once_one_gets_both_texts(world, rita, rob):
    results = two_edits(world, rita, rob)
    assert [getattr(result, "code", None) for result in results].count("conflict") == 1


def test_without_the_version_check_both_would_save(world, rita, rob, monkeypatch):
    monkeypatch.setattr(Activity, "compare", lambda *args: None)
    assert [getattr(result, "code", None) for result in two_edits(world, rita, rob)] == [None, None]


def test_of_five_who_rewrite_a_record_at_once_one_saves_and_the_others_get_both_texts(world, rita):
    practice = proposed(rita, world)

    def rewriting(number):
        values = {"raw_text": f"第{number}稿"}
        return lambda: practices.rewrite(Practice.objects.get(pk=practice.pk), rita, practice.version, values)

    results = at_once(*map(rewriting, range(5)))
    assert [getattr(result, "code", None) for result in results].count("conflict") == 4


def test_of_two_last_files_added_at_once_in_two_pairs_one_is_too_many(world, sam, settings, monkeypatch):
    settings.MAX_UNIVERSITY_FILES = 1
    Pair.objects.filter(pk=world.other_pair.pk).update(supporter=world.supporter)
    pairs, meeting, used = Pair.objects.all(), Barrier(2), quotas.used

    def used_and_wait(*which):
        found = used(*which)
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=0.5)  # for the other to have counted as well
        return found

    entries = [world.drafted(sam, pair=pair) for pair in pairs]
    monkeypatch.setattr(quotas, "used", used_and_wait)
    files = [SimpleUploadedFile("材料.pdf", b"%PDF-1.4\n%%EOF\n") for _entry in entries]
    results = at_once(
        *[
            lambda it=it, file=file: Evidence.objects.attach(sam, it, file)
            for it, file in zip(entries, files, strict=True)
        ]
    )
    assert [getattr(result, "code", None) for result in results].count("quota") == Evidence.objects.count() == 1
