"""Employment snapshots: what one's university reports, group by group, as of a day."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.models import EmploymentSnapshot, GraduateGroup
from activities.models.snapshot import SMALLEST_PUBLISHED
from activities.progress import sentences
from core.conflicts import BothTexts, version_of
from core.decorators import signed_in
from core.drafts import restored_post
from core.exceptions import Conflict, Locked, Refused
from core.form_fields import DayField, FigureField
from core.templatetags.said import figure
from core.tokens import new_token
from pairs.models import University

from .home import page_of

FORM = require_http_methods(["GET", "HEAD", "POST"])
NUMBERS = ("graduates", "employed")


class SnapshotForm(BothTexts, forms.Form):
    """One group's numbers; when others were saved meanwhile, number by number both."""

    graduates = FigureField(label=gettext_lazy("Graduates"), help_text=gettext_lazy("All of this group, in persons."))
    employed = FigureField(
        label=gettext_lazy("Of them employed"),
        help_text=gettext_lazy("Counted as the ministry's statistics do; the rate is computed."),
    )

    def __init__(self, data=None, *, snapshot=None):
        self.texts = {name: getattr(snapshot, name, None) for name in NUMBERS}
        super().__init__(data, initial=self.texts)
        self.version = version_of(data, getattr(snapshot, "version", None))
        if snapshot:
            self.remember(NUMBERS)
            self.show_both(self.differing, self.texts)

    def clean(self):
        """Both numbers, and none that is impossible, each with its remedy."""
        facts = super().clean()
        self.refuse_unchosen()
        facts |= {name: self.texts[name] for name in NUMBERS if self.leaves(name)}
        for name in NUMBERS:
            if name in facts and facts[name] is None:
                self.add_error(name, _("Give this number; 0 means none."))
        graduates, employed = (facts.get(name) for name in NUMBERS)
        if graduates == 0:
            self.add_error("graduates", _("There is at least one graduate in a group that is reported."))
        elif graduates and employed is not None and employed > graduates:
            words = {"employed": figure(employed), "graduates": figure(graduates)}
            message = _("%(employed)s of %(graduates)s is impossible; look whether the two were exchanged.")
            self.add_error("employed", message % words)
        return facts

    def write(self, verb):
        """What `verb` makes of both numbers, or None with its objections in the form."""
        try:
            return verb(*(self.cleaned_data[name] for name in NUMBERS))
        except Conflict as conflict:
            self.show_both(conflict.differing, conflict.theirs)
            self.version = conflict.version
            self.add_error(None, conflict.message)
        except Refused as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except ValidationError as error:
            faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, found in faults.items():
                for message in found:
                    self.add_error(name if name in self.fields else None, message)
        return None

    @property
    def all_rows(self):
        return self.rows(*self.fields)

    @property
    def problems(self):
        general = [(next(iter(self)).id_for_label, "", message) for message in self.non_field_errors()]
        return general + [(field.id_for_label, field.label, each) for field in self for each in field.errors]


class NewSnapshotForm(SnapshotForm):
    """A first report: for which university, as of which day, of which group."""

    university = forms.ModelChoiceField(label=gettext_lazy("University"), queryset=None, empty_label=None)
    as_of = DayField(label=gettext_lazy("As of"))
    group = forms.ModelChoiceField(label=gettext_lazy("Group"), queryset=None, empty_label=None)
    field_order = ["university", "as_of", "group", *NUMBERS]

    def __init__(self, data=None, *, universities):
        super().__init__(data)
        self.fields["university"].queryset = universities
        self.fields["university"].label_from_instance = lambda one: one.local_name
        self.fields["group"].queryset = GraduateGroup.objects.asked_for()
        self.fields["as_of"].initial = timezone.localdate()
        self.fields["as_of"].show(timezone.localdate())

    def clean_as_of(self):
        if self.cleaned_data["as_of"] is None:
            raise ValidationError(_("Give the day to which the numbers refer."))
        return self.cleaned_data["as_of"]


@signed_in
@require_safe
def snapshots(request):
    """What this person may read before release, the latest day first."""
    refuse_outsiders(request.user)
    page = page_of(EmploymentSnapshot.objects.inside(request.user).for_rows(), request)
    return render(
        request,
        "desk/snapshots.html",
        {"page": page, "reports": bool(request.user.universities), "active": "employment"},
    )


@signed_in
@FORM
def report(request):
    """Report one group as of a day; the same form again finds it reported and says so."""
    refuse_outsiders(request.user)
    if not request.user.universities:
        raise PermissionDenied(_("Only the coordinators of this university report its figures."))
    universities = University.objects.with_keys(request.user.universities)
    kept = restored_post(request) if request.method == "GET" else None
    form = NewSnapshotForm(request.POST or kept, universities=universities)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("university", "as_of", "group")}
        made = form.write(lambda *numbers: reported(request.user, facts, numbers))
        if made:
            return done(request, made)
    return answer(request, form, kept=kept)


def reported(by, facts, numbers):
    """The report made, or the same one that a double tap has just made."""
    there = EmploymentSnapshot.objects.same(by, **facts)
    if there and (there.graduates, there.employed) == numbers:
        return there
    return EmploymentSnapshot.objects.report(by, **facts, graduates=numbers[0], employed=numbers[1])


@signed_in
@FORM
def revise(request, pk):
    """Other numbers for the same day and group."""
    found = get_object_or_404(EmploymentSnapshot.objects.inside(request.user).for_rows(), pk=pk)
    if not found.is_changed_by(request.user):
        raise PermissionDenied(_("Only the coordinators of this university change its figures."))
    kept = restored_post(request) if request.method == "GET" else None
    form = SnapshotForm(request.POST or kept, snapshot=found)
    if request.method == "POST" and form.is_valid():
        saved = form.write(lambda *numbers: found.revise(request.user, form.version, *numbers))
        if saved:
            return done(request, saved)
    return answer(request, form, snapshot=found, kept=kept)


@signed_in
@require_POST
def release(request, pk):
    """Let everybody see it."""
    found = get_object_or_404(EmploymentSnapshot.objects.inside(request.user), pk=pk)
    try:
        found.release(request.user)
    except Refused as refusal:
        if refusal.code == "not_yours":
            raise PermissionDenied(refusal.message) from refusal
        raise Locked(refusal.message, reverse("desk_snapshot", args=[pk]), str(found)) from refusal
    messages.success(request, _("Released: everybody can see it now."))
    return redirect("desk_snapshots")


def answer(request, form, **more):
    facts = {"form": form, "token": new_token(request.user), "active": "employment"} | more
    return render(request, "desk/snapshot_form.html", facts, status=409 if form.stored else 200)


def done(request, snapshot):
    numbers = {"employed": figure(snapshot.employed), "graduates": figure(snapshot.graduates)}
    words = numbers | {"rate": snapshot.rate}
    kept = _("Kept: %(employed)s of %(graduates)s, that is %(rate)s %%.") % words
    messages.success(request, sentences(kept, *seen_words(snapshot)))
    return redirect("desk_snapshots")


def seen_words(snapshot):
    """Who sees what was kept, and who may show it to everybody."""
    if not snapshot.released_at:
        yield _("Only the university, its province and the ministry see it.")
        if snapshot.graduates >= SMALLEST_PUBLISHED:
            yield _("%(own)s may release it to everybody.") % {"own": snapshot.university.local_name}


def refuse_outsiders(user):
    """Snapshots are for coordinators, officers and the ministry; to others the page does not exist."""
    if not (user.roles or user.oversees):
        raise Http404
