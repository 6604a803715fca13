"""The data page: what can be downloaded."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public
from public.open_data import DATASETS, sample


@public
@require_safe
def data(request):
    return render(request, "public/data.html", {"datasets": DATASETS, "sample": sample()})
