from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public


@public
@require_safe
def about(request):
    return render(request, "public/about.html")


@public
@require_safe
def privacy(request):
    return render(request, "public/privacy.html")


@public
@require_safe
def accessibility(request):
    return render(request, "public/accessibility.html")
