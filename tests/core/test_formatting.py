"""Days and periods are written as Chinese and British sites write them, the year once."""

import datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from core.templatetags.formatting import day_and_weekday, nearness, period

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


def in_days(number):
    return DAY + datetime.timedelta(days=number)


@pytest.fixture
def today(monkeypatch):
    """It is Saturday 14 November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: DAY)


@pytest.mark.parametrize(
    ("ahead", "chinese", "english"),
    [
        (0, "11月14日 周六", "Sat 14 November"),
        (2, "11月16日 周一", "Mon 16 November"),
        (48, "2027年1月1日 周五", "Fri 1 January 2027"),
    ],
)
def test_a_coming_day_has_its_weekday_and_only_another_year(today, ahead, chinese, english):
    with override("zh-hans"):
        assert day_and_weekday(in_days(ahead), in_days(ahead)) == chinese
    with override("en"):
        assert day_and_weekday(in_days(ahead), in_days(ahead)) == english


def test_several_coming_days_are_a_short_range(today):
    with override("zh-hans"):
        assert day_and_weekday(in_days(1), in_days(17)) == "11月15日至12月1日"


def test_near_days_are_called_as_people_call_them(today):
    with override("zh-hans"):
        assert [nearness(in_days(ahead)) for ahead in (0, 1, 2, 3, 6, 7)] == [
            "今天",
            "明天",
            "后天",
            "3 天后",
            "6 天后",
            "",
        ]
        assert (nearness(in_days(-1), in_days(0)), nearness(in_days(-3), in_days(-1))) == ("正在进行", "")
    with override("en"):
        assert nearness(in_days(2)) == "in two days"
