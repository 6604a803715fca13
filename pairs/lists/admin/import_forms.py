"""The forms between a list and its pairs: handing it in, and confirming what it would do."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.form_fields import TableFileField
from core.models import Job
from pairs.lists import workflow
from pairs.lists.models import ListImport
from pairs.lists.resources import StaleListError


class ListForm(forms.Form):
    """A list as a file or as pasted text, one of the two."""

    file = TableFileField(
        label=_("A file"),
        required=False,
        too_large=_("The file is larger than 10 MB; save the list alone and upload that."),
        help_text=_("Excel (.xlsx, .xls), Word (.docx), CSV, tab-separated text or a saved web page (.html)."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.docx,.csv,.tsv,.txt,.html,.htm"}),
    )
    text = forms.CharField(
        label=_("Or paste the list"),
        required=False,
        strip=False,
        help_text=_("Paste directly from the notice, a Word table or a sheet; surrounding text is ignored."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean(self):
        cleaned = super().clean()
        text = (cleaned.get("text") or "").strip()
        if self.errors:
            return cleaned
        if not cleaned.get("file") and not text:
            raise ValidationError(_("Choose a file or paste the list."))
        if cleaned.get("file") and text and not self.shows_former(text):
            raise ValidationError(_("Choose a file or paste the list, not both."))
        return cleaned

    def shows_former(self, text):
        """Whether `text` is the former list as the form had shown it; a file that is chosen comes in its place."""
        return text.splitlines() == (self.initial.get("text") or "").strip().splitlines()

    def preview(self, batch, owner, former=None):
        """Store what was submitted, compared with the batch, for its owner to confirm; or the Job that does so.

        `former` is the preview in whose place it comes.
        """
        file = self.cleaned_data["file"]
        data, name = (file.read(), file.name) if file else (self.cleaned_data["text"], "")
        if ListImport.takes_long_to_read(data):
            return ask_to_read(batch, data, name, owner, former)
        listed = workflow.preview(batch, data, name, owner)
        if former and former != listed:
            listed.take_over(former)
        return listed


def ask_to_read(batch, data, name, owner, former):
    pasted = isinstance(data, str)
    listed = ListImport.of_file(data, name)
    facts = {"batch": batch.pk, "name": listed.file_name, "hash": listed.file_hash, "pasted": pasted}
    subject = " · ".join(filter(None, [str(batch), listed.file_name]))
    return Job.objects.ask(
        "list_preview", owner, subject, ContentFile(listed.content), **facts, former=former and former.pk
    )


class ConfirmForm(forms.Form):
    """Why the list is imported, which oddities are accepted, and what the editor says to groups that do not close."""

    accept = forms.BooleanField(
        label=_("I have looked at the points above and accept them"),
        error_messages={"required": _("Tick the box to accept the points to check, or correct the list.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # which plan the editor had on the screen
    reason = forms.CharField(
        label=_("Reason for the import"),
        max_length=500,
        help_text=_("Kept in the history of every pair, for example “list of the notice of batch 2”."),
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        if not plan.unchanged and not plan.changed and not plan.missing:
            first = _("List as published: %(source)s") % {"source": plan.batch.source}
            self.fields["reason"].initial = first[:500]
        if plan.refused or not plan.to_accept:
            del self.fields["accept"]
        self.counts = {(count.side, count.group): count for count in plan.batch.declared_counts.all()}
        self.lines = [(line, self.add_note(line)) for line in plan.composition]

    def add_note(self, line):
        """The field for the editor's note on a group that does not close; None for the others."""
        count = self.counts.get((line.side, line.group))
        if count is None or (line.closes and not count.note):
            return None
        name = f"note_{count.pk}"
        self.fields[name] = forms.CharField(
            label=_("Note on %(group)s") % {"group": count}, max_length=500, required=False
        )
        self.fields[name].initial = count.note
        return self[name]

    def seen_another(self, listed):
        """Whether the editor confirmed from a page that showed another plan than the one now stored."""
        return self.is_bound and self.data.get("seen") != listed.fingerprint

    def confirm(self, listed, by):
        """Import exactly what was shown, or ask for the Job that does where it takes long; whichever it was.

        None, with the errors on the form, when refused.
        """
        if self.seen_another(listed):
            self.add_error(None, StaleListError())
        elif listed.takes_long_to_apply:
            form = {name: self.data[name] for name in (*self.fields, "accept") if name in self.data}
            return Job.objects.ask("list_import", by, str(listed), pk=listed.pk, form=form)
        elif self.confirm_now(listed, by):
            return listed
        return None

    def confirm_now(self, listed, by):
        """Import and keep the notes; False, with the errors on the form, when refused."""
        cleaned = self.cleaned_data
        if self.seen_another(listed):
            self.add_error(None, StaleListError())
            return False
        try:
            with transaction.atomic():
                workflow.confirm(listed, by, cleaned["reason"], accept_warnings=cleaned.get("accept", False))
                self.save_notes(cleaned["reason"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return not self.errors

    @property
    def refusal(self):
        """All that stands in the way, as one error."""
        return ValidationError([message for messages in self.errors.values() for message in messages])

    def save_notes(self, reason):
        for count in self.counts.values():
            note = self.cleaned_data.get(f"note_{count.pk}", count.note)
            if note != count.note:
                count.note, count._change_reason = note, reason
                count.save()
