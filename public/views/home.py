"""The first page: the question a graduate comes with, and the newest action at a glance."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public
from pairs.pairs.models.batch import Action
from public.home_summary import Overview


@public
@require_safe
def home(request):
    action = Action.objects.published().first()
    return render(request, "public/home.html", {"overview": action and Overview(action)})
