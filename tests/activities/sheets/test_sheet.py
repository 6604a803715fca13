"""The sheet of the month, from a paste to entries that are those of the form."""

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from activities.activities import workflow as entries
from activities.models import Activity, Measure, Sheet
from activities.sheets import workflow
from core.exceptions import Refused
from core.models import Act
from tests.activities.sheets.sheets import paste, rows, taken, text_of
from tests.conftest import a_client
from tests.support.assertions.refusals import refused
from tests.support.factories.activities import day


def test_twelve_activities_are_pasted_checked_and_submitted(world, rita, sam):
    client = a_client(rita)
    form = client.get(reverse("desk_sheets")).content.decode()
    assert 'name="text"' in form and 'name="file"' in form
    page = paste(client, rita, text_of(rows(12)))
    assert page.status_code == 200 and page.context["checked"].is_right
    assert not Activity.objects.exists()
    done = client.post(page.redirect_chain[-1][0], {"submit": "1"}, follow=True)
    assert done.status_code == 200 and len(done.context["entries"]) == 12
    assert Activity.objects.to_confirm_by(sam).count() == 12
    assert Measure.objects.filter(value=120).count() == 12


def test_an_entry_of_a_sheet_is_one_of_the_form(world, rita):
    facts = {"title": "专场1", "starts_on": day(-1), "ends_on": day(-1), "place": "大礼堂"}
    one = entries.submit(entries.draft(rita, world.pair, world.fair, measures={"posts": 120}, **facts), rita)
    sheet = taken(rita, rows(1))
    [(repeated, _numbers)] = workflow.checked(sheet, rita).questions
    workflow.enter(sheet, rita, {repeated.digest})
    other = Activity.objects.exclude(pk=one.pk).get()
    differ = ("id", "token", "submitted_at", "version")
    assert all(model_to_dict(one)[name] == value for name, value in model_to_dict(other).items() if name not in differ)
    assert [row.counted_value for row in other.measures.all()] == [120]
    steps = [[(each.transition, each.by, each.side) for each in entry.state_changes.all()] for entry in (one, other)]
    assert steps[0] == steps[1]
    assert other.history.get().history_user == rita and other.measures.get().history.get().history_user == rita


def test_all_that_is_wrong_is_said_at_once_by_row_and_column(world, rita):
    wrong = rows(3)
    wrong[0] |= {"类别": "唱歌", "日期": "上旬"}
    wrong[1] |= {"日期": "2020-02-30", "指标posts（个）": "约一百", "指标lectures（场）": "1"}
    wrong[2] |= {"标题": "", "结对高校": "没有这所大学"}
    found = workflow.checked(taken(rita, wrong), rita).findings
    places = [(finding.row, finding.key) for finding in found]
    assert places == [(2, "kind"), (2, "starts_on"), (3, "starts_on"), (3, "n_posts"), (3, "n_lectures"), (4, "pair")]
    assert found[3].title == "指标posts（个）" and found[3].value == "约一百" and "整数" in found[3].message


def test_days_without_a_year_are_those_of_the_period_and_the_page_says_so(world, rita):
    held = day(-1)
    for written in (f"{held.month}月{held.day}日", f"{held.month}-{held.day}", f"{held.month}/{held.day}"):
        page = paste(a_client(rita), rita, text_of(rows(1, 日期=written)))
        [entry] = page.context["checked"].entries
        assert entry.starts_on == held
        assert f"已按 {held.year} 年读取" in page.content.decode()
    assert "没有写年份" not in paste(a_client(rita), rita, text_of(rows(1))).content.decode()


def test_a_day_that_two_years_of_the_period_have_is_asked_about(world, rita):
    held = next(each for each in (day(-1), day(-2)) if (each.month, each.day) != (2, 29))
    world.batch.ends = day(400)
    world.batch.save()
    [finding] = workflow.checked(taken(rita, rows(1, 日期=f"{held.month}月{held.day}日")), rita).findings
    assert finding.key == "starts_on" and "可能是" in finding.message


def test_what_the_model_objects_to_is_said_of_its_cell(world, rita):
    wrong = rows(3)
    wrong[0] |= {"标题": ""}
    wrong[1] |= {"标题": "长" * 101}
    wrong[2] |= {"日期": day(400).isoformat()}  # a plan has no figures
    found = workflow.checked(taken(rita, wrong), rita).findings
    assert [(finding.row, finding.key) for finding in found][:2] == [(2, "title"), (3, "title")]
    assert found[2].row == 4


def test_a_sheet_holds_pairs_of_the_own_side_only(world, rita, olga):
    for name in ("湖北乙学院", "江苏丑大学", world.other_pair.address):
        found = workflow.checked(taken(rita, rows(1, 结对高校=name)), rita).findings
        assert [finding.key for finding in found] == ["pair"]
    for name in ("江苏子大学", "4132000001", world.pair.address, ""):
        assert workflow.checked(taken(rita, rows(1, 结对高校=name)), rita).is_right


def test_drafts_stay_between_the_own_side(world, rita, sam):
    workflow.enter(taken(rita, rows(2, 标题="")), rita, submit=False)
    assert Activity.objects.drafts_of(rita).count() == 2
    assert not Activity.objects.open_to(sam).exists()


def test_pressed_twice_is_entered_once(world, rita):
    sheet = taken(rita, rows(3))
    workflow.enter(sheet, rita)
    workflow.enter(Sheet.objects.get(), rita)
    assert Activity.objects.count() == 3 and Act.objects.count() == 1


def test_a_sheet_with_an_error_enters_nothing(world, rita):
    with pytest.raises(Refused):
        workflow.enter(taken(rita, [*rows(2), *rows(1, 日期="?")]), rita)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("pasted", ["本月共举办三场活动", "本月活动\n一场招聘会\n两场讲座"])
def test_text_that_is_no_table_is_refused_and_stays_in_the_field(world, rita, pasted):
    page = paste(a_client(rita), rita, pasted)
    assert "这是文字，不是表格" in page.text and pasted in page.text.replace("\r", "")
    assert not Sheet.objects.exists()


def test_a_strange_day_is_asked_about_once_and_submitted_with_its_tick(world, rita):
    client = a_client(rita)
    page = paste(client, rita, text_of(rows(2, 日期=day(-100).isoformat())))
    address = page.redirect_chain[-1][0]
    [(question, numbers, ticked)] = page.context["asked"]
    assert numbers == [2, 3] and not ticked
    refused = client.post(address, {"submit": "1"})
    assert not Activity.objects.exists() and refused.context["unticked"]
    client.post(address, {"submit": "1", "answered": question.digest})
    assert Activity.objects.to_confirm().count() == 2


def test_personal_data_is_asked_about(world, rita):
    [(question, numbers)] = workflow.checked(taken(rita, rows(1, 标题="联系张同学 13812345678")), rita).questions[:1]
    assert question.field == "title" and numbers == [2]


def test_a_day_to_come_is_a_planned_event(world, rita):
    table = rows(1, 日期=day(5).isoformat()) + rows(1)
    table[0].pop("指标posts（个）")
    found = workflow.checked(taken(rita, table), rita)
    assert [row.entry.stage for row in found.rows] == ["planned", "held"]
    assert found.partners == [("江苏子大学", 1, 1)]


def test_an_event_counts_itself_as_in_the_form(world, rita):
    table = rows(2, 类别="类别lecture")
    for row in table:
        row.pop("指标posts（个）")
    table[1]["指标lectures（场）"] = "2"
    found = workflow.checked(taken(rita, table), rita)
    assert [[value for _indicator, value in row.figures] for row in found.rows] == [[1], [2]]


def test_a_sheet_is_open_to_its_owner_only(world, rita, rob, sam, editor):
    address = taken(rita, rows(1)).get_absolute_url()
    assert a_client(rita).get(address).status_code == 200
    for person in (rob, sam, editor):
        assert a_client(person).get(address).status_code == 404
        assert a_client(person).post(address, {"submit": "1"}).status_code == 404


def test_who_speaks_for_no_university_hands_in_no_sheet(world, editor, officer):
    for person in (editor, officer):
        assert a_client(person).get(reverse("desk_sheets")).status_code == 403


def test_columns_about_persons_are_never_kept(world, rita):
    for titles in ("标题\t日期\t类别\t联系人\t负责", "何事\t何时\t何种\t联系人\t负责"):
        text = titles + "\n专场\t" + day(-1).isoformat() + "\t类别fair\t张三\t13812345678"
        sheet = taken(rita, text)
        assert "张三" not in str(sheet.table) and "138" not in str(sheet.table)


def test_a_thousand_rows_ask_no_more_than_ten(world, rita, django_assert_max_num_queries):
    small, large = taken(rita, rows(2)), taken(rita, rows(30))
    with django_assert_max_num_queries(20):
        workflow.checked(small, rita)
    with django_assert_max_num_queries(20):
        workflow.checked(large, rita)
    with django_assert_max_num_queries(70):
        workflow.enter(large, rita)


def test_a_table_is_submitted_by_nobody_but_who_handed_it_in(world, rita, rob, sam):
    sheet = taken(rita, rows(1))
    for person in (rob, sam):
        assert refused(workflow.enter, sheet, person, code="not_yours")
    assert not Activity.objects.exists()
