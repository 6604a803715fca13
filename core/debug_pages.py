"""The portal's own error pages in a portal that runs with DEBUG to be looked at: make run, make demo."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views import defaults

from core import error_pages

HEAD_OF_OURS = b'class="site-head"'
ANSWERS = {
    400: lambda request: defaults.bad_request(request, None),
    403: lambda request: defaults.permission_denied(request, PermissionDenied()),
    404: lambda request: defaults.page_not_found(request, Http404()),
    500: error_pages.server_error,
}


def own_error_pages(get_response):
    """A page without the portal's head is Django's own for those who write code; the portal's takes its place."""

    def middleware(request):
        response = get_response(request)
        if response.status_code not in ANSWERS or response.streaming or HEAD_OF_OURS in response.content:
            return response
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return ANSWERS[response.status_code](request)

    return middleware
