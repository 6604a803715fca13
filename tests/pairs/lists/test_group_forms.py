"""Lists of groups in the forms in which they are published: each in every format leads to the same pairs."""

import pytest

from pairs.lists import workflow
from pairs.lists.groups import shape_of
from pairs.lists.resources import PairResource
from pairs.models import Pair, SupporterRole
from pairs.reader import read
from tests.support.factories.group_lists import FORMATS, LEFT, UP, as_csv
from tests.support.factories.lists import CHOU, JIA, YI, YIN, ZI, codes, school

TITLES = ["序号", "受援高校", "支援高校"]
WITH_ROLES = {(1, JIA, ZI, "牵头"), (1, JIA, CHOU, "参与"), (2, YI, YIN, "牵头")}
PLAIN = {(serial, recipient, supporter, None) for serial, recipient, supporter, _role in WITH_ROLES}

FORMS = {
    "merged cells": [TITLES, [1, JIA, ZI], [UP, UP, CHOU], [2, YI, YIN]],
    "blank below": [TITLES, [1, JIA, ZI], ["", "", CHOU], [2, YI, YIN]],
    "the number again": [TITLES, [1, JIA, ZI], [1, "", CHOU], [2, YI, YIN]],
    "number and name again": [TITLES, [1, JIA, ZI], [1, JIA, CHOU], [2, YI, YIN]],
    "ditto": [TITLES, [1, JIA, ZI], ["", "同上", CHOU], [2, YI, YIN]],
    "names in one cell": [TITLES, [1, JIA, f"{ZI}、{CHOU}"], [2, YI, YIN]],
    "headings over the row": [
        ["结对名单", LEFT, LEFT],
        TITLES,
        ["本科高校", LEFT, LEFT],
        [1, JIA, ZI],
        [UP, UP, CHOU],
        ["二、高职高专院校（1所）", LEFT, LEFT],
        [2, YI, YIN],
    ],
    "columns of places": [["全国高校", "湖北高校", "序号"], [f"{ZI}，{CHOU}", JIA, 1], [YIN, YI, 2]],
    "roles in brackets": [TITLES, [1, JIA, f"{ZI}（牵头）"], [UP, UP, f"{CHOU}(参与高校)"], [2, YI, f"{YIN}【牵头】"]],
    "roles in one cell": [TITLES, [1, JIA, f"{ZI}（牵头）；{CHOU}（参与）"], [2, YI, f"（牵头）{YIN}"]],
    "roles before a colon": [TITLES, [1, JIA, f"牵头高校：{ZI}；参与高校：{CHOU}"], [2, YI, f"牵头：{YIN}"]],
    "names line below line": [TITLES, [1, JIA, f"{ZI}\n{CHOU}"], [2, YI, YIN]],
    "a column of roles": [
        ["序号", "受帮扶高校", "帮扶高校", "角色"],
        [1, JIA, ZI, "牵头"],
        [UP, UP, CHOU, "参与单位"],
        [2, YI, YIN, "Lead"],
    ],
    "one column for a role": [
        ["序号", "受援高校", "牵头高校", "支援高校（参与）"],
        [1, JIA, ZI, CHOU],
        [2, YI, YIN, ""],
    ],
    "remarks that are roles": [
        [*TITLES, "备注"],
        [1, JIA, ZI, "牵头"],
        [UP, UP, CHOU, "参与"],
        [2, YI, YIN, "牵头"],
    ],
}


@pytest.fixture
def groups(batch, schools):
    """A batch whose action allows groups and has two roles."""
    batch.action.several_supporters = True
    batch.action.save()
    SupporterRole.objects.create(action=batch.action, name="牵头", name_en="Lead", is_lead=True)
    SupporterRole.objects.create(action=batch.action, name="参与", name_en="Taking part")
    return batch


def imported(batch, data, **options):
    reading = read(data, shape_of(batch.action))
    return PairResource().import_data(reading, batch=batch, reason="导入", **options)


def held(batch):
    return set(batch.pairs.values_list("serial", "recipient_name", "supporter_name", "role__name"))


@pytest.mark.one_database
@pytest.mark.parametrize("make", FORMATS.values(), ids=FORMATS.keys())
def test_every_form_leads_to_the_same_pairs(make, groups):
    for name, rows in FORMS.items():
        plan = imported(groups, make(rows)).plan
        assert (codes(plan.errors), codes(plan.warnings)) == ([], []), name
        assert held(groups) == (WITH_ROLES if "role" in name else PLAIN), name
        again = imported(groups, make(rows)).plan
        assert (len(again.unchanged), again.changes_anything) == (3, False), name
        Pair.objects.all().delete()


@pytest.mark.parametrize("make", [FORMATS["xlsx"], FORMATS["web page"], FORMATS["word"], as_csv])
def test_titles_over_titles_may_name_the_roles(make, groups):
    titles = [["序号", "受援高校", "支援高校", LEFT], [UP, UP, "牵头高校", "参与高校"]]
    plan = imported(groups, make([*titles, [1, JIA, ZI, CHOU], [2, YI, YIN, ""]])).plan
    assert (codes(plan.errors), codes(plan.warnings), held(groups)) == ([], [], WITH_ROLES)


def test_members_stand_in_their_places(groups):
    imported(groups, as_csv(FORMS["roles in one cell"]))
    addresses = {pair.supporter_name: pair.address for pair in Pair.objects.select_related("batch__action")}
    assert addresses == {ZI: "7-1-1", CHOU: "7-1-2", YIN: "7-2-1"}


def test_a_list_without_numbers_has_groups_too(groups):
    groups.has_serials = False
    groups.save()
    imported(groups, as_csv([TITLES[1:], [JIA, ZI], ["", CHOU], [YI, YIN]]), raise_errors=True)
    assert {(recipient, supporter) for _serial, recipient, supporter, _role in held(groups)} == {
        (recipient, supporter) for _serial, recipient, supporter, _role in PLAIN
    }


def test_parties_of_an_agreement_are_read_but_asked_about(groups):
    plan = imported(
        groups, as_csv([["序号", "甲方", "乙方"], [1, f"{ZI}、{CHOU}", JIA], [2, YIN, YI]]), dry_run=True
    ).plan
    assert codes(plan.to_accept) == ["sides_assumed"]
    assert len(plan.new) == 3
    said = imported(groups, as_csv([["序号", "甲方（受援高校）", "乙方（支援高校）"], [1, JIA, ZI]]), dry_run=True).plan
    assert (codes(said.errors), codes(said.warnings)) == ([], [])


def test_a_role_is_changed_by_a_later_list_and_kept_where_a_list_says_nothing(groups):
    imported(groups, as_csv(FORMS["a column of roles"]))
    assert not imported(groups, as_csv(FORMS["merged cells"])).plan.changes_anything
    (change,) = imported(groups, as_csv([TITLES, [2, YI, f"{YIN}（参与）"]]), accept_warnings=True).plan.changed
    assert [(field.field, field.old, field.new) for field in change.fields] == [("role", "牵头", "参与")]
    assert held(groups) == WITH_ROLES - {(2, YI, YIN, "牵头")} | {(2, YI, YIN, "参与")}


def test_what_is_exported_comes_back_unchanged(groups):
    imported(groups, as_csv(FORMS["roles in one cell"]))
    out = PairResource().export(groups.pairs.in_order())
    plan = PairResource().import_data(out, batch=groups, dry_run=True).plan
    assert (codes(plan.errors), plan.to_accept, plan.changes_anything) == ([], [], False)
    assert len(plan.unchanged) == 3
    Pair.objects.all().delete()
    PairResource().import_data(out, batch=groups, raise_errors=True)
    assert held(groups) == WITH_ROLES


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ([f"{ZI}（组长）"], [("unknown_role", 2, "支援高校角色", "组长")]),
        ([ZI, "组长"], [("unknown_role", 2, "支援高校角色", "组长")]),
        ([f"{ZI}（参与）", "牵头"], [("roles_differ", 2, "支援高校角色", "牵头")]),
        ([f"{ZI}（牵头）、{CHOU}（牵头）"], [("led_twice", 2, "支援高校角色", "牵头")]),
        ([f"{ZI}、江苏丑大字"], [("unknown_name", 2, "支援高校", "江苏丑大字")]),
        ([f"{ZI}、江苏和平大学"], [("unknown_name", 2, "支援高校", "江苏和平大学")]),
        ([f"{ZI}、等"], [("unknown_name", 2, "支援高校", f"{ZI}、等")]),
    ],
)
def test_what_is_wrong_in_a_group_is_said_where_it_stands(groups, cells, wrong):
    plan = imported(groups, as_csv([[*TITLES, "角色"], [1, JIA, *cells]])).plan
    assert [(error.code, error.row, error.column, error.value) for error in plan.errors] == wrong
    known = {"unknown_role", "unknown_name"} & {error.code for error in plan.errors}
    assert not known or any(text in plan.errors[0].message for text in ("牵头、参与", ZI, CHOU))


def test_a_recipient_that_nobody_knows_is_said_once_for_a_row(groups):
    plan = imported(groups, as_csv([TITLES, [1, "湖北甲学园", f"{ZI}、{CHOU}"]])).plan
    assert codes(plan.errors) == ["unknown_name"]


@pytest.mark.parametrize("make", FORMATS.values(), ids=FORMATS.keys())
def test_a_wrong_recipient_of_a_group_is_said_and_corrected_once(groups, editor, make):
    listed = workflow.preview(groups, make([TITLES, [1, "湖北甲学园", ZI], [UP, UP, CHOU], [2, YI, YIN]]), owner=editor)
    assert [(error.code, error.row) for error in workflow.compare(listed).plan.errors] == [("unknown_name", 2)]
    workflow.correct(listed, {(2, 1): JIA}, editor)
    workflow.preview_again(listed)
    workflow.confirm(listed, editor, "名单", accept_warnings=True)
    assert held(groups) == PLAIN


@pytest.mark.parametrize("left_out", [(2,), (2, 3)])
def test_members_keep_their_recipient_when_the_row_that_names_it_is_left_out(groups, editor, left_out):
    rows = [TITLES, [2, YI, YIN], ["", "", CHOU], ["", "同上", ZI]]
    listed = workflow.preview(groups, as_csv([TITLES, [1, JIA, ZI], *rows[1:]]), owner=editor)
    workflow.correct(listed, {(number + 1, None): "" for number in left_out}, editor)
    found = {(row.serial, row.recipient, row.supporter) for row in listed.as_corrected.rows}
    assert found == {(1, JIA, ZI), (2, YI, CHOU), (2, YI, ZI)} - ({(2, YI, CHOU)} if 3 in left_out else set())


def test_several_names_are_refused_where_a_recipient_has_one_supporter(batch, schools):
    plan = imported(
        batch, as_csv([TITLES, [1, JIA, f"{ZI}、{CHOU}"], [2, f"{YI}、湖北丙学院", YIN], ["", "", CHOU]])
    ).plan
    assert [(error.code, error.row, error.column) for error in plan.errors] == [
        ("several_names", 2, "支援高校"),
        ("several_names", 3, "受援高校"),
        ("empty_cell", 4, "受援高校"),
    ]


def test_a_name_that_holds_a_separator_is_never_split(groups):
    school("江苏和田大学", "4132000091", "32")
    school("田大学", "4132000092", "32")
    school("江苏子大学（海、陆校区）", "4132000093", "32")
    cells = ["江苏和田大学", f"{ZI}和江苏和田大学", "江苏子大学（海、陆校区）、江苏和田大学"]
    found = [
        [row.supporter for row in imported(groups, as_csv([TITLES, [1, JIA, cell]]), dry_run=True).plan.reading.rows]
        for cell in cells
    ]
    assert found == [["江苏和田大学"], [ZI, "江苏和田大学"], ["江苏子大学（海、陆校区）", "江苏和田大学"]]


def test_a_column_that_is_not_read_is_told_once_also_after_a_correction(groups, editor):
    listed = workflow.preview(groups, as_csv([[*TITLES, "备注"], [1, "湖北甲学园", ZI, "民办"]]), owner=editor)
    workflow.correct(listed, {(2, 1): JIA}, editor)
    told = workflow.preview_again(listed).plan.information
    assert [(warning.code, warning.value) for warning in told] == [("unknown_column", "备注")]
