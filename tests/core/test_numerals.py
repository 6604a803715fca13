"""Batches are numbered as notices number them."""

import pytest
from django.utils.translation import override

from core.numbers import in_chinese
from pairs.models import Batch


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (2, "二"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四"), (99, "九十九"), (100, "100")],
)
def test_a_number_is_written_as_in_a_notice(number, written):
    assert in_chinese(number) == written


def test_a_batch_is_called_as_its_reader_would_call_it():
    batch = Batch(number=2)
    with override("zh-hans"):
        assert str(batch) == "第二批"
    with override("en"):
        assert str(batch) == "Batch 2"
