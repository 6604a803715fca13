"""Addresses of this site that come from outside: the page from which a reader came, or one that was typed."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.access import Access, access_of, match_of

PAGE_LENGTH = 500
NOT_HERE = _("This is not the address of a public page of this site. Copy it from the browser, or leave it empty.")


def own_page(text, hosts):
    """The path and query of a page of this site; ValidationError for one elsewhere, or behind the sign-in."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        raise ValidationError(NOT_HERE, "elsewhere") from None
    of_host = not parts.netloc and not parts.scheme or parts.scheme in ("http", "https") and parts.netloc in hosts
    path = parts.path or ("/" if parts.netloc else "")
    if not of_host or not path.startswith("/") or path.startswith("//") or "\\" in path or is_inside(path):
        raise ValidationError(NOT_HERE, "elsewhere")
    return f"{path}?{parts.query}" if parts.query else path


def is_inside(path):
    """Whether a page stands at `path` that is not the same for everybody; where there is none, that may be reported."""
    match = match_of(unquote(path))
    return bool(match) and access_of(match.func) is not Access.PUBLIC


def hosts(request):
    """The names under which this site is reached."""
    return {request.get_host(), urlsplit(settings.SITE["address"]).netloc} - {""}


def page_of_reader(request):
    """The page that the link names, with the filters it had when the link was followed; nothing for any other."""
    try:
        page = own_page(request.GET.get("page", "")[:PAGE_LENGTH], hosts(request))
        came_from = urlsplit(request.headers.get("referer", ""))
    except (ValidationError, ValueError):
        return ""
    same = came_from.netloc == request.get_host() and unquote(came_from.path) == page
    return f"{page}?{came_from.query}"[:PAGE_LENGTH] if same and came_from.query else page
