"""What the audit log can be asked for: one FilterSet for the page and its files."""

import datetime

import django_filters
from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from core.audit.models import KEPT_DAYS, AuditCount, AuditEntry
from core.filters import ListFilterSet, asking, choice, day, words

COUNTED_DAYS = 30


class AddressFilter(django_filters.Filter):
    field_class = forms.GenericIPAddressField


class AuditFilterSet(ListFilterSet):
    """Entries by person, kind, outcome, days, request and address, the newest first."""

    per_page = 25
    kept_days, counted_days = KEPT_DAYS, COUNTED_DAYS
    page_name, download_name = "desk_audit", "desk_audit_download"
    in_front = ("q", "kind", "since", "until")
    found = ngettext_lazy("<strong>%(number)s</strong> entry", "<strong>%(number)s</strong> entries", "number")

    q = words(_("Name or address of a person"), asks="of_person")
    kind = choice(pgettext_lazy("audit log", "What"), _("Everything"), AuditEntry.Kind.choices, field_name="kind")
    since = day(pgettext_lazy("days", "From"), asks="since")
    until = day(pgettext_lazy("days", "Up to"), asks="until")
    outcome = choice(_("Outcome"), _("All outcomes"), AuditEntry.Outcome.choices, field_name="outcome")
    request_id = words(_("Request number"), asks="of_request")
    address = AddressFilter(label=_("Network address (IP)"), method=asking("from_address"))

    @cached_property
    def counts(self):
        """What was counted, and not stored, within the last days."""
        return list(AuditCount.objects.filter(day__gt=timezone.localdate() - datetime.timedelta(days=COUNTED_DAYS)))
