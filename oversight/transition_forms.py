"""Transitions that ask for words: a reason, an answer, a closing note."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from core.form_fields import LineField
from core.forms import WorkflowForm, submit, version_of
from core.tokens import new_token, restored, restored_post


class WordsForm(WorkflowForm):
    """One text that a transition asks for; whatever it objects to stands beside it."""

    forbids = True

    words = LineField(required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, data=None, files=None, *, label, hint=""):
        super().__init__(data, files)
        self.fields["words"].label, self.fields["words"].help_text = label, hint

    def arguments(self):
        return (self.cleaned_data["words"],)

    def place_of(self, field):
        return "words"


@dataclass(frozen=True)
class WordsStep:
    """A transition that asks for words: `take(record, by, words, version)` takes it."""

    label: str
    asks: str
    hint: str
    told: str
    take: Callable
    danger: bool = False

    def form(self, data=None, files=None):
        return WordsForm(data, label=self.asks, hint=self.hint)


def take_step(request, steps, name, fetch, show, address):
    """Take one of `steps` with the words that were sent, and go back to the page; refused, they stand in its form.

    `fetch` reads the record; `show(request, record, status, wrong)` answers with its page, which is at `address`.
    """
    if name not in steps:
        raise Http404
    record, step = fetch(), steps[name]
    data = request.POST if request.method == "POST" else restored_post(request)
    if data is None:
        return show(request, record)
    form, version = step.form(data, request.FILES), version_of(request.POST, None)
    if submit(request, form, lambda *sent: step.take(record, request.user, sent[0], version, *sent[1:])):
        messages.success(request, step.told)
        return redirect(address, record.pk)
    return show(request, fetch(), 409 if form.is_conflict else 200, (name, form))


def step_forms(request, workflow, steps, record, wrong=None):
    """Return what a page shows of the transitions that are open: `may`, their names, and forms of those of `steps`.

    `wrong` is (name, form) of one that was refused.
    """
    refused, names = dict([wrong]) if wrong else {}, workflow.open_to(record, request.user)
    shown = [
        (name, steps[name], refused.get(name) or steps[name].form()) for name in steps if name in {*names, *refused}
    ]
    kept = restored(wrong[1]) if wrong else None
    return {"may": names, "steps": shown, "wrong": wrong, "kept": kept, "token": new_token(request.user)}
