"""The workflow of employment snapshots: a university reports its figures, corrects them, and releases them."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.activities.plausibility import ask_about, keep_answers
from core.exceptions import Refused
from core.questions import ask
from core.workflow import Situation, Transition, Workflow, transition

from .employment_questions import questions_about
from .models import REPORTED, SMALLEST_PUBLISHED, EmploymentSnapshot
from .public_figures import withhold

NOT_YOURS = gettext_lazy("Only the coordinators of this university change its figures.")


def its_university(situation):
    return situation.record.university_id in situation.by.universities or situation.by.is_editor


def is_large(situation):
    if situation.record.graduates < SMALLEST_PUBLISHED:
        raise Refused(_("A group of fewer than ten graduates is never published."), "small")


# What a public source states stays as it is.
REVISE = Transition(((its_university, REPORTED),), NOT_YOURS, NOT_YOURS, code_not_now="not_yours")
TRANSITIONS = {"revise": REVISE, "release": replace(REVISE, guard=is_large)}
WORKFLOW = Workflow(TRANSITIONS, Situation)


@transaction.atomic
def report(by, university, as_of, group, graduates, employed, answered=(), **parts):
    """Report one group's numbers, and its `parts` where known; ValidationError for impossible ones.

    The same numbers again give the report that is there.
    """
    if university.pk not in by.universities:
        raise Refused(_("Only the coordinators of this university report its figures."), "not_yours")
    facts = {"university": university, "as_of": as_of, "group": group, "reported_by": by}
    facts |= {"graduates": graduates, "employed": employed, **parts}
    questions = []
    if None not in (graduates, employed, as_of) and not EmploymentSnapshot.objects.filter(**facts).exists():
        questions = questions_about(EmploymentSnapshot(**facts))
        ask(questions, answered)
    try:
        with transaction.atomic():
            made = WORKFLOW.store(EmploymentSnapshot(**facts), "report", by)
    except (IntegrityError, ValidationError):  # perhaps sent twice; else it is said again what is wrong
        there = EmploymentSnapshot.objects.filter(**facts).first()
        made = there or WORKFLOW.store(EmploymentSnapshot(**facts), "report", by)
    keep_answers([(made, questions)], by, answered)
    return made


@transition
def revise(snapshot, by, version, graduates, employed, answered=(), **parts):
    """Report other numbers for the same day; Conflict when somebody did so meanwhile."""
    values = {"graduates": graduates, "employed": employed, **parts}
    WORKFLOW.begin(snapshot, "revise", by, version, values)
    before = (snapshot.graduates, snapshot.employed)
    snapshot.take(values)
    if None not in (graduates, employed) and before != (graduates, employed):
        ask_about(snapshot, by, answered, questions=questions_about(snapshot))
    if snapshot.released_at:
        withhold(snapshot)
    return WORKFLOW.store(snapshot, "revise", by)


@transition
def release(snapshot, by):
    """Let everybody see it; a group of fewer than ten is refused. Twice is once."""
    WORKFLOW.begin(snapshot, "release", by)
    if snapshot.released_at:
        return snapshot
    snapshot.released_at = timezone.now()
    if not withhold(snapshot):
        raise Refused(_("Beside what is public already, fewer than ten graduates would be told apart."), "small")
    return WORKFLOW.store(snapshot, "release", by, same_version=True)
