"""Wordings of figures, and of which values they are true.

Bare N means x = N; in 万 with one decimal it is rounded down, so that it never overstates: 7.5万 means
75,000 ≤ x < 76,000. 近N and “nearly N” mean 0.95 N ≤ x < N. N多, N余 and “over N” mean N < x < N plus one unit
of N's last non-zero digit: 50多万 lies between 500,000 and 600,000.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.numbers import singular

CHINESE, ENGLISH = "zh", "en"
SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
ENGLISH_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
DIGITS = r"(?P<digits>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,14}|0)(?P<decimals>\.\d{1,6})?"
IN_CHINESE = re.compile(
    rf"(?P<near>近)?{DIGITS}(?P<inner>[多余])?(?P<scale>百万|千万|[百千万亿])?(?P<outer>[多余])?(?![\d.,])(?P<unit>.*)"
)
IN_ENGLISH = re.compile(
    rf"(?:(?P<near>nearly|almost) |(?P<more>over|more than) )?{DIGITS}(?: (?P<scale>hundred|thousand|million|billion))?"
    r"(?![\d.,])(?P<unit>.*)",
    re.IGNORECASE,
)


class Sense(Enum):
    """What a wording says of the number in it."""

    EXACT = "exact"
    ROUNDED = "rounded"  # in 万 with one decimal, rounded down
    NEAR = "near"
    MORE = "more"


class Unread(ValueError):  # noqa: N818 - it is an answer, not a failure
    """A wording that is none of the forms whose truth can be checked."""


@dataclass(frozen=True)
class Wording:
    """A number, what is said of it, and the unit that follows."""

    sense: Sense
    number: int
    unit: str = ""

    @property
    def bounds(self):
        """The least and the greatest whole number of which the wording is true."""
        return {
            Sense.NEAR: (-(-95 * self.number // 100), self.number - 1),
            Sense.MORE: (self.number + 1, self.number + last_unit(self.number) - 1),
            Sense.ROUNDED: (self.number, self.number + 999),
            Sense.EXACT: (self.number, self.number),
        }[self.sense]

    def holds(self, value):
        """Whether the wording is true of `value`."""
        least, greatest = self.bounds
        return least <= value <= greatest

    def phrase(self, language):
        """The wording without its unit, as a reader of `language` expects it."""
        return (in_english if language == ENGLISH else in_chinese)(self.sense, self.number)


def last_unit(number):
    """One unit of the last non-zero digit of `number`; 0 for 0, below which nothing is."""
    return 10 ** (len(str(number)) - len(str(number).rstrip("0"))) if number else 0


# Reading


def read(text, language):
    """The Wording that `text` holds; Unread when it is none."""
    text = " ".join(unicodedata.normalize("NFKC", text or "").split())
    found = (IN_ENGLISH if language == ENGLISH else IN_CHINESE).fullmatch(text)
    if not found:
        raise Unread(text)
    parts = found.groupdict()
    marks = [name for name in ("near", "inner", "outer", "more") if parts.get(name)]
    if len(marks) > 1:
        raise Unread(text)  # nearly and more at once
    return Wording(sense_of(marks, parts), number_in(parts, text), parts["unit"].strip())


def sense_of(marks, parts):
    if marks:
        return Sense.NEAR if marks == ["near"] else Sense.MORE
    one_decimal = len(parts["decimals"] or "") == 2
    return Sense.ROUNDED if parts["scale"] == "万" and one_decimal else Sense.EXACT


def number_in(parts, text):
    """The whole number that digits, decimals and scale make."""
    scale = (SCALES | ENGLISH_SCALES).get((parts["scale"] or "").lower(), 1)
    number = Decimal(parts["digits"].replace(",", "") + (parts["decimals"] or "")) * scale
    if number != int(number):
        raise Unread(text)
    return int(number)


# Writing


def in_chinese(sense, number):
    if sense is Sense.ROUNDED:
        return f"{number // 1000 / 10:.1f}万"
    mantissa, scale = scaled(number)
    if sense is Sense.MORE:
        tens = scale and mantissa.endswith("0") and "." not in mantissa
        return f"{mantissa}多{scale}" if tens else f"{mantissa}{scale}多"
    return ("近" if sense is Sense.NEAR else "") + mantissa + scale


def scaled(number):
    """The digits and the scale in which Chinese writes a round number: (“7.5”, “万”)."""
    for scale, size in (("亿", 10**8), ("万", 10**4)):
        if number >= size and number % (size // 10) == 0:
            return f"{Decimal(number) / size:f}", scale
    return str(number), ""


def in_english(sense, number):
    before = {Sense.NEAR: "nearly ", Sense.MORE: "over "}.get(sense, "")
    return f"{before}{number:,}"


def say(wording, unit, language):
    """A wording with its unit: “近800次”, “nearly 800 meetings”."""
    phrase = wording.phrase(language)
    if language != ENGLISH:
        return phrase + unit
    return f"{phrase} {singular(unit) if phrase == '1' else unit}".strip()


# Proposing


def proposed(value):
    """The wording the portal proposes: exact below 1,000 unless within 5 % below a hundred, else short and telling."""
    top = 10 ** (len(str(value)) - 1)
    step = 100 if value < 1000 else top
    near = Wording(Sense.NEAR, (value // step + 1) * step)
    if value % (100 if value < 1000 else top // 10) == 0:
        return Wording(Sense.EXACT, value)  # round already: two digits and noughts
    if near.holds(value):
        return near
    if value < 1000:
        return Wording(Sense.EXACT, value)
    finer = top // 10 if value < 2 * top else top  # 1.8万多, where 1万多 would hide almost half
    return Wording(Sense.MORE, value - value % finer)


def propose(value, unit, language):
    """The proposed wording with its unit, which is true of `value` in `language`."""
    return say(proposed(value), unit, language)


def true_wordings(value, language):
    """Wordings of every sense that are true of `value`, the proposed one first."""
    top = 10 ** (len(str(value)) - 1)
    found = [proposed(value), Wording(Sense.EXACT, value), Wording(Sense.NEAR, (value // top + 1) * top)]
    found += [Wording(Sense.MORE, value - value % unit) for unit in (top, top // 10) if unit]
    if language == CHINESE and value >= 10_000:
        found.append(Wording(Sense.ROUNDED, value - value % 1000))
    return list(dict.fromkeys(one for one in found if one.holds(value)))


def verify(text, value, units, language):
    """ValidationError saying which wordings would be true, unless `text` is true of `value` and names one of `units`.

    The first of `units` is the one in which the true wordings are said.
    """
    true = dict.fromkeys(say(one, units[0], language) for one in true_wordings(value, language))
    facts = {"text": text, "value": f"{value:,}", "unit": units[0], "true": _(", ").join(true)}
    try:
        wording = read(text, language)
    except Unread:
        raise ValidationError(
            _("“%(text)s” cannot be checked; write one of these: %(true)s.") % facts, "unread"
        ) from None
    allowed = {*units, *map(singular, units)} if language == ENGLISH else set(units)
    if wording.unit not in allowed:
        raise ValidationError(_("“%(text)s” does not count in %(unit)s; write one of these: %(true)s.") % facts, "unit")
    if not wording.holds(value):
        raise ValidationError(_("“%(text)s” is not true of %(value)s; true are: %(true)s.") % facts, "untrue")
