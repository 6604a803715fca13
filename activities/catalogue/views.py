"""The list of mechanisms and its downloads: how the pairs help, as the notices describe it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

import opendata
from activities.catalogue.models.mechanism import Mechanism
from core.access import public
from pairs.pairs.batch_tables import facts

from .tables import MECHANISMS


@public
@require_safe
def mechanism_list(request):
    return render(request, "activities/catalogue/mechanism_list.html", {"mechanisms": Mechanism.objects.all()})


@public
@require_safe
@opendata.takes()
def mechanism_download(request, form):
    rows = Mechanism.objects.values(*(column.key for column in MECHANISMS))
    return opendata.respond(form, "帮扶机制", MECHANISMS, rows, **facts())
