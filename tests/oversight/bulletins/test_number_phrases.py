"""Wordings of figures: whatever is proposed or accepted is true of the value, whatever is untrue is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from oversight.bulletins import number_phrases
from oversight.bulletins.number_phrases import (
    CHINESE,
    ENGLISH,
    Sense,
    Unread,
    Wording,
    propose,
    read,
    true_wordings,
    verify,
)

VALUES = st.integers(0, 5000) | st.integers(0, 10**10) | st.integers(1, 9999).map(lambda n: n * 1000)
LANGUAGES = st.sampled_from([CHINESE, ENGLISH])
UNITS = {CHINESE: "人次", ENGLISH: "submissions"}


def is_true(text, value, language):
    try:
        verify(text, value, [UNITS[language]], language)
    except ValidationError:
        return False
    return True


def says_the_truth(text, value):
    """Whether a wording is true, worked out from its letters alone and in another way than the portal does."""
    digits = "".join(sign for sign in text if sign.isdigit() or sign == ".")
    scale = 10**8 if "亿" in text else 10**4 if "万" in text else 1
    number = round(float(digits) * scale)
    if "近" in text or "nearly" in text:
        return value < number and value / number >= 0.95
    if any(mark in text for mark in ("多", "余", "over")):
        unit = next(10**power for power in range(12, -1, -1) if number % 10**power == 0)
        return 0 < value - number < unit and number > 0  # 0 has no digit of which one unit could be more
    return 0 <= value - number < (1000 if "万" in text and "." in text else 1)


@pytest.mark.parametrize(
    ("value", "unit", "unit_en", "chinese", "english"),
    [
        (796, "次", "meetings", "近800次", "nearly 800 meetings"),
        (223, "场", "fairs", "223场", "223 fairs"),
        (512_340, "个", "posts", "50多万个", "over 500,000 posts"),
        (53_120, "家", "employers", "5万多家", "over 50,000 employers"),
        (75_000, "人次", "submissions", "7.5万人次", "75,000 submissions"),
        (4_213, "人", "graduates", "4000多人", "over 4,000 graduates"),
    ],
)
def test_the_six_figures_of_the_ministry_are_worded_as_the_ministry_did(value, unit, unit_en, chinese, english):
    assert propose(value, unit, CHINESE) == chinese
    assert propose(value, unit_en, ENGLISH) == english


@pytest.mark.parametrize(
    ("value", "chinese"),
    [
        (0, "0场"),
        (1, "1场"),
        (94, "94场"),
        (95, "近100场"),
        (100, "100场"),
        (759, "759场"),
        (760, "近800场"),
        (800, "800场"),
        (949, "949场"),
        (950, "近1000场"),
        (1000, "1000场"),
        (1001, "1000多场"),
        (1850, "1800多场"),
        (4200, "4200场"),
        (4999, "近5000场"),
        (9600, "9600场"),
        (9601, "近1万场"),
        (18_500, "1.8万多场"),
        (100_001, "10多万场"),
        (510_000, "51万场"),
        (1_234_567, "120多万场"),
        (99_999_999, "近1亿场"),
        (123_456_789, "1.2亿多场"),
    ],
)
def test_wordings_at_their_bounds(value, chinese):
    assert propose(value, "场", CHINESE) == chinese


def test_one_of_something_is_in_the_singular():
    assert propose(1, "fairs", ENGLISH) == "1 fair"
    verify("1 fair", 1, ["fairs"], ENGLISH)


@given(VALUES, LANGUAGES)
def test_whatever_is_proposed_is_true(value, language):
    text = propose(value, UNITS[language], language)
    assert says_the_truth(text, value)
    assert is_true(text, value, language)


@given(VALUES, LANGUAGES)
def test_whatever_is_offered_is_true_and_reads_back_as_it_was_meant(value, language):
    for one in true_wordings(value, language):
        text = number_phrases.say(one, UNITS[language], language)
        assert says_the_truth(text, value)
        assert read(text, language).number == one.number
        assert is_true(text, value, language)


TYPED = {
    CHINESE: st.tuples(
        st.sampled_from(["", "近"]),
        st.sampled_from(["", "多", "余"]),
        st.integers(0, 99999) | st.integers(1, 9).map(lambda n: n * 1000),
        st.sampled_from(["", "万", "亿"]),
        st.booleans(),
    ).map(lambda t: f"{t[0]}{t[2]}{t[1] if t[4] else ''}{t[3]}{'' if t[4] else t[1]}人次"),
    ENGLISH: st.tuples(
        st.sampled_from(["", "nearly ", "over ", "almost ", "more than "]), st.integers(0, 99999), st.booleans()
    ).map(lambda t: f"{t[0]}{t[1]:{',' if t[2] else ''}} submissions".replace("almost", "nearly")),
}


@given(st.data(), LANGUAGES)
def test_what_an_editor_types_is_accepted_only_when_it_is_true(data, language):
    text = data.draw(TYPED[language]).replace("more than", "over")
    number = int("".join(sign for sign in text if sign.isdigit()))
    number *= 10**8 if "亿" in text else 10**4 if "万" in text else 1
    value = data.draw(st.integers(max(0, number * 9 // 10 - 2), number * 13 // 10 + 12))
    both = "近" in text and ("多" in text or "余" in text)
    assert is_true(text, value, language) == (says_the_truth(text, value) and not both)


@given(st.text(max_size=12), VALUES, LANGUAGES)
def test_nothing_else_is_accepted(text, value, language):
    if is_true(text, value, language):
        assert says_the_truth(text, value)


@pytest.mark.parametrize(
    ("text", "wordings"),
    [
        ("近800次", Wording(Sense.NEAR, 800, "次")),
        ("5万多家", Wording(Sense.MORE, 50_000, "家")),
        ("50余万个", Wording(Sense.MORE, 500_000, "个")),
        ("８００余次", Wording(Sense.MORE, 800, "次")),
        ("4千多人", Wording(Sense.MORE, 4000, "人")),
        ("7.5万人次", Wording(Sense.ROUNDED, 75_000, "人次")),
        ("7.53万人次", Wording(Sense.EXACT, 75_300, "人次")),
        ("75,000 人次", Wording(Sense.EXACT, 75_000, "人次")),
    ],
)
def test_chinese_forms(text, wordings):
    assert read(text, CHINESE) == wordings


@pytest.mark.parametrize(
    ("text", "wordings"),
    [
        ("nearly 800 meetings", Wording(Sense.NEAR, 800, "meetings")),
        ("Almost 800 meetings", Wording(Sense.NEAR, 800, "meetings")),
        ("more than 50,000 employers", Wording(Sense.MORE, 50_000, "employers")),
        ("over 4,000 graduates", Wording(Sense.MORE, 4000, "graduates")),
        ("over 1.2 million posts", Wording(Sense.MORE, 1_200_000, "posts")),
        ("223 fairs", Wording(Sense.EXACT, 223, "fairs")),
    ],
)
def test_english_forms(text, wordings):
    assert read(text, ENGLISH) == wordings


@pytest.mark.parametrize(
    "text", ["", "很多次", "近800多次", "约800次", "近近800次", "0800次", "1.23456次", "八百次", "8,00次"]
)
def test_what_cannot_be_checked_is_not_read(text):
    with pytest.raises((Unread, AssertionError)):
        assert read(text, CHINESE).unit == "次"


@pytest.mark.parametrize("text", ["about 800 meetings", "800+ meetings", "nearly over 800 meetings", "eight meetings"])
def test_english_that_cannot_be_checked_is_refused(text):
    with override("en"), pytest.raises(ValidationError):
        verify(text, 796, ["meetings"], ENGLISH)


def test_a_bare_number_in_wan_is_rounded_down_and_never_overstates():
    assert is_true("5.3万人次", 53_120, CHINESE)
    assert not is_true("5.4万人次", 53_999, CHINESE)
    assert not is_true("5万人次", 53_120, CHINESE)
    assert not is_true("5.31万人次", 53_120, CHINESE)


@pytest.mark.parametrize(("text", "language"), [("0多人次", CHINESE), ("over 0 submissions", ENGLISH)])
def test_nothing_is_over_nothing(text, language):
    """0 has no digit other than zero, and so no unit up to which a value could lie above it."""
    assert [value for value in (0, 1, 9, 1000) if is_true(text, value, language)] == []


@pytest.mark.parametrize("text", ["近800场", "近800", "近800次会议"])
def test_another_unit_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        verify(text, 796, ["次"], CHINESE)
    assert refused.value.code == "unit"


def test_a_refusal_says_which_wordings_would_be_true():
    with override("en"), pytest.raises(ValidationError) as refused:
        verify("近900次", 796, ["次"], CHINESE)
    [message] = refused.value.messages
    assert "796" in message
    for wording_ in ("近800次", "796次", "700多次"):
        assert wording_ in message
