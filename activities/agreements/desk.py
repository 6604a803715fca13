"""The agreement of a pair: its editions, drafting, accepting, and its documents."""

from itertools import pairwise

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import MINISTRY, acting_side, forbid_unless, pair_at
from activities.activities import deleted_drafts, evidence_workflow
from activities.activities.desk.undo_views import deletion_told
from activities.activities.forms import FILES_HINT
from activities.activities.models.evidence import Evidence
from activities.activities.status_texts import agreement_words, sentences
from activities.agreements.models import Agreement, Commitment
from core.access import signed_in
from core.exceptions import Locked
from core.file_content import Upload
from core.forms import objections, render_form, typed
from core.numbers import sent_number
from core.tokens import new_token

from . import workflow
from .comparison import compared
from .forms import AgreementForm
from .workflow import WORKFLOW, AgreementSituation

FORM_PAGE = "activities/agreements/agreement_form.html"


class ReturnForm(forms.Form):
    """Why a draft goes back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Say what needs correcting; the other side will see it."),
    )


class DocumentForm(forms.Form):
    """The signed document, as a file or a link."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, help_text=FILES_HINT)
    proof = forms.CharField(label=gettext_lazy("Or a link"), required=False, max_length=500)


@signed_in
@require_safe
def agreement(request, address):
    """The edition in force, the open draft and the earlier editions, with what this person may do now."""
    return show(request, pair_at(request.user, address))


def show(request, pair, status=200, **more):
    seen = list(Agreement.objects.visible_to(request.user).of_pair(pair).with_texts())
    promises = Commitment.objects.by_edition(seen)
    for edition in seen:
        edition.pair, edition.promises = pair, promises.get(edition.pk, [])
        edition.steps = WORKFLOW.open_to(edition, request.user)
    for edition, former in pairwise(seen):
        edition.comparison = compared(former, edition)
    draft = next((edition for edition in seen if edition.is_draft), None)
    side = acting_side(request.user, pair)
    facts = {"pair": pair, "editions": seen, "acts": side, "ministry": side == MINISTRY, "active": "desk"}
    facts |= {"lacking": AgreementSituation(draft, request.user).lacking if draft else []}
    facts |= {"ended": workflow.end_in_words(pair)}
    facts |= {"reason": ReturnForm(), "document": DocumentForm(), "token": new_token(request.user)}
    return render(request, "activities/agreements/agreement.html", facts | more, status=status)


@signed_in
def edit(request, address):
    """Write the draft of one's own side: the first edition, an amendment, or the one that is open."""
    pair = pair_at(request.user, address)
    seen = Agreement.objects.visible_to(request.user).of_pair(pair)
    draft, standing = seen.drafts().first(), seen.in_force().first()
    closed = why_closed(request.user, pair, draft, standing)
    if closed and request.method != "POST":
        raise Locked(closed, reverse("desk_agreement", args=[address]), _("Agreement"))
    stands = {"texts": draft.texts(), "version": draft.version} if draft else {"version": 0}
    form = AgreementForm(typed(request), batch=pair.batch, **stands)
    amends = bool(standing) and draft is None and not workflow.end_in_words(pair)
    if closed and not (amends and "amend" in request.POST):
        return answer_closed(request, form, pair, closed, draft, amends)
    if request.method == "POST" and form.is_valid():
        draft = workflow.amend(standing, request.user) if amends else draft
        saved = form.write(lambda values, rows: written(request.user, pair, draft, form.version, values, rows))
        if saved:
            messages.success(request, sentences(saved_words(form, saved), agreement_words(saved)))
            return redirect("desk_agreement_edit" if "more" in request.POST else "desk_agreement", address)
    return render_form(request, FORM_PAGE, form, pair=pair, draft=draft)


def answer_closed(request, form, pair, closed, draft, amends):
    """What was typed into an edition that is closed to this person by now, with what can still be made of it."""
    form.add_error(None, closed)
    form.version = 0  # an amendment then shows both texts
    facts = {"pair": pair, "overtaken": True, "amends": amends}
    return render_form(request, FORM_PAGE, form, status=409 if amends else 403, **facts)


def why_closed(user, pair, draft, standing):
    """Why this person cannot write in it now; empty when they can."""
    side = acting_side(user, pair)
    forbid_unless(side, _("You do not act for either side of this pair."))
    if ended := workflow.end_in_words(pair):
        return ended
    if draft and side != draft.side:
        return _("The other side drafted it: accept it, or return it with a reason.")
    return _("Both sides have accepted it: amend it instead.") if standing and draft is None else ""


def saved_words(form, saved):
    """Saved; where the draft of the person had been deleted meanwhile, that it is a new one."""
    if form.version and saved.version == 1:
        return _("The draft had been deleted by someone else. Your text is saved as a new draft.")
    return _("The draft is saved.")


def written(by, pair, draft, version, values, rows):
    """The draft with this text; the second half of a double tap finds it made."""
    if draft and draft.texts() == {**draft.texts(), **values, "commitments": rows}:
        return draft
    if draft:
        return workflow.edit(
            draft, by, version, values, rows
        )  # version 0, of a form without a draft yet, shows both texts
    return workflow.draft(by, pair, **values, commitments=rows)


TOLD = {
    "accept": gettext_lazy("Accepted."),
    "return": gettext_lazy("Returned with your reason."),
    "discard": gettext_lazy("The draft is deleted."),
    "amend": gettext_lazy(
        "A draft of the next edition is open; the current edition stays in force until both sides accept the draft."
    ),
    "nudge": gettext_lazy("Asked. The partner sees it at the desk and in the next email."),
    "document": gettext_lazy("The document is kept."),
    "remove": gettext_lazy("The document was removed."),
}


def told(name, edition):
    """What a step of an agreement has done, and who acts next."""
    if name == "accept" and edition.accepted_at:
        return _("Both sides have accepted it: it is in force, and its commitments are public.")
    if name == "amend":
        return TOLD[name]
    return sentences(TOLD[name], agreement_words(edition))


@signed_in
@require_POST
def step(request, address, name):
    """One step of an agreement; refused with the reason, and with what was typed still there."""
    pair = pair_at(request.user, address)
    if name not in STEPS:
        raise Http404
    edition = (
        Agreement.objects.visible_to(request.user).of_pair(pair).filter(pk=sent_number(request, "edition")).first()
    )
    if edition is None:
        return answer_deleted(request, pair)
    wrong = objections(lambda: STEPS[name](request, edition, sent_number(request, "version")))
    if wrong and wrong[0] == 403 and name == "accept" and edition.acceptances.filter(accepted_by=request.user).exists():
        return redirect("desk_agreement", address)  # the second half of a double tap
    if wrong:
        return show(request, pair, status=wrong[0], problems=wrong[1], **forms_as_sent(request))
    messages.success(request, told(name, edition) if name != "discard" else deleted(request))
    return redirect("desk_agreement_edit" if name == "amend" else "desk_agreement", address)


def deleted(request):
    """That the draft is deleted, with the way to take that back."""
    return deletion_told(deleted_drafts.act_of(Agreement, sent_number(request, "edition")), TOLD["discard"])


def answer_deleted(request, pair):
    """What was typed about a draft that has been deleted meanwhile; 404 for an edition that never was one."""
    records = Agreement.history.filter(id=sent_number(request, "edition"), pair=pair, history_type="-")
    get_object_or_404(records)
    problem = _("This draft has been deleted by someone else. The current text is shown below.")
    return show(request, pair, status=409, problems=[problem], **forms_as_sent(request))


def forms_as_sent(request):
    """The forms of the page with what was typed in them, and the same text to be copied where a form is gone."""
    text = request.POST.get("reason") or request.POST.get("proof") or ""
    return {"reason": ReturnForm(request.POST), "document": DocumentForm(request.POST), "typed": text}


def keep_document(request, edition, version):
    WORKFLOW.refuse(edition, "edit", request.user)
    if file := request.FILES.get("file"):
        upload = Upload(file)
        if told := Evidence.objects.attach(request.user, edition, upload).kept_for(upload):
            messages.info(request, told)
    elif link := request.POST.get("proof", "").strip():
        Evidence.objects.attach_link(request.user, edition, link)
    else:
        raise ValidationError(_("Choose a file or give a link."))


def take_away(request, edition, version):
    piece = get_object_or_404(edition.documents.all(), pk=sent_number(request, "piece"))
    evidence_workflow.remove(piece, request.user)


STEPS = {
    "accept": lambda request, edition, version: workflow.accept(
        edition, request.user, version, request.POST.get("side")
    ),
    "return": lambda request, edition, version: workflow.send_back(
        edition, request.user, request.POST.get("reason", "").replace("\r\n", "\n"), version
    ),
    "discard": lambda request, edition, version: workflow.discard(edition, request.user, version),
    "amend": lambda request, edition, version: workflow.amend(edition, request.user),
    "nudge": lambda request, edition, version: workflow.nudge(edition, request.user),
    "document": keep_document,
    "remove": take_away,
}
