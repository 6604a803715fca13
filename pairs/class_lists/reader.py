"""From the bytes of a file, or from pasted text, to the rows of a list of types or of a class."""

import csv
import re
import unicodedata
from dataclasses import astuple, dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.links import no_private_links
from pairs.directory.models.university import Tier
from pairs.directory.name_matching import fold
from pairs.reader import ListIssue, limits
from pairs.reader.cell_values import printed
from pairs.reader.detect import unpacked
from pairs.reader.grid import Grid
from pairs.reader.html_docx import docx_grids
from pairs.reader.list_table import check_characters, personal_data
from pairs.reader.plain_text import check_lines, csv_rows

CODE, NAME, TIER, SOURCE = "学校标识码", "学校名称", "类型", "来源"
TITLES = {
    CODE: "学校标识码 标识码 学校代码 院校代码 代码 code",
    NAME: "学校名称 院校名称 高校名称 学校 高校 院校 名称 name university",
    TIER: "类型 高校类型 学校类型 院校类型 类别 type tier",
    SOURCE: "来源 依据 source",
}
ROLES = {title: role for role, titles in TITLES.items() for title in titles.split()}
SAID_OTHERWISE = {
    "教育部直属": Tier.CENTRAL_MOE,
    "部属": Tier.CENTRAL_OTHER,
    "其他部委直属": Tier.CENTRAL_OTHER,
    "省属本科": Tier.PROVINCIAL_UNDERGRADUATE,
    "地方本科": Tier.PROVINCIAL_UNDERGRADUATE,
    "示范高职": Tier.MODEL_VOCATIONAL,
    "示范性高职": Tier.MODEL_VOCATIONAL,
    "骨干高职": Tier.MODEL_VOCATIONAL,
    "示范骨干高职": Tier.MODEL_VOCATIONAL,
    "高水平专业群": Tier.SPECIALTY_VOCATIONAL,
    "普通高职": Tier.ORDINARY_VOCATIONAL,
    "高职": Tier.ORDINARY_VOCATIONAL,
    "成人": Tier.ADULT,
}


@dataclass(frozen=True)
class ClassRow:
    """One row: `row` as Excel shows it, the type as a value of Tier where the list says types."""

    row: int
    code: str
    name: str
    tier: str = ""
    source: str = ""


@dataclass
class ClassReading:
    """A list as it was read, and all that was wrong with it."""

    rows: list[ClassRow] = field(default_factory=list)
    errors: list[ListIssue] = field(default_factory=list)

    def as_stored(self):
        return {"rows": [astuple(row) for row in self.rows], "errors": [error.as_stored() for error in self.errors]}

    @classmethod
    def from_stored(cls, stored):
        return cls([ClassRow(*row) for row in stored["rows"]], [*map(ListIssue.from_stored, stored["errors"])])


def read(data, of_types):
    """The ClassReading of a file's bytes or of pasted text; `of_types` when each row is to say a type."""
    reading = ClassReading()
    try:
        grids = grids_of(data)
        check_characters(grids)
    except limits.RefusedError as refused:
        reading.errors.append(refused.finding)
        return reading
    for grid in grids:
        rows = [(number, [printed(cell) for cell in cells]) for number, cells in grid.rows]
        rows = [(number, cells) for number, cells in rows if any(cells)]
        start, columns = titles_of(rows)
        reading.errors = personal_data(rows, rows[start - 1][1] if start else ())
        if reading.errors:
            break
        if columns and (not of_types or TIER in columns):
            return Rows(reading, columns, of_types).read(rows[start:])
    if not reading.errors:
        reading.errors.append(ListIssue("no_list", no_list(of_types)))
    return reading


def no_list(of_types):
    if of_types:
        return _("No list was found. It needs a row of titles with 学校标识码 or 学校名称, and 类型.")
    return _("No list was found. It needs a row of titles with 学校标识码 or 学校名称, or one name in each line.")


def grids_of(data):
    form, _encoding, found = ("text", "", data) if isinstance(data, str) else unpacked(data)
    if form == "docx":
        return docx_grids(found)[0]
    if form != "text":
        if not form:
            raise limits.RefusedError("unknown_form")
        return found
    check_lines(found)
    try:
        rows = [row for row in csv_rows(found, max(",\t;", key=found.count)) if row[1]]
    except csv.Error as error:
        raise limits.RefusedError("broken_file") from error
    if len(rows) > limits.MAX_ROWS:
        raise limits.RefusedError("too_many_rows", limit=limits.MAX_ROWS)
    return [Grid(rows)]


def titles_of(rows):
    """(how many rows stand above the first institution, {role: column}); names alone need no titles."""
    for index, (_number, cells) in enumerate(rows[:20]):
        found = [ROLES.get("".join(cell.split()).lower()) for cell in cells]
        columns = {role: found.index(role) for role in TITLES if role in found}
        if {CODE, NAME} & columns.keys():
            return index + 1, columns
    one_column = all(len([cell for cell in cells if cell]) == 1 for _number, cells in rows)
    return 0, {NAME: 0} if rows and one_column else {}


class Rows:
    """Reads the rows below the titles into a reading."""

    def __init__(self, reading, columns, of_types):
        self.reading, self.columns, self.of_types = reading, columns, of_types
        self.tiers = tiers_by_words()

    def read(self, rows):
        for number, cells in rows:
            if len(self.reading.errors) >= limits.MAX_FINDINGS:
                self.reading.errors.append(ListIssue.of("more_errors", limit=limits.MAX_FINDINGS))
                break
            self._take(number, cells)
        if not self.reading.rows and not self.reading.errors:
            self.reading.errors.append(ListIssue("no_rows", _("The list has titles but no universities below them.")))
        return self.reading

    def _take(self, number, cells):
        value = {role: cells[at].strip() if at < len(cells) else "" for role, at in self.columns.items()}
        code = re.sub(r"\.0+$", "", unicodedata.normalize("NFKC", value.get(CODE, "")).strip("'"))
        name, before = value.get(NAME, ""), len(self.reading.errors)
        if not code and not name:
            self._refuse("no_name", _("The name is missing. Add it."), number, NAME)
        if len(name) > 100:
            self._refuse(
                "too_long",
                _("This is longer than %(longest)s characters. Shorten it.") % {"longest": 100},
                number,
                NAME,
                name[:100],
            )
        tier = self._tier(number, value.get(TIER, "")) if self.of_types else ""
        source = self._source(number, value.get(SOURCE, ""))
        if len(self.reading.errors) == before:
            self.reading.rows.append(ClassRow(number, code, name, tier, source))

    def _source(self, number, text):
        try:
            no_private_links(text)
        except ValidationError as refusal:
            self._refuse("private_link", " ".join(refusal.messages), number, SOURCE, text[:100])
        if len(text) > 500:
            message = _("This is longer than %(longest)s characters. Shorten it.") % {"longest": 500}
            self._refuse("too_long", message, number, SOURCE, text[:100])
        return text

    def _tier(self, number, text):
        if tier := self.tiers.get(word(text)):
            return tier.value
        labels = tuple(str(Tier(value).label) for value in Tier.values if value != Tier.UNKNOWN)
        message = (
            _("The type is missing. Write one of: %(types)s.")
            if not text
            else _("“%(type)s” is no type. Write one of: %(types)s.")
        )
        words = {"type": text[:40], "types": _(", ").join(labels)}
        self._refuse("bad_type", message % words, number, TIER, text[:100], labels)
        return ""

    def _refuse(self, kind, message, number, column, value="", suggestions=()):
        self.reading.errors.append(ListIssue(kind, message, number, column, value, suggestions))


def word(text):
    return re.sub(r"(?:高校|院校|学校|高等学校|建设单位)$|[()（）\s]", "", fold(text))


def tiers_by_words():
    """The types by what a list may call them: their labels in every language, their values, and usual short words."""
    found = {word(text): tier for text, tier in SAID_OTHERWISE.items()}
    for tier in Tier:
        if tier != Tier.UNKNOWN:
            found[word(tier.value)] = tier
            for language in ("zh-hans", "en"):
                with override(language):
                    found[word(str(tier.label))] = tier
    return found
