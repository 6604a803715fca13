"""Lists of types and of classes such as 双高: read, previewed, imported as one act, and what batches go by."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.acts.models import Act
from pairs.class_lists import plan as plans
from pairs.models import ClassEntry, ClassList, DeclaredCount, Pair, Tier, University
from pairs.pairs import composition
from tests.support.casts.lists import *  # noqa: F403
from tests.support.factories.lists import CHOU, DING, JIA, YI, YIN, ZI, hold
from tests.support.factories.register_files import as_csv, as_xlsx

pytestmark = pytest.mark.django_db
TITLES = ["学校标识码", "学校名称", "类型", "来源"]
BING = "湖北丙学院"


def taken(owner, *rows, title="", as_of="2025-06-01", titles=TITLES, form=as_xlsx):
    """The stored preview of a list of these rows."""
    about = {"title": title, "title_en": "", "as_of": datetime.date.fromisoformat(as_of), "source": "样例文号"}
    data = form([titles, *rows]) if form else "\n".join(rows)
    with override("en"):
        return plans.preview(data, "名单.xlsx", owner, **about)


def imported(owner, *rows, **about):
    listed = taken(owner, *rows, **about)
    plans.confirm(listed, owner, "样例理由", listed.fingerprint)
    return listed


def codes(listed):
    with override("en"):
        return [(error.code, error.row, error.column) for error in plans.make_plan(listed).errors]


@pytest.fixture
def types(schools):
    """甲 has no type yet, 乙 an inferred one, 丙 another than the list."""
    schools[JIA].tier = Tier.UNKNOWN
    schools[YI].tier_inferred = True
    for name in (JIA, YI):
        schools[name].save()
    return [
        ["4142000001", JIA, "普通高职", ""],
        ["", YI, "省属本科高校", ""],
        ["4142000003", "", "adult", "另一来源"],
        ["", DING, "省属本科高校", ""],
    ]


@pytest.mark.parametrize("form", [as_xlsx, lambda rows: as_csv(rows, "gb18030")])
def test_the_preview_tells_new_changed_and_unchanged_and_changes_nothing(editor, types, form):
    plan = plans.make_plan(taken(editor, *types, form=form))
    told = {name: [one.university.name for one in getattr(plan, name)] for name in ("new", "changed", "unchanged")}
    assert told == {"new": [JIA], "changed": [YI, BING], "unchanged": [DING]}
    assert University.objects.get(name=JIA).tier == Tier.UNKNOWN and not ClassEntry.objects.exists()


def test_confirming_writes_types_with_source_reason_and_history(editor, types, schools):
    imported(editor, *types)
    facts = University.objects.values_list("name", "tier", "tier_source", "tier_inferred")
    told = {name: tuple(said) for name, *said in facts}
    assert told[JIA] == (Tier.ORDINARY_VOCATIONAL, "样例文号", False)
    assert told[YI] == (Tier.PROVINCIAL_UNDERGRADUATE, "样例文号", False)
    assert told[BING] == (Tier.ADULT, "另一来源", False)
    row = schools[JIA].history.first()
    assert (row.tier, row.history_user, row.history_change_reason) == (Tier.ORDINARY_VOCATIONAL, editor, "样例理由")


def test_everything_wrong_is_said_at_once_with_row_column_and_suggestion(editor, schools):
    listed = taken(
        editor,
        ["4199999999", JIA, "普通高职", ""],
        ["", "湖北甲学园", "普通高职", ""],
        ["4142000001", YI, "普通高职", ""],
        ["", YI, "样例类", ""],
        ["", BING, "", ""],
        ["", DING, "普通高职", ""],
        ["", DING, "普通高职", ""],
    )
    assert codes(listed) == [
        ("unknown_code", 2, "学校标识码"),
        ("unknown_name", 3, "学校名称"),
        ("code_and_name", 4, "学校名称"),
        ("bad_type", 5, "类型"),
        ("bad_type", 6, "类型"),
        ("twice", 8, "学校名称"),
    ]
    errors = {error.row: error for error in plans.make_plan(listed).errors}
    assert JIA in errors[3].suggestions and "Ordinary vocational college" in errors[5].message
    with pytest.raises(ValidationError):
        plans.confirm(listed, editor, "x", listed.fingerprint)


def test_a_later_list_is_not_overwritten_by_an_earlier_one_which_is_kept_for_its_day(editor, schools, batch):
    imported(editor, ["", JIA, "普通高职", ""], as_of="2027-06-01")
    listed = taken(editor, ["", JIA, "成人高校", ""], as_of="2026-01-01")
    assert [one.university.name for one in plans.make_plan(listed).earlier] == [JIA]
    plans.confirm(listed, editor, "x", listed.fingerprint)
    assert University.objects.get(name=JIA).tier == Tier.ORDINARY_VOCATIONAL
    hold(batch, (1, JIA, ZI))  # of a notice of March 2026
    assert Pair.objects.get().recipient_tier == Tier.ADULT


def test_pairs_whose_type_was_not_known_get_it_and_others_keep_theirs(editor, types, schools, batch):
    hold(batch, (1, JIA, ZI), (2, BING, CHOU))
    listed = taken(editor, *types)
    assert plans.make_plan(listed).filled_batches == [(batch, 1)]
    plans.confirm(listed, editor, "样例理由", listed.fingerprint)
    tiers = list(Pair.objects.in_order().values_list("recipient_tier", flat=True))
    assert tiers == [Tier.ORDINARY_VOCATIONAL, Tier.PROVINCIAL_UNDERGRADUATE]
    assert Pair.history.filter(history_change_reason="样例理由").count() == 1


def test_an_import_is_undone_as_a_whole(editor, types, schools, batch):
    hold(batch, (1, JIA, ZI))
    imported(editor, *types)
    Act.objects.get().undo(editor, "错了")
    assert not ClassEntry.objects.exists() and not ClassList.objects.imported()
    assert University.objects.get(name=JIA).tier == Tier.UNKNOWN
    assert University.objects.get(name=YI).tier_inferred
    assert Pair.objects.get().recipient_tier == Tier.UNKNOWN


def test_what_changed_after_the_preview_is_not_imported_and_confirming_twice_is_harmless(editor, types, schools):
    listed = taken(editor, *types)
    University.objects.filter(name=YI).update(tier=Tier.ADULT)
    with pytest.raises(ValidationError):
        plans.confirm(listed, editor, "x", listed.fingerprint)
    again = imported(editor, *types[1:])
    plans.confirm(again, editor, "y", again.fingerprint)
    assert Act.objects.count() == 1


def test_a_list_with_persons_is_refused_without_repeating_them(editor, schools):
    listed = taken(editor, ["", JIA, "普通高职", "13800138000"], titles=["学校标识码", "学校名称", "类型", "联系电话"])
    assert [kind for kind, _row, _column in codes(listed)] == ["personal_data"]
    assert "13800138000" not in str(listed.reading)


def test_a_class_may_be_pasted_name_by_name_and_its_editions_say_who_left(editor, schools):
    imported(editor, JIA, YI, title="双高", form=None, as_of="2024-01-01")
    plan = plans.make_plan(taken(editor, YI, BING, title="双高", form=None))
    assert [one.university.name for one in plan.new] == [BING]
    assert [one.name for one in plan.gone] == [JIA]


def test_a_group_is_counted_by_the_list_nearest_before_the_notice(editor, schools, batch):
    hold(batch, (1, JIA, ZI), (2, YI, CHOU), (3, BING, YIN))
    DeclaredCount.objects.create(batch=batch, side="recipient", group="high", classes=["list:双高"], count=2)
    [line] = composition.check(batch)
    assert line.undecided and len(line.open) == 3  # no list yet
    imported(editor, JIA, YI, title="双高", form=None, as_of="2026-02-01")
    imported(editor, BING, title="双高", form=None, as_of="2026-04-01")
    [line] = composition.check(batch)
    assert [school.name for school in line.schools] == [JIA, YI] and not line.open


def test_importing_asks_no_query_a_row(editor, schools, django_assert_max_num_queries):
    made = [University(code=f"41{n:08}", name=f"样例第{n}大学", province="42") for n in range(300)]
    University.objects.bulk_create(made)
    listed = taken(editor, *[[one.code, one.name, "普通高职", ""] for one in made])
    with django_assert_max_num_queries(40):
        plans.confirm(listed, editor, "x", listed.fingerprint)
    assert University.objects.filter(tier=Tier.ORDINARY_VOCATIONAL).count() == 300
