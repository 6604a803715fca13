"""What follows from address and method alone: the language of a page, who may keep a copy, what is refused."""

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.utils import translation

METHODS = ("GET", "HEAD", "POST")
PRIVATE = ("/admin/", "/accounts/", "/desk/")


def is_private(path):
    """True for the addresses that show different things to different people."""
    return path.removeprefix("/en").startswith(PRIVATE)


def cache_rules(get_response):
    """Private pages are never stored; public ones may be shared for a minute and are then revalidated."""

    def middleware(request):
        response = get_response(request)
        if is_private(request.path_info):
            response["Cache-Control"] = "private, no-store"
        elif response.status_code in (200, 304) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "public, max-age=60"
        return response

    return middleware


def only_known_methods(get_response):
    """Pages are read and forms are sent; whatever else is tried is refused before anybody is asked who they are."""

    def middleware(request):
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return middleware


def language_of_address(get_response):
    """English under /en/, Chinese elsewhere, whatever the browser prefers: an address is one page for everyone."""

    def middleware(request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware
