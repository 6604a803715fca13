"""Text that can be seen: names and titles refuse what hides, turns around or cannot be stored."""

import pytest
from django.core.exceptions import ValidationError

from core.validators import something_seen, visible_text

SEEN = ["王小明", "O’Brien-Li", "阿卜杜拉·买买提", "Zoë", "e\u0301", "👩\u200d🏫", "甲 乙", ""]


@pytest.mark.parametrize("text", SEEN)
def test_what_can_be_seen_passes(text):
    visible_text(text)


@pytest.mark.parametrize("char", ["\u0007", "\x00", "\n", "\x7f", "\u2028", "\ud800", "\u202e", "\u2067", "\u200f"])
def test_controls_and_turned_directions_are_refused_wherever_they_stand(char):
    for text in (f"王{char}小明", f"{char}王小明", f"王小明{char}"):
        with pytest.raises(ValidationError) as refused:
            visible_text(text)
        assert refused.value.code == "unprintable"


@pytest.mark.parametrize("text", ["\u200b", "\u200d\ufeff\u2060", " \u3000\u00a0", "\u3164", "\u2800\u200b", "\u0301"])
def test_text_of_which_nothing_shows_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        visible_text(text)
    assert refused.value.code == "invisible"


@pytest.mark.parametrize("text", ["第一行\n\u200b\n第二行", "\u200b甲", "", " \n", "👩\u200d🏫"])
def test_lines_with_something_to_see_pass(text):
    something_seen(text)


@pytest.mark.parametrize("text", ["\u200b\n\u200b", "\u2800", "\t\ufeff"])
def test_lines_of_which_nothing_shows_are_refused(text):
    with pytest.raises(ValidationError) as refused:
        something_seen(text)
    assert refused.value.code == "invisible"
