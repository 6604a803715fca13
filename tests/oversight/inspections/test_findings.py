"""Findings: the side concerned answers, the ministry closes, never the one they are about."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership
from core.exceptions import Conflict
from oversight.inspections.workflow import findings
from oversight.models import Finding
from pairs.models import Batch
from tests.conftest import a_person
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day
from tests.support.factories.inspections import a_finding, an_inspection, late

pytestmark = pytest.mark.one_database

Role = Membership.Role


@pytest.fixture
def inspection(world, inspector):
    return an_inspection(inspector, world)


@pytest.fixture
def finding(inspection, inspector):
    return a_finding(inspector, inspection)


def test_recorded_it_waits_for_the_side_at_once(finding, rita, rob, sam, olga):
    assert finding.state == "open"
    for person in (rita, rob):
        assert list(Finding.objects.to_answer_by(person)) == [finding]
    for person in (sam, olga):
        assert not Finding.objects.to_answer_by(person).exists()


def test_both_sides_their_province_and_the_ministry_read_it(finding, cast):
    readers = {name for name, person in cast.items() if Finding.objects.open_to(person).exists()}
    assert readers == {"rita", "sam", "officer", "ins", "ed"}


@pytest.mark.each_database
def test_the_side_answers_and_may_answer_anew(finding, rita, rob):
    findings.respond(finding, rita, "协议已于昨日签署")
    assert (finding.state, finding.answered_by) == ("answered", rita)
    findings.respond(finding, rob, "协议已签署并上传")
    assert finding.answer == "协议已签署并上传"
    assert not Finding.objects.to_answer_by(rita).exists()
    assert {row.answer for row in finding.history.all()} >= {"协议已于昨日签署", "协议已签署并上传"}


def test_nobody_else_answers(finding, sam, outsiders, editor, world):
    both = a_person("both", Role.COORDINATOR, university=world.recipient)
    Membership.objects.create(user=both, role=Role.COORDINATOR, university=world.supporter, since=day(-5))
    for person in [sam, *outsiders, editor, both]:
        assert refused(findings.respond, finding, person, "已整改", code="not_yours")
    rae = a_person("rae", Role.COORDINATOR, university=world.recipient)
    assert faults(findings.respond, finding, rae, " ") == {"answer"}


def test_the_ministry_closes_it_with_a_note(finding, inspector, rita):
    findings.respond(finding, rita, "已签署")
    assert faults(findings.close, finding, inspector, "") == {"reason"}
    findings.close(finding, inspector, "已核对签署文本")
    assert (finding.state, finding.closed_by, finding.closing_note) == ("closed", inspector, "已核对签署文本")
    assert refused(findings.respond, finding, rita, "再补充", code="locked")
    assert refused(findings.edit, finding, inspector, None, {"text": "x"}, code="locked")
    assert refused(findings.close, finding, inspector, "再次", code="locked")


@pytest.mark.each_database
@pytest.mark.parametrize("column", ["answer", "closing_note", "closed_by", "recorded_by", "version"])
def test_an_edit_changes_no_column_that_another_step_writes(finding, inspector, column):
    with pytest.raises(ValidationError, match=column):
        findings.edit(finding, inspector, None, {column: getattr(finding, column)})


def test_no_coordinator_and_no_officer_closes_it(finding, rita, sam, olga, officer, former, passer_by):
    for person in (rita, sam, olga, officer, former, passer_by):
        assert refused(findings.close, finding, person, "我方已整改")
    assert Finding.objects.get().state == "open"


def test_who_once_held_the_post_does_not_close_it(finding, world, inspector):
    """Yesterday the coordinator of the side, today an inspector: what the post left open is not theirs to close."""
    turned = a_person("turned", Role.COORDINATOR, university=world.recipient, until=-1)
    Membership.objects.create(user=turned, role=Role.INSPECTOR, since=day())
    assert turned.oversees
    assert refused(findings.close, finding, turned, "没有问题", code="own")
    other = a_finding(turned, finding.inspection, side="supporter")
    assert findings.close(other, turned, "已整改").state == "closed"


def test_nor_when_the_post_was_deleted(finding, world):
    turned = a_person("turned", Role.COORDINATOR, university=world.recipient)
    turned.memberships.all().delete()
    Membership.objects.create(user=turned, role=Role.EDITOR, since=day())
    assert refused(findings.close, finding, turned, "没有问题", code="own")


def test_nor_an_administrator_who_speaks_for_the_side(finding, world):
    root = a_person("root", Role.COORDINATOR, university=world.recipient, is_superuser=True)
    assert root.oversees
    assert refused(findings.close, finding, root, "没有问题", code="own")


def test_nor_the_person_in_charge_whatever_became_of_the_post(finding, inspector, rita):
    findings.edit(finding, inspector, None, {"person": rita})
    Membership.history.filter(user_id=rita.pk).delete()
    rita.memberships.all().delete()
    Membership.history.filter(user_id=rita.pk).delete()
    Membership.objects.create(user=rita, role=Role.INSPECTOR, since=day())
    assert refused(findings.close, finding, type(rita).objects.get(pk=rita.pk), "没有问题", code="own")


@pytest.mark.each_database
def test_the_database_refuses_it_too(finding, inspector, rita):
    findings.edit(finding, inspector, None, {"person": rita})
    with pytest.raises(IntegrityError), transaction.atomic():
        facts = {"closing_note": "x", "closed_at": timezone.now()}
        Finding.objects.filter(pk=finding.pk).update(closed_by=rita, **facts)


def test_opened_again_the_side_is_asked_anew(finding, inspector, rita):
    findings.respond(finding, rita, "已签署")
    findings.close(finding, inspector, "已核对")
    assert refused(findings.reopen, finding, rita, "x", code="not_yours")
    assert faults(findings.reopen, finding, inspector, "") == {"reason"}
    findings.reopen(finding, inspector, "文本不全")
    assert finding.state == "open" and list(Finding.objects.to_answer_by(rita)) == [finding]
    assert finding.history.first().history_change_reason == "文本不全"
    assert refused(findings.reopen, finding, inspector, "再次")


@pytest.mark.each_database
def test_overdue_is_what_is_not_closed_after_its_day_in_running_batches(finding, inspector, rita, world):
    assert not Finding.objects.overdue().exists() and not finding.is_overdue
    assert list(Finding.objects.overdue(day(6))) == [finding]
    assert not Finding.objects.overdue(day(5)).exists()
    late(finding)
    assert list(Finding.objects.overdue()) == [finding] and finding.is_overdue
    findings.respond(finding, rita, "还在办")
    assert list(Finding.objects.overdue()) == [finding]
    findings.close(finding, inspector, "已整改")
    assert not Finding.objects.overdue().exists() and not finding.is_overdue


def test_batches_that_have_ended_remind_nobody(finding, world, rita):
    late(finding)
    Batch.objects.filter(pk=world.batch.pk).update(ends=day(-1))
    finding.refresh_from_db()
    assert not Finding.objects.overdue().exists() and not finding.is_overdue
    assert not Finding.objects.to_answer_by(rita).exists()
    assert findings.respond(finding, rita, "事后补报").state == "answered"


@pytest.mark.each_database
def test_states_are_told_alike_by_rows_and_by_queries(finding, inspector, inspection, rita):
    answered, closed = a_finding(inspector, inspection), a_finding(inspector, inspection)
    findings.respond(answered, rita, "已整改")
    findings.close(closed, inspector, "无须整改")
    for state in Finding.State.values:
        assert {one.state for one in Finding.objects.in_state(state)} == {state}
    assert [one.state for one in Finding.objects.most_urgent_first()][-1] == "closed"


def test_the_person_in_charge_is_a_coordinator_of_that_side(finding, inspector, inspection, rita, sam, former):
    assert findings.edit(finding, inspector, None, {"person": rita}).person == rita
    for person in (sam, former):
        assert faults(findings.edit, finding, inspector, None, {"person": person}) == {"person"}
    assert faults(findings.edit, finding, inspector, None, {"side": "supporter"}) == {"person"}
    rita.memberships.all().delete()
    changed = findings.edit(finding, inspector, None, {"text": "改过的问题"})
    assert changed.person == rita  # a post that has ended does not stand in the way of other changes


def test_wrong_values_are_named(inspection, inspector):
    assert faults(a_finding, inspector, inspection, text="") == {"text"}
    assert faults(a_finding, inspector, inspection, side="ministry") == {"side"}
    assert faults(a_finding, inspector, inspection, due_on=day(-1)) == {"__all__"}
    assert faults(a_finding, inspector, inspection, text="a\x00b") == {"text"}
    assert not Finding.objects.exists()


@pytest.mark.each_database
def test_the_same_form_records_one_finding(inspection, inspector, editor):
    first = a_finding(inspector, inspection, token="t")
    assert a_finding(inspector, inspection, token="t") == first
    assert refused(a_finding, editor, inspection, token="t", code="token")


def test_only_the_ministry_records_and_changes(finding, inspection, cast, inspector, editor):
    for person in cast.values():
        if person not in (inspector, editor):
            assert refused(a_finding, person, inspection, code="not_yours")
            assert refused(findings.edit, finding, person, None, {"text": "x"}, code="not_yours")


@pytest.mark.each_database
def test_two_at_once_are_told_of_each_other(finding, inspector, editor, rita, rob):
    seen = finding.version
    findings.edit(finding, editor, seen, {"text": "先写的"})
    with pytest.raises(Conflict) as conflict:
        findings.edit(Finding.objects.get(), inspector, seen, {"text": "后写的"})
    assert conflict.value.differing == ["text"]
    with pytest.raises(Conflict):
        findings.respond(Finding.objects.get(), rita, "已整改", seen)
    assert Finding.objects.get().text == "先写的"


def test_what_becomes_of_a_finding_is_recorded(finding, inspector, rita):
    findings.respond(finding, rita, "已签署")
    findings.close(finding, inspector, "已核对")
    findings.reopen(finding, inspector, "文本不全")
    told = [(change.transition, change.by, change.side, change.reason) for change in finding.state_changes.all()]
    assert told == [
        ("reopen", inspector, "", "文本不全"),
        ("close", inspector, "", ""),
        ("answer", rita, "recipient", ""),
        ("record", inspector, "", ""),
    ]
    assert finding.state_changes.get(transition="answer").changes == [["answer", "", "已签署"]]
