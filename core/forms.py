"""Forms whose values a transition takes: what it objects to comes back beside the fields, and what was typed stays."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from core.drafts import restored, restored_post
from core.exceptions import Conflict, Refused
from core.form_fields import LineField
from core.tokens import TOKEN, new_token


class WorkflowForm(forms.Form):
    """A form that a method of a model takes. `version` is the version of the row that its writer has seen."""

    version = None
    is_overtaken = False  # somebody else saved while this was written
    forbids = False  # a refusal is a 403: the form could not be sent in another way either

    def values(self):
        """Return what is to be saved, by field."""
        return self.cleaned_data

    def arguments(self):
        """Return what `write` hands to the method."""
        return (self.values(),)

    def write(self, method):
        """Return what `method` makes of the values, or None with its objections in the form."""
        try:
            return method(*self.arguments())
        except Conflict as conflict:
            self.take_conflict(conflict)
        except Refused as refusal:
            self.take_refusal(refusal)
        except ValidationError as error:
            self.take_faults(error)
        return None

    def take_conflict(self, conflict):
        self.is_overtaken, self.version = True, conflict.version
        self.add_error(None, conflict.message)

    def take_refusal(self, refusal):
        if self.forbids and refusal.code != TOKEN:
            raise PermissionDenied(refusal.message) from refusal
        self.add_error(None, refusal.message)

    def take_faults(self, error):
        """Put what a model found wrong beside the fields, and above them what is about none."""
        for field, messages in faults_by_field(error).items():
            name = self.place_of(field)
            self.add_error(name if name in self.fields else None, messages)

    def place_of(self, field):
        """Return the name of the field beside which stands what is wrong with a field of the model."""
        return self.name_of(field)

    def name_of(self, field):
        """Return the name by which the form knows a field of the model."""
        return field

    @property
    def is_conflict(self):
        return self.is_overtaken

    @property
    def problems(self):
        """Every error as (id, label, message): the field it leads to; what concerns all leads to the first field."""
        fields = list(self)
        first = anchor(fields[0]) if fields else "main"
        general = [(first, "", message) for message in self.non_field_errors()]
        return general + [(anchor(field), field.label, message) for field in fields for message in field.errors]


def anchor(field):
    """Return the id to which an error leads: a group of boxes has no one label, its own id is that of the group."""
    return field.id_for_label or field.auto_id


def faults_by_field(error):
    """Return the messages of a ValidationError as a dict of lists; under "" what is about no field."""
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def objections(method):
    """Call `method`; return what it objects to, as (status, messages) for a page; None when it is done."""
    try:
        method()
    except Conflict as conflict:
        return 409, [conflict.message]
    except Refused as refusal:
        return 403, [refusal.message]
    except ValidationError as error:
        return 200, error.messages
    return None


def typed(request):
    """Return what was sent, or was typed here before signing in again; None on a first visit."""
    return request.POST or restored_post(request)


def submit(request, form, method):
    """Return what `method` makes of a form that was sent and is right, or None."""
    return form.write(method) if request.method == "POST" and form.is_valid() else None


def render_form(request, template, form, status=None, **facts):
    """Render a page with a form, with what was typed in it, perhaps before signing in again; 409 in a conflict."""
    token = form.data.get(TOKEN) or new_token(request.user)
    status = status or (409 if form.is_conflict else 200)
    facts = {"form": form, "kept": restored(form), "token": token} | facts
    return render(request, template, facts, status=status)


class ReasonForm(WorkflowForm):
    """Why a step is taken."""

    reason = LineField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, data=None, *, hint=""):
        super().__init__(data)
        self.fields["reason"].help_text = hint
