"""What a side writes into an agreement: goals, period, and promises under each mechanism."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.agreements.models import TARGET_BOUNDS
from activities.catalogue.models import Indicator, Mechanism
from core.form_fields import DayField, FigureField, LineField, example_day
from core.forms import CHOOSE, ConflictForm

MOST_ROWS = 20  # under one mechanism
NAMES = ("text", "indicator", "target")
FIELDS = ("goals", "starts", "ends")


class IndicatorField(forms.ChoiceField):
    """One of the indicators that are offered; they are fetched once for all rows of the form."""

    offered = {}

    def offer(self, indicators):
        self.offered = {str(one.pk): one for one in indicators}
        words = [(key, one.label) for key, one in self.offered.items()]
        self.choices = [("", gettext_lazy("none")), *words]

    def clean(self, value):
        return self.offered.get(super().clean(value))

    def prepare_value(self, value):
        return getattr(value, "pk", value)


class CommitmentForm(forms.Form):
    """One promise under one mechanism; an empty one is none."""

    text = forms.CharField(label=gettext_lazy("Commitment"), required=False, max_length=300)
    indicator = IndicatorField(label=gettext_lazy("Indicator"), required=False)
    target = FigureField(label=gettext_lazy("Target"))

    def __init__(self, data=None, *, mechanism, indicators, prefix, initial=None):
        super().__init__(data, prefix=prefix, initial=initial)
        self.mechanism = mechanism
        self.fields["indicator"].offer(indicators)
        for name in NAMES:
            self.fields[name].show_hidden_initial = True

    def clean(self):
        facts = super().clean()
        if not facts.get("text") and (facts.get("indicator") or facts.get("target")):
            self.add_error("text", _("Say what is committed to."))
        if facts.get("target") == 0:
            self.add_error("target", TARGET_BOUNDS)
        if facts.get("target") and not facts.get("indicator"):
            self.add_error("indicator", _("Choose what the target counts."))
        return facts

    def facts(self):
        given = {name: self.cleaned_data.get(name) for name in NAMES}
        return {"mechanism": self.mechanism, **given}


@dataclass
class Group:
    """The promises under one mechanism; in a conflict with those that are stored, and which of the two are chosen."""

    mechanism: Mechanism
    rows: list
    stored: list
    both: bool = False
    take: str = ""
    error: str = ""

    @property
    def name(self):
        return f"m{self.mechanism.number}"

    @property
    def has_changed(self):
        return any(row.has_changed() for row in self.rows)

    @property
    def first_id(self):
        return self.rows[0]["text"].id_for_label


class AgreementForm(ConflictForm):
    """The whole text of a draft. `texts` is what stands now, as `Agreement.texts()` gives it."""

    goals = LineField(
        label=gettext_lazy("Goals"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("What the two universities want to reach together."),
    )
    starts = DayField(label=gettext_lazy("The agreement begins"))
    ends = DayField(label=gettext_lazy("The agreement ends"))

    def __init__(self, data=None, *, batch, texts=None, version=None):
        self.batch = batch
        self.texts = texts or dict.fromkeys(FIELDS)
        super().__init__(data, texts=self.texts, version=version)
        for name in ("starts", "ends"):
            self.fields[name].show(example_day(batch))
        for group in self.groups:
            if self.was_shown(group.name):
                self._show_group(group, self.texts)

    def ask(self):
        self.offered = Indicator.objects.by_mechanism()
        own = Mechanism.objects.of_action(self.batch.action_id)
        asked = [one for one in own if not one.is_retired or promised(self.texts, one)]
        self.groups = [self._group(mechanism, self.texts) for mechanism in asked]

    def _group(self, mechanism, texts):
        """What is promised already, and one empty row; as many rows as the person was shown."""
        there = promised(texts, mechanism)
        prefixes = [f"m{mechanism.number}-{place}" for place in range(MOST_ROWS)]
        shown = [prefix for prefix in prefixes if f"{prefix}-text" in self.data] if self.is_bound else []
        facts = {"mechanism": mechanism, "indicators": self.offered.get(mechanism.pk, [])}
        data = self.data if self.is_bound else None
        rows = []
        for place, prefix in enumerate(shown or prefixes[: len(there) + 1]):
            initial = there[place] if place < len(there) else {}
            rows.append(CommitmentForm(data, prefix=prefix, initial=initial, **facts))
        return Group(mechanism, rows, there)

    def _show_group(self, group, texts):
        """Show the promises under a mechanism beside those that are stored."""
        group.both, group.stored = True, promised(texts, group.mechanism)
        group.take = self.taken(group.name, group.has_changed)

    def take_conflict(self, conflict):
        super().take_conflict(conflict)
        for group in self.groups:
            if self._promises(group) != promised(conflict.theirs, group.mechanism):
                self._show_group(group, conflict.theirs)

    @property
    def shows_both(self):
        return super().shows_both or any(group.both for group in self.groups)

    def clean(self):
        facts = super().clean()
        for group in self.groups:
            group.error = CHOOSE if group.both and self.choice(group.name) is None else ""
        return facts

    def is_valid(self):
        """This form and every promise in it; those that were left for the stored ones need not be right."""
        asked = [row for group in self.groups if not self.leaves(group.name) for row in group.rows]
        return all([super().is_valid(), *(row.is_valid() for row in asked), *(not one.error for one in self.groups)])

    def values(self):
        """What is to be saved of the words and days; without those for which the stored ones were chosen."""
        given = [name for name in FIELDS if not self.leaves(name)]
        return {name: self.cleaned_data[name] or ("" if name == "goals" else None) for name in given}

    def commitments(self):
        """What is to be promised, mechanism by mechanism: as typed, or as stored where that was chosen."""
        return [promise for group in self.groups for promise in self._promises(group)]

    def _promises(self, group):
        if self.leaves(group.name):
            return group.stored
        return [row.facts() for row in group.rows if row.cleaned_data.get("text")]

    def arguments(self):
        return self.values(), self.commitments()

    @property
    def main_rows(self):
        return self.rows(*FIELDS)

    @property
    def problems(self):
        unchosen = [(group.first_id, str(group.mechanism), group.error) for group in self.groups if group.error]
        asked = [row for group in self.groups if not self.leaves(group.name) for row in group.rows]
        promises = [
            (field.id_for_label, f"{row.mechanism.number} · {field.label}", each)
            for row in asked
            for field in row
            for each in field.errors
        ]
        return super().problems + unchosen + promises


def promised(texts, mechanism):
    """The promises under one mechanism among the texts of an edition."""
    return [row for row in texts.get("commitments", []) if row["mechanism"] == mechanism]
