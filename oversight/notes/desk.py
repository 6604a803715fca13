"""Guidance notes on a pair: reading them, and writing, changing and withdrawing those of one's own province."""

from functools import partial

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import forbid_closed, forbid_unless, may_oversee, pair_at, sides_of
from core.access import signed_in
from core.filters import page_of
from core.form_fields import LineField
from core.forms import ConflictForm, ReasonForm, render_form, submit, typed
from core.tokens import sent_token

from . import workflow
from .models import GuidanceNote
from .workflow import NOT_GUIDING, province_of

NOT_ADDRESSED = _("Only the coordinators to whom a note is addressed mark it as read.")
WRITTEN = _("Sent. Both sides can see it on their desk, and their coordinators are told with their next email.")


class NoteForm(ConflictForm):
    """What the province tells both sides."""

    forbids = True

    text = LineField(
        label=_("What the note says"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("The coordinators of both sides, both provinces and the ministry read it. No personal data."),
    )


@signed_in
@require_safe
def notes(request, address):
    """All notes on a pair, the newest first."""
    pair = pair_at(request.user, address)
    seen = GuidanceNote.objects.open_to(request.user).of_pair(pair)
    page = page_of(seen.for_rows(), request)
    facts = {"pair": pair, "page": page, "writes": bool(province_of(request.user, pair)), "active": "desk"}
    facts["unread"] = unread_of(page, request.user)
    facts["reads_shown"] = may_oversee(request.user)
    return render(request, "oversight/notes/notes.html", facts)


@signed_in
def note(request, address, pk):
    """One note, and how it was changed; who sends its form has read it as it stands, which the province sees."""
    pair, found = note_at(request.user, address, pk)
    if request.method == "POST":
        forbid_unless(sides_of(request.user, pair), NOT_ADDRESSED)
        read(request, found)
        return redirect("desk_note", address, pk)
    reads_all = found.is_of(request.user) or request.user.oversees or not found.is_withdrawn
    facts = {"pair": pair, "note": found, "earlier": workflow.earlier_texts(found) if reads_all else []}
    facts |= {"steps": workflow.WORKFLOW.open_to(found, request.user), "active": "desk"}
    facts |= {"reads_shown": may_oversee(request.user), "unread": unread_of([found], request.user)}
    return render(request, "oversight/notes/note.html", facts)


@signed_in
def write(request, address):
    """Write a note for one's own province; the form sent twice makes one."""
    pair = pair_at(request.user, address)
    forbid_unless(province_of(request.user, pair), NOT_GUIDING)
    form, send = NoteForm(typed(request)), partial(workflow.write, request.user, pair)
    if submit(request, form, lambda values: send(values["text"], sent_token(request))):
        messages.success(request, WRITTEN)
        return redirect("desk_notes", address)
    return answer(request, "oversight/notes/note_form.html", form, pair=pair)


@signed_in
def edit(request, address, pk):
    """Change a note of one's own province."""
    pair, found = note_at(request.user, address, pk)
    forbid_closed(workflow.WORKFLOW, "edit", found, request.user)
    form = NoteForm(typed(request), texts=found.texts(), version=found.version)
    if submit(request, form, lambda values: workflow.edit(found, request.user, form.version, values)):
        messages.success(request, _("Saved."))
        return redirect("desk_note", address, pk)
    return answer(request, "oversight/notes/note_form.html", form, pair=pair, note=found)


@signed_in
def withdraw(request, address, pk):
    """Take a note of one's own province back, with the reason."""
    pair, found = note_at(request.user, address, pk)
    if found.withdrawn_by == request.user:
        return redirect("desk_notes", address)  # the second half of a double tap
    forbid_closed(workflow.WORKFLOW, "withdraw", found, request.user)
    form = ReasonForm(typed(request), hint=_("It takes the place of the note; both sides read it."))
    form.forbids = True
    if submit(request, form, lambda values: workflow.withdraw(found, request.user, values["reason"])):
        messages.success(request, _("Withdrawn, with the reason."))
        return redirect("desk_notes", address)
    return answer(request, "oversight/notes/note_withdraw.html", form, pair=pair, note=found)


def read(request, note):
    """Keep that a coordinator has read the note in the version that the form names; of another one it is shown."""
    if request.POST.get("version") == str(note.version):
        GuidanceNote.objects.filter(pk=note.pk, version=note.version).mark_read(request.user)
    else:
        messages.warning(request, _("The note has been changed. This is how it stands now."))


def unread_of(notes, user):
    """The keys of those among `notes` that `user` is to read and has not marked as read."""
    shown = GuidanceNote.objects.filter(pk__in=[note.pk for note in notes])
    return set(shown.unread_by(user).values_list("pk", flat=True))


def note_at(user, address, pk):
    """The pair at an address and a note on it; the same 404 for what is closed and what is not there."""
    pair = pair_at(user, address)
    seen = GuidanceNote.objects.open_to(user).of_pair(pair).for_rows()
    return pair, get_object_or_404(seen, pk=pk)


def answer(request, template, form, **facts):
    return render_form(request, template, form, active="desk", **facts)
