"""Several days at once: a row a day makes a draft each; drafts are checked and submitted, or deleted, on one page."""

from collections import Counter
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import chosen_pair, forbid_unless, may_log
from activities.activities import deleted_drafts, together
from activities.activities.models.activity import Activity
from activities.activities.models.states import Stage, Status
from activities.activities.plausibility import known_about, questions_about
from activities.activities.several import CommonForm, DaysForm, rows_in
from activities.activities.status_texts import next_words, sentences
from activities.catalogue.models import ActivityKind
from core.access import signed_in
from core.exceptions import Refused
from core.forms import render_form, typed
from core.numbers import whole_number
from core.questions import unanswered
from core.tokens import sent_token

from .autosave import forget, offered, typed_before
from .confirm_several import numbers
from .edit_views import faults_of, loggable
from .undo_views import deletion_told

AT_ONCE = 40  # drafts on one page


@signed_in
def several(request):
    """Which days, and then a row of figures for each."""
    forbid_unless(
        may_log(request.user), _("Entries are written by the coordinators of a pair and by editors of the ministry.")
    )
    own = loggable(request.user)
    pair = chosen_pair(request, own, own.not_ended())
    if pair is None or "kind" not in request.GET:
        return redirect("desk_activity_new")
    kinds = ActivityKind.objects.in_force().of_action(pair.batch.action_id).filter(mode=ActivityKind.Mode.EVENT)
    kind = get_object_or_404(kinds, code=request.GET["kind"])
    stage = Stage.PLANNED if request.GET.get("stage") == Stage.PLANNED else Stage.HELD
    facts = {"kind": kind, "stage": stage, "pair": pair}
    name = f"several:{pair.address}:{kind.code}:{stage}"
    data = typed(request) or typed_before(request, name)
    days = DaysForm(request.GET if "days" in request.GET else None, pair.batch)
    unsent = {"form_name": name, "unsent": offered(request, name)}
    if not (days.is_valid() or rows_in(data)):
        return render(request, "activities/activities/desk/several_days.html", {"form": days} | facts | unsent)
    form = CommonForm(data, request.FILES or None, days=days.found, **facts)
    form.recall_files(request)
    if not form.is_bound:
        form.begin_typing()
    entries = drafts(request, form) if request.method == "POST" and form.is_valid() else []
    if entries:
        forget(request, name)
        return redirect(f"{reverse('desk_submit_several')}?{urlencode({'entry': [e.pk for e in entries]}, doseq=True)}")
    form.keep_files()
    facts = {"pair": pair, "days": days} | unsent
    return render_form(request, "activities/activities/desk/several_rows.html", form, **facts)


def drafts(request, form):
    """The drafts made of the form, with its files and its link kept with each; none with the reasons in the form."""
    for upload in form.cleaned_data.get("files", ()):
        upload.content = ContentFile(upload.content.read(), upload.name)  # read by each entry anew
    try:
        entries = form.entries(request.user, sent_token(request))
    except Refused as refusal:
        form.take_refusal(refusal)
        return []
    if entries:
        form.forget_files()
    return entries


@signed_in
def submit_several(request):
    """Drafts of one's own side, each with its figures, to be checked and submitted together: all or none."""
    forbid_unless(
        may_log(request.user), _("Entries are written by the coordinators of a pair and by editors of the ministry.")
    )
    sent = request.POST if request.method == "POST" else request.GET
    entries = own_drafts(request.user, numbers(sent.getlist("entry")), request.method == "POST")
    if request.method == "POST" and sent.getlist("entry") and not entries:
        return redirect("desk")  # submitted by the first half of a double tap
    act, faults = submitted(request, entries) if request.method == "POST" and entries else (None, {})
    if faults:
        entries = own_drafts(request.user, [entry.pk for entry in entries], True)  # as they stand again
    if act:
        said = ngettext("%(number)s entry is submitted.", "%(number)s entries are submitted.", len(entries))
        nexts = {next_words(entry) for entry in entries}
        told = sentences(said % {"number": len(entries)}, *(nexts if len(nexts) == 1 else ()))
        undo = reverse("desk_submit_undo", args=[act.pk])
        messages.success(request, format_html('{} <a href="{}">{}</a>', told, undo, _("Undo")))
        return redirect("desk")
    known = known_about(entries)
    for entry in entries:
        unanswered(
            replace(one, label=f"{entry} · {one.label}".rstrip(" ·")) for one in questions_about(entry, None, known)
        )
    rows = [(entry, faults.get(entry.pk) or list(entry.missing().values())) for entry in entries]
    facts = {"doubles": doubles(entries), "rows": rows, "refused": request.method == "POST", "active": "desk"}
    facts["deleted"] = deleted_drafts.recent(request.user)
    facts["unticked"] = [one for one, ticked in request.questions.ticks if not ticked and request.method == "POST"]
    return render(request, "activities/activities/desk/submit_several.html", facts)


def doubles(entries):
    """Those of the entries that have pair, kind and days in common with another of them."""
    days = Counter((entry.pair_id, entry.kind_id, entry.starts_on, entry.ends_on) for entry in entries)
    return [e for e in entries if e.ends_on and days[e.pair_id, e.kind_id, e.starts_on, e.ends_on] > 1]


def own_drafts(user, keys, only_chosen):
    """The drafts and returned entries of the own side with these keys; all drafts where none were chosen."""
    own = Activity.objects.editable_by(user).filter(status__in=[Status.DRAFT, Status.RETURNED]).for_rows()
    chosen = own.filter(pk__in=keys) if keys or only_chosen else own.filter(status=Status.DRAFT)
    return list(chosen.order_by("starts_on", "pk")[:AT_ONCE])


def submitted(request, entries):
    """Submit them: the Act, or None with what stands in the way of each, by key."""
    try:
        return together.submit_all(seen_versions(request, entries), request.user), {}
    except together.NotAll as objection:
        faults = {}
        for entry, fault in objection.faults.items():
            if isinstance(fault, ValidationError):
                fault = list(faults_of(fault, request.questions).values())
            faults[entry.pk] = fault
        return None, faults


@signed_in
def discard_several(request):
    """Drafts of one's own side that were ticked, named once more before they are deleted together: all or none."""
    forbid_unless(
        may_log(request.user), _("Entries are written by the coordinators of a pair and by editors of the ministry.")
    )
    keys = numbers(request.POST.getlist("entry"))
    entries, sure = own_drafts(request.user, keys, True), "sure" in request.POST
    if sure and keys and not entries:
        return redirect("desk")  # deleted by the first half of a double tap
    act, faults = discarded(request, entries) if sure and entries else (None, {})
    if act:
        said = ngettext("%(number)s draft is deleted.", "%(number)s drafts are deleted.", len(entries))
        messages.success(request, deletion_told(act, said % {"number": len(entries)}))
        return redirect("desk")
    rows = [(entry, faults.get(entry.pk)) for entry in own_drafts(request.user, keys, True)]
    return render(
        request, "activities/activities/desk/discard_several.html", {"rows": rows, "refused": faults, "active": "desk"}
    )


def discarded(request, entries):
    """Delete them: the Act, or None with what stands in the way of each, by key."""
    try:
        return together.discard_all(seen_versions(request, entries), request.user), {}
    except together.NotAll as objection:
        return None, {entry.pk: fault for entry, fault in objection.faults.items()}


def seen_versions(request, entries):
    """{entry: the version that the person had seen}."""
    return {entry: whole_number(request.POST.get(f"version-{entry.pk}")) for entry in entries}
