"""The page of one pair."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.access import public
from pairs.models import Pair


@public
@require_safe
def pair(request, address):
    pairs = Pair.objects.published().with_universities().with_names()
    try:
        found = pairs.at(address)
    except Pair.DoesNotExist:
        raise Http404 from None
    if found.address != address:
        return redirect(found, permanent=True)
    before, after = pairs.beside(found)
    return render(request, "public/pair.html", {"pair": found, "before": before, "after": after})
