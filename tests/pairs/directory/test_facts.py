"""Which facts of a university a notice goes by: those of the register nearest before it, else nearest after it."""

import datetime

import pytest

from pairs.directory import merging, registers
from pairs.directory.models import facts
from pairs.directory.registers.plan import keep_facts
from pairs.lists.resources import write
from pairs.models import Action, Batch, Level, Ownership, Pair, Tier, University, UniversityFacts
from tests.support.casts.universities import a_day, a_name, a_university
from tests.support.factories import lists
from tests.support.factories.register_files import a_register, as_xlsx

pytestmark = pytest.mark.django_db
NOW, THEN = "样例职业技术大学", "样例职业技术学院"
YEARS = {"2020年6月30日": ("专科", THEN, "湖北省"), "2023年6月15日": ("本科", NOW, "湖北省教育厅")}


def adopt(day, level=None, name=None, authority=None):
    usual = YEARS.get(day, YEARS["2023年6月15日"])
    level, name, authority = level or usual[0], name or usual[1], authority or usual[2]
    row = [1, name, "4142099001", authority, "武汉市", level, "民办"]
    return registers.apply(registers.read(as_xlsx(a_register("湖北省", row, day=day))))


def then(day):
    return on_day(a_day(day), University.objects.get(code="4142099001"))


def on_day(day, university):
    return facts.standing_on(day, {university.pk: university})[university.pk]


@pytest.fixture
def supporter(db):
    return a_university("4132010284", "南京大学", province="32", tier=Tier.CENTRAL_MOE)


def a_batch(day):
    action = Action.objects.create(slug="test", name="测试行动", recipient_provinces=["42"])
    period = {"notice_on": a_day(day), "starts": a_day(day)}
    return Batch.objects.create(number=1, action=action, title="测试", source="test", **period)


@pytest.mark.parametrize("order", [list(YEARS), list(reversed(YEARS))])
@pytest.mark.parametrize(
    ("notice", "level", "name"),
    [
        ("2020-04-08", Level.JUNIOR_COLLEGE, THEN),
        ("2022-04-08", Level.JUNIOR_COLLEGE, THEN),
        ("2023-06-15", Level.UNDERGRADUATE, NOW),
        ("2026-04-08", Level.UNDERGRADUATE, NOW),
    ],
)
def test_the_register_before_the_notice_decides_whichever_was_taken_over_first(order, notice, level, name):
    for day in order:
        adopt(day)
    assert (then(notice).level, then(notice).name) == (level, name)


def test_a_school_that_is_no_university_yet_is_not_counted_as_one(supporter):
    for day in reversed(YEARS):
        adopt(day)
    university = University.objects.get(code="4142099001")
    assert university.tier == Tier.PROVINCIAL_UNDERGRADUATE
    pair = Pair.objects.create(batch=a_batch("2022-04-08"), recipient=university, supporter=supporter)
    assert pair.recipient_tier == Tier.UNKNOWN
    assert (pair.recipient_name, pair.recipient_level) == (THEN, Level.JUNIOR_COLLEGE)
    assert (pair.recipient_authority, pair.recipient_ownership) == ("湖北省", Ownership.PRIVATE)
    assert pair.supporter_tier == Tier.CENTRAL_MOE


def test_a_list_goes_by_the_same_facts_as_a_pair_by_hand(supporter):
    for day in YEARS:
        adopt(day)
    a_name(supporter, "南京大学")
    batch = a_batch("2022-04-08")
    write(lists.plan(batch, (1, NOW, "南京大学")))
    listed = Pair.objects.get()
    by_hand = Pair(batch=batch, recipient=listed.recipient, supporter=supporter, recipient_name=NOW)
    by_hand.fill_snapshot()
    kept = [f"{side}_{fact}" for side in ("recipient", "supporter") for fact in (*facts.FACTS, "tier", "name")]
    kept = [name for name in kept if hasattr(listed, name)]
    assert [getattr(listed, name) for name in kept] == [getattr(by_hand, name) for name in kept]
    assert listed.recipient_level == Level.JUNIOR_COLLEGE


def test_a_pair_keeps_what_it_holds_when_a_nearer_register_comes(supporter):
    adopt("2023年6月15日")
    batch = a_batch("2022-04-08")
    pair = Pair.objects.create(batch=batch, recipient=University.objects.get(name=NOW), supporter=supporter)
    adopt("2020年6月30日")
    pair.save()
    pair.refresh_from_db()
    assert (pair.recipient_level, pair.recipient_name) == (Level.UNDERGRADUATE, NOW)


def test_a_correction_by_hand_holds_for_the_register_it_corrects_even_after_the_next_one():
    adopt("2020年6月30日")
    University.objects.update(ownership=Ownership.PUBLIC)
    assert then("2020-07-01").ownership == Ownership.PUBLIC
    adopt("2023年6月15日")
    assert then("2020-07-01").ownership == Ownership.PUBLIC
    assert then("2023-07-01").ownership == Ownership.PRIVATE


def test_without_any_register_a_university_is_what_it_says_of_itself(supporter):
    assert then_of(supporter) == (supporter.name, Tier.CENTRAL_MOE, Level.UNDERGRADUATE, "湖北省")


def then_of(university):
    return on_day(datetime.date(2022, 4, 8), university)[:4]


def test_a_register_that_is_taken_over_twice_keeps_one_row_a_school():
    adopt("2020年6月30日")
    adopt("2020年6月30日", authority="教育部")
    kept = UniversityFacts.objects.get()
    assert (kept.as_of, kept.name, kept.authority) == (a_day("2020-06-30"), THEN, "教育部")


def test_what_a_register_said_of_a_merged_record_is_said_of_the_one_that_is_kept():
    adopt("2020年6月30日")
    old = University.objects.get(code="4142099001")
    kept = a_university("4142099002", NOW, facts_as_of=a_day("2025-06-20"))
    merging.merge(kept, old, None, "样例理由")
    assert on_day(a_day("2020-04-08"), kept).level == Level.JUNIOR_COLLEGE
    assert on_day(a_day("2026-04-08"), kept).level == Level.UNDERGRADUATE


def test_keeping_a_register_asks_no_query_a_row(django_assert_max_num_queries):
    rows = [[n, f"样例第{n}学院", f"4142{n:06}", "湖北省", "武汉市", "专科", ""] for n in range(1, 101)]
    reading = registers.read(as_xlsx(a_register("湖北省", *rows)))
    plan = registers.apply(reading)
    with django_assert_max_num_queries(3):
        keep_facts(plan)
