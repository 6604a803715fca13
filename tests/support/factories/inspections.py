"""Short words for what tests of inspections do over and over."""

from oversight.inspections.workflow import findings, inspections, rounds
from oversight.models import Checklist, ChecklistItem, Finding
from tests.support.factories.activities import day

QUESTIONS = ("是否已签署协议", "数值是否有佐证材料")


def a_checklist(name="测试检查表", questions=QUESTIONS):
    made = Checklist.objects.create(name=name, name_en="Test checklist")
    for position, question in enumerate(questions):
        words = {"question": question, "question_en": f"Question {position + 1}"}
        ChecklistItem.objects.create(checklist=made, position=position, **words)
    return made


def a_round(by, world, **values):
    """A round over the world's batch, this month."""
    facts = {"name": "七月检查", "name_en": "July round", "starts": day(-10), "ends": day(10)} | values
    facts.setdefault("checklist", Checklist.objects.first() or a_checklist())
    return rounds.open_round(by, batches=[world.batch], **facts)


def an_inspection(by, world, pair=None, **values):
    """The open inspection of a pair, chosen by hand."""
    (made,) = rounds.choose(a_round(by, world, **values), by, [(pair or world.pair).pk])
    return made


def whole(inspection, **changed):
    """All that concluding asks for."""
    facts = {"visited_on": day(-1), "conclusion": "总体符合要求"}
    for answer in inspection.answers.all():
        facts |= {f"verdict-{answer.pk}": "met", f"note-{answer.pk}": ""}
    return facts | changed


def concluded(by, inspection):
    return inspections.conclude(inspections.fill(inspection, by, None, whole(inspection)), by)


def a_finding(by, inspection, **values):
    """Something that the recipient is to mend within five days."""
    return findings.record(by, inspection, **{"text": "协议未签署", "side": "recipient", "due_on": day(5)} | values)


def late(finding):
    """The same finding, recorded ten days ago and due yesterday."""
    Finding.objects.filter(pk=finding.pk).update(recorded_on=day(-10), due_on=day(-1))
    finding.refresh_from_db()
    return finding
