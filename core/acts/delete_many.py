"""Deleting many records of a list at once: one reason, a page that says what stands in the way, one act."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin.base import page
from core.personal_data import REASON_LENGTH, questions_about
from core.questions import QuestionsMixin

from . import deletion
from .obstacles import capped
from .undoing import Obstructed

SHOWN = 100  # records that are named; the others are counted


class DeleteForm(QuestionsMixin, forms.Form):
    reason = forms.CharField(
        label=_("Reason for the deletion"),
        max_length=REASON_LENGTH,
        help_text=_("One for all of them, kept in the history of every record."),
    )

    def questions(self):
        return questions_about("reason", _("Reason for the deletion"), self.cleaned_data.get("reason") or "")


@admin.action(description=_("Delete many records"), permissions=["delete"])
def delete_many(modeladmin, request, queryset):
    """Ask why, say what goes and what stands in the way, and delete them as one act."""
    rows = list(modeladmin.model._base_manager.filter(pk__in=queryset.order_by().values("pk")).order_by("pk"))
    if not rows:
        messages.warning(request, _("None of these records is there any more."))
        return None  # the list is shown again
    form = DeleteForm(request.POST if "delete" in request.POST else None)
    found = in_the_way(modeladmin, request, rows)
    if form.is_bound and not found and form.is_valid():
        going = [each for row in rows for each in modeladmin.goes(row)]
        try:
            act = deletion.delete(going, request.user, form.cleaned_data["reason"], subject=deletion.title(rows))
        except Obstructed as refused:
            found = refused.obstacles
        else:
            text = ngettext("%(count)s record was deleted.", "%(count)s records were deleted.", len(rows))
            messages.success(request, text % {"count": len(rows)})
            return redirect(act)
    chosen = {"name": ACTION_CHECKBOX_NAME, "keys": request.POST.getlist(ACTION_CHECKBOX_NAME)}
    context = {"form": form, "rows": rows[:SHOWN], "more": len(rows) - SHOWN, "chosen": chosen, "obstacles": found}
    context |= {"across": request.POST.get("select_across", "0"), "count": len(rows)}
    context |= {"forms": [form], "model": modeladmin.model}
    return page(request, "core/acts/delete_many.html", _("Delete many records"), **context)


def in_the_way(modeladmin, request, rows):
    """What the page that deletes one record would name, of all of them."""
    _rows, _counts, lacking, protected = modeladmin.get_deleted_objects(rows, request)
    if lacking and not protected:
        what = _(", ").join(sorted(map(str, lacking)))
        protected = [_("You may not delete what would go along: %(what)s.") % {"what": what}]
    return capped(protected)
