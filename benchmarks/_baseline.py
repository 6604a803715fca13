"""What pages are measured against: a constant view, and Django's own list of 50 pairs in a plain table.

Both without middleware, so that nothing of the portal but its models stands behind them.
"""

from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.views.generic import ListView


def use_baseline():
    """Django serves these two views and nothing else."""
    settings.MIDDLEWARE = []
    settings.ROOT_URLCONF = __name__


def constant(request):
    return HttpResponse("ok")


class BareList(ListView):
    """The first 50 pairs as a beginner would list them."""

    template_name, template_engine = "bare_list.html", "bare"
    paginate_by = 50

    def get_queryset(self):
        from pairs.models import Pair

        order = ("batch__number", "serial", "group_place")
        return Pair.objects.select_related("batch", "recipient", "supporter").order_by(*order)


urlpatterns = [path("constant/", constant), path("list/", BareList.as_view())]
