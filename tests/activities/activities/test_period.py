"""Days outside of the batch's period: asked about before they are handed in, and flagged to the other side."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from activities.activities import proposals, workflow
from activities.activities.duplicates import flags
from activities.activities.plausibility import period_questions
from activities.models import Activity, Correction
from core.form_fields import example_day, is_within
from core.questions import Unanswered
from tests.support.factories.activities import day

BEFORE, BEYOND = day(-200), day(200)


def asked(verb, *args, **kwargs):
    """The questions that a call asks before it is done."""
    with pytest.raises(Unanswered) as caught:
        verb(*args, **kwargs)
    return caught.value.questions


def ticks(questions):
    return [question.digest for question in questions]


@pytest.fixture
def early(world, rita):
    return world.drafted(rita, starts_on=BEFORE, ends_on=BEFORE)


def test_a_day_before_the_period_is_asked_about_before_it_is_handed_in(early, rita):
    questions = asked(workflow.submit, early, rita)
    assert [question.field for question in questions] == ["ends_on"]
    assert Activity.objects.get().status == "draft"
    assert workflow.submit(early, rita, answered=ticks(questions)).status == "submitted"


def test_an_answer_is_about_the_day_that_stood_there(early, rita):
    old = ticks(asked(workflow.submit, early, rita))
    workflow.edit(early, rita, None, {"starts_on": day(-201), "ends_on": day(-201)})
    asked(workflow.submit, early, rita, answered=old)


def test_a_plan_beyond_the_end_is_asked_about(world, rita):
    plan = world.drafted(rita, stage="planned", starts_on=day(7), ends_on=BEYOND)
    questions = asked(workflow.submit, plan, rita)
    assert [question.field for question in questions] == ["ends_on"]
    assert not Activity.objects.get().is_public
    workflow.submit(plan, rita, answered=ticks(questions))


def test_days_within_the_period_ask_nothing(world, rita):
    first, last = world.batch.starts, world.batch.ends
    world.submitted(rita, starts_on=first, ends_on=first)
    world.planned(rita, starts_on=last, ends_on=last)


@pytest.mark.parametrize("side", ["starts", "ends"])
def test_a_period_without_bound_asks_nothing(world, side):
    setattr(world.batch, side, None)
    assert is_within(world.batch, BEFORE if side == "starts" else BEYOND)


def test_a_changed_day_of_what_was_handed_in_is_asked_about_and_other_words_are_not(world, rita):
    entry = world.submitted(rita)
    questions = asked(workflow.edit, entry, rita, None, {"starts_on": BEFORE})
    workflow.edit(entry, rita, None, {"starts_on": BEFORE}, answered=ticks(questions))
    workflow.edit(entry, rita, None, {"title": "改后"})


def test_a_correction_to_a_day_outside_is_asked_about_when_proposed_not_when_accepted(world, rita, sam):
    entry = world.confirmed(rita, sam)
    values = {"starts_on": BEFORE, "ends_on": BEFORE}
    questions = asked(proposals.propose_correction, entry, rita, values, reason="日期有误")
    assert not Correction.objects.exists()
    proposals.propose_correction(entry, rita, values, reason="日期有误", answered=ticks(questions))
    proposals.accept(proposals.waiting_correction(entry), sam)
    assert Activity.objects.get().ends_on == BEFORE


def test_the_other_side_is_told_and_confirms_without_being_asked(early, rita, sam):
    workflow.submit(early, rita, answered=ticks(period_questions(early)))
    assert [flag.doubt for flag in flags(early)] == ["outside"]
    with override("zh-hans"):
        assert "（本批次期限：" in flags(early)[0].words
    workflow.confirm(early, sam)
    assert [flag.doubt for flag in flags(early)] == ["outside"]


def test_a_plan_outside_is_flagged_and_a_cancelled_one_is_not(world, rita):
    plan = world.drafted(rita, stage="planned", starts_on=BEYOND, ends_on=BEYOND)
    workflow.submit(plan, rita, answered=ticks(period_questions(plan)))
    assert [flag.doubt for flag in flags(plan)] == ["outside"]
    assert flags(workflow.cancel(plan, rita, "改期")) == []


def test_the_example_of_a_form_lies_within_the_period(world):
    world.batch.starts, world.batch.ends = day(10), day(20)
    assert example_day(world.batch) == day(10)
    world.batch.starts, world.batch.ends = day(-20), day(-10)
    assert example_day(world.batch) == day(-10)
    world.batch.ends = day(10)
    assert example_day(world.batch) == day()


def test_the_ministry_is_asked_when_a_sourced_entry_moves_to_a_day_outside(world, editor):
    facts = {"starts_on": day(-2), "ends_on": day(-2), "source": "https://example.org/news"}
    states = {"status": "confirmed", "stage": "held", "public_since": timezone.now()}
    sourced = Activity.objects.create(pair=world.pair, kind=world.fair, title="讲座", **facts, **states)
    moved = {"starts_on": BEFORE, "ends_on": BEFORE}
    questions = asked(workflow.revise, sourced, editor, moved, reason="来源更正")
    assert Activity.objects.get().ends_on == day(-2)
    workflow.revise(sourced, editor, moved, reason="来源更正", answered=ticks(questions))
    assert Activity.objects.get().ends_on == BEFORE
    workflow.revise(sourced, editor, {"title": "五场讲座"}, reason="来源更正")
