"""What a side writes of its good practice, and what an editor makes of it."""

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from activities.activities.public import PublicActivity
from activities.models import Activity, Mechanism
from core.form_fields import column_field
from core.forms import ConflictForm
from core.numbers import KeysField, whole_number
from oversight.practices.models.practice import Practice

MOST_OFFERED = 15  # of the newest, or of those that a search finds


class ActivitiesField(KeysField):
    """Public activities, each with its day."""

    def label_from_instance(self, activity):
        activity = PublicActivity(activity)
        return f"{activity.title} · {activity.ends_on:%Y-%m-%d}" if activity.ends_on else activity.title


def mechanisms_of(pair, present=None):
    """Those that the action of `pair` offers, and the `present` one though it may be retired."""
    own = Mechanism.objects.of_action(pair.batch.action_id)
    return own.filter(Q(retired_at=None) | Q(pk=getattr(present, "pk", present)))


class ProposalForm(ConflictForm):
    """A side's own words, and the activities that they rest on."""

    mechanism = forms.ModelChoiceField(label=_("Mechanism"), queryset=None, empty_label=None)
    raw_title = column_field(Practice.raw_title, _("Title"), _("What it is, in a few words."), required=True)
    raw_text = column_field(
        Practice.raw_text,
        _("Text of the practice"),
        _(
            "What was done, how, what came of it, and what others need to do the same. Your side and the ministry read "
            "it; an editor writes the text for the public from it. No names of students."
        ),
        rows=12,
        required=True,
    )
    activities = ActivitiesField(
        label=_("Activities it rests on"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Public activities of your own pairs."),
    )

    def __init__(self, data=None, *, pair, offered, texts=None, version=None):
        self.pair, self.searched = pair, (data or {}).get("find", "").strip()
        self.is_searching = "search" in (data or {})
        self.offered = offered.filter(pair__batch__action=pair.batch.action_id)
        super().__init__(data, texts=texts, version=version)

    def ask(self):
        """The newest are offered, or those that a search finds; always those ticked and those cited already."""
        self.fields["mechanism"].queryset = mechanisms_of(self.pair, self.initial.get("mechanism"))
        found = self.offered.matching(self.searched) if self.searched else self.offered
        keys = list(found.in_order().values_list("pk", flat=True)[:MOST_OFFERED])
        self.has_found = bool(keys)
        keys += [activity.pk for activity in self.initial.get("activities", [])] + self.ticked()
        self.fields["activities"].queryset = Activity.objects.filter(pk__in=keys).select_related("kind").in_order()

    def ticked(self):
        """The keys of what was ticked among all that may be cited."""
        sent = self.data.getlist("activities") if hasattr(self.data, "getlist") else []
        keys = [key for key in map(whole_number, sent) if key is not None]
        return list(self.offered.filter(pk__in=keys).values_list("pk", flat=True)) if keys else []

    def full_clean(self):
        """Nothing is looked at while activities are searched for: what was typed is only shown again."""
        if not self.is_searching:
            return super().full_clean()
        self._errors, self.cleaned_data = ErrorDict(), {}
        return None

    def is_valid(self):
        return not self.is_searching and super().is_valid()

    def arguments(self):
        """Return the words, and the activities ticked: None where those stored already are to stay."""
        values = self.values()
        chosen = values.pop("activities", None)
        return values, None if chosen is None else list(chosen)


class EditForm(ConflictForm):
    """The text for everybody, in both languages, at its address."""

    mechanism = forms.ModelChoiceField(label=_("Mechanism"), queryset=None, empty_label=None)
    title = column_field(Practice.title, _("Title in Chinese"))
    text = column_field(
        Practice.text,
        _("Text in Chinese"),
        _("An empty line between paragraphs; the first one is shown in the list."),
        rows=12,
    )
    title_en = column_field(Practice.title_en, _("Title in English"))
    text_en = column_field(Practice.text_en, _("Text in English"), rows=12)
    advice = column_field(
        Practice.advice,
        _("Advice in Chinese"),
        _("What others should do in the ministry's opinion; it is shown apart from the facts."),
        rows=6,
    )
    advice_en = column_field(Practice.advice_en, _("Advice in English"), rows=6)
    slug = forms.SlugField(
        label=_("Last part of the address"),
        required=False,
        max_length=60,
        help_text=_("Letters, digits and hyphens, for example live-lectures."),
    )

    def __init__(self, data=None, *, pair, texts=None, version=None):
        self.pair = pair
        super().__init__(data, texts=texts, version=version)

    def ask(self):
        self.fields["mechanism"].queryset = mechanisms_of(self.pair, self.initial.get("mechanism"))
