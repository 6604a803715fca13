"""Error pages of a demonstration: the portal's own, with the notice, though it runs with DEBUG."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views import defaults

from core import error_pages

NOTICE = b'class="environment"'
ANSWERS = {
    400: lambda request: defaults.bad_request(request, None),
    403: lambda request: defaults.permission_denied(request, PermissionDenied()),
    404: lambda request: defaults.page_not_found(request, Http404()),
    500: error_pages.server_error,
}


def own_error_pages(get_response):
    """An error page without the notice is Django's own for those who write code; the portal's takes its place."""

    def middleware(request):
        response = get_response(request)
        if response.status_code not in ANSWERS or response.streaming or NOTICE in response.content:
            return response
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return ANSWERS[response.status_code](request)

    return middleware
