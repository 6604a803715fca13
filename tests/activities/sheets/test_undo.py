"""A sheet is undone as a whole: every table is as before, or what stands in the way is named."""

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from activities.activities import workflow as entries
from activities.activities.models.question_answers import QuestionAnswer
from activities.models import Activity, Evidence, Sheet
from activities.sheets import workflow
from core.acts.columns import stored
from core.acts.undoing import Obstructed
from core.exceptions import Refused
from core.models import Act
from tests.activities.sheets.sheets import rows, taken
from tests.conftest import a_client
from tests.support.assertions.refusals import refused
from tests.support.factories.activities import day

APART = ("historical", "core.act", "core.audit", "browsersession", "admin.", "core.dataversion", "public.")


def everything():
    """All rows of all tables but history and acts."""
    models = [model for model in apps.get_models() if not model._meta.proxy and model._meta.managed]
    labels = {model._meta.label_lower: model for model in models}
    return {
        label: stored(model, model._base_manager.all())
        for label, model in labels.items()
        if not any(label.startswith(part) or f".{part}" in label for part in APART)
    }


def test_undoing_leaves_every_table_as_before(world, rita):
    world.submitted(rita, measures={"posts": 3})
    sheet = taken(rita, rows(5) + rows(1, 日期=day(-100).isoformat()))
    before = everything()
    [(question, _numbers)] = workflow.checked(sheet, rita).questions
    workflow.enter(sheet, rita, {question.digest: "补报"})
    assert QuestionAnswer.objects.get().remark == "补报"
    assert everything() != before
    workflow.undo(sheet, rita, "填错了月份")
    assert everything() == before
    assert Activity.history.filter(history_type="-", history_change_reason="填错了月份").count() == 6


def test_the_sheet_waits_again_and_is_submitted_anew(world, rita):
    sheet = taken(rita, rows(2))
    workflow.enter(sheet, rita)
    workflow.undo(sheet, rita, "更正")
    again = Sheet.objects.waiting().get()
    workflow.enter(again, rita)
    assert Activity.objects.to_confirm().count() == 2


def obstacles(sheet, by):
    with pytest.raises(Obstructed) as refused:
        workflow.undo(sheet, by, "更正")
    return " ".join(map(str, refused.value.obstacles))


def test_what_the_partner_confirmed_stands_in_the_way_by_name(world, rita, sam):
    sheet = taken(rita, rows(3))
    workflow.enter(sheet, rita)
    entries.confirm(Activity.objects.get(title="专场2"), sam)
    assert "专场2" in obstacles(sheet, rita) and "专场3" not in obstacles(sheet, rita)
    assert Activity.objects.count() == 3


def test_evidence_stands_in_the_way(world, rita):
    sheet = taken(rita, rows(2))
    workflow.enter(sheet, rita)
    Evidence.objects.attach_link(rita, Activity.objects.get(title="专场1"), "https://example.edu.cn/news")
    assert "专场1" in obstacles(sheet, rita)


def test_a_public_event_stands_in_the_way(world, rita):
    sheet = taken(rita, "类别\t标题\t日期\n类别fair\t双选会\t" + day(5).isoformat())
    workflow.enter(sheet, rita)
    assert "双选会" in obstacles(sheet, rita) and Activity.objects.public().exists()
    entries.withdraw(Activity.objects.get(), rita, "误发")
    with override("zh-hans"):
        assert "不能再一并收回；请在各条记录的页面逐条撤回或取消" in obstacles(sheet, rita)


def test_the_own_side_and_the_ministry_undo_it_and_nobody_else(world, rita, rob, sam, olga, inspector, editor):
    for person in (rob, editor):
        sheet = taken(rita, rows(1))
        workflow.enter(sheet, rita)
        for other in (sam, olga, inspector):
            with pytest.raises(Refused):
                workflow.undo(sheet, other, "更正")
        workflow.undo(sheet, person, "更正")
        sheet.refresh_from_db()
        assert not Activity.objects.exists() and sheet.is_waiting


def test_it_is_undone_at_the_desk_with_a_reason(world, rita, sam):
    sheet = taken(rita, rows(2))
    workflow.enter(sheet, rita)
    client, address = a_client(rita), reverse("desk_sheet_undo", args=[sheet.pk])
    assert client.post(address, {"reason": ""}).status_code == 200 and Activity.objects.count() == 2
    entries.confirm(Activity.objects.get(title="专场2"), sam)
    page = client.post(address, {"reason": "更正"})
    assert "专场2" in page.content.decode() and Activity.objects.count() == 2
    assert a_client(sam).get(address).status_code == 404


def test_undoing_with_a_reason_leads_back_to_the_table(world, rita):
    sheet = taken(rita, rows(2))
    workflow.enter(sheet, rita)
    a_client(rita).post(reverse("desk_sheet_undo", args=[sheet.pk]), {"reason": "更正"})
    assert not Activity.objects.exists() and Act.objects.get().undone_by == rita


def test_where_nothing_was_entered_nothing_is_undone(world, rita):
    assert refused(workflow.undo, taken(rita, rows(1)), rita, "误填", code="not_now")
