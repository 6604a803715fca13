"""What the desk's list of entries can be asked for: one FilterSet for the page, its files and the report."""

import calendar
import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.activities.models.states import Status
from activities.catalogue.models import ActivityKind
from core.filters import ListFilterSet, choice, words
from pairs.models import Batch
from pairs.pairs.filters import named


class EntryFilterSet(ListFilterSet):
    """The entries that a person may read: by words, month, kind, batch and status."""

    per_page = 20
    page_name, download_name = "desk_entries", "desk_entries_download"
    in_front = ("q", "month", "kind", "batch")
    found = ngettext_lazy("<strong>%(number)s</strong> entry", "<strong>%(number)s</strong> entries", "number")

    q = words(_("Title or university"), asks="matching_inside")
    month = choice(_("Month"), _("All months"), [], method="in_month")
    kind = choice(_("Kind"), _("All kinds"), [], field_name="kind__code")
    batch = choice(_("Batch"), _("All batches"), [], field_name="pair__batch__number")
    status = choice(_("Status"), _("All statuses"), Status.choices, field_name="status")

    def __init__(self, data=None, queryset=None, **options):
        super().__init__(data, queryset, **options)
        rows = self.queryset.order_by()
        kinds = ActivityKind.objects.filter(pk__in=rows.values("kind")).select_related("mechanism__action")
        offered = {
            "month": months(rows),
            "kind": numbered(kinds),
            "batch": named(Batch.objects.filter(pk__in=rows.values("pair__batch")).select_related("action")),
        }
        for name, choices in offered.items():
            self.filters[name].extra["choices"] = choices

    def filter_queryset(self, queryset):
        """The newest entry first."""
        return super().filter_queryset(queryset).order_by("-pk")

    def in_month(self, rows, name, value):
        """Those with a day in the month."""
        first, last = days_of(value)
        within = Q(starts_on__lte=last) | Q(starts_on=None, ends_on__lte=last)
        return rows.filter(within, ends_on__gte=first)

    @property
    def statuses(self):
        """Each status with the query that asks for it beside the other filters, and whether it is on."""
        on = self.values.get("status", "")
        return [(label, self.query(status=value), value == on) for value, label in [("", _("All")), *Status.choices]]


def numbered(kinds):
    """The choices of `kinds` by their mechanisms, with their actions where these are several: each may have a 1."""
    several = len({kind.mechanism.action_id for kind in kinds}) > 1
    names = {kind.code: f"{kind.mechanism.number} · {kind.local_name}" for kind in kinds}
    return [
        (kind.code, f"{names[kind.code]} · {kind.mechanism.action}" if several else names[kind.code]) for kind in kinds
    ]


def months(rows):
    """The months in which days of the entries lie, and the present one; the latest first."""
    found = {timezone.localdate().replace(day=1)}
    for name in ("starts_on", "ends_on"):
        found |= set(rows.exclude(**{name: None}).dates(name, "month"))
    return [(f"{month:%Y-%m}", date_format(month, "YEAR_MONTH_FORMAT")) for month in sorted(found, reverse=True)]


def days_of(month):
    """The first and the last day of a month such as 2020-07."""
    first = datetime.date.fromisoformat(f"{month}-01")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
