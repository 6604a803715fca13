"""What the public list can be asked for: one FilterSet for the page, its downloads and later the API."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from activities.activities.models.activity import Activity
from activities.activities.models.visibility import PublicState
from activities.catalogue.models.activity_kind import ActivityKind
from activities.catalogue.models.mechanism import Mechanism
from core.filters import UNKNOWN, ListFilterSet, choice, day, words
from pairs.directory.provinces import Province
from pairs.models import Pair
from pairs.pairs.filters import published


def published_pair(address):
    """ValidationError when no published pair stands at `address`."""
    try:
        Pair.objects.published().at(address)
    except Pair.DoesNotExist:
        raise ValidationError(UNKNOWN, "invalid_choice", params={"value": address}) from None


class ActivityDaysForm(forms.Form):
    """Two days that follow each other."""

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first; exchange the two."))


class ActivityFilterSet(ListFilterSet):
    """The list of activities: by words, batch, mechanism, kind, province, state, pair and days; in an order."""

    usual = "-day"
    page_name, download_name = "activity_list", "activity_download"
    in_front = ("q", "batch", "mechanism", "state")
    found = ngettext_lazy("<strong>%(number)s</strong> activity", "<strong>%(number)s</strong> activities", "number")

    ORDERS = {
        "-day": _("Newest first"),
        "day": _("Oldest first"),
        "pair": _("By pair, in the order of the lists"),
        "mechanism": _("By mechanism and kind"),
    }

    q = words(_("Title or university"), "find")
    batch = choice(_("Batch"), _("All batches"), [], field_name="pair__batch__number")
    mechanism = choice(_("Mechanism"), _("All mechanisms"), [], field_name="kind__mechanism__number")
    state = choice(_("State"), _("All states"), PublicState.choices, method="told")
    kind = choice(_("Kind"), _("All kinds"), [], field_name="kind__code")
    province = choice(_("Province of either side"), _("All provinces"), Province.choices, method="in_province")
    since = day(pgettext_lazy("days", "From"), "from_day")
    until = day(pgettext_lazy("days", "Up to"), "to_day")
    pair = django_filters.CharFilter(
        label=_("Pair"),
        method="of_pair",
        max_length=30,
        validators=[published_pair],
        widget=forms.HiddenInput,
        help_text=_("the last part of a pair's address, such as 2-11"),
    )
    sort = choice(_("Order"), None, [*ORDERS.items()], method="ordered")

    class Meta:
        model = Activity
        fields = []
        form = ActivityDaysForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _actions, self.filters["batch"].extra["choices"] = published()
        self.filters["mechanism"].extra["choices"] = [(str(one.number), str(one)) for one in Mechanism.objects.all()]
        kinds = ActivityKind.objects.select_related("mechanism")
        self.filters["kind"].extra["choices"] = [
            (kind.code, f"{kind.mechanism.number} · {kind.local_name}") for kind in kinds
        ]

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.in_order())

    def find(self, queryset, name, value):
        return queryset.matching(value)

    def told(self, queryset, name, value):
        return queryset.told_as(value)

    def in_province(self, queryset, name, value):
        return queryset.with_side_in(value)

    def from_day(self, queryset, name, value):
        return queryset.since(value)

    def to_day(self, queryset, name, value):
        return queryset.until(value)

    def of_pair(self, queryset, name, value):
        return queryset.of_pair(Pair.objects.published().at(value))

    def ordered(self, queryset, name, value):
        return queryset.in_order(value)
