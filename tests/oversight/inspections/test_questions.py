"""An inspection filled in question by question: saved page by page, and concluded on the last."""

from importlib import import_module

import pytest
from django.apps import apps

from oversight.inspections.workflow import inspections
from oversight.models import Checklist, Inspection
from tests.conftest import a_client
from tests.support.browser.desk_forms import text
from tests.support.factories.activities import day
from tests.support.factories.inspections import a_checklist, an_inspection

pytestmark = pytest.mark.one_database


@pytest.fixture
def inspection(world, inspector):
    return an_inspection(inspector, world)


def at(inspection, place):
    return f"/en/desk/inspections/{inspection.pk}/questions/{place}/"


def send(person, inspection, place, **fields):
    version = Inspection.objects.get().version
    return a_client(person).post(at(inspection, place), {"version": version} | fields)


def test_each_page_is_saved_and_leads_to_the_next_and_back(inspection, inspector):
    first, second = inspection.answers.all()
    fields = {f"verdict-{first.pk}": "partly", f"note-{first.pk}": "缺一方签章"}
    assert send(inspector, inspection, 1, **fields, next="1")["Location"] == at(inspection, 2)
    first.refresh_from_db()
    assert (first.verdict, first.note, Inspection.objects.get().version) == ("partly", "缺一方签章", 2)
    assert send(inspector, inspection, 2, previous="1")["Location"] == at(inspection, 1)
    assert Inspection.objects.get().version == 2  # only leafed through
    page = text(a_client(inspector).get(at(inspection, 1)))
    assert 'type="radio"' in page and "checked" in page and "Question 1 of 2" in page
    assert f"verdict-{second.pk}" not in page


def test_the_last_page_concludes_and_names_the_questions_without_a_verdict(inspection, inspector):
    first, second = inspection.answers.all()
    send(inspector, inspection, 1, **{f"verdict-{first.pk}": "met"}, next="1")
    last = {"visited_on": day(-1).isoformat(), "conclusion": "总体符合要求", "conclude": "1"}
    page = text(send(inspector, inspection, 3, **last))
    assert "Question 2: Answer this question." in page and Inspection.objects.get().is_open
    assert Inspection.objects.get().conclusion == "总体符合要求"  # what was typed is kept
    send(inspector, inspection, 2, **{f"verdict-{second.pk}": "met"}, next="1")
    assert send(inspector, inspection, 3, **last).status_code == 302
    assert Inspection.objects.get().state == "concluded"


def test_of_two_who_answer_at_once_the_second_sees_both_texts(inspection, inspector, editor):
    (first, _second), version = inspection.answers.all(), inspection.version
    inspections.fill(inspection, editor, None, {f"verdict-{first.pk}": "met", f"note-{first.pk}": "编辑所写"})
    fields = {"version": version, f"initial-verdict-{first.pk}": "", f"initial-note-{first.pk}": "", "next": "1"}
    fields |= {f"verdict-{first.pk}": "not_met", f"note-{first.pk}": "督导所写"}
    answer = a_client(inspector).post(at(inspection, 1), fields)
    assert answer.status_code == 409 and "编辑所写" in text(answer) and "督导所写" in text(answer)


def test_evidence_of_the_pair_is_one_click_away(inspection, inspector, world, rita):
    entry = world.submitted(rita, title="招聘会")
    assert "/en/desk/pairs/1-1/evidence/" in text(a_client(inspector).get(at(inspection, 1)))
    page = text(a_client(inspector).get("/en/desk/pairs/1-1/evidence/"))
    assert f"/desk/activities/{entry.pk}/" in page and "Nothing has been added" in page


def test_the_first_reference_checklist_stays_and_a_second_edition_is_offered(world):
    migration = import_module("oversight.migrations.0008_second_reference_checklist")
    first = a_checklist("督导检查参考表", ("是否已签署协议", migration.TURNED))
    for _twice in range(2):
        migration.second_edition(apps, None)
    (second,) = Checklist.objects.offered()
    assert [item.question for item in second.items.all()] == ["是否已签署协议", "佐证材料和说明中没有学生个人信息"]
    assert [item.question for item in first.items.all()] == ["是否已签署协议", migration.TURNED]
