"""Two editors publish a batch where its action asks for it; coordinators are told of what became public."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from lxml import html

from core.acts.models import Act
from core.exceptions import Refused
from core.models import Letter
from pairs.models import Batch, PublicationRequest
from pairs.pairs import publication_workflow as workflow
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import send, text
from tests.support.factories.outbox import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def second(db):
    return a_person("eve", "editor", name="Eve Second")


@pytest.fixture
def ruled(batch, pairs):
    """A batch, ready, of an action that asks for a second editor."""
    batch.action.second_editor = True
    batch.action.save()
    return Batch.objects.get(pk=batch.pk)


def is_public(batch):
    return Batch.objects.get(pk=batch.pk).published_at is not None


def test_without_the_rule_an_editor_publishes_alone(batch, pairs, editor):
    assert workflow.publish(batch, editor) == batch
    assert is_public(batch) and batch.history.latest().history_user == editor
    with pytest.raises(Refused):
        workflow.ask(batch, editor)


def test_with_the_rule_nobody_publishes_alone_by_whatever_door(ruled, editor, second):
    for by in (editor, second, None):
        with pytest.raises(Refused) as refusal:
            ruled.publish(by)
        assert refusal.value.code == "second_editor"
    workflow.ask(ruled, editor)
    with pytest.raises(Refused):
        ruled.publish(editor)
    with pytest.raises(Refused):
        workflow.publish(ruled, editor)
    assert not is_public(ruled)


@pytest.mark.each_database
def test_one_asks_and_another_publishes(ruled, editor, second):
    asked = workflow.ask(ruled, editor, "请核对序号")
    workflow.publish(ruled, second)
    asked.refresh_from_db()
    assert is_public(ruled) and (asked.state, asked.decided_by) == ("published", second)
    assert [(change.transition, change.by) for change in asked.state_changes.all()] == [
        ("publish", second),
        ("ask", editor),
    ]
    workflow.publish(ruled, second)  # a second tap


def test_another_returns_it_with_a_reason_and_it_may_be_asked_for_again(ruled, editor, second):
    asked = workflow.ask(ruled, editor)
    with pytest.raises(ValidationError):
        workflow.send_back(asked, second, " ")
    workflow.send_back(asked, second, "序号有误")
    assert (asked.state, asked.reason, is_public(ruled)) == ("returned", "序号有误", False)
    again = workflow.ask(ruled, editor)
    assert again.pk != asked.pk and workflow.ask(ruled, editor) == again
    with pytest.raises(Refused):
        workflow.ask(ruled, second)


def test_who_asked_takes_it_back_and_nobody_else(ruled, editor, second):
    asked = workflow.ask(ruled, editor)
    with pytest.raises(Refused):
        workflow.take_back(asked, second)
    workflow.take_back(asked, editor)
    assert asked.state == "taken_back" and workflow.WORKFLOW.open_to(asked, second) == []


def test_what_stands_in_the_way_is_said_before_anybody_is_asked(ruled, editor, inspector):
    with pytest.raises(Refused):
        workflow.ask(ruled, inspector)
    Batch.objects.update(declared_pairs=4, list_status="complete")
    with pytest.raises(ValidationError):
        workflow.ask(ruled, editor)
    assert not PublicationRequest.objects.exists()


def test_the_rule_is_not_taken_back_under_an_open_request(ruled, editor):
    asked, action = workflow.ask(ruled, editor), ruled.action
    action.second_editor = False
    with pytest.raises(ValidationError) as refusal:
        action.full_clean()
    assert list(refusal.value.message_dict) == ["second_editor"]
    workflow.take_back(asked, editor)
    action.full_clean()


@pytest.mark.each_database
def test_the_database_takes_no_request_that_is_decided_by_who_made_it(ruled, editor):
    facts = {"batch": ruled, "asked_by": editor, "decided_by": editor, "decided_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationRequest.objects.create(state="published", **facts)


def test_coordinators_are_told_once_of_a_batch_and_only_those_it_concerns(batch, pairs, editor, mailoutbox):
    there = pairs[0].recipient
    a_person("cora", "coordinator", university=there)
    a_person("gone", "coordinator", university=there, until=-1)
    mute = a_person("mute", "coordinator", university=there)
    mute.email = ""
    mute.save()
    workflow.publish(batch, editor)
    (mail,) = delivered()
    assert mail.to == ["cora@example.edu.cn"]
    chinese, english = mail.body.split("----------")
    assert "已公布" in chinese and "is published" in english
    assert there.name in chinese and f"/desk/pairs/{pairs[0].address}/" in english
    Batch.objects.update(published_at=None)
    workflow.publish(Batch.objects.get(pk=batch.pk), editor)
    assert Letter.objects.count() == 1


def test_nobody_is_told_where_nobody_has_an_address(batch, pairs, editor):
    workflow.publish(batch, editor)
    assert not Letter.objects.exists()


def todo(person, section="todo"):
    page = html.fromstring(a_client(person).get("/en/admin/").text)
    return [
        " ".join(line.text_content().split()) for line in page.xpath(f"//section[@aria-labelledby='{section}']//li")
    ]


def test_pages_lead_through_asking_returning_and_publishing(ruled, editor, second, inspector):
    address = f"/en/admin/pairs/batch/{ruled.pk}/publish/"
    mine, theirs = a_client(editor), a_client(second)
    assert "Publish 3 pairs" not in text(mine.get(address))
    assert "Take the request back" in text(mine.post(address, {"step": "ask", "words": "请核对"}, follow=True))
    assert "Publish 3 pairs" not in text(mine.get(address))
    assert "Ed Itor asks for its publication: publish it or return it" in todo(second)[0]
    assert "another editor decides" in todo(inspector, "unpublished")[0]
    page = theirs.get(address)
    assert "Publish 3 pairs" in text(page) and "请核对" in text(page)
    refused = theirs.post(address, {"step": "return", "words": ""})
    assert refused.context["problems"] and "Give the reason" in text(refused)
    theirs.post(address, {"step": "return", "words": "序号有误"})
    assert "Returned by Eve Second: 序号有误" in todo(editor)[0] and "序号有误" in text(mine.get(address))
    mine.post(address, {"step": "ask"})
    refused = mine.post(address)
    assert "another editor publishes it" in text(refused) and not is_public(ruled)
    send(theirs, theirs.get(address))
    assert is_public(ruled) and "The batch is public" in text(theirs.post(address, follow=True))


def test_a_step_that_there_is_not_is_not_taken(ruled, editor):
    address = f"/en/admin/pairs/batch/{ruled.pk}/publish/"
    assert [a_client(editor).post(address, {"step": step}).status_code for step in ("x", "return")] == [404, 404]


def test_a_withdrawn_batch_is_not_brought_back_by_one_alone(ruled, editor, second):
    workflow.ask(ruled, editor)
    workflow.publish(ruled, second)
    batch = Batch.objects.get(pk=ruled.pk)
    batch.withdraw(editor, "名单有误")
    with pytest.raises(Refused):
        Act.objects.get(kind="withdrawal").undo(editor, "又没有误")
    assert not is_public(ruled)
