"""Two editors at one batch: neither undoes what the other did."""

import pytest

from pairs.models import Batch, PeriodChange
from tests.activities.world import day

from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_period_changed_while_the_batch_is_published_stays_as_its_record_says(world):
    for number in range(5):
        Batch.objects.update(published_at=None, starts=day(-60), ends=day(90))
        first, second, until = Batch.objects.get(), Batch.objects.get(), day(91 + number)
        at_once(first.publish, lambda one=second, until=until: one.adjust_period(day(-60), until, "延长"))
        stored = Batch.objects.get()
        assert stored.published_at and stored.ends == PeriodChange.objects.last().ends == until
