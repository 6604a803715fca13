"""Numbers in Chinese as notices write them."""

import pytest

from core.numbers import in_chinese


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (2, "二"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四"), (99, "九十九"), (100, "100")],
)
def test_a_number_is_written_as_in_a_notice(number, written):
    assert in_chinese(number) == written
