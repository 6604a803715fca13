"""A draft that was deleted by mistake comes back as it was within some days, or what stands in the way is named."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activities.activities import deleted_drafts, together, workflow
from activities.activities.models.evidence import stored_names
from activities.agreements import workflow as agreements
from activities.models import Activity, ActivityKind, Agreement, DeletedFile, Evidence
from core.acts.undoing import Obstructed
from core.exceptions import Refused
from core.models import Act, DeletedRecord
from pairs.models import Pair
from tests.activities.sheets.test_undo import everything
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, text
from tests.support.factories.activities import day


@pytest.fixture
def draft(world, rita):
    entry = world.drafted(rita, title="讲座", starts_on=day(-3), ends_on=day(-3), measures={"posts": 7})
    Evidence.objects.attach(rita, entry, SimpleUploadedFile("a.pdf", PDF))
    return entry


@pytest.fixture
def erase(monkeypatch, django_capture_on_commit_callbacks):
    """Let the worker look as many days later."""

    def erased(days):
        later = timezone.now() + datetime.timedelta(days=days)
        with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
            patch.setattr(deleted_drafts.timezone, "now", lambda: later)
            deleted_drafts.erase_files()

    return erased


@pytest.mark.each_database
def test_every_table_is_as_before_and_the_file_is_there(world, rita, rob, draft):
    file, before, key = draft.evidence.get().file, everything(), draft.pk
    act = workflow.discard(draft, rita)
    assert not Activity.objects.exists() and not Evidence.objects.exists()
    assert file.storage.exists(file.name) and stored_names() == {file.name}
    deleted_drafts.bring_back(act, rob)
    after = everything()
    story = [tables.pop("core.statechange") for tables in (before, after)]
    assert after == before and not DeletedFile.objects.exists()
    assert story[0].items() < story[1].items(), "nothing of the record was rewritten"
    last = Activity.objects.get(pk=key).state_changes.first()
    assert (last.transition, last.by, last.side) == ("bring-back", rob, "recipient")
    assert Evidence.objects.get().file.read() == PDF
    assert list(Activity.history.filter(id=key).values_list("history_type", "history_user")[:2]) == [
        ("+", rob.pk),
        ("-", rita.pk),
    ]


def test_it_can_be_changed_and_submitted_afterwards_and_deleted_again(rita, draft):
    key = draft.pk
    for _time in range(2):
        deleted_drafts.bring_back(workflow.discard(Activity.objects.get(pk=key), rita), rita)
    entry = Activity.objects.get(pk=key)
    workflow.submit(workflow.edit(entry, rita, entry.version, {"title": "改后"}), rita)
    assert Act.objects.filter(undone_at=None).count() == 0


def test_several_come_back_as_a_whole(world, rita, draft):
    other = world.drafted(rita, title="二场")
    act = together.discard_all({draft: draft.version, other: other.version}, rita)
    deleted_drafts.bring_back(act, rita)
    assert {entry.title for entry in Activity.objects.all()} == {"讲座", "二场"}


@pytest.mark.each_database
def test_only_its_side_and_the_ministry_bring_it_back(rita, rob, sam, olga, editor, inspector, draft):
    act = workflow.discard(draft, rita)
    for person in (sam, olga, inspector):
        with pytest.raises(Refused) as refused:
            deleted_drafts.bring_back(act, person)
        assert refused.value.code == "not_yours" and not Activity.objects.exists()
    for person in (rob, editor):
        deleted_drafts.refuse_bringing_back(act, person)


def test_what_it_belonged_to_stands_in_the_way_once_it_is_gone(world, rita, editor, draft):
    odd = ActivityKind.objects.create(
        code="odd", name="一类", name_en="Odd", mechanism=draft.kind.mechanism, mode="event", position=99
    )
    draft.kind = odd
    draft.save()
    act = workflow.discard(draft, rita)
    odd.delete()
    with pytest.raises(Obstructed, match="讲座"):
        deleted_drafts.bring_back(act, rita)
    assert not Activity.objects.exists()


def test_nobody_but_the_ministry_brings_a_draft_back_whose_pair_is_gone(world, rita, editor, draft):
    act = workflow.discard(draft, rita)
    Pair.objects.filter(pk=world.pair.pk).delete()
    with pytest.raises(Refused) as refused:
        deleted_drafts.bring_back(act, rita)
    assert refused.value.code == "not_yours"
    with pytest.raises(Obstructed):
        deleted_drafts.bring_back(act, editor)


def test_another_draft_of_the_same_form_stands_in_the_way(world, rita):
    first = world.drafted(rita, token="t" * 40)
    act = workflow.discard(first, rita)
    world.drafted(rita, token="t" * 40)
    with pytest.raises(Obstructed):
        deleted_drafts.bring_back(act, rita)


def test_after_seven_days_it_is_refused_and_the_file_is_erased(rita, draft, erase):
    file = draft.evidence.get().file
    act = workflow.discard(draft, rita)
    erase(days=6.9)
    assert file.storage.exists(file.name) and deleted_drafts.recent(rita)
    Act.objects.update(at=timezone.now() - datetime.timedelta(days=7))
    with pytest.raises(Obstructed, match="7"):
        deleted_drafts.bring_back(act, rita)
    erase(days=0)
    assert not file.storage.exists(file.name) and not DeletedFile.objects.exists()
    assert not deleted_drafts.recent(rita)


def test_the_file_of_a_draft_that_is_there_again_is_never_erased(rita, draft, erase):
    file = draft.evidence.get().file
    deleted_drafts.bring_back(workflow.discard(draft, rita), rita)
    erase(days=30)
    assert file.storage.exists(file.name)


def test_the_ministry_finds_it_in_the_bin(rita, draft):
    workflow.discard(draft, rita)
    assert [(row.text, row.act.by) for row in DeletedRecord.objects.all()] == [("讲座", rita)]


@pytest.mark.each_database
def test_a_draft_of_an_agreement_comes_back_with_its_commitments_and_its_document(world, rita, rob, sam):
    promised = [{"mechanism": world.jobs, "text": "每月一场招聘会"}]
    draft = agreements.draft(rita, world.pair, "目标", commitments=promised)
    file = Evidence.objects.attach(rita, draft, SimpleUploadedFile("a.pdf", PDF)).file
    before = everything()
    act = agreements.discard(draft, rita)
    assert not Agreement.objects.exists() and file.storage.exists(file.name)
    with pytest.raises(Refused):
        deleted_drafts.bring_back(act, sam)
    deleted_drafts.bring_back(act, rob)
    after = everything()
    story = [tables.pop("core.statechange") for tables in (before, after)]
    assert after == before and story[0].items() < story[1].items()
    assert Agreement.objects.get().commitments.get().text == "每月一场招聘会"


@pytest.mark.each_database
def test_another_draft_of_an_agreement_stands_in_the_way(world, rita, sam):
    act = agreements.discard(agreements.draft(rita, world.pair, "目标"), rita)
    agreements.draft(sam, world.pair, "对方的目标")
    with pytest.raises(Obstructed):
        deleted_drafts.bring_back(act, rita)
    assert Agreement.objects.get().goals == "对方的目标"


def test_from_the_page_of_the_agreement_with_one_press(world, rita):
    draft = agreements.draft(rita, world.pair, "目标")
    client, page = a_client(rita), at("agreement", world.pair.address)
    sent = {"edition": draft.pk, "version": draft.version}
    told = text(client.post(at("agreement_step", world.pair.address, "discard"), sent, follow=True))
    undo = at("discard_undo", Act.objects.get().pk)
    assert f'<a href="{undo}">撤销</a>' in told
    assert client.post(undo)["Location"] == page
    assert "目标" in text(client.get(page))
