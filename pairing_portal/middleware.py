"""What follows from the address and its flag alone: the language of a page, who may keep a copy, what is refused.

Before every view stands the guard: signed in, and staff with their second factor, unless the flag says otherwise.
"""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import has_vary_header
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

from accounts.permissions import lacks_second_factor
from accounts.sessions import keep_within_limits
from core.access import Access, access_of, access_of_request, match_of
from core.error_pages import typed_texts
from core.middleware import middleware
from core.parameters import parameters_of
from core.tokens import keep_post, restored_post
from opendata.api import problems
from opendata.cross_origin import PREFLIGHT, READABLE

from .input_limits import refuse

# What no page of the portal needs is switched off in the browser; nothing of it is embedded elsewhere.
SWITCHED_OFF = ["accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope"]
SWITCHED_OFF += ["microphone", "midi", "payment", "usb"]
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in SWITCHED_OFF),
    "Cross-Origin-Resource-Policy": "same-origin",
}

SHARED = "public, max-age=0, s-maxage=60"
METHODS = ("GET", "HEAD", "POST")
STORABLE = (200, 301, 302, 304)
TOO_LATE = _("What you sent could not be kept until you have signed in. Copy it, sign in and send it once more.")
TAKES_NO_TEXT = (200, 405)  # a page that shows what it always shows, and an address that only takes forms


@middleware
def on_every_answer(get_response, request):
    """Headers of redirects, refusals, errors and static files as well as of pages."""
    response = get_response(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@middleware
def cache_rules(get_response, request):
    """Private answers are never stored nor listed; public ones may be shared by proxies for a minute.

    A browser asks again each time, so that everybody sees their own change at once; a proxy answers for the others.
    An error is asked for anew each time: what is not there now may be published in a minute.
    Data, that is files, feeds and API, may be read by scripts of other sites, errors included; pages never.
    What has no flag is private: an address that leads nowhere, a refusal; so is an answer that sets or reads a cookie.
    """
    response = get_response(request)
    is_personal = response.cookies or has_vary_header(response, "Cookie")  # it belongs to one browser
    if access_of_request(request) is not Access.PUBLIC or is_personal:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
    response.headers.setdefault("Cache-Control", SHARED if response.status_code in STORABLE else "no-cache")
    if parameters_of(request.resolver_match.func).strict:
        for name, value in READABLE.items():
            response[name] = value
    return response


@middleware
def only_what_the_api_speaks(get_response, request):
    """The API is read, as JSON; this stands before stored answers, so that it never depends on what is stored.

    A browser that asks beforehand whether a script of another site may read is told so of files and feeds as well.
    """
    if request.method == "OPTIONS" and is_data(request.path_info):
        return HttpResponse(status=204, headers=PREFLIGHT)
    return problems.refusal(request) or get_response(request)


def is_data(path):
    """Whether a file, a feed or an answer of the API stands at `path`, for everybody."""
    match = match_of(path)
    return bool(match) and access_of(match.func) is Access.PUBLIC and parameters_of(match.func).strict


@middleware
def only_known_methods(get_response, request):
    """Pages are read and forms are sent; whatever else is tried is refused before anybody is asked who they are."""
    return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


@middleware
def language_of_address(get_response, request):
    """English under /en/, Chinese elsewhere, whatever the browser prefers: an address is one page for everyone."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = get_response(request)
        response.headers.setdefault("Content-Language", language)
    return response


class Guard(MiddlewareMixin):
    """Lets nobody into a private view who is not signed in, nor staff without the second factor."""

    def process_view(self, request, view, args, kwargs):
        """An answer instead of the view's own where the visitor may not come in; what was typed waits."""
        access = access_of(view)
        if access in (Access.PUBLIC, Access.ANYBODY):
            return None
        if request.user.is_authenticated:
            keep_within_limits(request)
        if not request.user.is_authenticated:
            return self.to_sign_in(request, access)
        if access is Access.PRIVATE and lacks_second_factor(request.user):
            return redirect_to_login(request.get_full_path(), reverse("mfa_activate_totp"))
        return None

    def to_sign_in(self, request, access):
        """The way to the sign-in page. What was typed waits; what cannot be kept is shown, for copying."""
        is_form = request.method == "POST" and access is Access.PRIVATE
        if is_form and request.headers.get("Sec-Fetch-Dest", "document") == "document":  # and no script's request
            is_kept = keep_post(request, owner=request.session.former_user())
            if not is_kept and typed_texts(request):
                return refuse(request, TOO_LATE, status=403, heading=_("You are signed out"))
        return redirect_to_login(request.get_full_path())

    def process_response(self, request, response):
        """Where text waits that the page has not taken up itself, a page from which it is sent as it was."""
        takes_none = access_of_request(request) is Access.PRIVATE and response.status_code in TAKES_NO_TEXT
        if takes_none and (kept := restored_post(request)) is not None:
            return HttpResponse(render_to_string("core/restored_post.html", {"kept": kept}, request))
        if takes_none and response.status_code == 405 and request.method == "GET":
            response.content = render_to_string("405.html", {"form_page": page_above(request.path)}, request)
        return response


def page_above(path):
    """The address of the page that holds the form which is sent to `path`: the nearest above it where one stands."""
    above = path
    while True:
        above = above.rstrip("/").rpartition("/")[0] + "/"
        if above == "/" or match_of(above):
            return above
