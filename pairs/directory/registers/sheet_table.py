"""One sheet of a register: its titles, its headings, and an institution for each of its rows."""

import re
import unicodedata

from django.utils.translation import gettext as _

from pairs.directory.models.university import Level, Ownership
from pairs.directory.provinces import Province, province_from_name
from pairs.reader import ListIssue, limits
from pairs.reader.cell_values import printed, unstorable

from .result import Heading, RegisterRow

NUMBER, NAME, CODE, AUTHORITY, CITY, LEVEL, REMARK = "number", "name", "code", "authority", "city", "level", "remark"
TITLES = {
    NUMBER: "序号 编号",
    NAME: "学校名称 院校名称 高校名称 名称 学校",
    CODE: "学校标识码 标识码 学校代码 院校代码 代码",
    AUTHORITY: "主管部门 主管单位 隶属部门",
    CITY: "所在地 所在市 所在城市 所在地市",
    LEVEL: "办学层次 层次 学历层次",
    REMARK: "备注 办学性质 性质",
}
ROLES = {title: role for role, titles in TITLES.items() for title in titles.split()}
LONGEST = {NAME: 100, AUTHORITY: 100, CITY: 50}
LEVELS = {
    "本科": Level.UNDERGRADUATE,
    "专科": Level.JUNIOR_COLLEGE,
    "高职": Level.JUNIOR_COLLEGE,
    "高职(专科)": Level.JUNIOR_COLLEGE,
    "专科(高职)": Level.JUNIOR_COLLEGE,
    "成人": Level.ADULT,
}
HEADING = re.compile(r"(?:[一二三四五六七八九十]+、)?(.+?)[(（]\s*(?:共\s*)?(\d+)\s*所\s*[)）]")
ASIDE = re.compile(r"注|备注|说明|附件|合计|总计|共计|\*|※")
# What a register adds to a name in its cell: marks of footnotes, and former names.
MARKS = "[*＊※★☆▲△●①-⑳]"
ADDED = re.compile(rf"(?:(?<!{MARKS}){MARKS}+|[(（](?:注|原名?|曾用名|由)[^()（）]*[)）])$")


class RegisterTable:
    """One grid, with the columns of a register where it is one."""

    def __init__(self, grid):
        self.name = grid.name
        cleaned = [(number, [printed(cell) for cell in cells]) for number, cells in grid.rows]
        self.rows = [(number, cells) for number, cells in cleaned if any(cells)]
        self.titles, self.columns, self.start = [], {}, 0
        for index, (_number, cells) in enumerate(self.rows):
            if self._is_header(cells):
                self.titles, self.start = cells, index + 1
                self.columns = {ROLES[key]: at for at, key in enumerate(map(_key, cells)) if key in ROLES}
                break

    @staticmethod
    def _is_header(cells):
        return {NAME, CODE} <= {ROLES.get(_key(cell)) for cell in cells}

    def read(self, reading, several=False):
        """Add the institutions, headings and findings of this sheet to `reading`."""
        self.reading, self.several = reading, several
        self.province_heading = self.heading = None
        if AUTHORITY not in self.columns:
            self._refuse("column_missing", _("The column 主管部门 is missing; add it."), None, AUTHORITY)
        for number, cells in self.rows[self.start :]:
            if len(reading.errors) >= limits.MAX_FINDINGS:
                break
            found = {cell for cell in cells if cell}
            if self._is_header(cells):
                continue
            if len(found) == 1 and self._take_lone(number, *found):
                continue
            self._take_institution(number, cells)

    def _take_lone(self, number, text):
        """A row with one text: a heading, or an aside, or (False) an institution of which only that is there."""
        match = HEADING.fullmatch(text)
        title = match[1].rstrip() if match else text
        province = province_from_name(title)
        if match or (province and text == province.official):
            heading = Heading(title, number, int(match[2]) if match else None, province)
            self.province_heading = heading if province else self.province_heading
            self.heading = heading
            self.reading.headings.append(heading)
            return True
        return bool(ASIDE.match(text)) or len(text) > LONGEST[NAME]

    def _take_institution(self, number, cells):
        value = {role: cells[at] if at < len(cells) else "" for role, at in self.columns.items()}
        if ASIDE.match(next(cell for cell in cells if cell)) and not value[CODE]:
            return
        for heading in {id(h): h for h in (self.province_heading, self.heading) if h}.values():
            heading.found += 1
        self.reading.total += 1
        before = len(self.reading.errors)
        row = RegisterRow(
            number,
            self._code(number, value[CODE]),
            self._name(number, value[NAME]),
            self._province(number, value[CODE]),
            self._text(number, value, AUTHORITY),
            self._text(number, value, CITY),
            self._level(number, value),
            _ownership(value.get(REMARK, "")),
        )
        if len(self.reading.errors) == before:
            self.reading.rows.append(row)

    def _code(self, number, text):
        code = re.sub(r"\.0+$", "", unicodedata.normalize("NFKC", text).strip("'"))
        if not re.fullmatch(r"[0-9]{10}", code):
            if not code:
                message = _("The code is missing. Add the ten-digit 学校标识码.")
            elif code.isascii() and code.isdigit():
                message = _("A code has ten digits, this one has %(digits)s. Correct it.") % {"digits": len(code)}
            else:
                message = _("This is not a code. A 学校标识码 has ten digits, for example 4132010284.")
            self._refuse("bad_code", message, number, CODE, text)
        return code

    def _name(self, number, text):
        name = ADDED.sub("", text).rstrip()
        if name != text:
            message = _("Only “%(name)s” was taken as the name; the rest of the cell is a note.") % {"name": name}
            self.reading.warnings.append(ListIssue("note_in_name", message, number, self._title(NAME), text))
        if not name:
            self._refuse("no_name", _("The name is missing. Add it."), number, NAME)
        return self._checked(number, NAME, name)

    def _text(self, number, value, role):
        text = value.get(role, "")
        if role == AUTHORITY and AUTHORITY in self.columns and not text:
            self._refuse("no_authority", _("The authority (主管部门) is missing. Add it."), number, AUTHORITY)
        return self._checked(number, role, " ".join(text.split()))

    def _checked(self, number, role, text):
        if len(text) > LONGEST[role]:
            message = _("This is longer than %(longest)s characters. Shorten it.") % {"longest": LONGEST[role]}
            self._refuse("too_long", message, number, role, text[:100])
        if unstorable(text):
            message = _("This holds characters that cannot be stored. Type it again.")
            self._refuse("unstorable", message, number, role, "".join(filter(str.isprintable, text))[:100])
        return text

    def _level(self, number, value):
        if LEVEL not in self.columns:
            return Level.ADULT  # the form for adult institutions has no such column
        level = LEVELS.get(unicodedata.normalize("NFKC", value[LEVEL]).strip())
        if level is None:
            self._refuse("bad_level", _("The level is neither 本科 nor 专科. Correct it."), number, LEVEL, value[LEVEL])
        return level

    def _province(self, number, code):
        """The province of the heading; where there is none, that in the third and fourth digit of the code."""
        if self.province_heading:
            return self.province_heading.province
        if code[2:4] in Province.values:
            return Province(code[2:4])
        if len(code) == 10:  # a code of another length is refused already
            message = _("The province is not known: no heading such as 江苏省 stands above this row. Add one.")
            self._refuse("no_province", message, number, CODE, code)
        return None

    def _refuse(self, kind, message, number, role, value=""):
        self.reading.errors.append(ListIssue(kind, message, number, self._title(role), value))

    def _title(self, role):
        """The title of a column as the sheet has it, with the sheet's name where there are several."""
        title = self.titles[self.columns[role]] if role in self.columns else TITLES[role].split()[0]
        return f"{self.name}: {title}" if self.several else title


def _key(title):
    return "".join(title.split())


def _ownership(remark):
    if "民办" in remark or "独立学院" in remark:
        return Ownership.PRIVATE
    if "合作" in remark:
        return Ownership.JOINT
    if "境外" in remark:  # run from abroad; neither of our own public or private ones
        return Ownership.UNKNOWN
    return Ownership.PUBLIC
