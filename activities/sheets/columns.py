"""The columns of a sheet: what each holds, and by which titles it is known, in the portal's words and in others'."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from activities.activities.forms import FIGURE
from opendata.columns import in_language
from pairs.directory.name_matching import fold

LANGUAGES = ("zh-hans", "en")
WORDS = {
    "pair": _("Partner"),
    "kind": _("Kind of activity"),
    "title": _("Title"),
    "starts_on": _("Day"),
    "ends_on": _("Last day"),
    "starts_at": _("Time"),
    "place": _("Where"),
    "link": _("Link"),
    "description": _("Description"),
}
# What universities call these columns in tables of their own.
OTHER_TITLES = {
    "pair": "结对 结对高校 结对院校 对方 对方高校 对方学校 对口高校 合作高校 合作院校 帮扶高校 支援高校 受援高校 高校"
    " 学校 单位 pair partneruniversity university school",
    "kind": "类别 类型 种类 活动类型 活动种类 工作类型 项目类别 kind type activitytype category",
    "title": "标题 名称 主题 活动名称 活动标题 活动主题 活动内容 事项 工作事项 内容 title name activity topic",
    "starts_on": "日期 日子 活动日期 开始日期 开始时间 起始日期 举办日期 举办时间 活动时间 开展时间 时间"
    " date day startdate from",
    "ends_on": "结束日期 结束时间 截止日期 末日 最后一天 enddate to until",
    "starts_at": "时刻 几点 开始时刻 具体时间 时间 时分 time starttime clock",
    "place": "地点 地址 活动地点 举办地点 会场 place venue location",
    "link": "链接 网址 网站 会议链接 入口 新闻链接 link url address website",
    "description": "说明 描述 简介 备注 情况 活动情况 活动简介 具体内容 成效"
    " description remarks remark notes note details",
}
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class SheetColumn:
    """One column: `key` is the field of an entry, or that of a figure with FIGURE before its code."""

    key: str
    label: str
    indicator: object = None


def columns_of(scope):
    """The SheetColumns of a scope in the order of its template."""
    words = [SheetColumn(key, str(label)) for key, label in WORDS.items()]
    return words + [SheetColumn(FIGURE + code, one.label, one) for code, one in scope.indicators.items()]


def key_of(title):
    """The form in which titles are compared."""
    return fold(title)


def known_titles(scope, memory=None):
    """{folded title: keys} of everything by which a column is known, what the university chose itself before all."""
    found = {}

    def know(title, key):
        keys = found.setdefault(fold(title), [])
        if title and key not in keys:
            keys.append(key)

    for title, key in (memory.columns if memory else {}).items():
        know(title, key)
    for key, label in WORDS.items():
        for language in LANGUAGES:
            know(in_language(language, label), key)
    for code, one in scope.indicators.items():
        for title in (one.name, one.name_en, f"{one.name}({one.unit})", f"{one.name_en} ({one.unit_en})", code):
            know(title, FIGURE + code)
    for key, titles in OTHER_TITLES.items():
        for title in titles.split():
            know(title, key)
    return found


def recognised(titles, known):
    """{place: key} of the titles that are known, each key once, the first that has it."""
    columns, taken = {}, set()
    for at, title in enumerate(titles):
        keys = known.get(fold(title)) or known.get(_IN_BRACKETS.sub("", fold(title))) or ()
        key = next((key for key in keys if key not in taken), None)
        if key and fold(title):
            columns[at] = key
            taken.add(key)
    return columns
