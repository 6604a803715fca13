"""The handbooks as pages: with contents, a search by chapters, and whom to ask."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.access import signed_in

from .chapters import handbook_for
from .handbook import DOCS, HANDBOOKS, PICTURES, handbook

LONGEST = 100  # characters of a search


@signed_in
@require_safe
def own(request):
    """Lead to the handbook of one's own post."""
    return redirect("desk_handbook", handbook_for(request.user))


@signed_in
@require_safe
def read(request, name):
    """One handbook, or the chapters of it that hold what is looked for."""
    if name not in HANDBOOKS:
        raise Http404
    book, words = handbook(name, get_language()), request.GET.get("q", "").strip()[:LONGEST]
    facts = {"book": book, "words": words, "found": book.found(words) if words else []}
    facts["others"] = [handbook(other, get_language()) for other in HANDBOOKS if other != name]
    return render(request, "public/help/handbook.html", facts)


@signed_in
@require_safe
def picture(request, name):
    if name not in PICTURES:
        raise Http404
    return HttpResponse((DOCS / "pictures" / f"{name}.png").read_bytes(), content_type="image/png")
