"""The form in which a reader reports an error on a page."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy

from core.form_fields import LineField
from core.forms import Row, WorkflowForm
from core.validators import only_printable, visible_text
from public.own_pages import PAGE_LENGTH, own_page

from .models import TEXT_LENGTH

TOO_MANY = "too_many"


class PageField(forms.CharField):
    """The address of a page of this site, whole or without the host; `hosts` are the names of the site."""

    hosts = ()

    def clean(self, value):
        text = super().clean(value)
        return own_page(text, self.hosts) if text else ""


class ErrorReportForm(WorkflowForm):
    """What is wrong, and where. Nobody is asked who they are."""

    is_too_much = False

    page = PageField(
        label=gettext_lazy("Address of the page"),
        required=False,
        max_length=PAGE_LENGTH,
        help_text=gettext_lazy("Leave it empty if the report is not about one page."),
    )
    text = LineField(
        label=gettext_lazy("What is wrong on the page"),
        validators=[MaxLengthValidator(TEXT_LENGTH), only_printable],
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("What the page says, and what would be right. No personal data of others, please."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Where it can be read correctly (optional)"),
        required=False,
        max_length=500,
        validators=[visible_text],
        help_text=gettext_lazy("A notice, a page of the university, a register: its address or title."),
    )
    contact = forms.CharField(
        label=gettext_lazy("How to reach you (optional)"),
        required=False,
        max_length=200,
        validators=[visible_text],
        widget=forms.TextInput({"autocomplete": "email"}),
        help_text=gettext_lazy("An email address or a telephone number: for the answer only, deleted with it."),
    )

    def rows(self):
        """The fields as the page shows them."""
        return [Row(field) for field in self]

    def take_refusal(self, refusal):
        self.is_too_much = refusal.code == TOO_MANY
        super().take_refusal(refusal)
