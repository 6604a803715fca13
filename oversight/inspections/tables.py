"""The columns under which inspections and findings are handed out to those who may read them, and their rows."""

from opendata import Column
from oversight.inspections.models.finding import FindingState
from oversight.inspections.models.inspection import InspectionState
from pairs.models import Side

OF_BOTH = [
    Column("id", "编号", "Number"),
    Column("round", "督导检查轮次", "Round", "", 24),
    Column("batch", "批次", "Batch"),
    Column("pair", "结对编号", "Pair"),
    Column("recipient", "受援高校", "Recipient", "", 30),
    Column("supporter", "支援高校", "Supporter", "", 30),
]
INSPECTIONS = [
    *OF_BOTH,
    Column("chosen", "选取方式", "Chosen", "", 12, (("hand", "人工选取"), ("random", "随机抽取"))),
    Column("seed", "随机种子", "Seed", "", 20),
    Column("state", "状态", "State", "", 12, InspectionState.choices),
    Column("visited_on", "检查日期", "Day of the inspection"),
    Column("conclusion", "检查结论", "Conclusion", "", 60),
    Column("findings", "问题数", "Findings"),
    Column("unclosed", "未办结问题数", "Findings not closed"),
]


def inspection_rows(inspections):
    """The rows of `inspections` under INSPECTIONS, in a constant number of queries."""
    for one in inspections.for_rows():
        yield pair_facts(one.pair) | {
            "id": one.pk,
            "round": one.round.name,
            "chosen": "random" if one.is_drawn else "hand",
            "seed": one.draw.seed if one.is_drawn else "",
            "state": one.state,
            "visited_on": one.visited_on,
            "conclusion": one.conclusion,
            "findings": one.found,
            "unclosed": one.unclosed,
        }


FINDINGS = [
    *OF_BOTH,
    Column("text", "问题", "What was found", "", 60),
    Column("side", "整改方", "To be corrected by", "", 12, Side.choices),
    Column("due_on", "整改期限", "Due on"),
    Column("state", "状态", "State", "", 16, FindingState.choices),
    Column("overdue", "逾期", "Overdue", "", 8, ((True, "是"), (False, "否"))),
    Column("recorded_on", "登记日期", "Recorded on"),
    Column("answer", "整改答复", "Answer", "", 60),
    Column("closing_note", "办结说明", "Closing note", "", 60),
]
COPIED = ("text", "side", "due_on", "state", "recorded_on", "answer", "closing_note")


def finding_rows(findings):
    """The rows of `findings` under FINDINGS, in a constant number of queries; without the names of people."""
    for one in findings.for_rows().most_urgent_first():
        facts = {field: getattr(one, field) for field in COPIED}
        facts |= {"id": one.pk, "round": one.inspection.round.name, "overdue": one.is_overdue}
        yield pair_facts(one.pair) | facts


def pair_facts(pair):
    names = {"recipient": pair.recipient_name, "supporter": pair.supporter_name}
    return names | {"batch": pair.batch.number, "pair": pair.address}
