"""An answer as it is kept: bytes, also compressed, with its headers."""

import gzip
import hashlib
import re
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from opendata.cross_origin import READABLE

ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
COMPRESSIBLE = re.compile(r"text/|application/(?:json|xml|.*\+xml|.*\+json|javascript)|image/svg")
STORABLE = (200, 301, 302, 308, 410)
VARIES_BY = {"accept-encoding", "hx-request", "hx-history-restore-request"}  # what the key or this module knows
SMALL = 200  # bytes; compressing fewer brings nothing


@dataclass(frozen=True)
class StoredAnswer:
    """What is sent, whoever asks."""

    status: int
    headers: dict
    etag: str
    body: bytes
    packed: bytes | None

    @property
    def size(self):
        """Bytes in memory, about."""
        return len(self.body) + len(self.packed or b"") + 2000

    def respond(self, request):
        """The response to `request`: compressed where it may be, 304 where the reader has it, bare for HEAD."""
        packed = self.packed is not None and ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.packed if packed else self.body
        sent, kind = b"" if request.method == "HEAD" else body, self.headers.get("Content-Type")
        response = HttpResponse(sent, kind, self.status)
        # Django looked into them when the answer was made; doing so again takes a tenth of all that is done here.
        response.headers._store.update((name.lower(), (name, value)) for name, value in self.headers.items())
        if packed:
            response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(body))
        if self.status == 200 and ("HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MATCH" in request.META):
            return self.conditional(request, response)
        return response

    def conditional(self, request, response):
        """What the conditions of the request make of `response`; scripts of other sites may read a 304 as well."""
        made = get_conditional_response(request, etag=self.etag, response=response)
        for name in READABLE.keys() & self.headers.keys():
            made.headers.setdefault(name, self.headers[name])
        return made


def may_be_shared(response):
    """Whether `response` is fit for everybody: no cookie, no word against keeping it, no hidden difference."""
    control = response.get("Cache-Control", "")
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    closed = response.cookies or "private" in control or "no-store" in control
    return not (response.streaming or closed or varies - VARIES_BY)


def answer_of(response):
    """The rendered `response` as an answer."""
    body = response.content
    packed = compressed(response, body)
    if packed is not None:
        patch_vary_headers(response, ["Accept-Encoding"])
    if response.status_code == 200:
        digest = hashlib.blake2b(body, digest_size=16, person=b"answer").hexdigest()
        response["ETag"] = f'W/"{digest}"'
    return StoredAnswer(response.status_code, dict(response.items()), response.get("ETag", ""), body, packed)


def compressed(response, body):
    """The body in gzip where that is shorter, else nothing."""
    if len(body) < SMALL or not COMPRESSIBLE.match(response.get("Content-Type", "")):
        return None
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    return packed if len(packed) < len(body) else None
