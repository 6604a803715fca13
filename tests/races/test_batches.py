"""Two editors at one batch: neither undoes what the other did."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pairs.models import Batch, PeriodChange
from tests.support.factories.activities import day

from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_period_changed_while_the_batch_is_published_stays_as_its_record_says(world):
    for number in range(5):
        Batch.objects.update(published_at=None, starts=day(-60), ends=day(90))
        first, second, until = Batch.objects.get(), Batch.objects.get(), day(91 + number)
        at_once(first.publish, lambda one=second, until=until: one.adjust_period(day(-60), until, "延长"))
        stored = Batch.objects.get()
        assert stored.published_at and stored.ends == PeriodChange.objects.last().ends == until


def test_publishing_reads_the_batch_as_it_stands_and_writes_its_own_column_only(world):
    Batch.objects.update(published_at=None, starts=day(-60), ends=day(90))
    opened_before = Batch.objects.get()
    Batch.objects.get().adjust_period(day(-60), day(99), "延长")
    with CaptureQueriesContext(connection) as asked:
        opened_before.publish()
    [written] = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "pairs_batch"')]
    assert written.partition(" WHERE ")[0].count(" = ") == 1 and '"published_at" = ' in written
    assert opened_before.ends == Batch.objects.get().ends == day(99)


def test_what_a_colleague_changed_meanwhile_keeps_the_batch_from_being_published(world):
    Batch.objects.update(published_at=None)
    opened_before = Batch.objects.get()
    Batch.objects.update(declared_pairs=99, list_status=Batch.ListStatus.COMPLETE)
    with pytest.raises(ValidationError):
        opened_before.publish()
    assert Batch.objects.get().published_at is None
