"""One transition of an entry: asked once more, carried out, and what came of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import MINISTRY, acting_side
from activities.activities.duplicates import flags
from activities.activities.status_texts import next_words, sentences
from activities.activities.workflow import TRANSITIONS
from core.access import signed_in
from core.exceptions import Conflict, Refused
from core.forms import ReasonForm, faults_by_field
from core.numbers import whole_number
from core.tokens import new_token, restored_post

from .closed_entries import refusal_words, refuse, typed_in
from .edit_views import own_entry, refuse_closed
from .presentation import answers, proposal_of
from .transitions import ABOUT_PROPOSAL, PAGES, Sent, pages_about

# Under which names the transitions of the pages are recorded, where these differ.
RECORDED = {
    "accept": ("accept-correction", "accept-withdrawal"),
    "decline": ("decline-correction", "decline-withdrawal"),
    "take-back": ("take-back-correction", "take-back-withdrawal"),
}


@signed_in
def step(request, pk, name):
    """A step that decides: asked once more, with a reason where it needs one."""
    if name not in PAGES:
        raise Http404
    entry = own_entry(request, pk)
    if request.method == "POST":
        return take(request, entry, name)
    refuse_closed(entry, request.user, name)
    kept = restored_post(request)
    form = ReasonForm(kept) if TRANSITIONS[name].asks_reason else None
    return ask(request, entry, name, form, kept=kept)


def take(request, entry, name):
    """Take it, and say what came of it; refused with the reason typed kept on the page."""
    taken = pages_about(waiting(entry))[name]
    form = ReasonForm(request.POST) if TRANSITIONS[name].asks_reason else None
    reason = request.POST.get("reason", "").replace("\r\n", "\n")
    seen = [whole_number(request.POST.get(each)) for each in ("version", "proposal")]
    try:
        taken.take(entry, request.user, Sent(reason, *seen))
    except Conflict as conflict:
        entry.refresh_from_db()
        return ask(request, entry, name, form, refusal=changed_words(conflict), status=409)
    except Refused as refusal:
        if just_taken_by(entry, request.user, name):
            return redirect("desk_activity", entry.pk)
        entry.refresh_from_db()
        refuse(entry, request.user, refusal_words(entry, refusal), typed_in(form))
    except ValidationError as error:
        return ask(request, entry, name, form, error=error)
    if name == "discard":
        messages.success(request, taken.told)
        return redirect("desk")
    entry.refresh_from_db()
    messages.success(request, sentences(taken.told, next_words(entry)))
    return redirect("desk_activity", entry.pk)


def changed_words(conflict):
    """What a page says that shows the entry as it is now; another proposal has words of its own."""
    if conflict.version is None:
        return conflict.message
    return _(
        "Somebody saved this entry after you had opened it. Below is what it says now; "
        "look at it, then go on or leave it."
    )


def ask(request, entry, name, form, refusal="", error=None, kept=None, status=200):
    """The page that asks whether to take it, with all that there is to know before."""
    correction = waiting(entry)
    taken = pages_about(correction)[name]
    if form is not None:
        form.fields["reason"].help_text = taken.hint
    if error is not None and form is not None:
        form.take_faults(error)
    general = faults_by_field(error) if error is not None and form is None else {}
    facts = {"activity": entry, "step": taken, "form": form, "refusal": refusal, "answers": answers(entry)}
    facts |= {"faults": general, "flags": flags(entry), "token": new_token(request.user), "kept": kept}
    facts |= proposal_of(correction if name in ABOUT_PROPOSAL else None)
    facts["ministry"] = acting_side(request.user, entry.pair) == MINISTRY
    return render(request, "activities/activities/desk/transition_confirm.html", facts, status=status)


def waiting(entry):
    """The proposal about the entry that waits for a decision, or None."""
    return entry.corrections.open().select_related("proposed_by").first()


def just_taken_by(entry, user, name):
    """Return whether this was this person's own last transition: the second half of a double tap."""
    changes = entry.state_changes.all()
    if not name.startswith("propose-"):
        changes = changes.exclude(transition__startswith="propose-")  # nothing has changed by them yet
    last = changes.first()
    return bool(last) and last.by_id == user.pk and last.transition in RECORDED.get(name, (name,))
