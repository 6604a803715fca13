"""An inspection is filled in, concluded, opened again or called off; who reads it, and who does not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.exceptions import Conflict
from oversight.inspections.workflow import inspections
from oversight.models import Inspection
from pairs.models import Batch
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day
from tests.support.factories.inspections import a_finding, an_inspection, concluded, whole

pytestmark = pytest.mark.one_database


@pytest.fixture
def inspection(world, inspector):
    return an_inspection(inspector, world)


def first(inspection):
    return inspection.answers.first().pk


def readers(cast):
    """The usernames of those to whom an inspection is open."""
    return {name for name, person in cast.items() if Inspection.objects.open_to(person).exists()}


def test_an_unfinished_one_is_saved(inspection, inspector):
    key = first(inspection)
    saved = inspections.fill(
        inspection, inspector, inspection.version, {f"verdict-{key}": "partly", f"note-{key}": "缺一份"}
    )
    answer = saved.answers.get(pk=key)
    assert (answer.verdict, answer.note, saved.is_open) == ("partly", "缺一份", True)
    assert answer.history.first().history_user == inspector


@pytest.mark.each_database
def test_concluding_asks_for_everything_at_once(inspection, inspector):
    second = inspection.answers.last().pk
    inspections.fill(inspection, inspector, None, {f"verdict-{second}": "not_met"})
    wanted = {"visited_on", "conclusion", f"verdict-{first(inspection)}", f"note-{second}"}
    assert faults(inspections.conclude, inspection, inspector) == wanted
    assert Inspection.objects.get().is_open


def test_what_is_in_order_needs_no_note(inspection, inspector):
    done = concluded(inspector, inspection)
    assert (done.state, done.concluded_by, done.visited_on) == ("concluded", inspector, day(-1))


def test_concluded_it_stays_as_it_is(inspection, inspector):
    concluded(inspector, inspection)
    assert refused(inspections.fill, inspection, inspector, None, {"conclusion": "别的"}, code="locked")
    assert refused(inspections.conclude, inspection, inspector, code="locked")
    assert refused(inspections.call_off, inspection, inspector, "理由", code="locked")
    assert refused(a_finding, inspector, inspection, code="locked")


def test_opened_again_with_a_reason_only_the_ministry_reads_it(inspection, inspector, cast):
    concluded(inspector, inspection)
    assert faults(inspections.reopen, inspection, inspector, " ") == {"reason"}
    inspections.reopen(inspection, inspector, "漏查一项")
    assert (inspection.is_open, inspection.reason) == (True, "漏查一项")
    assert readers(cast) == {"ed", "ins"}
    assert inspection.history.first().history_change_reason == "漏查一项"


def test_called_off_with_a_reason_the_line_stays(inspection, inspector):
    assert faults(inspections.call_off, inspection, inspector, "") == {"reason"}
    inspections.call_off(inspection, inspector, "该校已撤并")
    assert Inspection.objects.get().state == "called_off"
    assert refused(inspections.reopen, inspection, inspector, "再查")


def test_with_findings_it_is_concluded_not_called_off(inspection, inspector):
    a_finding(inspector, inspection)
    assert refused(inspections.call_off, inspection, inspector, "理由", code="found")


def test_before_it_is_concluded_only_the_ministry_reads_it(inspection, cast):
    assert readers(cast) == {"ed", "ins"}


def test_concluded_both_sides_and_their_provinces_read_it(inspection, inspector, cast):
    concluded(inspector, inspection)
    assert readers(cast) == {"ed", "ins", "rita", "sam", "officer"}


def test_of_an_unpublished_batch_only_the_ministry_reads_it(inspection, inspector, cast, world):
    concluded(inspector, inspection)
    Batch.objects.filter(pk=world.batch.pk).update(published_at=None)
    assert readers(cast) == {"ed", "ins"}


def test_nobody_but_the_ministry_writes(inspection, inspector, editor, cast):
    for person in cast.values():
        if person not in (inspector, editor):
            for verb, args in [("fill", (None, {})), ("conclude", ()), ("reopen", ("x",)), ("call_off", ("x",))]:
                assert refused(getattr(inspections, verb), inspection, person, *args, code="not_yours")


@pytest.mark.each_database
def test_two_who_fill_it_in_lose_nothing(inspection, inspector, editor):
    key, seen = first(inspection), inspection.version
    inspections.fill(inspection, inspector, seen, {f"note-{key}": "先写的"})
    with pytest.raises(Conflict) as conflict:
        inspections.fill(Inspection.objects.get(), editor, seen, {f"note-{key}": "后写的", "conclusion": ""})
    assert conflict.value.differing == [f"note-{key}"]
    assert inspection.answers.get(pk=key).note == "先写的"


@pytest.mark.parametrize(("field", "value"), [("verdict", "splendid"), ("note", "a\x00b"), ("note", "长" * 2001)])
def test_impossible_answers_are_refused_beside_their_field(inspection, inspector, field, value):
    name = f"{field}-{first(inspection)}"
    assert faults(inspections.fill, inspection, inspector, None, {name: value}) == {name}


def test_a_day_to_come_and_unknown_fields_are_refused(inspection, inspector, world):
    assert faults(inspections.fill, inspection, inspector, None, {"visited_on": day(1)}) == {"visited_on"}
    other = an_inspection(inspector, world, world.other_pair, name="另一轮")
    for strange in ("state", "verdict-999999", f"note-{first(other)}", "question-1"):
        with pytest.raises(ValidationError):
            inspections.fill(inspection, inspector, None, {strange: "met"})


@pytest.mark.each_database
def test_the_database_refuses_a_conclusion_without_its_day(inspection):
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=inspection.pk).update(state="concluded")


@pytest.mark.each_database
def test_what_concluding_refuses_leaves_what_was_saved(inspection, inspector):
    inspections.fill(inspection, inspector, None, whole(inspection, conclusion=""))
    assert faults(inspections.conclude, inspection, inspector) == {"conclusion"}
    assert Inspection.objects.get().visited_on == day(-1)


def test_what_becomes_of_an_inspection_and_its_answers_is_recorded(inspection, inspector):
    key = first(inspection)
    inspections.fill(inspection, inspector, None, {f"verdict-{key}": "met"})
    inspections.call_off(inspection, inspector, "该校已撤并")
    told = [(change.transition, change.reason, change.changes) for change in inspection.state_changes.all()]
    assert told == [
        ("call-off", "该校已撤并", []),
        ("fill", "", [[f"verdict-{key}", "", "met"]]),
        ("begin", "", []),
    ]
