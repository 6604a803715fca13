"""The page on which a person gets the secret address of the own calendar, and the calendar at that address."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.emails import site_of
from accounts.permissions import requires
from core.access import anybody
from core.audit.middleware import subject_of
from core.audit.models import AuditEntry
from core.audit.recording import record_daily

from .content import calendar_for
from .models import CalendarKey


@requires(lambda user: user.universities or user.provinces)
def own_calendar(request):
    """Whether there is an address, and one press to get a new one or to end it. It is shown once, when it is made."""
    facts = {"key": CalendarKey.objects.filter(person=request.user).first(), "active": "desk"}
    if request.method == "POST" and "end" in request.POST:
        CalendarKey.objects.filter(person=request.user).delete()
        messages.success(request, _("Ended. The address no longer works."))
        return redirect("desk_calendar")
    if request.method == "POST":
        path = reverse("own_calendar", args=[CalendarKey.objects.renew(request.user)])
        facts["address"] = site_of(request).rstrip("/") + path
    return render(request, "oversight/calendars/own_calendar.html", facts)


@anybody
@require_safe
def calendar(request, token):
    """The calendar of whoever has this key; private like all that is not public, and the same 404 for all others."""
    person = CalendarKey.objects.person_with(token)
    if person is None:
        raise Http404
    record_daily(AuditEntry.Kind.DOWNLOAD, person, subject_of(request))
    return HttpResponse(calendar_for(request, person), content_type="text/calendar; charset=utf-8")
