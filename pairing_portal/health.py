"""Whether the portal and its database answer."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import timeouts
from core.access import anybody

HEALTH_SECONDS = 5  # whoever asks for it wants to know now


@anybody
@require_safe
@never_cache
def healthz(request):
    """200 when the portal and its database answer, 503 when the database does not."""
    try:
        with timeouts.at_most(HEALTH_SECONDS), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        away = HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
        away["Retry-After"] = "30"
        return away
    return HttpResponse("ok\n", content_type="text/plain")
