"""The list of what waits for the partner."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import signed_in
from core.filters import page_of

from .partner import waiting_for_partner


@signed_in
@require_safe
def waiting(request):
    """Everything that was handed over to the partner and waits there, longest first."""
    page = page_of(waiting_for_partner(request.user), request)
    return render(request, "activities/partner.html", {"page": page, "rows": page.object_list, "active": "desk"})
