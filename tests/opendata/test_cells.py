"""No cell may be run by a spreadsheet, and what was escaped comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata import escape, printable, unescape

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "\u3000=1",
    "＝1+1",
    "'=1+1",
    "''=1+1",
    "'\t1",
]
HARMLESS = ["", "武汉大学", "'t Hooft", "a=b", "😀", "5", "'", "''"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_run_is_guarded(text):
    assert escape(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_alone(text):
    assert escape(text) == text
    assert unescape(text) == text


@given(st.text(st.sampled_from("'=+-@＝ \t\r\na学")))
def test_escaping_is_undone_exactly(text):
    assert unescape(escape(text)) == text


def test_what_no_file_can_hold_is_removed():
    assert printable("武\x00汉\x1b\ud800大\x7f学😀\n") == "武汉大学😀\n"
