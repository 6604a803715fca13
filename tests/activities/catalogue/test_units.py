"""A number beside the name of an indicator says its unit once."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from activities.models import Indicator
from activities.templatetags.activity_tags import with_unit


@pytest.mark.parametrize(
    ("language", "name", "unit"),
    [("en", "On-site job fairs", ""), ("zh-hans", "线下招聘活动", "场")],
)
def test_the_unit_is_left_out_where_the_name_says_it(language, name, unit):
    indicator = Indicator(name="线下招聘活动", unit="场", name_en="On-site job fairs", unit_en="fairs")
    with override(language):
        assert (indicator.local_name, indicator.unit_after_name(2)) == (name, unit)


@pytest.mark.parametrize(
    ("units", "one"),
    [
        ("fairs", "fair"),
        ("courses", "course"),
        ("person-times", "person-time"),
        ("entries", "entry"),
        ("matches", "match"),
    ],
)
def test_one_is_told_in_the_singular_in_english_alone(units, one):
    indicator = Indicator(name="线下招聘", unit="场", name_en="Recruitment", unit_en=units)
    with override("en"):
        assert [indicator.unit_after_name(number) for number in (0, 1, 2)] == [units, one, units]
        assert Template("{% load formatting %}{{ 1|unit_of:it }}").render(Context({"it": indicator})) == one
        assert with_unit(1, indicator) == f"1 {one}"
    assert with_unit(1, indicator) == "1 场"
