"""An inspection filled in question by question: a page each, then one for the day and the conclusion."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.permissions import forbid_closed
from core.access import signed_in
from core.forms import render_form, submit, typed
from oversight.inspections.forms import QuestionForm
from oversight.inspections.workflow import inspections as workflow
from oversight.inspections.workflow.inspections import WORKFLOW

from .inspections import filled, inspection_at


@signed_in
def question(request, pk, place):
    """Save what this page asks, and go on to the next, back to the one before, or conclude on the last."""
    found = inspection_at(request.user, pk)
    forbid_closed(WORKFLOW, "fill", found, request.user)
    answers = list(found.answers.all())
    if not 1 <= place <= len(answers) + 1:
        raise Http404
    form = QuestionForm(typed(request), inspection=found, place=place)
    if submit(request, form, lambda values: kept(request, found, form, values)):
        return redirect(*onward(request, found, place, len(answers)))
    facts = {"inspection": found, "answers": answers, "place": place, "last": len(answers) + 1}
    facts |= {"active": "inspections", "before": place - 1}
    return render_form(request, "oversight/inspections/question_form.html", form, **facts)


def kept(request, found, form, values):
    """The inspection with what was typed; a page that was only leafed through changes nothing."""
    texts = found.texts()
    if "conclude" in request.POST:
        return filled(found, request.user, form, values, concluding=True)
    if form.version == found.version and all(texts[name] == value for name, value in values.items()):
        return found
    return workflow.fill(found, request.user, form.version, values)


def onward(request, found, place, questions):
    """Where the button that was pressed leads, as arguments of redirect()."""
    if "conclude" in request.POST:
        messages.success(request, _("Concluded: both sides can read it."))
    elif "previous" in request.POST and place > 1:
        return "desk_inspection_question", found.pk, place - 1
    elif "next" in request.POST and place <= questions:
        return "desk_inspection_question", found.pk, place + 1
    else:
        messages.success(request, _("Saved."))
    return "desk_inspection", found.pk
