"""Several people at once: nothing is made twice, nothing is lost, the totals stay true."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from activities.activities import workflow
from activities.activities.models import totals
from activities.models import Activity, Total
from core.exceptions import Refused
from oversight.models import Practice
from oversight.practices import workflow as practices
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
