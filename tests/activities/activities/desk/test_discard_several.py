"""Several drafts deleted at once: named once more, then all of them with their files, or none."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activities.activities import workflow
from activities.models import Activity, Evidence
from core.models import Act
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, text
from tests.support.factories.activities import day

pytestmark = pytest.mark.one_database


@pytest.fixture
def drafts(world, rita):
    return [world.drafted(rita, title=f"讲座{each}", starts_on=day(each), ends_on=day(each)) for each in (-3, -2, -1)]


def ticked(*drafts):
    return {"entry": [draft.pk for draft in drafts]} | {f"version-{draft.pk}": draft.version for draft in drafts}


def sent(person, fields, sure=True):
    return a_client(person).post(at("discard_several"), fields | ({"sure": "1"} if sure else {}), follow=True)


def test_those_ticked_are_named_once_more_and_then_deleted_with_their_files(drafts, rita):
    Evidence.objects.attach(rita, drafts[0], SimpleUploadedFile("a.pdf", PDF))
    page = text(a_client(rita).get(at("submit_several")))
    assert f'formaction="{at("discard_several")}"' in page
    asked = text(sent(rita, ticked(*drafts[:2]), sure=False))
    assert ("讲座-3" in asked, "讲座-1" in asked) == (True, False)
    assert Activity.objects.count() == 3, "nothing is deleted before it is asked"
    assert "已删除 2 份草稿。" in text(sent(rita, ticked(*drafts[:2])))
    assert [entry.title for entry in Activity.objects.all()] == ["讲座-1"] and not Evidence.objects.exists()


def test_a_draft_that_a_colleague_changed_meanwhile_keeps_all(drafts, rita, rob):
    fields = ticked(*drafts)
    workflow.edit(Activity.objects.get(pk=drafts[0].pk), rob, drafts[0].version, {"title": "改后"})
    page = text(sent(rita, fields))
    assert "尚未删除" in page and "改后" in page
    assert Activity.objects.count() == 3


def test_what_was_submitted_before_is_withdrawn_with_a_reason_instead(world, drafts, rita, sam):
    back = workflow.send_back(world.submitted(rita, title="退回"), sam, "请核对")
    page = text(sent(rita, ticked(drafts[0], back)))
    assert "尚未删除" in page and "曾经提交" in page
    assert Activity.objects.count() == 4


def test_nobody_deletes_the_drafts_of_others(drafts, rita, sam, olga):
    for person in (sam, olga):
        assert "讲座" not in text(sent(person, ticked(*drafts), sure=False))
        sent(person, ticked(*drafts))
    assert Activity.objects.count() == 3


def test_pressed_twice_it_is_done_once(drafts, rita):
    fields = ticked(*drafts)
    for _press in range(2):
        answer = sent(rita, fields)
    assert answer.redirect_chain[-1][0] == at("discard_several").replace("activities/discard/", "")
    assert not Activity.objects.exists()


def test_from_the_message_the_drafts_are_there_again_with_one_press(drafts, rita, sam, olga, inspector):
    told = text(sent(rita, ticked(*drafts[:2])))
    undo = at("discard_undo", Act.objects.get().pk)
    assert f'<a href="{undo}">撤销</a>' in told
    assert undo in text(a_client(rita).get(at("submit_several")))
    assert undo not in text(a_client(sam).get(at("submit_several")))
    for person, status in ((sam, 404), (olga, 404), (inspector, 403)):
        assert a_client(person).post(undo).status_code == status
    assert Activity.objects.count() == 1
    assert "讲座-3" in text(a_client(rita).get(undo)) and Activity.objects.count() == 1, "looking changes nothing"
    assert "已恢复 2 份草稿。" in text(a_client(rita).post(undo, follow=True))
    assert Activity.objects.count() == 3
    assert a_client(rita).post(undo).status_code == 302, "pressed twice it is done once"


def test_the_address_of_a_single_deleted_draft_leads_to_bringing_it_back(drafts, rita):
    client, key = a_client(rita), drafts[0].pk
    told = text(client.post(at("activity_step", key, "discard"), {"version": drafts[0].version}, follow=True))
    undo = at("discard_undo", Act.objects.get().pk)
    assert f'<a href="{undo}">撤销</a>' in told
    assert client.get(at("activity", key))["Location"] == undo
    assert client.post(undo)["Location"] == at("activity", key)
    assert "恢复已删除的草稿" in text(client.get(at("activity", key)))


def test_what_stands_in_the_way_is_named_on_the_page(drafts, rita):
    sent(rita, ticked(drafts[0]))
    Act.objects.update(at=timezone.now() - timedelta(days=8))
    undo = at("discard_undo", Act.objects.get().pk)
    for answer in (a_client(rita).get(undo), a_client(rita).post(undo)):
        assert "只能在 7 天内恢复" in text(answer) and "<button>恢复" not in text(answer)
    assert Activity.objects.count() == 2
