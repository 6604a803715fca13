"""What was stated against what is logged."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public

from .stated_vs_logged import Ledger


@public
@require_safe
def ledger(request):
    return render(request, "oversight/bulletins/comparison.html", {"ledger": Ledger()})
