"""The counts a notice declares for each side: 15所中央部委直属高校(含11所教育部直属高校)、…"""

import re
from dataclasses import dataclass

from .cell_values import whole_number

_NUMBER = "[0-9]{1,4}|[一二三四五六七八九十]{1,3}"
_SIDE = re.compile(
    r"(?:(?P<recipient>受援|受帮扶|被帮扶|受助)|(?P<supporter>(?:对口)?支援|施援|(?:对口)?帮扶))(?:高校|院校|学校|单位|方)"
    rf"(?:共有|共计|共|合计)?(?:(?:{_NUMBER})所)?[,，:：]?\s*(?:其中)?(?:包括|包含|分别为|分别是|有|为|是|含)?[:：]?\s*"
    rf"(?=(?:{_NUMBER})所|[^。；;\n]{{2,25}}?(?:{_NUMBER})所)"
)
_BODY_ENDS = re.compile("[。\n]|(?:受援|受帮扶|被帮扶|支援)(?:高校|院校|学校)")
_ITEM = re.compile(
    rf"(?P<inside>(?:其中)?(?:包括|含|有|包含)?)(?:(?P<n>{_NUMBER})所(?P<label>[^0-9、,，;；。()（）]{{2,40}})"
    rf"|(?P<label_first>[^0-9、,，;；。()（）]{{2,40}}?)(?P<n_last>{_NUMBER})所)(?P<more>[(（][^()（）]{{0,120}}[)）])?"
)
_OF_WHICH = re.compile("其中|含|包括")

# What a phrase of a notice means: the first that matches counts. The slugs are those of the published batches.
_ALL_VOCATIONAL = ("model_vocational", "specialty_vocational", "ordinary_vocational")
_PHRASES = [
    (re.compile("民办|独立学院|军队|中外合作"), "", ()),
    (re.compile("教育部(?:直属|所属)?"), "central_moe", ("central_moe",)),
    (re.compile("其他(?:中央)?(?:部委|部门)|非教育部"), "central_other", ("central_other",)),
    (re.compile("中央|部委|部属"), "central", ("central_moe", "central_other")),
    (re.compile("专业群|双高"), "specialty_vocational", ("specialty_vocational",)),
    (re.compile("示范|骨干"), "model_vocational", ("model_vocational",)),
    (
        re.compile("普通高职|普通专科|其他高职|一般高职"),
        "ordinary_vocational",
        ("specialty_vocational", "ordinary_vocational"),
    ),
    (re.compile("成人"), "adult", ("adult",)),
    (re.compile("高职|高等职业|职业院校|专科"), "vocational", _ALL_VOCATIONAL),
    (
        re.compile("省属本科|地方本科|市属本科|区属本科|普通本科"),
        "provincial_undergraduate",
        ("provincial_undergraduate",),
    ),
    (re.compile("省属|地方|市属|区属|自治区属"), "provincial", ("provincial_undergraduate",)),
]


# Of a group that is counted by who runs its universities: that, and their level where the phrase says it.
_OWNERSHIP = [(re.compile("民办|独立学院"), "ownership:private"), (re.compile("中外合作"), "ownership:joint")]
_LEVEL = [(re.compile("本科"), "level:undergraduate"), (re.compile("高职|专科"), "level:junior_college")]


@dataclass(frozen=True)
class DeclaredGroup:
    """How many universities of a group a notice counts on one side ("recipient" or "supporter").

    `tiers` are values of pairs.models.Tier, empty where the phrase is not known; `part_of` the group it is within.
    `classes` are those by which a group of private or joint universities is counted, see pairs.directory.classes.
    """

    side: str
    group: str
    label: str
    count: int
    tiers: tuple[str, ...] = ()
    part_of: str = ""
    classes: tuple[str, ...] = ()


def declared_groups(text):
    """The groups of both sides in the order of the text; nothing for a side of which it says nothing clear."""
    groups = []
    for match in _SIDE.finditer(text):
        end = _BODY_ENDS.search(text, match.end())
        body = text[match.end() : end.start() if end else None]
        side = "recipient" if match["recipient"] else "supporter"
        if not any(group.side == side for group in groups):
            groups += _Groups(side).read(body)
    return groups


def classes_of(label):
    """The classes that a phrase names: nothing unless it says who runs the universities."""
    run_by = [name for phrase, name in _OWNERSHIP if phrase.search(label)]
    level = [name for phrase, name in _LEVEL if phrase.search(label)]
    return (*run_by, *level) if run_by else ()


class _Groups:
    """The groups of one side, each with a short name of its own."""

    def __init__(self, side):
        self.side = side
        self.found = []

    def read(self, body):
        for item in _ITEM.finditer(body):
            within = self.found[-1].group if item["inside"] and self.found and not self.found[-1].part_of else ""
            outer = self._add(item, within)
            more = (item["more"] or "")[1:-1]
            if outer and _OF_WHICH.match(more):
                for inner in _ITEM.finditer(more):
                    self._add(inner, outer.group)
        return self.found

    def _add(self, item, part_of):
        number = whole_number(item["n"] or item["n_last"])
        label = (item["label"] or item["label_first"]).strip(" :：")
        if not number or not label:
            return None
        slug, tiers = next(((slug, tiers) for phrase, slug, tiers in _PHRASES if phrase.search(label)), ("", ()))
        more = item["more"] or ""
        printed = label if _OF_WHICH.match(more[1:]) else label + more
        group = DeclaredGroup(self.side, self._unused(slug), printed[:100], number, tiers, part_of, classes_of(label))
        self.found.append(group)
        return group

    def _unused(self, slug):
        taken = {group.group for group in self.found}
        slug = slug or f"group_{len(self.found) + 1}"
        while slug in taken:
            slug += "_2"
        return slug[:40]
