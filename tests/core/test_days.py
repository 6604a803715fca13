"""Days that are typed without their year: taken where only one makes sense, asked about where several do."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core import form_fields
from core.form_fields import DayField

pytestmark = pytest.mark.one_database

SPRING = (datetime.date(2030, 12, 1), datetime.date(2031, 8, 31))
LONG = (datetime.date(2031, 3, 1), datetime.date(2032, 8, 31))


def read(text, period=SPRING):
    field = DayField(period=period)
    return field.clean(text), field.years_taken


@pytest.mark.parametrize("text", ["3月5日", "3月5号", "3 月 5 日", "3-5", "03-05", "3/5", "３／５"])
def test_the_only_day_of_the_period_is_taken_and_its_year_is_told(text):
    assert read(text) == (datetime.date(2031, 3, 5), {2031})
    assert read("12月3日") == (datetime.date(2030, 12, 3), {2030})


@pytest.mark.parametrize("text", ["5 March", "March 5", "5 Mar"])
def test_english_words_may_lack_their_year_too(text):
    with translation.override("en"):
        assert read(text) == (datetime.date(2031, 3, 5), {2031})


def test_a_day_with_its_year_is_read_as_it_stands():
    assert read("2026-03-05") == (datetime.date(2026, 3, 5), set())


@pytest.mark.parametrize(
    ("text", "period", "said"),
    [
        ("3月5日", LONG, "可能是 2031年3月5日或 2032年3月5日，请写明年份。"),
        ("9月5日", SPRING, "该日期不在 2030年12月1日至2031年8月31日之间，请写明年份。"),
        ("2月29日", SPRING, "请写明年月日"),
        ("13/45", SPRING, "没有这一天"),
        ("2月30日", SPRING, "没有这一天"),
        ("3.5", SPRING, "请写明年月日"),
        ("3月", SPRING, "请写明年月日"),
        ("3月5日", None, "请写明年月日"),
    ],
)
def test_it_is_asked_for_where_several_make_sense_or_none(text, period, said):
    with pytest.raises(ValidationError) as refused:
        read(text, period)
    assert said in refused.value.messages[0]


def test_a_period_of_centuries_costs_no_more_than_one_of_a_year(monkeypatch):
    looked_at, day_of = [], form_fields.day_of
    monkeypatch.setattr(form_fields, "day_of", lambda *facts: looked_at.append(facts) or day_of(*facts))
    for text in ("3月5日", "3月", "5 March"):
        with pytest.raises(ValidationError):
            read(text, (datetime.date.min, datetime.date.max))
    assert len(looked_at) <= 3 * (1 + len(form_fields.YEARS))


def test_the_order_of_two_numbers_is_asked_for_on_english_pages_only():
    assert read("3/5")[0] == datetime.date(2031, 3, 5)
    with translation.override("en"):
        assert read("3/25")[0] == datetime.date(2031, 3, 25)
        with pytest.raises(ValidationError) as refused:
            read("3/5")
    assert "5 March 2031 or 3 May 2031" in refused.value.messages[0]
