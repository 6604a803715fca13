"""The headline paragraph: proposed from the figures, and searched for numbers that no figure backs."""

import re

from django.utils.dateformat import format as formatted
from django.utils.translation import override

ABOUT = "(?<!签)约"  # 签约 is to sign
MARK = "\0"  # where a number stood that a figure backs
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATES = {
    "zh": r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|第\d+批",
    "en": rf"\b\d{{1,2}} {MONTH}(?: \d{{4}})?\b|\b(?:{MONTH}|in) (?:19|20)\d{{2}}\b"
    r"|\b[Bb]atch(?:es)? \d+(?: and \d+)?\b",
}
# Numbers in digits and in words, and words that would make more or less of a number than its figure does.
NUMBERS = {
    "zh": rf"(?:近|{ABOUT}|超|逾)?\d[\d,.]*[多余]?[百千万亿]*[多余]?|[一二三四五六七八九十两]+[十百千万亿]+[多余]?"
    rf"|(?:近|{ABOUT}|超过?|逾|不足|多达|不止){MARK}|{MARK}(?:多|余|以上)",
    "en": rf"\d[\d,.]*(?:th|st|nd|rd)?(?: (?:hundred|thousand|million|billion))?"
    rf"|\b(?:hundred|thousand|million|billion|dozen)s?\b"
    rf"|\b(?:nearly|almost|over|more than|less than|about|around|up to|at least) {MARK}",
}


def proposal(bulletin, figures, coverage):
    """The paragraph in Chinese and in English; `coverage` is (pairs that reported, pairs there are)."""
    included = [figure for figure in figures if figure.included]
    told = with_parts([figure for figure in included if figure.in_headline] or included, bulletin.wholes)
    return {"zh": in_chinese(bulletin, told, coverage), "en": in_english(bulletin, told, coverage)}


def with_parts(figures, wholes):
    """[(figure, those of the figures that count a part of it)], where `wholes` are {measure of a part: its whole's}."""
    told = {figure.measure for figure in figures}
    of = {figure.measure: wholes.get(figure.measure) for figure in figures if wholes.get(figure.measure) in told}
    alone = [figure for figure in figures if figure.measure not in of]
    return [(one, [part for part in figures if of.get(part.measure) == one.measure]) for one in alone]


def in_chinese(bulletin, told, coverage):
    def said(figures):
        return "、".join(f"{figure.name.removeprefix('其中：')}{figure.wording}" for figure in figures)

    items = "，".join(said([whole]) + (f"，其中{said(parts)}" if parts else "") for whole, parts in told)
    first = f"截至{in_words(bulletin.as_of, 'zh')}，{bulletin.scope}累计：{items}。" if items else ""
    return first + ("以上数据来自{1}对结对中的{0}对，经双方确认或有公开来源。".format(*coverage) if items else "")


def in_english(bulletin, told, coverage):
    def said(figures):
        names = [lowered(figure.name_en).removeprefix("of which ") for figure in figures]
        return ", ".join(f"{number_of(figure)} {name}" for figure, name in zip(figures, names, strict=True))

    items = [said([whole]) + (f" (of which {said(parts)})" if parts else "") for whole, parts in told]
    if not items:
        return ""
    listed = items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
    first = f"As of {in_words(bulletin.as_of, 'en')}, the pairs had recorded for {bulletin.scope_en}: {listed}. "
    words = "The figures come from {0} of {1} pairs and are confirmed by both sides or documented by a public source."
    return first + words.format(*coverage)


def in_words(day, language):
    with override("en" if language == "en" else "zh-hans"):
        return formatted(day, "j F Y" if language == "en" else "Y年n月j日")


def number_of(figure):
    """The English wording of a figure without its unit: the name says what is counted."""
    found = re.match(r"(?:nearly |almost |over |more than )?\d[\d,.]*", figure.wording_en, re.IGNORECASE)
    return found.group() if found else figure.wording_en


def lowered(name):
    """A name inside of a sentence; abbreviations stay as they are."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def backed(text, figures, coverage, scope, language):
    """`text` with a mark for each wording of a figure, and without days, the scope and the numbers of pairs."""
    ends = r"(?![\d.,]?\d)" if language == "en" else ""
    words = [number_of(figure) if language == "en" else figure.wording for figure in figures]
    for phrase in sorted(filter(None, words), key=len, reverse=True):
        text = re.sub(rf"(?<![\d.,]){re.escape(phrase)}{ends}", MARK, text)
    pairs = [f"{number}对" for number in coverage] if language == "zh" else map(str, coverage)
    for phrase in [scope, *pairs]:
        text = re.sub(rf"(?<![\d.,]){re.escape(phrase)}{ends}", " ", text) if phrase else text
    return re.sub(DATES[language], " ", text)


def unbacked(text, figures, coverage, scope, language):
    """The numbers in the paragraph that no figure of the bulletin backs, as they stand there."""
    rest = backed(text, figures, coverage, scope, language)
    found = re.findall(NUMBERS[language], rest, re.IGNORECASE)
    return [number.replace(MARK, "…").strip() for number in found]


def missing(text, figures, language):
    """The figures meant for the paragraph whose wording it does not hold."""
    told = [figure for figure in figures if figure.included and figure.in_headline]
    return [one for one in told if (number_of(one) if language == "en" else one.wording) not in text]
