"""The forms between a register and the universities: submitting it, and confirming it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from core.form_fields import PickedDayField, TableFileField
from core.models import Job
from pairs.directory.models.register_import import RegisterImport


class RegisterForm(forms.Form):
    file = TableFileField(
        label=_("The register"),
        too_large=_("The file is larger than 10 MB; save the register alone and upload that."),
        help_text=_("The ministry's own workbook (.xls or .xlsx), or CSV; ordinary and adult institutions alike."),
        widget=forms.FileInput(attrs={"accept": ".xls,.xlsx,.csv"}),
    )
    as_of = PickedDayField(label=_("register of"), help_text=_("Only where the sheet does not say 截至 … itself."))

    def preview(self, owner):
        """The stored preview of the register, or the Job that makes it where it takes long."""
        file, as_of = self.cleaned_data["file"], self.cleaned_data["as_of"]
        data = file.read()
        if not RegisterImport.takes_long_to_read(data):
            return RegisterImport.objects.preview(data, file.name, owner, as_of)
        taken = RegisterImport.of_file(data, file.name)
        facts = {"name": taken.file_name, "hash": taken.file_hash, "as_of": as_of and as_of.isoformat()}
        return Job.objects.ask("register_preview", owner, taken.file_name, ContentFile(data), **facts)


class RegisterConfirmForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason for the import"), max_length=500, help_text=_("Kept in the history."))

    def confirm(self, taken, by):
        """Take over exactly what was shown, or ask for the Job that does; whichever it was.

        None, with the error on the form, when the data changed meanwhile.
        """
        reason = self.cleaned_data["reason"]
        try:
            if self.cleaned_data["seen"] != taken.fingerprint:
                raise taken.stale()
            if taken.takes_long_to_apply:
                facts = {"pk": taken.pk, "seen": taken.fingerprint, "reason": reason}
                return Job.objects.ask("register_takeover", by, str(taken), **facts)
            taken.confirm(by, reason)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
        return taken
