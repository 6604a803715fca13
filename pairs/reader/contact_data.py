"""Personal data has no place in a list of universities: found by title and by content, never repeated."""

import re
import unicodedata

from django.utils.translation import gettext as _

from core.personal_data import IDENTITY, MOBILE
from pairs.directory.name_matching import fold

from .result import ListIssue

_WORDS = (
    "身份证|证件号|证件类型|护照|学号|考生号|准考证|姓名|名字|联系人|负责人|手机|移动电话|联系电话|联系方式|电话|邮箱|电子邮件|微信|qq号?"
    "|出生日期|出生年月|性别|民族|政治面貌|住址|家庭地址|通讯地址|银行卡|银行账号|e-?mail|phone|mobile|wechat|idnumber|idcard"
    "|passport|studentname|studentid|fullname|dateofbirth"
)
_TITLE = re.compile(_WORDS)
_WHOLE_TITLE = re.compile(rf".{{0,6}}(?:{_WORDS})(?:号码|号|码|number|no\.?)?")
MAX_CONTACTS = 20  # rows; whom to ask about a list needs no more
_OF_STUDENTS = re.compile(
    "身份证|证件号|证件类型|护照|学号|考生号|准考证|出生|性别|民族|政治面貌|住址|家庭地址|银行|idnumber|idcard|passport|studentname|studentid"
    "|学生姓名|毕业生姓名|dateofbirth"
)
_NUMBER = re.compile(f"{IDENTITY.pattern}|{MOBILE.pattern}", re.IGNORECASE)
_IDENTITY = re.compile("(?<![0-9])[0-9]{17}[0-9x](?![0-9x])", re.IGNORECASE)
_REACHED = re.compile(r"[0-9][0-9 ()（）—–-]{6,}[0-9]|[^@\s]+@[^@\s]+\.[^@\s]+")


def are_contacts(rows):
    """Whether a table beside the list only says whom to ask: few rows, no identity numbers, nothing about students."""
    lines = [unicodedata.normalize("NFKC", "\t".join(cells)) for _number, cells in rows]
    return len(lines) <= MAX_CONTACTS and not any(
        _IDENTITY.search(line) or _OF_STUDENTS.search(fold(line)) for line in lines
    )


def reaches_somebody(cell):
    """Whether `cell` is a telephone number or an address of mail, and so no name of a university."""
    return _REACHED.fullmatch(unicodedata.normalize("NFKC", cell).strip()) is not None


def findings(rows, titles=()):
    """One finding for each column that looks like personal data; its values are never part of it.

    `rows` are numbered rows of printed cells, the first of them with the `titles` where those are known.
    """
    found = {}
    for column, title in enumerate(titles):
        if len(title) <= 40 and _TITLE.search(fold(title)):
            found[column] = _by_title(rows[0][0], title)
    for number, cells in rows:
        line = "\t".join(cells)
        if not line.isascii() and not unicodedata.is_normalized("NFKC", line):
            line = unicodedata.normalize("NFKC", line)
        if _NUMBER.search(line) or _TITLE.search(line.casefold()):
            _look_closer(found, number, cells, titles)
    return list(found.values())


def _look_closer(found, number, cells, titles):
    for column, cell in enumerate(cells):
        if column in found:
            continue
        cell = unicodedata.normalize("NFKC", cell)
        title = titles[column] if column < len(titles) else ""
        if _NUMBER.search(cell):
            found[column] = _by_content(number, "" if _NUMBER.search(title) else title)
        elif len(cell) <= 20 and _WHOLE_TITLE.fullmatch(fold(cell)):
            found[column] = _by_title(number, cell)


def _by_title(number, title):
    return ListIssue(
        "personal_data",
        _(
            "The column “%(title)s” looks like personal data. Nothing of this list was kept. "
            "Remove the column and upload only serial numbers and names of universities."
        )
        % {"title": title[:40]},
        number,
        title[:40],
    )


def _by_content(number, title):
    return ListIssue(
        "personal_data",
        _(
            "A cell looks like an identity or mobile phone number. Nothing of this list was kept. "
            "Remove personal data and upload only serial numbers and names of universities."
        ),
        number,
        title or None,
    )
