"""What the statistics can be asked for, in the address: which pairs, and what is counted of them."""

import datetime
import re
from typing import NamedTuple

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.activities.progress import indicators
from activities.models import Mechanism
from core.compiled_queries import compiled
from core.filters import ListFilterSet, choice, unchanged
from core.numbers import whole_number
from core.version_facts import FACTS
from pairs.directory.provinces import Province
from pairs.models import Action, Batch, Pair, Tier
from pairs.pairs.filters import named

NO_MONTH = _("“%(value)s” is not a month such as 2020-07.")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class MonthField(forms.CharField):
    """A month in ISO form, as the browser's own field sends it, cleaned to its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2020-07"})
    turned_around = _("The last month comes before the first; exchange the two.")

    def to_python(self, value):
        text = super().to_python(value)
        found = MONTH.fullmatch(text)
        if text and not (found and found[1] > "0000"):
            raise ValidationError(NO_MONTH, "invalid", params={"value": text[:40]})
        return datetime.date(int(found[1]), int(found[2]), 1) if found else None


class MonthFilter(django_filters.Filter):
    field_class = MonthField


def month(label):
    return MonthFilter(label=label, method=unchanged, help_text=_("a month such as 2020-07"))


TOGETHER = "all"


published_actions = compiled(lambda: Action.objects.with_running())
published_batches = compiled(lambda: Batch.objects.published().select_related("action").order_by("number"))
published_mechanisms = compiled(lambda: Mechanism.objects.published())


class Catalogue(NamedTuple):
    """What may be asked for: everything that is published and has a name."""

    actions: list
    leading: Action | None
    batches: list
    mechanisms: list
    indicators: list

    @classmethod
    def of_now(cls):
        actions = published_actions()
        leading = next(iter(Action.objects.leading_of(actions)), None)
        batches, shared = published_batches(), {}
        for batch in batches:  # kept with one action for all instead of a copy each
            batch.action = shared.setdefault(batch.action_id, batch.action)
        return cls(actions, leading, batches, published_mechanisms(), indicators())

    @property
    def action_choices(self):
        """The actions, and all of them together where there are several."""
        found = [(action.slug, action.local_name) for action in self.actions]
        return [*found, (TOGETHER, _("All actions together"))] if len(found) > 1 else found


class StatisticsFilterSet(ListFilterSet):
    """Pairs by batch, action, supporter's province and tier; and what is counted: mechanism, indicator, months.

    Two actions are added up only where the address asks for it; otherwise the action of the batch, or the one that
    leads the home page, is counted.
    """

    batch = choice(_("Batch"), _("All batches"), [], field_name="batch__number")
    action = choice(_("Action"), _("The action that leads"), [], method=unchanged)
    mechanism = choice(_("Mechanism"), _("All mechanisms"), [], method=unchanged)
    indicator = choice(_("What is counted"), _("Activities, of every kind"), [], method=unchanged)
    province = choice(_("Supporter's province"), _("All provinces"), Province.choices, field_name="supporter_province")
    tier = choice(_("Supporter's type"), _("All types"), Tier.choices, field_name="supporter_tier")
    since = month(pgettext_lazy("months", "From"))
    until = month(pgettext_lazy("months", "Up to"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.of_version = FACTS.of_now(by_itself=True)
        self.known = self.of_version("catalogue", Catalogue.of_now)
        self.several, self.indicators = len(self.known.actions) > 1, self.known.indicators
        self.action = self._action_asked()
        self.mechanisms = [one for one in self.known.mechanisms if self.action in (None, one.action)]
        numbers = sorted({one.number for one in self.mechanisms})
        choices = {
            "action": self.known.action_choices,
            "batch": named(self.known.batches),
            "mechanism": [(str(number), self._named(number)) for number in numbers],
            "indicator": [(one.code, one.label) for one in self.indicators],
        }
        for name, found in choices.items():
            self.filters[name].extra["choices"] = found

    def _action_asked(self):
        """The action that is counted; None for all of them together."""
        asked, batch = self.data.get("action", ""), whole_number(self.data.get("batch"), at_most=9999)
        if asked == TOGETHER and self.several:
            return None
        if asked:
            found = [action for action in self.known.actions if action.slug == asked]
        else:
            found = [one.action for one in self.known.batches if one.number == batch]
        return next(iter(found), self.known.leading)

    def fact(self, name, find):
        """What `find` tells of the pairs and filters asked for; found out once for each version of the data.

        It knows nothing but these and what it reads itself, other facts among that.
        """
        return self.of_version((name, *self._asked), find)

    @cached_property
    def _asked(self):
        """Whatever tells what is asked for, as plain values."""
        named = [self.action, self.indicator_asked, *self.mechanisms_asked]
        return (*(one and one.pk for one in named), *sorted(self.values.items()))

    def _named(self, number):
        """A number with the names that the actions have for it."""
        names = dict.fromkeys(one.local_name for one in self.mechanisms if one.number == number)
        return f"{number} {' / '.join(names)}"

    def everything(self):
        return Pair.objects.published().in_order()

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found.of_action(self.action) if self.action else found

    @property
    def shown_fields(self):
        """The fields of the form, what is counted first; without the action where there is one."""
        names = ["indicator", *(name for name in self.form.fields if name != "indicator")]
        return [self.form[name] for name in names if name != "action" or self.several]

    @cached_property
    def values(self):
        """The filters that are on, months as the address has them."""
        found = {name: text[:7] if name in ("since", "until") else text for name, text in super().values.items()}
        if self.several and self.action:
            found["action"] = self.action.slug
        return found

    def month(self, name):
        """The first day of the month asked for as `name`, or None."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name)

    @property
    def mechanisms_asked(self):
        """The mechanisms with the number asked for: one, or one of each action; none where no number is."""
        return [one for one in self.mechanisms if str(one.number) == self.values.get("mechanism")]

    @property
    def shown_mechanisms(self):
        """Those asked for, else all."""
        return self.mechanisms_asked or self.mechanisms

    def in_words(self, mechanism):
        """A mechanism with its action, where several are added up."""
        return str(mechanism) if self.action else f"{mechanism} · {mechanism.action}"

    @property
    def indicator_asked(self):
        """The one indicator asked for; None counts activities."""
        return next((one for one in self.indicators if one.code == self.values.get("indicator")), None)
