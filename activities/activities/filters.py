"""What the public list can be asked for: one FilterSet for the page, its downloads and later the API."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from activities.activities.models.activity import Activity
from activities.activities.models.states import PublicState
from activities.catalogue.filters import by_mechanism
from activities.catalogue.models import ActivityKind
from core.filters import UNKNOWN, ListFilterSet, choice, day, order, words
from core.paging import Grouping
from core.version_facts import once_a_version
from pairs.directory.provinces import Province
from pairs.models import Pair
from pairs.pairs.filters import by_action, by_batch


def published_pair(address):
    """ValidationError when no published pair stands at `address`."""
    try:
        Pair.objects.published().at(address)
    except Pair.DoesNotExist:
        raise ValidationError(UNKNOWN, "invalid_choice", params={"value": address}) from None


def by_pair():
    """A filter by the address of a pair, which no form shows; its list has a method `of_pair`."""
    return django_filters.CharFilter(
        label=_("Pair"),
        method="of_pair",
        max_length=30,
        validators=[published_pair],
        widget=forms.HiddenInput,
        help_text=_("the last part of a pair's address, such as 2-11"),
    )


@once_a_version
def kinds():
    kinds = ActivityKind.objects.published().select_related("mechanism")
    return [(kind.code, f"{kind.mechanism.number} · {kind.local_name}") for kind in kinds]


class ActivityFilterSet(ListFilterSet):
    """The list of activities: by words, batch, action, mechanism, kind, province, state, pair and days."""

    is_public = True
    usual = "-day"
    groupings = dict.fromkeys(("-day", "day"), Grouping("ends_on"))
    groupings |= {"pair": Grouping("pair__batch"), "mechanism": Grouping("kind")}
    page_name, download_name = "activity_list", "activity_download"
    in_front = ("q", "batch", "mechanism", "state")
    found = ngettext_lazy("<strong>%(number)s</strong> activity", "<strong>%(number)s</strong> activities", "number")

    q = words(_("Title or university"))
    batch = by_batch("pair__batch__number")
    action = by_action("pair__batch__action__slug")
    mechanism = by_mechanism(field_name="kind__mechanism__number")
    state = choice(_("State"), _("All states"), PublicState.choices, asks="told_as")
    kind = choice(_("Kind"), _("All kinds"), kinds, field_name="kind__code")
    province = choice(_("Province of either side"), _("All provinces"), Province.choices, asks="with_side_in")
    since = day(pgettext_lazy("days", "From"), "since")
    until = day(pgettext_lazy("days", "Up to"), "until")
    for_graduates = choice(
        pgettext_lazy("filter", "For graduates"),
        _("All, whether for graduates or not"),
        [("any", _("Everything for graduates")), *ActivityKind.ForGraduates.choices[1:]],
        asks="for_graduates",
    )
    pair = by_pair()
    sort = order(
        {
            "-day": _("Newest first"),
            "day": _("Oldest first"),
            "pair": _("By pair, in the order of the lists"),
            "mechanism": _("By mechanism and kind"),
        }
    )

    def everything(self):
        return Activity.objects.told().in_order()

    def of_pair(self, queryset, name, value):
        return queryset.of_pair(Pair.objects.published().at(value))
