from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def data(request, **kwargs):
    return HttpResponse("stub")


def about(request, **kwargs):
    return HttpResponse("stub")


def privacy(request, **kwargs):
    return HttpResponse("stub")


def accessibility(request, **kwargs):
    return HttpResponse("stub")


@require_safe
@never_cache
def healthz(request):
    """200 when the portal and its database answer, 503 when the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
