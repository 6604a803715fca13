"""A batch as its notice states it: the facts, and how many universities of which class stand on each side."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.form_fields import PickedDayField
from pairs.pairs.group_fields import ClassChoices, OfferedClasses, class_field, type_field
from pairs.pairs.models.batch import Batch, DeclaredCount, Side


class NoticeForm(forms.Form):
    """The text of the notice, to be read for proposals; it may be left out."""

    notice = forms.CharField(
        label=_("Text of the notice"),
        required=False,
        strip=False,
        max_length=400_000,
        help_text=_("Copy the whole notice, with its list if it is on the same page, and paste it here."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )


class BatchForm(forms.ModelForm):
    """The facts of a batch, each to be confirmed or corrected by the editor."""

    notice = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    class Meta:
        model = Batch
        fields = [
            *("action", "label", "label_en", "number", "title", "title_en", "notice_on", "reported_on", "source"),
            *("starts", "ends", "in_months", "declared_pairs", "list_status", "has_serials"),
        ]
        field_classes = dict.fromkeys(["notice_on", "reported_on", "starts", "ends"], PickedDayField)
        widgets = {"list_status": forms.RadioSelect}
        error_messages = {
            "number": {
                "unique": _(
                    "There is already a batch with this number; open it under “Batches”, or choose another number."
                )
            }
        }

    def clean(self):
        """What concerns two fields is said at one of them, so that the summary of errors can lead there."""
        cleaned = super().clean()
        if not self.errors.keys() & {"notice_on", "reported_on"} and not (
            cleaned.get("notice_on") or cleaned.get("reported_on")
        ):
            self.add_error("reported_on", _("Give the day of the notice, or the day on which it was reported."))
        self._refuse_twice(cleaned.get("action"), cleaned.get("label"), cleaned.get("title"))
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The period ends before it starts; exchange the two days."))
        return cleaned

    def _refuse_twice(self, action, label, title):
        """The same notice again is no other batch: the one that is there is opened instead."""
        for name, value in (("label", label), ("title", title)):
            there = action.batches.filter(**{name: value}).first() if action and value else None
            if there:
                message = _("This action already has “%(batch)s”; open it under “Batches” instead.")
                self.add_error(name, message % {"batch": there.heading})
                return


class GroupForm(OfferedClasses, forms.Form):
    """One group of universities that the notice counts; a row left empty is no group."""

    side = forms.ChoiceField(label=_("side"), choices=[("", "–"), *Side.choices])
    label = forms.CharField(
        label=_("Group as the notice calls it"),
        max_length=100,
        required=False,
        help_text=_("For example 省属本科高校."),
    )
    count = forms.IntegerField(label=_("declared number"), min_value=0, max_value=20000)
    of_which = forms.BooleanField(label=_("“of which”: part of the group above"), required=False)
    tiers, classes = type_field(), class_field()
    group = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)

    def has_changed(self):
        return bool({"label", "count", "tiers", "classes"} & set(self.changed_data))

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("tiers") and not cleaned.get("classes"):
            self.add_error("tiers", _("Tick at least one type or other class."))
        return cleaned


class BaseGroupFormSet(ClassChoices, forms.BaseFormSet):
    """The groups of a notice. What comes back is judged by itself, whatever had been proposed."""

    def initial_form_count(self):
        return 0 if self.is_bound else super().initial_form_count()

    def counts(self):
        """A DeclaredCount for every row that was filled in; an “of which” belongs to the group before it."""
        found, above = [], {}
        for form in self.forms:
            facts = form.cleaned_data
            if not form.has_changed():
                continue
            side = facts["side"]
            group = free_name(
                facts["group"] or proposed_name([*facts["tiers"], *facts["classes"]]),
                {c.group for c in found if c.side == side},
            )
            part_of = above.get(side, "") if facts["of_which"] else ""
            above[side] = part_of or group
            wanted = {name: facts[name] for name in ("side", "label", "count", "tiers", "classes")}
            found.append(DeclaredCount(**wanted, group=group, part_of=part_of, position=len(found)))
        return found


GroupFormSet = forms.formset_factory(GroupForm, formset=BaseGroupFormSet, extra=1, max_num=60, absolute_max=80)


def proposed_name(ticked):
    return ticked[0].replace(":", "-") if len(ticked) == 1 else "group"


def free_name(name, taken):
    """`name`, or with the next free number behind it."""
    if name not in taken:
        return name
    number = next(number for number in range(2, len(taken) + 3) if f"{name[:36]}-{number}" not in taken)
    return f"{name[:36]}-{number}"


@transaction.atomic
def create_batch(form, groups, reason):
    """The batch of a valid form with the counts of valid groups, unpublished, with its history."""
    batch = form.save(commit=False)
    batch._change_reason = reason
    batch.save()
    for count in groups.counts():
        count.batch, count._change_reason = batch, reason
        count.save()
    return batch
