"""Logging an activity: choose pair and kind, fill in, check, submit."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import acting_side, chosen_pair, forbid_unless, may_log, pairs_of
from activities.activities import deleted_drafts, workflow
from activities.activities.duplicates import twice
from activities.activities.forms import LoggingForm
from activities.activities.models.activity import Activity
from activities.activities.models.states import Stage, Status
from activities.activities.plausibility import answered_questions
from activities.activities.status_texts import next_words, sentences
from activities.activities.workflow import open_transitions
from activities.catalogue.models import ActivityKind, Mechanism
from core.access import signed_in
from core.exceptions import Conflict, Elsewhere
from core.filters import page_of
from core.forms import render_form, submit, typed, version_of
from core.numbers import whole_number
from core.questions import unanswered
from core.tokens import sent_token
from pairs.models import Pair

from .autosave import forget, offered, typed_before
from .closed_entries import answer_closed, answer_deleted, deletion, discarded, refuse, why_not
from .presentation import answers

DONE = "done"  # marks the message under which the page of an entry says what may come next
FORM_PAGE = "activities/activities/desk/activity_form.html"


@signed_in
def new(request):
    """The form of a new entry; before that the questions for which pair and of which kind, unless they are answered."""
    stage = Stage.PLANNED if request.GET.get("stage") == Stage.PLANNED else Stage.HELD
    forbid_unless(
        may_log(request.user),
        _("Entries are written by the coordinators of a pair and by editors of the ministry."),
    )
    own = loggable(request.user)
    pair = chosen_pair(request, own, own.not_ended())
    if pair is None:
        return choose_pair(request, stage)
    if "kind" not in request.GET:
        return render(
            request,
            "activities/activities/desk/choose_kind.html",
            {"pair": pair, "stage": stage} | kinds_offered(request, stage, pair),
        )
    kinds = ActivityKind.objects.all() if request.method == "POST" else ActivityKind.objects.in_force()
    kinds = kinds.of_action(pair.batch.action_id)
    kind = get_object_or_404(kinds, code=request.GET["kind"])  # one retired meanwhile is refused with the text kept
    name = f"new:{pair.address}:{kind.code}:{stage}"
    data = typed(request) or typed_before(request, name)
    facts = {"kind": kind, "stage": stage, "pair": pair, "version": 1}
    form = LoggingForm(data, request.FILES or None, **facts, copied=copied(request, pair, kind))
    form.recall_files(request)
    if "another" in request.POST and form.is_blank:
        return redirect(f"{request.path}?pair={pair.address}&stage={stage}")
    entry = submit(request, form, partial(started, request, pair, form))
    if entry and attached(request, form, entry):
        forget(request, name)
        return next_page(request, entry)
    if {"copy", "next"} & request.GET.keys() and not form.is_bound:
        form.begin_typing()
    form.keep_files()
    facts = {"pair": pair, "offers_several": not (form.is_bound or kind.is_period)}
    return render_form(request, FORM_PAGE, form, **facts, form_name=name, unsent=offered(request, name))


def copied(request, pair, kind):
    """The entry of the pair that the new one of the same kind repeats, or None."""
    number = whole_number(request.GET.get("copy"))
    entries = Activity.objects.open_to(request.user).filter(pair=pair, kind=kind)
    return entries.filter(pk=number).first() if number is not None else None


def attached(request, form, entry):
    """Keep the form's files and link with the entry and tell what became of them; False when one was refused."""
    before = entry.evidence.count()
    kept, new = form.attach(request.user, entry), entry.evidence.count() - before
    if new:
        said = ngettext("%(number)s piece of evidence is added.", "%(number)s pieces of evidence are added.", new)
        messages.success(request, said % {"number": new})
    for text in form.told:
        messages.info(request, text)
    if kept:
        form.forget_files()
    return kept


def started(request, pair, form, values, figures):
    """The entry made from the form; the same form again gives the same entry, with what was changed meanwhile."""
    facts = {"token": sent_token(request), "stage": form.stage, "measures": figures, **values}
    entry = workflow.draft(request.user, pair, form.kind, **facts)
    there = entry.texts()
    if all(there.get(name) == value for name, value in {**values, **figures}.items()):
        return entry
    return workflow.edit(entry, request.user, form.version, values, figures)


@signed_in
def edit(request, pk):
    """Change an open entry of one's own side, or report a plan as held."""
    return change(request, pk, holding=False)


@signed_in
def hold(request, pk):
    """A plan whose day has come: the figures of what was held."""
    return change(request, pk, holding=True)


def change(request, pk, holding):
    if request.method == "POST" and (record := discarded(request.user, pk)):
        return answer_deleted(request, record)
    entry = own_entry(request, pk)
    holding = holding and entry.stage == Stage.PLANNED
    if request.method == "POST" and overtaken(entry, request.user):
        return answer_closed(request, entry)
    refuse_closed(entry, request.user, "hold" if holding else "edit")
    stage = Stage.HELD if holding else entry.stage
    facts = {"kind": entry.kind, "stage": stage, "pair": entry.pair, "activity": entry, "version": entry.version}
    name = f"{'hold' if holding else 'edit'}:{pk}"
    data = typed(request) or typed_before(request, name)
    form = LoggingForm(data, request.FILES or None, **facts)
    form.recall_files(request)
    saved = submit(request, form, lambda *sent: written(entry, request.user, form.version, *sent, holding))
    if saved and attached(request, form, saved):
        forget(request, name)
        return next_page(request, saved)
    form.keep_files()
    facts = {"pair": entry.pair, "activity": entry, "form_name": name, "unsent": offered(request, name)}
    return render_form(request, FORM_PAGE, form, **facts)


def written(entry, by, version, values, figures, holding):
    """The entry as saved; what says the same as what is stored, as the second half of a double tap, is saved."""
    try:
        return (
            workflow.hold(entry, by, values, figures, version)
            if holding
            else workflow.edit(entry, by, version, values, figures)
        )
    except Conflict as conflict:
        if conflict.differing:
            raise
        entry.refresh_from_db()
        return entry


@signed_in
def check(request, pk):
    """All answers on one page, before they are submitted."""
    entry = own_entry(request, pk)
    if entry.status not in (Status.DRAFT, Status.RETURNED):
        return redirect("desk_activity", pk)  # submitted already, or by a double tap
    refuse_closed(entry, request.user, "check")
    faults = entry.missing()
    if request.method == "POST":
        try:
            workflow.submit(entry, request.user, version_of(request.POST, None))
            messages.success(request, sentences(_("Submitted."), next_words(entry)), DONE)
            return after_submitting(request, entry)
        except Conflict as conflict:
            entry.refresh_from_db()
            faults = {"": conflict.message}
        except ValidationError as error:
            faults = faults_of(error, request.questions)
        if entry.status == Status.SUBMITTED:
            return redirect("desk_activity", pk)
    unanswered(one for one, answer in answered_questions(entry) if not answer)  # asked at once, before it is sent
    facts = {"activity": entry, "faults": faults, "answers": answers(entry, faults), "flags": twice(entry)}
    facts["unticked"] = [one for one, ticked in request.questions.ticks if not ticked and request.method == "POST"]
    return render(request, "activities/activities/desk/confirm_submit.html", facts)


def after_submitting(request, entry):
    """The page of the entry, or that on which the kind of the next one is chosen."""
    if "again" not in request.POST:
        return redirect("desk_activity", entry.pk)
    asked = {"pair": entry.pair.address, "stage": entry.stage, "last": entry.kind.code, "next": 1}
    return redirect(f"{reverse('desk_activity_new')}?{urlencode(asked)}")


def faults_of(error, questions):
    """What is wrong, as a dict of messages by field; what was asked has its own place on the page."""
    asked = {str(question.message) for question, _ticked in questions.ticks}
    told = {name: [text for text in texts if text not in asked] for name, texts in error.message_dict.items()}
    return {name: " ".join(texts) for name, texts in told.items() if texts}


@signed_in
def change_kind(request, pk):
    """Another kind for a draft: the words, the days and the figures that it asks for as well stay."""
    entry = own_entry(request, pk)
    refuse_closed(entry, request.user, "kind")
    changed = False
    if request.method == "POST":
        try:
            become(entry, request)
            return redirect("desk_activity_edit", pk)
        except Conflict:
            changed, entry = True, own_entry(request, pk)
            refuse_closed(entry, request.user, "kind")
    facts = {"activity": entry, "groups": other_kinds(entry), "changed": changed}
    return render(request, "activities/activities/desk/change_kind.html", facts, status=409 if changed else 200)


def become(entry, request):
    """Give the entry the kind that was chosen; it has it already by a double tap."""
    offered = {
        kind.code: kind for _mechanism, kinds in groups(entry.stage, entry.pair.batch.action_id) for kind in kinds
    }
    kind = offered.get(request.POST.get("kind"))
    if kind is None:
        raise Http404
    if kind != entry.kind:
        workflow.edit(entry, request.user, version_of(request.POST, None), {"kind": kind})


def overtaken(entry, user):
    """Whether the entry was closed while its own side was still writing."""
    return acting_side(user, entry.pair) == entry.side and "edit" not in open_transitions(entry, user)


# What the questions are made of


def loggable(user):
    pairs = Pair.objects.published() if user.is_editor else pairs_of(user)
    return pairs.with_universities().with_names()


def choose_pair(request, stage):
    text = request.GET.get("q", "").strip()
    own = loggable(request.user)
    pairs = own.not_ended() if own.not_ended().exists() else own
    page = page_of(pairs.matching(text) if text else pairs, request)
    return render(request, "activities/activities/desk/choose_pair.html", {"page": page, "stage": stage, "text": text})


def groups(stage, action):
    """The mechanisms of an action with the kinds offered under each; a plan is of an event."""
    kinds = ActivityKind.objects.in_force().of_action(action)
    kinds = kinds.select_related("mechanism").prefetch_related("indicators")
    offered = [kind for kind in kinds if stage == Stage.HELD or not kind.is_period]
    mechanisms = Mechanism.objects.in_force().of_action(action)
    return [(each, [kind for kind in offered if kind.mechanism == each]) for each in mechanisms]


def kinds_offered(request, stage, pair):
    """The kinds by mechanism; first the one of the entry before, for who goes on to the next."""
    offered = groups(stage, pair.batch.action_id)
    last = (kind for _mechanism, kinds in offered for kind in kinds if kind.code == request.GET.get("last"))
    return {"groups": offered, "last": next(last, None), "goes_on": "next" in request.GET}


def other_kinds(entry):
    """The mechanisms with the kinds that a draft may become, each with the reported figures that would go."""
    offered = []
    for mechanism, kinds in groups(entry.stage, entry.pair.batch.action_id):
        others = [(kind, going(entry, kind)) for kind in kinds if kind != entry.kind]
        offered += [(mechanism, others)] if others else []
    return offered


def going(entry, kind):
    return [row for row in entry.not_asked_by(kind) if row.counted_value is not None]


def own_entry(request, pk):
    """An entry whose inner record this person may read; 404 for any other; a deleted draft can be brought back."""
    if entry := Activity.objects.open_to(request.user).with_figures().filter(pk=pk).first():
        return entry
    if record := discarded(request.user, pk):
        act = deleted_drafts.act_of(Activity, pk)
        raise Elsewhere(deletion(record), reverse("desk_discard_undo", args=[act.pk]) if act else reverse("desk"))
    raise Http404


def refuse_closed(entry, user, step):
    """403 with the reason when the step is not open to this person now."""
    if reason := why_not(entry, user, step):
        refuse(entry, user, reason)


def next_page(request, entry):
    """After saving: the check, the choice of another kind, or the page of the entry with what was done."""
    if "another" in request.POST and "kind" in open_transitions(entry, request.user):
        return redirect("desk_activity_kind", entry.pk)
    if "save" not in request.POST and entry.status != Status.SUBMITTED:
        return redirect("desk_activity_check", entry.pk)
    saved = _("Saved as a draft.") if entry.status == Status.DRAFT else _("Your changes are saved.")
    messages.success(request, sentences(saved, next_words(entry)), DONE)
    return redirect("desk_activity", entry.pk)
