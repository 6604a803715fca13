"""A small world for the staff's pages: invented universities, one action, one batch without pairs."""

import datetime

import pytest

from pairs.directory.provinces import Province
from pairs.models import Action, Batch, DeclaredCount, Pair, University

RECIPIENTS = ["东湖测试学院", "珞珈测试学院", "沙湖测试学院"]
SUPPORTERS = ["北方测试大学", "江南测试大学", "岭南测试大学"]
LIST = "序号\t受援高校\t支援高校\n" + "\n".join(
    f"{number}\t{recipient}\t{supporter}"
    for number, (recipient, supporter) in enumerate(zip(RECIPIENTS, SUPPORTERS, strict=True), start=1)
)
# Prose of our own, in the way notices speak.
NOTICE = f"""有关高校：
现启动第二批测试结对行动。本批确定3对高校结对，支援高校包括2所教育部直属高校、1所省属普通高校，受援高校包括3所省属本科高校。
行动时间为2031年3月至2031年8月。
2031年2月20日
第二批测试结对行动名单
{LIST}
"""


def a_university(name, code, province, tier="provincial_undergraduate"):
    return University.objects.create(name=name, code=code, province=province, tier=tier, level="undergraduate")


@pytest.fixture
def universities(db):
    """Three recipients in Hubei, three supporters elsewhere, by name."""
    made = [a_university(name, f"414201999{n}", Province.HUBEI) for n, name in enumerate(RECIPIENTS)]
    places = [Province.BEIJING, Province.JIANGSU, Province.GUANGDONG]
    tiers = ["central_moe", "central_moe", "provincial_undergraduate"]
    for n, (name, place, tier) in enumerate(zip(SUPPORTERS, places, tiers, strict=True)):
        made.append(a_university(name, f"41{place}01888{n}", place, tier))
    return {university.name: university for university in made}


@pytest.fixture
def action(db):
    return Action.objects.create(
        slug="test", name="测试行动", name_en="Test action", recipient_provinces=[Province.HUBEI]
    )


def a_batch(action, **facts):
    facts = {
        "title": "测试通知",
        "notice_on": datetime.date(2031, 2, 20),
        "source": "https://example.edu.cn/notice",
        "starts": datetime.date(2031, 3, 1),
        "ends": datetime.date(2031, 8, 31),
        "declared_pairs": 3,
    } | facts
    return Batch.objects.create(action=action, **facts)


@pytest.fixture
def batch(action):
    """Unpublished, without pairs; its notice counts one supporter wrongly."""
    batch = a_batch(action, in_months=True)
    counts = [("supporter", "central_moe", 2), ("supporter", "provincial_undergraduate", 2)]
    for side, tier, count in [*counts, ("recipient", "provincial_undergraduate", 3)]:
        DeclaredCount.objects.create(batch=batch, side=side, group=tier, tiers=[tier], count=count)
    return batch


@pytest.fixture
def pairs(batch, universities):
    """The three pairs of the list, in the batch."""
    return [
        Pair.objects.create(
            batch=batch, serial=number, recipient=universities[recipient], supporter=universities[supporter]
        )
        for number, (recipient, supporter) in enumerate(zip(RECIPIENTS, SUPPORTERS, strict=True), start=1)
    ]
