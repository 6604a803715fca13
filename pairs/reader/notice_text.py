"""What the prose of a notice proposes for its batch: title, day, period, and the counts it declares.

Nothing here is certain; an editor confirms every value. What the prose does not say clearly stays empty.
"""

import calendar
import datetime
import re
from dataclasses import dataclass, field

from .cell_values import role, whole_number
from .declared_counts import DeclaredGroup, declared_groups

MAX_PROSE = 200_000  # characters; no notice is longer
_NUMERAL = "[0-9]+|[一二三四五六七八九十]+"
_DAY = r"(?:(?P<{0}y>[0-9]{{4}})年)?(?P<{0}m>[0-9]{{1,2}})月(?:(?P<{0}d>[0-9]{{1,2}})日)?"
_PERIOD = re.compile(_DAY.format("a") + r"(?:起|份)?\s*(?:至|到|—+|-|–|~|～)\s*" + _DAY.format("b"))
_NAMED = re.compile("(?:时间|期限|周期|为期)[^，,。；;0-9]*$")
_ANY_DAY = re.compile(r"(?:(?P<y>[0-9]{4})年)?(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日")
_ISSUED = re.compile(r"[^，,。；;0-9]{0,10}(?:印发|启动|下发|发出|发布)")
_ORDINAL = re.compile(rf"第({_NUMERAL})批")
_CERTAIN_PAIRS = re.compile(r"(?:确定|组成|结成|安排)(?:了|共)?\s*([0-9]{1,5})\s*对")
_PAIRS = re.compile(r"([0-9]{1,5})\s*对(?:高校|院校|学校|结对)")
_TITLE_ENDS = re.compile(r"(?:的)?(?:结对)?(?:高校)?名单(?:表|公布|公示)?$")
_LABEL = re.compile(rf"第(?:{_NUMERAL})批|(?<![0-9])20[0-9]{{2}}年(?![0-9]{{1,2}}月)")
_ISSUED_AS = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(]20[0-9]{2}[〕\]）)]\s*[0-9]{1,4}\s*号")
_NOTICE = re.compile(r"关于.{2,90}的(?:通知|公告|通告)$")
_ATTACHED = re.compile(r"^附件?\s*[0-9一二三四五]*\s*[:：.、]?\s*")


@dataclass
class ProposedBatch:
    """What a notice seems to say. Dates are days; `in_months`: the period is printed in months."""

    title: str = ""
    label: str = ""
    source: str = ""
    declared_pairs: int | None = None
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    in_months: bool = False
    notice_on: datetime.date | None = None
    declared: list[DeclaredGroup] = field(default_factory=list)


def propose(text):
    """Read the prose of a notice, with or without its list; values that are not clear stay empty."""
    lines = [line.strip() for line in text[:MAX_PROSE].translate(_WIDTHS).splitlines()]
    prose = _before_list([line for line in lines if line])
    whole = "\n".join(prose)
    title = _title(prose)
    period = _period(whole)
    year = period[0].year if period else None
    return ProposedBatch(
        title=title,
        label=_label(title),
        source=_number(prose),
        declared_pairs=_declared_pairs(whole, _ordinal(title)),
        starts=period[0] if period else None,
        ends=period[1] if period else None,
        in_months=bool(period and period[2]),
        notice_on=_notice_day(prose, _ordinal(title), year),
        declared=declared_groups(whole),
    )


# Digits are read in either width; marks stay as printed, for titles and labels quote them.
_WIDTHS = str.maketrans("０１２３４５６７８９", "0123456789")


def _before_list(lines):
    """The lines before the titles of the list, and short ones after it that may be signature and day."""
    for at, line in enumerate(lines):
        titles = [title for title in re.split(r"[|｜\t ,，]+", line) if title]
        named = [title for title in titles if role(title) in ("recipient", "supporter", "serial")]
        if len(named) > 1 or (named and named == titles):
            return lines[:at] + [line for line in lines[at:][-3:] if _ANY_DAY.fullmatch(line)]
    return lines


def _title(prose):
    """The line that names the batch; else the title of the notice; else the line that names the action or its list.

    It stands without 附件 before and 名单 after it. What says no more than which batch it is comes last.
    """
    short = [line for line in prose if len(line) <= 100 and not re.search("[。；;！？]", line)]
    words = ("名单", "行动", "结对")
    numbered = [[line for line in short if word in line and _ORDINAL.search(line)] for word in words]
    notices = [line for line in short if _NOTICE.search(line)][:1]
    candidates = [*numbered, notices, *([line for line in short if word in line] for word in words)]
    titles = [_TITLE_ENDS.sub("", _ATTACHED.sub("", line)).strip() for named in candidates for line in reversed(named)]
    telling = [title for title in titles if not _LABEL.fullmatch(title)]
    return next(iter([*telling, *titles]), "")


def _label(title):
    """What the notice calls its batch: 第二批, or a year; nothing where its title says neither, or more than one."""
    found = set(_LABEL.findall(title))
    ordinals = {name for name in found if name.startswith("第")}
    named = ordinals or found
    return named.pop() if len(named) == 1 else ""


def _number(prose):
    """The number of the document where it stands on a line of its own."""
    alone = [line for line in prose if _ISSUED_AS.fullmatch(line)]
    return alone[0] if len(alone) == 1 else ""


def _ordinal(text):
    match = _ORDINAL.search(text)
    return whole_number(match[1]) if match else None


def _declared_pairs(whole, ordinal):
    """The number of pairs: the one that was fixed, else the one of this batch, else the only one there is."""
    certain = {int(number) for number in _CERTAIN_PAIRS.findall(whole)}
    if len(certain) == 1:
        return certain.pop()
    of_batch = re.compile(rf"第({_NUMERAL})批[^。；;，,第]{{0,12}}?([0-9]{{1,5}})\s*对")
    own = {int(number) for batch, number in of_batch.findall(whole) if whole_number(batch) == ordinal}
    if len(own) == 1:
        return own.pop()
    every = {int(number) for number in _PAIRS.findall(whole)}
    return every.pop() if len(every) == 1 else None


def _period(whole):
    """(first day, last day, printed in months) where the text names one period; None otherwise."""
    found = [(match, _span(match)) for match in _PERIOD.finditer(whole)]
    found = [(match, span) for match, span in found if span]
    named = [span for match, span in found if _NAMED.search(whole[max(0, match.start() - 20) : match.start()])]
    spans = set(named or [span for _match, span in found])
    return spans.pop() if len(spans) == 1 else None


def _span(match):
    first_year, last_year = match["ay"], match["by"] or match["ay"]
    if not first_year:
        return None
    in_months = not match["ad"] and not match["bd"]
    try:
        starts = datetime.date(int(first_year), int(match["am"]), int(match["ad"] or 1))
        last = calendar.monthrange(int(last_year), int(match["bm"]))[1]
        ends = datetime.date(int(last_year), int(match["bm"]), int(match["bd"] or last))
    except (ValueError, calendar.IllegalMonthError):
        return None
    return (starts, ends, in_months) if starts <= ends else None


def _notice_day(prose, ordinal, year):
    """The day of the notice: a line of its own, else the one day on which this batch was issued or started."""
    alone = {_day(match, None) for line in prose if (match := _ANY_DAY.fullmatch(line))} - {None}
    if len(alone) == 1:
        return alone.pop()
    days = set()
    for sentence in re.split("[。；;\n]", "\n".join(prose)):
        named = {whole_number(number) for number in _ORDINAL.findall(sentence)}
        if named and named != {ordinal}:
            continue
        for match in _ANY_DAY.finditer(sentence):
            if _ISSUED.match(sentence, match.end()):
                days.add(_day(match, year))
    return days.pop() if len(days) == 1 else None


def _day(match, year):
    """The day a text names, in `year` where it names none; None when there is no such day."""
    year = int(match["y"]) if match["y"] else year
    try:
        return datetime.date(year, int(match["m"]), int(match["d"])) if year else None
    except ValueError:
        return None
