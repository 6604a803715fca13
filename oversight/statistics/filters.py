"""What the statistics can be asked for, in the address: which pairs, and what is counted of them."""

import datetime
import re

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import Indicator, Mechanism
from core.filters import ListFilterSet, choice, unchanged
from pairs.directory.provinces import Province
from pairs.models import Pair, Tier
from pairs.pairs.filters import by_batch

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


class StatisticsFilterSet(ListFilterSet):
    """Pairs by batch, supporter's province and tier; and what is counted of them: mechanism, indicator, months."""

    batch = by_batch()
    mechanism = choice(_("Mechanism"), _("All mechanisms"), [], method=unchanged)
    indicator = choice(_("What is counted"), _("Activities, of every kind"), [], method=unchanged)
    province = choice(_("Supporter's province"), _("All provinces"), Province.choices, field_name="supporter_province")
    tier = choice(_("Supporter's tier"), _("All tiers"), Tier.choices, field_name="supporter_tier")
    since = month(pgettext_lazy("months", "From"))
    until = month(pgettext_lazy("months", "Up to"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mechanisms, self.indicators = list(Mechanism.objects.all()), list(Indicator.objects.all())
        self.filters["mechanism"].extra["choices"] = [(str(one.number), str(one)) for one in self.mechanisms]
        self.filters["indicator"].extra["choices"] = [
            (one.code, f"{one.local_name} ({one.local_unit})") for one in self.indicators
        ]

    def everything(self):
        return Pair.objects.published().in_order()

    @cached_property
    def values(self):
        """The filters that are on, months as the address has them."""
        return {name: text[:7] if name in ("since", "until") else text for name, text in super().values.items()}

    def month(self, name):
        """The first day of the month asked for as `name`, or None."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name)

    @property
    def mechanism_asked(self):
        """The one mechanism asked for, or None."""
        return next((one for one in self.mechanisms if str(one.number) == self.values.get("mechanism")), None)

    @property
    def indicator_asked(self):
        """The one indicator asked for; None counts activities."""
        return next((one for one in self.indicators if one.code == self.values.get("indicator")), None)
