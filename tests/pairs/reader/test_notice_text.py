"""What the prose of a notice proposes; the prose here is made up."""

import datetime
from time import process_time

import pytest

from pairs.reader import notice_text
from pairs.reader.declared_counts import declared_groups
from tests.support.factories import list_files
from tests.support.factories.list_files import ROWS, TITLES

CENTRAL = ("central_moe", "central_other")
LOCAL = ("provincial_undergraduate",)
VOCATIONAL = ("model_vocational", "specialty_vocational", "ordinary_vocational")
NOTICE = """关于开展试验工作的通知
前期，第六批9对学校于2030年2月1日启动，进展顺利。经研究，第七批确定５１对院校结对。
支援高校包括15所中央部委直属高校（含11所教育部直属高校）、6所省属普通高校、20所全国示范性高职院校和骨干高职院校，10所普通高职（其中7所高水平专业群建设单位）；四川受援高校包括29所省属本科高校、21所普通高职、1所成人教育高校（招普通专科）。
帮扶时间为2031年3月至11月，可视情况变化。2031年3月2日印发的本通知请及时转发。
附件：第七批全国高校与四川高校结对行动名单
"""


def test_a_whole_notice_is_proposed():
    proposal = notice_text.propose(NOTICE + list_files.pasted_cells([TITLES, *ROWS]).decode().split("\n", 2)[2])
    assert proposal.title == "第七批全国高校与四川高校结对行动"
    assert proposal.declared_pairs == 51
    assert (proposal.starts, proposal.ends) == (datetime.date(2031, 3, 1), datetime.date(2031, 11, 30))
    assert proposal.in_months
    assert [(group.side, group.group, group.count, group.part_of) for group in proposal.declared] == [
        ("supporter", "central", 15, ""),
        ("supporter", "central_moe", 11, "central"),
        ("supporter", "provincial", 6, ""),
        ("supporter", "model_vocational", 20, ""),
        ("supporter", "ordinary_vocational", 10, ""),
        ("supporter", "specialty_vocational", 7, "ordinary_vocational"),
        ("recipient", "provincial_undergraduate", 29, ""),
        ("recipient", "ordinary_vocational", 21, ""),
        ("recipient", "adult", 1, ""),
    ]


def test_groups_keep_their_label_as_printed_and_know_their_tiers():
    groups = {(group.side, group.group): group for group in notice_text.propose(NOTICE).declared}
    assert groups["supporter", "central"].label == "中央部委直属高校"
    assert groups["supporter", "central"].tiers == ("central_moe", "central_other")
    assert groups["supporter", "provincial"].tiers == ("provincial_undergraduate",)
    assert groups["supporter", "ordinary_vocational"].tiers == ("specialty_vocational", "ordinary_vocational")
    assert groups["recipient", "adult"].label == "成人教育高校（招普通专科）"


def test_tiers_are_those_of_the_model():
    from pairs.models import Tier

    assert {tier for group in notice_text.propose(NOTICE).declared for tier in group.tiers} <= set(Tier.values)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("支援高校有3所民办本科高校。", [("group_1", (), 3)]),
        ("支援高校包括三所部属院校、十二所地方高校。", [("central", CENTRAL, 3), ("provincial", LOCAL, 12)]),
        (
            "受援高校为：省属本科高校8所，高职院校2所。",
            [("provincial_undergraduate", LOCAL, 8), ("vocational", VOCATIONAL, 2)],
        ),
        (
            "受援高校共9所，其中包括8所地方本科高校、1所成人高校。",
            [("provincial_undergraduate", LOCAL, 8), ("adult", ("adult",), 1)],
        ),
        ("受援高校包括2所高职、3所高职。", [("vocational", VOCATIONAL, 2), ("vocational_2", VOCATIONAL, 3)]),
        ("受援高校毕业生签约300人，支援高校与受援高校协商。", []),
        ("没有说明。", []),
    ],
)
def test_other_wordings(prose, expected):
    assert [(group.group, group.tiers, group.count) for group in declared_groups(prose)] == expected


def test_of_which_may_follow_without_brackets():
    groups = declared_groups("支援高校包括15所中央部委直属高校，其中11所教育部直属高校、4所省属高校。")
    assert [(group.group, group.part_of) for group in groups] == [
        ("central", ""),
        ("central_moe", "central"),
        ("provincial", ""),
    ]


@pytest.mark.parametrize(
    ("prose", "period"),
    [
        ("时间为2031年3月5日至2032年1月9日。", (datetime.date(2031, 3, 5), datetime.date(2032, 1, 9), False)),
        ("自2031年3月—2032年2月。", (datetime.date(2031, 3, 1), datetime.date(2032, 2, 29), True)),
        ("期限：2031年3月5日-9月10日", (datetime.date(2031, 3, 5), datetime.date(2031, 9, 10), False)),
        ("行动时间2031年3月至9月，上轮2030年3月至9月。", (datetime.date(2031, 3, 1), datetime.date(2031, 9, 30), True)),
        ("2031年3月至9月和2032年3月至9月。", (None, None, False)),
        ("2031年13月至14月。", (None, None, False)),
        ("2031年9月至3月。", (None, None, False)),
        ("3月至9月。", (None, None, False)),
    ],
)
def test_periods(prose, period):
    proposal = notice_text.propose(prose)
    assert (proposal.starts, proposal.ends, proposal.in_months) == period


@pytest.mark.parametrize(
    ("prose", "day"),
    [
        ("第二批结对行动\n教育厅于2031年4月8日启动第二批结对。", datetime.date(2031, 4, 8)),
        ("第二批结对行动\n教育厅于4月8日印发通知。时间为2031年4月至9月。", datetime.date(2031, 4, 8)),
        ("第二批结对行动\n教育厅于4月8日启动第一批结对。近日印发通知。时间为2031年4月至9月。", None),
        ("第二批结对行动\n4月8日印发通知。", None),
        ("第二批结对行动\n2031年4月8日印发。2031年4月9日启动。", None),
        ("第二批结对行动\n2031年4月8日开会讨论。", None),
        ("某通知\n某某厅\n2031年4月8日", datetime.date(2031, 4, 8)),
        ("2031年2月30日印发。", None),
    ],
)
def test_the_day_of_the_notice_is_proposed_only_when_certain(prose, day):
    assert notice_text.propose(prose).notice_on == day


@pytest.mark.parametrize(
    ("prose", "number"),
    [
        ("确定12对高校结对。", 12),
        ("第三批名单\n第二批9对高校已结束，第三批12对高校将开始。", 12),
        ("共有12对高校。", 12),
        ("9对高校，12对高校。", None),
        ("没有数字。", None),
    ],
)
def test_the_number_of_pairs(prose, number):
    assert notice_text.propose(prose).declared_pairs == number


def test_the_signature_below_the_list_gives_the_day():
    text = "第三批结对名单\n" + list_files.pasted_cells([TITLES, *ROWS]).decode()
    assert notice_text.propose(text).notice_on == datetime.date(2031, 3, 4)


@pytest.mark.parametrize(
    "mark", ["1", "1所", "支援高校", "支援高校1", "2031年3月", "（", "第一批", " ", "至", "受援高校有1所一", "附"]
)
def test_hostile_prose_is_read_in_no_time(mark):
    """A search that tries every pair of places would take minutes."""
    started = process_time()
    for beginning in ("", "支援高校包括1所"):
        notice_text.propose(beginning + mark * (200_000 // len(mark)))
    assert process_time() - started < 20


@pytest.mark.parametrize(
    ("lines", "title", "label"),
    [
        ("西部高校结对行动第一批通知\n附件：第一批结对名单", "西部高校结对行动第一批通知", "第一批"),
        ("附件：2022年上海高校毕业生就业对口帮扶结对名单", "2022年上海高校毕业生就业对口帮扶", "2022年"),
        ("组团式支援结对名单", "组团式支援", ""),
        ("中西部高职院校对口帮扶名单", "中西部高职院校对口帮扶", ""),
        ("第二批全国高校与湖北高校就业工作“一帮一”行动名单", "第二批全国高校与湖北高校就业工作“一帮一”行动", "第二批"),
        ("教育部办公厅关于开展就业帮扶行动的通知\n附件：结对名单", "教育部办公厅关于开展就业帮扶行动的通知", ""),
    ],
)  # fmt: skip
def test_a_title_is_cut_only_where_the_list_begins_and_names_the_batch_as_the_notice_does(lines, title, label):
    proposal = notice_text.propose(lines)
    assert (proposal.title, proposal.label) == (title, label)


def test_the_number_of_the_document_is_its_source():
    assert notice_text.propose("教学厅函〔2022〕18号\n结对名单").source == "教学厅函〔2022〕18号"
    assert notice_text.propose("依据教学厅函〔2022〕18号，开展结对").source == ""


def test_private_universities_are_a_group_by_ownership_and_level():
    groups = declared_groups("受援高校包括30所省属本科高校（其中民办本科高校12所）、5所中外合作办学高校。")
    assert [(group.tiers, group.classes, group.part_of) for group in groups] == [
        (("provincial_undergraduate",), (), ""),
        ((), ("ownership:private", "level:undergraduate"), "provincial_undergraduate"),
        ((), ("ownership:joint",), ""),
    ]
