"""A number beside the name of an indicator says its unit once."""

import pytest
from django.utils.translation import override

from activities.models import Indicator


@pytest.mark.parametrize(
    ("language", "name", "unit"),
    [("en", "On-site job fairs", ""), ("zh-hans", "线下招聘活动", "场")],
)
def test_the_unit_is_left_out_where_the_name_says_it(language, name, unit):
    indicator = Indicator(name="线下招聘活动", unit="场", name_en="On-site job fairs", unit_en="fairs")
    with override(language):
        assert (indicator.local_name, indicator.unit_after_name) == (name, unit)
