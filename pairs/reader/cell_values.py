"""Single cells: as printed, without what paper and programs put around them; as numbers; as titles of columns."""

import re
import unicodedata
from functools import lru_cache

from core import numbers
from opendata.cell_escaping import unescape
from pairs.directory.name_matching import fold
from pairs.directory.provinces import OFFICIAL_NAMES

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
BREAK = re.compile("[\t\r\n\x0b\x0c\x1c-\x1f\x85\u00a0\u2028\u2029]+")
_SERIAL = re.compile(r"(?:第|no\.?|#|№)?\s*([0-9]{1,30})(?:\.0*)?\s*(?:号|[.、,:)])?", re.IGNORECASE)
_BATCH = re.compile(r"(?:第|batch)?\s*([0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:\.0*)?\s*批?(?:次)?", re.IGNORECASE)
SCHOOL_ENDS = ("大学", "校", "院")
_SCHOOL_BEFORE_BRACKET = re.compile("(?:大学|[校院])[(（]")
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
    match = _SERIAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match[1]) if match else None


def batch_number(text):
    """The number of a batch (`2`, `第2批`, `第二批`); None when it is none."""
    match = _BATCH.fullmatch(unicodedata.normalize("NFKC", text).strip())
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
    bracketed = text.endswith((")", "）")) and _SCHOOL_BEFORE_BRACKET.search(text)
    return bool(bracketed) or text.endswith(SCHOOL_ENDS)


# Titles of columns: which of the list's columns a title means, in Chinese or English

SERIAL, RECIPIENT, SUPPORTER, BATCH, KNOWN = "serial", "recipient", "supporter", "batch", "known"
ROLE, REMARK = "role", "remark"
RECIPIENT_CODE, SUPPORTER_CODE = "recipient_code", "supporter_code"
_SCHOOLS = ("高校", "学校", "院校", "大学", "单位", "方", "校", "高等学校", "本科高校", "本科院校", "高职院校")
_SCHOOLS += ("高职高专院校", "职业院校", "职业学校")


def _of_schools(sides):
    return " ".join(side + school for side in sides.split() for school in _SCHOOLS)


_TITLES = {
    SERIAL: "序号 编号 序列号 名单序号 结对序号 号 no nr number serial serialno serialnumber",
    RECIPIENT: _of_schools("受援 受帮扶 被帮扶 受扶 被支援 受支援 受助 受对口支援 受对口帮扶 省内 本省 西部 中西部")
    + " 受援 受帮扶 乙方 乙方高校 乙方单位 乙方名称 recipient recipients recipientuniversity",
    SUPPORTER: _of_schools("支援 施援 援助 帮扶 结对帮扶 对口 对口支援 对口帮扶 全国 省外 外省 东部")
    + " 支援 帮扶 甲方 甲方高校 甲方单位 甲方名称 supporter supporters supporteruniversity supportinguniversity",
    ROLE: "角色 分工 职责分工 任务分工 支援角色 高校角色 支援高校角色 role supporterrole roleofthesupporter",
    REMARK: "备注 说明 remark remarks note notes",
    BATCH: "批次 批 所属批次 批次号 批次序号 batch batchno batchnumber",
    KNOWN: "行动 行动名称 行动简称"
    " 进展 进展情况 进展日期 进展截至 进展来源 进展截至日期 状态 类型 来源 网址 链接 公开地址"
    " 页面 结对编号 起始 开始 结束 按月 帮扶时间 期间 通知日期 公布日期 更新时间 id pair address url link status"
    " milestone milestones progress source starts ends inmonths period action noticeon updated"
    " actionslug actionsshortname 结对变更 变更前最后一日 变更原因 变更依据 接替的结对编号 endkind endedon endreason"
    " endsource replaces changeofthepair lastdaybeforethechange reasonforthechange sourceofthechange takestheplaceof"
    " 支援高校角色英文名称 roleofthesupporterinenglish roleen",
}
ROLES = {title: role for role, titles in _TITLES.items() for title in titles.split()}
RECIPIENT_TITLES = frozenset(title for title, role in ROLES.items() if role == RECIPIENT)
SUPPORTER_TITLES = frozenset(title for title, role in ROLES.items() if role == SUPPORTER)

_PLACES = "|".join(
    re.sub("(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$", "", name) for name in OFFICIAL_NAMES
)
_LOCAL = re.compile(rf"(?:{_PLACES})省?(?:受援)?(?:高校|院校|学校)")
# What our own downloads say about a side besides its name as printed.
_ATTRIBUTE = re.compile(
    r"(?:受援|支援)(?:高校|学校|院校|方)(?:现名|今名|当前名称|现用名称?|英文名称?|省份|所在省份|所在地|城市"
    r"|类型|层次|办学层次|性质|办学性质|主管部门|就业网|网站|网址|官网)"
    r"|(?:recipient|supporter)s?(?:now|nowen|today|current|currentname|nametoday|namenow|nameen|englishname|province|city|tier|type"
    r"|level|ownership|authority|website|careersite|url)"
    r"|status(?:on|since|asof|source)|sourceofthestatus"
)
_CODE = re.compile(r"(受援|支援)(?:高校|学校|院校|方)(?:学校)?(?:标识码|代码)|(recipient|supporter)s?code")
_NAMED = re.compile(r"(.+?)(?:名称|全称|校名|名|name|asprinted|公布时名称)")
_MARKS = re.compile(r"[_:*#\-./'’]|\([^)]*\)")
_PARTY = re.compile(r"[甲乙]方(?:高校|单位|名称)?(?:\((.*)\))?")


def is_party(title):
    """Whether `title` names a party of an agreement, which does not say who helps whom."""
    party = _PARTY.fullmatch(fold(title))
    return bool(party) and role(party[1] or "") not in (RECIPIENT, SUPPORTER)


@lru_cache(maxsize=4096)
def role(title):
    """Which column `title` names, such as serial or recipient; KNOWN for those left alone, None for all others."""
    if not 0 < len(title) <= 40:
        return None
    key = _MARKS.sub("", fold(title))
    if (party := _PARTY.fullmatch(fold(title))) and role(party[1] or "") in (RECIPIENT, SUPPORTER):
        return role(party[1])  # 甲方（受援高校）
    found = ROLES.get(key)
    if found:
        return found
    if coded := _CODE.fullmatch(key):
        return RECIPIENT_CODE if coded[1] == "受援" or coded[2] == RECIPIENT else SUPPORTER_CODE
    if _ATTRIBUTE.fullmatch(key):
        return KNOWN
    named = _NAMED.fullmatch(key)
    if named and ROLES.get(named[1]) in (RECIPIENT, SUPPORTER):
        return ROLES[named[1]]
    return RECIPIENT if _LOCAL.fullmatch(named[1] if named else key) else None


def is_header(titles):
    """Whether a row of cells names both sides, which is what makes a table a list."""
    roles = {role(title) for title in titles if isinstance(title, str)}
    return RECIPIENT in roles and SUPPORTER in roles


def titles_twice(titles):
    """Titles that name a needed column a second time."""
    roles = [role(title) for title in titles]
    needed = (SERIAL, RECIPIENT, SUPPORTER, BATCH, ROLE)
    return [title for at, title in enumerate(titles) if roles[at] in needed and roles[at] in roles[:at]]
