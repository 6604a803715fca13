"""The list of entries: asked for by month, kind, status and words, as files, and as the report of a month."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from activities.activities import workflow
from activities.models import Activity, ActivityKind, Mechanism
from pairs.models import Action, Batch
from public.entries import report
from public.entries.filters import numbered
from tests.conftest import a_client
from tests.support.factories.activities import day

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGE = "/en/desk/activities/"
SEPTEMBER = {"starts_on": "2026-09-10", "ends_on": "2026-09-10"}
OCTOBER = {"starts_on": "2026-09-28", "ends_on": "2026-10-02"}


@pytest.fixture
def entries(world, rita, sam):
    """One confirmed in September, one from September into October, returned; and a draft of the partner."""
    Batch.objects.update(starts="2026-09-01", ends=day(900))
    found = {
        "confirmed": world.confirmed(rita, sam, title="九月招聘会", measures={"posts": 12}),
        "returned": workflow.send_back(world.submitted(rita, kind=world.lecture, title="跨月讲座"), sam, "日期有误"),
        "draft": world.drafted(sam, title="对方草稿"),
    }
    for name, days in (("confirmed", SEPTEMBER), ("returned", OCTOBER), ("draft", SEPTEMBER)):
        Activity.objects.filter(pk=found[name].pk).update(**days)
    return found


def listed(person, query=""):
    return [entry.title for entry in a_client(person).get(PAGE + query).context["rows"]]


def in_file(person, query=""):
    answer = a_client(person).get(f"/desk/activities.csv{query}")
    assert answer["Cache-Control"] == "private, no-store"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_they_are_found_by_month_kind_status_and_words(entries, rita):
    both = ["跨月讲座", "九月招聘会"]
    assert listed(rita) == listed(rita, "?month=2026-09") == both  # not the draft of the other side
    assert listed(rita, "?month=2026-10") == listed(rita, "?kind=lecture") == ["跨月讲座"]
    assert listed(rita, "?status=confirmed&month=2026-09") == listed(rita, "?q=招聘会") == ["九月招聘会"]
    assert listed(rita, "?q=湖北甲学院") == both and listed(rita, "?q=无此内容") == []


def test_only_months_and_kinds_that_occur_are_offered(entries, rita):
    form = a_client(rita).get(PAGE).context["listing"].form
    months = [value for value, _label in form.fields["month"].choices]
    assert months[:1] == [""] and months[-2:] == ["2026-10", "2026-09"]
    assert {value for value, _label in form.fields["kind"].choices} == {"", "fair", "lecture"}


@pytest.mark.parametrize("query", ["", "?month=2026-09&status=confirmed", "?kind=lecture"])
def test_files_hold_what_the_page_lists_and_only_what_the_person_may_read(entries, rita, officer, olga, query):
    for person in (rita, officer):
        assert {row["标题"] for row in in_file(person, query)} == set(listed(person, query))
    assert in_file(olga) == [] and "对方草稿" not in str(in_file(rita))


def test_files_have_figures_and_states_and_no_names_of_people(entries, rita):
    first, _second = in_file(rita)
    assert first["状态"] == "已确认" and "12" in first.values()
    assert not {"rita", "sam"} & set(first.values())


def test_what_a_file_does_not_know_is_refused(entries, rita):
    assert a_client(rita).get("/desk/activities.csv?month=2026-13").status_code == 400
    assert a_client(rita).get("/desk/activities.csv?nonsense=1").status_code == 400


def test_the_report_of_a_month_sums_what_counts_and_lists_all(entries, rita):
    answer = a_client(rita).get("/desk/activities/report.docx?month=2026-09")
    file = Document(io.BytesIO(answer.content))
    assert file.paragraphs[0].text == "2026年9月帮扶工作情况" and "共 2 条记录" in file.paragraphs[1].text
    sums, lines = ([[cell.text for cell in row.cells] for row in table.rows] for table in file.tables)
    assert len(sums) == 2 and "12" in sums[1][2]
    assert [line[2] for line in lines[1:]] == ["九月招聘会", "跨月讲座"]


def test_a_report_of_too_many_entries_asks_for_a_month(entries, rita, monkeypatch):
    monkeypatch.setattr(report, "MOST", 1)
    answer = a_client(rita).get("/en/desk/activities/report.docx", follow=True)
    assert answer.redirect_chain and "choose a month" in answer.text
    assert a_client(rita).get("/desk/activities/report.docx?month=2026-10").status_code == 200


def test_as_many_queries_for_many_as_for_few(entries, world, rita, sam):
    client, paths = a_client(rita), (PAGE, "/desk/activities.json", "/en/desk/activities/report.docx")
    few = [queries(client, path) for path in paths]
    for _each in range(4):
        world.confirmed(rita, sam, measures={"posts": 3})
    assert [queries(client, path) for path in paths] == few
    assert max(few) <= 40


def queries(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_kinds_of_several_actions_are_told_apart_by_the_action(world):
    assert numbered([world.fair])[0][1].endswith(world.fair.local_name)
    other = Action(pk=99, name="第二次行动")
    beside = ActivityKind(code="fair-2", name=world.fair.name, mechanism=Mechanism(action=other, number=1))
    labels = dict(numbered([world.fair, beside]))
    assert labels["fair-2"].endswith(" · 第二次行动") and labels["fair"].endswith(str(world.fair.mechanism.action))
