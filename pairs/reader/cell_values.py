"""Single cells: as printed, without what paper and programs put around them."""

import re
import unicodedata

from core import numbers
from opendata.cell_escaping import unescape

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
BREAK = re.compile("[\t\r\n\x0b\x0c\x1c-\x1f\x85\u00a0\u2028\u2029]+")
SERIAL = re.compile(r"(?:第|no\.?|#|№)?\s*([0-9]{1,30})(?:\.0*)?\s*(?:号|[.、,:)])?", re.IGNORECASE)
BATCH = re.compile(r"(?:第|batch)?\s*([0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:\.0*)?\s*批?(?:次)?", re.IGNORECASE)
SCHOOL = re.compile(r".*(?:大学|[校院])(?:[(（].*[)）])?")
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


def printed(value):
    """A raw cell as text: names as printed, without surrounding space, line breaks and invisible characters."""
    if not isinstance(value, str):
        value = _plain(value)
    if not value.isprintable():
        value = _joined(BREAK.split(INVISIBLE.sub("", value)))
    value = value.strip()
    return unescape(value).strip() if value[:1] == "'" else value


def _plain(value):
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _joined(parts):
    """Chinese goes on without a gap after a line break; two Latin words keep one."""
    joined = ""
    for part in filter(None, (part.strip() for part in parts)):
        latin = (joined[-1:] + part[0]).isascii() and joined[-1:].isalnum() and part[0].isalnum()
        joined += " " + part if latin else part
    return joined


def unstorable(text):
    """Whether `text` holds control characters, which no database should be given."""
    return not text.isprintable() and any(
        unicodedata.category(mark) in ("Cc", "Cs") or "\u202a" <= mark <= "\u202e" or "\u2066" <= mark <= "\u2069"
        for mark in text
    )


def serial_number(text):
    """The whole number a serial cell shows (`7`, `07`, `7.`, `第7`, `7.0`, full width too); None when it is none."""
    if text.isascii() and text.isdigit() and len(text) <= 30:
        return int(text)
    match = SERIAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match[1]) if match else None


def batch_number(text):
    """The number of a batch (`2`, `第2批`, `第二批`); None when it is none."""
    match = BATCH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return whole_number(match[1]) if match else None


def whole_number(text):
    """A number below a hundred in Chinese numerals, or any in digits; None when it is neither."""
    if text.isdecimal():
        return numbers.whole_number(text)
    tens, ten, ones = text.rpartition("十")
    if any(mark not in DIGITS for mark in tens + ones) or len(tens) > 1 or len(ones) > 1 or not text:
        return None
    return (DIGITS[tens] if tens else 1) * 10 * bool(ten) + (DIGITS[ones] if ones else 0)


def is_school(text):
    """Whether `text` ends like the name of a school, which a remark or signature does not."""
    return SCHOOL.fullmatch(text) is not None
