"""Schools that the register no longer shows: the list of those that wait, and saying what became of one."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.admin.base import page
from core.form_fields import PickedDayField
from core.forms import WorkflowForm
from core.personal_data import REASON_LENGTH
from pairs.directory.models.university import University
from pairs.directory.name_index import KnownNames
from pairs.directory.successors import proposals, settle

may_settle = permission_required("pairs.change_university", raise_exception=True)


class OutcomeForm(WorkflowForm):
    """What became of a school: another one succeeds it, it was closed, or it goes on though it is not listed."""

    SUCCEEDED, CLOSED, OPEN = "succeeded", "closed", "open"
    OUTCOMES = [
        (SUCCEEDED, _("Another university succeeds it")),
        (CLOSED, _("It was closed; no successor is known")),
        (OPEN, _("It goes on, or is left out for another reason")),
    ]

    outcome = forms.ChoiceField(label=_("What happened to it"), choices=OUTCOMES, widget=forms.RadioSelect)
    proposed = forms.ChoiceField(label=_("successor"), required=False, widget=forms.RadioSelect)
    other = forms.CharField(
        label=_("Another successor"),
        required=False,
        max_length=100,
        help_text=_("Where it is not proposed: the ten-digit code or the full name."),
    )
    closed_on = PickedDayField(label=_("closed on"), help_text=_("Leave it empty when no source gives the day."))
    closing_source = forms.CharField(
        label=_("source of the closing"),
        required=False,
        max_length=500,
        help_text=_("An address, or the document that says so; shown to the public."),
    )
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=REASON_LENGTH, help_text=_("Kept in the history.")
    )

    def __init__(self, data, university, proposed):
        super().__init__(data)
        self.university = university
        self.universities = {str(one.university.pk): one.university for one in proposed}
        self.fields["proposed"].choices = [(str(one.university.pk), described(one)) for one in proposed]
        if not proposed:
            del self.fields["proposed"]

    def clean(self):
        values = super().clean()
        outcome = values.get("outcome")
        if outcome == self.SUCCEEDED and not self.errors:
            values["successor"] = self.chosen(values)
        if outcome in (self.SUCCEEDED, self.CLOSED) and not values.get("closing_source"):
            self.add_error("closing_source", _("Give the source that says so."))
        return values

    def chosen(self, values):
        """The university that is proposed and ticked, or the one that was typed."""
        if not (typed := values.get("other", "").strip()):
            if found := self.universities.get(values.get("proposed")):
                return found
            raise ValidationError({"other": _("Choose a successor, or type its code or name.")})
        names = KnownNames()
        coded = names.coded(typed)
        found = [one for one in ([coded] if coded else names.bearers(typed)) if one.code]
        if len(found) != 1:
            raise ValidationError({"other": _("No single university has this code or name; write the ten-digit code.")})
        return University.objects.get(pk=found[0].pk)

    def values(self):
        """The columns of the university that say it."""
        given = self.cleaned_data
        if given["outcome"] == self.OPEN:
            return {"unlisted_reason": given["reason"]}
        closing = {"closed_on": given["closed_on"], "closing_source": given["closing_source"]}
        return closing | ({"successor": given["successor"]} if given["outcome"] == self.SUCCEEDED else {})

    def place_of(self, field):
        return "other" if field == "successor" else super().place_of(field)


def described(proposal):
    """A proposed successor in one line: name, code, place, and what speaks for it."""
    one = proposal.university
    place = " ".join(filter(None, [one.get_province_display(), one.city]))
    grounds = _(", ").join(map(str, proposal.grounds))
    return f"{one} · {one.code} · {place} · {grounds}"


@may_settle
@require_safe
def list_unlisted(request):
    """The universities that a register no longer shows and of which nobody has said what became of them."""
    waiting = University.objects.to_settle().with_number_of_pairs().order_by("-unlisted_on", "code")
    title = _("No longer in the national register")
    return page(request, "pairs/directory/admin/unlisted_list.html", title, model=University, waiting=waiting)


@may_settle
def settle_unlisted(request, pk):
    """Show what may succeed a university, and note what became of it."""
    university = get_object_or_404(University.objects.present(), pk=pk)
    if not university.is_to_settle:
        messages.info(request, _("What became of this university has been noted already."))
        return redirect("admin:pairs_university_change", pk)
    proposed = proposals(university)
    form = OutcomeForm(request.POST if request.method == "POST" else None, university, proposed)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.write(lambda values: settle(university, request.user, reason, **values)):
            messages.success(request, _("Noted: %(name)s.") % {"name": university})
            return redirect("admin:pairs_university_unlisted")
    facts = {"form": form, "university": university, "proposed": proposed}
    facts["may_merge"] = request.user.has_perm("pairs.change_pair")
    title = _("What became of %(name)s") % {"name": university}
    return page(request, "pairs/directory/admin/unlisted_settle.html", title, forms=[form], model=University, **facts)
