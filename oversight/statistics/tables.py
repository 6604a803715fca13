"""The statistics as files: one table for each picture, with the filters of the page."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from activities.activities import tables
from activities.catalogue.tables import SHOWN
from opendata import Column, Day, Number
from pairs.directory.provinces import Province
from pairs.pairs.batch_tables import TRANSLATION

from .milestone_durations import STEPS
from .queries import Statistics

COUNTED = Column(
    "counted", "统计内容", "What is counted", _("“activities”, or the short name of the indicator asked for.")
)
UNIT = Column("unit", "单位", "Unit", _("Different units are never added."))
REPORTS = Number(
    "reports", "其中时段报告", "Of which reports on periods", _("The part that comes from reports on periods.")
)
PAIRS = Number("pairs", "填报对数", "Pairs reporting", _("How many pairs it comes from."))
OF_PAIRS = Number("of_pairs", "总对数", "Of pairs", _("How many published pairs fit the filters."))
VALUE = Number("value", "合计", "Total", _("Empty where no pair has reported it; 0 is zero."))

TOTALS = [
    COUNTED,
    Column("name", "指标", "Indicator", SHOWN, 24),
    Column("name_en", "英文名称", "English name", TRANSLATION, 30),
    UNIT,
    VALUE,
    REPORTS,
    PAIRS,
    OF_PAIRS,
    Day("as_of", "截至", "As of", _("The day of the download; totals follow every change at once.")),
    Column("rule", "统计口径", "Rule", _("How it is counted."), 50),
]
GROWTH = [
    Column("month", "月份", "Month", _("By the last day of what was done.")),
    COUNTED,
    UNIT,
    Number("events", "当月活动数值", "From events", _("What the events that ended in the month add.")),
    Number(
        "so_far",
        "累计",
        "So far",
        _("What events add up to from the first month on, without reports."),
    ),
    Number("reports", "时段报告", "From reports on periods", _("What reports on periods that ended in the month add.")),
    PAIRS,
    Column("action_slug", "行动简称", "Action's short name", _("What events add up to begins anew with each action.")),
]
PARTS = [
    Column("by", "分类方式", "By", _("batch, mechanism, province (the supporter's) or tier (the supporter's type).")),
    Column("key", "代码", "Key", _("As the address takes it.")),
    Column("label", "名称", "Name", SHOWN, 30),
    COUNTED,
    UNIT,
    VALUE,
    REPORTS,
    PAIRS,
    Number("of_pairs", "总对数", "Of pairs", _("How many published pairs are in this part.")),
]
GRID = [
    *(column for column in tables.ACTIVITIES if column.key in ("batch", "pair", "recipient", "supporter")),
    Number("mechanism", "帮扶机制", "Mechanism", _("Its number in the notices.")),
    Number(
        "promised",
        "承诺项数",
        "Promised",
        _("Commitments of the agreement in force; empty where there is nothing."),
    ),
    Number("done", "开展活动数", "Done", _("Activities that count; empty where there is nothing.")),
    Number("evidenced", "有佐证活动数", "Evidenced", _("Those of them that evidence or a public source backs.")),
]
KNOWN = [("exact", _("both days are known")), ("at_most", _("at most, by a statement"))]
STEP_NAMES = [(key, label) for key, (_start, _end, label) in STEPS.items()]
CLOCK = [
    Column("step", "环节", "Step", _("From which milestone to which."), 24, STEP_NAMES),
    Number("days", "天数", "Days", _("From the first day to the second.")),
    Column("known", "依据", "How it is known", _("Whether both days are known, or only a limit."), 16, KNOWN),
    Number("pairs", "对数", "Pairs", _("How many pairs took so many days.")),
    Number("of_pairs", "总对数", "Of pairs", _("How many published pairs fit the filters.")),
]
FLOW = [
    Column("supporter_province", "支援高校省份", "From", _("Where the supporters are."), choices=Province.choices),
    Column("recipient_province", "受援高校省份", "To", _("The recipients’ province."), choices=Province.choices),
    Number("pairs", "对数", "Pairs", _("How many pairs run from the one to the other.")),
]


def totals(found):
    facts = {"of_pairs": found.of_pairs, "as_of": found.as_of}
    if not found.indicator:
        words = {"name": found.name, "name_en": "Activities", "unit": found.unit, "rule": found.rule}
        yield facts | words | {"counted": "activities"} | vars(found.amount)
    for one in found.headlines:
        indicator = one.indicator
        words = {"name": indicator.name, "name_en": indicator.name_en, "unit": indicator.unit, "rule": indicator.rule}
        yield facts | words | {"counted": indicator.code} | vars(one.amount)


def what(found):
    return {"counted": found.indicator.code if found.indicator else "activities", "unit": found.unit}


def growth(found):
    for growth in found.growths:
        words = what(found) | {"action_slug": growth.action.slug}
        for month in growth.months:
            yield words | vars(month) | {"month": f"{month.first:%Y-%m}"}


def parts(found):
    for division in found.divisions.all.values():
        for part in division.parts:
            yield what(found) | vars(part) | vars(part.amount)


def grid(found):
    pairs = list(found.pairs.with_addresses("recipient_name", "supporter_name"))
    for line in found.grid.lines(pairs):
        pair = line.pair
        words = {"batch": pair.batch.number, "pair": pair.address}
        words |= {side: getattr(pair, f"{side}_name") for side in ("recipient", "supporter")}
        for cell in line.cells:
            numbers = {} if cell.is_empty else vars(cell)
            yield words | numbers | {"mechanism": cell.mechanism.number}


def clock(found):
    for step in found.clock.steps:
        for known, days in (("exact", step.took), ("at_most", step.at_most)):
            for number, pairs in sorted(days.items()):
                facts = {"step": step.key, "days": number, "known": known}
                yield facts | {"pairs": pairs, "of_pairs": step.of_pairs}


def flow(found):
    for (supporter, recipient), pairs in found.flow.all.items():
        yield {"supporter_province": supporter, "recipient_province": recipient, "pairs": pairs}


@dataclass(frozen=True)
class StatisticsTable:
    """One of the files: its title, the name and meaning of what it holds, its columns and its rows."""

    title: str
    name: str
    about: str
    columns: list
    rows: object

    def of(self, listing):
        return self.rows(Statistics(listing))


TABLES = {
    "totals": StatisticsTable(
        "统计总数",
        _("Totals by indicator"),
        _("What each indicator adds up to, from how many pairs, and by which rule."),
        TOTALS,
        totals,
    ),
    "growth": StatisticsTable(
        "统计增长",
        _("Growth over time"),
        _("What is counted, month by month, and what events add up to."),
        GROWTH,
        growth,
    ),
    "parts": StatisticsTable(
        "分类统计",
        _("By batch, mechanism, province and type"),
        _("What is counted, by batch, mechanism, supporter's province and type."),
        PARTS,
        parts,
    ),
    "grid": StatisticsTable(
        "承诺与落实",
        _("Commitments and delivery"),
        _("Every pair under each mechanism: promised, done, evidenced."),
        GRID,
        grid,
    ),
    "clock": StatisticsTable(
        "推进用时", _("Time between milestones"), _("How many days pairs took from step to step."), CLOCK, clock
    ),
    "flow": StatisticsTable(
        "支援流向", _("Flow of support"), _("How many pairs run from which province to which."), FLOW, flow
    ),
}
