"""Forms that several apps use."""

from django import forms
from django.utils.translation import gettext_lazy

from core.form_fields import LineField


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = LineField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, data=None, *, hint=""):
        super().__init__(data)
        self.fields["reason"].help_text = hint

    def take_faults(self, error):
        """Put what a verb found wrong beside the reason, or above it."""
        faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in faults.items():
            self.add_error("reason" if field == "reason" else None, messages)

    @property
    def problems(self):
        field = self["reason"]
        general = [(field.id_for_label, "", message) for message in self.non_field_errors()]
        return general + [(field.id_for_label, field.label, each) for each in field.errors]
