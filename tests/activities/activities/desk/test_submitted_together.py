"""Several entries that were submitted together are one act: taken back as a whole, or refused naming why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.activities import together, workflow
from activities.activities.models.question_answers import QuestionAnswer
from activities.models import Activity, Evidence, Status
from core.acts.undoing import Obstructed
from core.exceptions import Refused
from core.models import Act
from core.questions import answering
from oversight.notices.happenings import unread_by
from tests.activities.sheets.test_undo import everything
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, text, token_in
from tests.support.factories.activities import day

from .test_several_days import address, rows, seen


@pytest.fixture
def drafts(world, rita):
    return [world.drafted(rita, title=f"讲座{each}", starts_on=day(each), ends_on=day(each)) for each in (-3, -2, -1)]


@pytest.fixture
def act(drafts, rita):
    return together.submit_all({draft: draft.version for draft in drafts}, rita)


def test_taken_back_every_table_is_as_before(world, rita, drafts):
    before = everything()
    act = together.submit_all({draft: draft.version for draft in drafts}, rita)
    assert everything() != before
    together.undo(act, rita, "日期有误")
    after = everything()
    for row in after["activities.activity"].values():
        row["version"] -= 2  # whoever has read one in between is overtaken
    record = [tables.pop("core.statechange") for tables in (before, after)]
    assert after == before
    assert record[0].items() < record[1].items(), "nothing of the record was rewritten"
    assert Activity.history.filter(history_change_reason="日期有误").count() == 3


def test_answers_about_figures_go_with_it_and_returned_entries_are_returned_again(world, rita, sam):
    odd = world.drafted(rita, starts_on=day(-100), ends_on=day(-100))
    back = workflow.send_back(world.submitted(rita, title="退回"), sam, "请核对")
    with answering(remarks=lambda: dict.fromkeys((one.digest for one in workflow.questions_about(odd)), "补报")):
        act = together.submit_all({odd: odd.version, back: back.version}, rita)
    assert QuestionAnswer.objects.get().remark == "补报"
    together.undo(act, rita, "更正")
    back.refresh_from_db()
    assert (back.status, back.reason) == (Status.RETURNED, "请核对")
    assert not QuestionAnswer.objects.exists()


def test_the_partner_hears_nothing_of_what_was_taken_back(act, rita, sam):
    assert unread_by(sam).count() == 3 and Activity.objects.to_confirm_by(sam).count() == 3
    together.undo(act, rita, "更正")
    assert not unread_by(sam).exists() and not Activity.objects.open_to(sam).exists()


def test_the_story_tells_who_took_it_back_and_why_and_the_partner_hears_of_the_next_submission(act, drafts, rob, sam):
    together.undo(act, rob, "日期有误")
    story = text(a_client(rob).get(at("activity", drafts[0].pk)))
    assert "收回提交" in story and "日期有误" in story
    workflow.submit(Activity.objects.get(pk=drafts[0].pk), rob)
    assert [change.object_id for change in unread_by(sam)] == [drafts[0].pk]


def test_what_was_confirmed_or_changed_stands_in_the_way_of_all(act, drafts, rita, sam):
    workflow.confirm(Activity.objects.get(pk=drafts[1].pk), sam)
    with pytest.raises(Obstructed) as refused:
        together.undo(act, rita, "更正")
    assert "讲座-2" in str(refused.value) and "讲座-3" not in str(refused.value)
    assert Activity.objects.filter(status=Status.SUBMITTED).count() == 2


def test_a_public_event_stands_in_the_way(world, rita):
    plan = world.drafted(rita, title="双选会", stage="planned", starts_on=day(5), ends_on=day(5), measures={})
    act = together.submit_all({plan: plan.version}, rita)
    with pytest.raises(Obstructed, match="双选会"):
        together.undo(act, rita, "更正")


def test_only_the_own_side_and_the_ministry_take_it_back(act, rob, sam, olga, editor):
    for person in (sam, olga):
        with pytest.raises(Refused) as refused:
            together.undo(act, person, "更正")
        assert refused.value.code == "not_yours"
    together.refuse_undoing(act, editor)
    together.undo(act, rob, "更正")
    assert {entry.status for entry in Activity.objects.all()} == {Status.DRAFT}


def test_from_the_message_to_drafts_again_at_the_desk(drafts, rita, sam):
    client = a_client(rita)
    told = text(client.post(at("submit_several"), seen(text(client.get(at("submit_several")))), follow=True))
    undo = at("submit_undo", Act.objects.get().pk)
    assert f'<a href="{undo}">撤销</a>' in told
    assert undo in text(client.get(at("activity", drafts[0].pk)))
    assert undo not in text(a_client(sam).get(at("activity", drafts[0].pk)))
    page = client.get(undo)
    assert "讲座-3" in text(page) and "全部收回" in text(page)
    assert "请填写" in text(client.post(undo, {"reason": "", "token": token_in(page)}))
    assert Act.objects.get().undone_at is None
    done = client.post(undo, {"reason": "日期有误", "token": token_in(page)}, follow=True)
    assert "已收回" in text(done) and 'name="entry"' in text(done)
    assert {entry.status for entry in Activity.objects.all()} == {Status.DRAFT}
    assert client.get(undo).status_code == 302


def test_the_page_names_what_stands_in_the_way_and_is_closed_to_others(act, drafts, rita, sam, olga):
    workflow.confirm(Activity.objects.get(pk=drafts[1].pk), sam)
    page = text(a_client(rita).get(at("submit_undo", act.pk)))
    assert at("activity", drafts[1].pk) in page and "全部收回</button>" not in page
    assert a_client(sam).get(at("submit_undo", act.pk)).status_code == 403
    assert a_client(olga).get(at("submit_undo", act.pk)).status_code in (403, 404)


def test_a_file_that_is_refused_leaves_no_draft_of_any_day(world, rita, settings):
    settings.MAX_ENTRY_FILES = 0
    client, path = a_client(rita), address(world, -8, -1)
    sent = {"title": "讲座", "token": token_in(client.get(path))} | rows(-8, -1)
    page = text(client.post(path, sent | {"files": [SimpleUploadedFile("回执.pdf", PDF)]}))
    assert "讲座" in page and 'class="errors"' in page
    assert not Activity.objects.exists() and not Evidence.objects.exists()
    settings.MAX_ENTRY_FILES = 50
    client.post(path, sent)
    assert Activity.objects.count() == 2 and Evidence.objects.count() == 2, "the file was kept for its writer"
