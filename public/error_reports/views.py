"""Reporting an error on a page, and reading what became of it. Both pages are private to their reader."""

from allauth.core import ratelimit
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import anybody
from core.exceptions import Refused
from core.forms import refills, render_form, submit, typed
from core.tokens import create_once, sent_token
from public.own_pages import hosts, page_of_reader

from .forms import TOO_MANY, ErrorReportForm
from .models import ErrorReport


@anybody
@refills
def report_error(request):
    """The form, with the page from which the reader came; the form sent twice makes one report.

    One that came without its cookie is shown again with what was typed: its writer cannot be known, nothing is stored.
    """
    form = ErrorReportForm(typed(request), initial={"page": page_of_reader(request)})
    form.fields["page"].hosts = hosts(request)
    if made := submit(request, form, lambda values: written(request, values)):
        return redirect(made)
    status = 403 if hasattr(request, "form_expired") else 429 if form.is_too_much else None
    return render_form(request, "public/error_reports/report_form.html", form, status)


@anybody
@require_safe
def error_report(request, code):
    """What became of a report, for whoever has the address that was given when it was sent."""
    return render(request, "public/error_reports/report.html", {"report": get_object_or_404(ErrorReport, code=code)})


def written(request, values):
    """The report made from the form; Refused when too many come from one network, or from everywhere."""
    token = sent_token(request)
    is_new = not ErrorReport.objects.filter(token=token).exists()
    if is_new and not ratelimit.consume(request, action="error_report", key="everybody"):
        raise Refused(_("Too many reports have been sent. Wait a while, then send it again."), TOO_MANY)
    return create_once(ErrorReport, token, lambda: ErrorReport.objects.receive(**values, token=token))
