"""The headline paragraph: proposed in both languages, and no number in it that no figure backs."""

from dataclasses import dataclass

import pytest

from oversight.bulletins import summary_text

SCOPE = {"zh": "第一批", "en": "Batch 1"}


@dataclass
class Figure:
    name: str
    name_en: str
    wording: str
    wording_en: str
    included: bool = True
    in_headline: bool = True


FIGURES = [
    Figure("远程会议", "Remote meetings", "近800次", "nearly 800 meetings"),
    Figure("招聘会", "Joint online job fairs", "223场", "223 fairs"),
    Figure("投递简历", "CVs submitted", "7.5万人次", "75,000 submissions"),
]


def unbacked(text, language="zh"):
    return summary_text.unbacked(text, FIGURES, (31, 48), SCOPE[language], language)


@pytest.mark.parametrize(
    "text",
    [
        "截至2020年5月21日，第一批累计：远程会议近800次，招聘会223场，投递简历7.5万人次。",
        "自4月8日以来，48对结对中的31对举办了223场招聘会。",
        "一帮一行动一切顺利，签约7.5万人次。",
    ],
)
def test_what_the_figures_say_may_be_said(text):
    assert unbacked(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("远程会议近900次", ["近900"]),
        ("远程会议近800场", ["近800"]),
        ("招聘会1223场", ["1223"]),
        ("招聘会超过223场", ["超过…"]),
        ("招聘会223场以上", ["…以上"]),
        ("投递简历17.5万人次", ["17.5万"]),
        ("招聘会约223场", ["约…"]),
        ("招聘会五百场", ["五百"]),
        ("签约4000多人", ["4000多"]),
    ],
)
def test_a_number_without_a_figure_is_found(text, found):
    assert unbacked(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "As of 21 May 2020, Batch 1: nearly 800 remote meetings, 223 joint online job fairs and 75,000 CVs submitted.",
        "In May 2020, 31 of 48 pairs held 223 fairs.",
    ],
)
def test_what_the_figures_say_may_be_said_in_english(text):
    assert unbacked(text, "en") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nearly 900 meetings", ["900"]),
        ("over 223 fairs", ["over …"]),
        ("1,223 fairs", ["1,223"]),
        ("223,000 fairs", ["223,000"]),
        ("nearly a thousand meetings", ["thousand"]),
        ("900 May meetings", ["900"]),
    ],
)
def test_a_number_without_a_figure_is_found_in_english(text, found):
    assert unbacked(text, "en") == found


def test_a_figure_left_out_backs_nothing():
    left = [figure for figure in FIGURES if figure.name != "招聘会"]
    assert summary_text.unbacked("招聘会223场", left, (31, 48), "第一批", "zh") == ["223"]


def test_what_the_paragraph_leaves_out_is_named():
    assert [one.name for one in summary_text.missing("远程会议近800次。", FIGURES, "zh")] == ["招聘会", "投递简历"]
