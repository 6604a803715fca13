"""What happened, at the desk: the list, what was read of it, and how often one wants a letter."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core.access import signed_in
from core.filters import page_of
from oversight.notes.models import GuidanceNote

from .happenings import happened_to, mark_read, unread_by, with_reading
from .models import LetterChoice
from .notice_rows import rows_of


@signed_in
@require_safe
def news(request):
    """What happened in the last weeks, newest first."""
    changes = with_reading(happened_to(request.user), request.user).select_related("by")
    page = page_of(changes, request)
    facts = {"page": page, "rows": rows_of(page), "unread": unread_by(request.user).count(), "active": "news"}
    return render(request, "oversight/notices/news.html", facts)


@signed_in
def notice(request, pk):
    """Lead to the record that a notice is about; who opens it by the form of the list has read it, and the note too."""
    change = get_object_or_404(happened_to(request.user), pk=pk)
    (row,) = rows_of([change]) or [None]
    if request.method == "POST":
        mark_read(request.user, [change])
        if row and isinstance(row.record, GuidanceNote):
            GuidanceNote.objects.filter(pk=row.record.pk).mark_read(request.user)
    return redirect(row.address if row else "desk_news")


@signed_in
@require_POST
def read_all(request):
    """Mark everything as read that happened until now."""
    mark_read(request.user, unread_by(request.user))
    messages.success(request, _("Everything is marked as read."))
    return redirect("desk_news")


class LetterChoiceForm(forms.ModelForm):
    """How often a letter comes."""

    class Meta:
        model = LetterChoice
        fields = ["frequency"]
        widgets = {"frequency": forms.RadioSelect}
        labels = {"frequency": _("How often would you like to be emailed?")}


@signed_in
def letters(request):
    """Choose how often one is told by letter."""
    choice = LetterChoice.objects.filter(person=request.user).first() or LetterChoice(person=request.user)
    form = LetterChoiceForm(request.POST or None, instance=choice)
    if request.method == "POST" and form.is_valid():
        LetterChoice.objects.update_or_create(person=request.user, defaults=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_news")
    facts = {"form": form, "hour": settings.DAILY_LETTER_HOUR, "active": "news"}
    return render(request, "oversight/notices/letters.html", facts)
