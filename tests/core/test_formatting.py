"""Days and periods are written as Chinese and British sites write them, the year once."""

import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from core.templatetags.formatting import period

DAY = datetime.date(2026, 11, 14)


@pytest.mark.parametrize(
    ("form", "chinese", "english"),
    [("DATE_FORMAT", "2026年11月14日", "14 November 2026"), ("YEAR_MONTH_FORMAT", "2026年11月", "November 2026")],
)
def test_a_day_and_a_month(form, chinese, english):
    with override("zh-hans"):
        assert date_format(DAY, form) == chinese
    with override("en"):
        assert date_format(DAY, form) == english


def test_a_moment_has_24_hours_in_english():
    with override("en"):
        assert date_format(datetime.datetime(2026, 11, 14, 15, 5), "DATETIME_FORMAT") == "14 November 2026, 15:05"


@pytest.mark.parametrize(
    ("ends", "in_months", "chinese", "english"),
    [
        ((2026, 11, 14), False, "2026年11月14日", "14 November 2026"),
        ((2026, 12, 1), False, "2026年11月14日至12月1日", "14 November to 1 December 2026"),
        ((2027, 1, 5), False, "2026年11月14日至2027年1月5日", "14 November 2026 to 5 January 2027"),
        ((2026, 11, 30), True, "2026年11月", "November 2026"),
        ((2026, 12, 31), True, "2026年11月至12月", "November to December 2026"),
        ((2027, 1, 31), True, "2026年11月至2027年1月", "November 2026 to January 2027"),
    ],
)
def test_a_period_names_its_year_once(ends, in_months, chinese, english):
    with override("zh-hans"):
        assert period(DAY, datetime.date(*ends), in_months) == chinese
    with override("en"):
        assert period(DAY, datetime.date(*ends), in_months) == english
