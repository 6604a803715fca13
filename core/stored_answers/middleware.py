"""The middleware that serves public answers from the store, and builds those that are not there."""

from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError
from django.http import QueryDict
from django.utils import timezone

from core import data_version, limits, metrics
from core.access import Access, access_of, match_of
from core.middleware import is_added, middleware
from core.parameters import is_unreadable, parameters_of
from core.replicas import reading

from .store import STORE
from .stored_answer import STORABLE, StoredAnswer, answer_of, may_be_shared

METHODS = ("GET", "HEAD")
# What a request is built with; whatever else a browser sends tells one reader from another. Where it came from is
# needed to keep limits.
SEEN = ("SCRIPT_NAME", "PATH_INFO", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST", "REMOTE_ADDR")
SEEN += ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_HX_REQUEST", "HTTP_HX_HISTORY_RESTORE_REQUEST")
SEEN += ("HTTP_ACCEPT",)
FRAGMENT = ("HTTP_HX_REQUEST", "HTTP_HX_HISTORY_RESTORE_REQUEST")


@middleware
def stored_answers(get_response, request):
    """Answer what is public from the store; leave everything else as it is."""
    known = known_at(request.path_info, settings.ROOT_URLCONF) if request.method in METHODS else None
    if known is None:
        return get_response(request)
    try:
        return answer(get_response, request, known)
    except (DatabaseError, DisallowedHost):
        return get_response(request)  # which has a page for it


@lru_cache(maxsize=4096)
def known_at(path, _urlconf):
    """The parameters of the public view at `path`; None where there is none."""
    match = match_of(path)
    return parameters_of(match.func) if match and access_of(match.func) is Access.PUBLIC else None


def answer(get_response, request, known):
    query, is_storable = canonical(request.GET, known)
    if not (is_storable and settings.STORED_ANSWERS_MB):
        if too_many := known.limited and limits.refusal(request):
            return too_many
        with reading():
            return kept_form(get_response(as_for_nobody(request, query))).respond(request)
    parts = [request.META.get(name) == "true" for name in FRAGMENT]
    place = (request.scheme, request.get_host(), request.path_info, query, *parts, known.state and known.state())
    if found := STORE.get(state_of_data(), place):
        return found.respond(request)
    with STORE.building(place) as has_waited:
        if has_waited and (found := STORE.get(state_of_data(), place)):
            return found.respond(request)
        if too_many := known.limited and limits.refusal(request):
            return too_many
        return build(get_response, as_for_nobody(request, query), place).respond(request)


def build(get_response, request, place):
    """Build what stands at `place`, and keep it if it is for everybody and no day has ended meanwhile."""
    metrics.STORED_ANSWERS.labels("built").inc()
    with reading() as source:
        state, response = state_of_data(source), get_response(request)
    made = kept_form(response)
    if isinstance(made, StoredAnswer) and response.status_code in STORABLE and state[1] == timezone.localdate():
        STORE.put(state, place, made)
    return made


def kept_form(response):
    """The response as everybody may get it; as it is where it is one reader's."""
    return answer_of(response) if may_be_shared(response) else AsItIs(response)


class AsItIs:
    """An answer that is nobody else's."""

    def __init__(self, response):
        self.response = response

    def respond(self, _request):
        return self.response


def state_of_data(using="default"):
    return (data_version.current(using), timezone.localdate())


def canonical(asked, known):
    """The query `asked` without what makes no difference, and whether its answer may be stored.

    What `known` refuses stays, so that it is refused, and what nobody can read.
    """
    if not asked:
        return "", True
    keeps_all = known.strict or is_unreadable(asked)
    names = sorted(name for name in asked if name in known.names or keeps_all and not is_added(name))
    wrong = set(names) - known.names
    is_free = any(asked.get(name) for name in known.free)
    ordered = QueryDict(mutable=True)
    for name in names:
        ordered.setlist(name, asked.getlist(name))
    return ordered.urlencode(), not (wrong or is_free)


def as_for_nobody(request, query):
    """A request for the same place that does not tell who asks."""
    environ = {name: value for name, value in request.META.items() if name in SEEN or name.startswith("wsgi.")}
    environ |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "wsgi.input": BytesIO()}
    for name in ("SCRIPT_NAME", "PATH_INFO"):  # Django has put its text there; WSGI has bytes, a sign for each
        environ[name] = environ.get(name, "").encode().decode("latin-1")
    impersonal = WSGIRequest(environ)
    impersonal.number = getattr(request, "number", "")
    return impersonal
