"""Public pages are the same for everyone: no cookie, no session, shareable, revalidated, nothing inline."""

import gzip
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.pairing_portal.test_access import sample
from tests.support.access import TABLE

POLICY = {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"}
EXPLORER = {"img-src 'self' data:"}  # the pictures in the stylesheet of Swagger; tests/public/test_api_guide.py
SCRIPT = r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)"  # JSON-LD is data, which nothing runs
INLINE = re.compile(rf"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|{SCRIPT}", re.IGNORECASE)
pytestmark = pytest.mark.django_db


def path_of(name, prefix="", find=sample):
    """The address of the table's sample; `find` gives the key of a record where the table names a model."""
    with translation.override("en" if prefix else "zh-hans"):
        return reverse(name, kwargs={key: find(value) for key, value in TABLE[name].kwargs.items()})


def has_two_addresses(name):
    chinese, english = (
        path_of(name, prefix, lambda value: 1 if "." in str(value) else value) for prefix in ("", "/en")
    )
    return chinese != english


# What has a second address under /en/ is a page, but for files in two languages; data and health have one address only.
FILES = {"bulletin_word"}
SHOWN = [name for name, entry in TABLE.items() if entry.public and entry.who["anonymous"] == 200 and name not in FILES]
PAGES = [name for name in SHOWN if has_two_addresses(name)]


def every_page(test):
    """In Chinese and in English."""
    test = pytest.mark.parametrize("name", PAGES)(test)
    return pytest.mark.parametrize("prefix", ["", "/en"])(test)


@every_page
def test_a_page_is_one_for_everybody_shared_and_plain(client, editor_client, published, name, prefix):
    path = path_of(name, prefix)
    with CaptureQueriesContext(connection) as captured:
        shown = client.get(path)
    asks_nobody_who_they_are(shown, captured)
    has_nothing_inline_and_nothing_from_elsewhere(shown)
    assert editor_client.get(path).content == shown.content
    again = client.get(path, headers={"if-none-match": shown["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert shown["Cache-Control"] == again["Cache-Control"] == "public, max-age=0, s-maxage=60"


def asks_nobody_who_they_are(response, captured):
    asked = " ".join(query["sql"] for query in captured)
    assert [table for table in settings.NEVER_PUBLIC_TABLES if f'"{table}"' in asked] == []
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def has_nothing_inline_and_nothing_from_elsewhere(response):
    page = response.content.decode()
    assert policy(response) - EXPLORER == POLICY
    assert INLINE.findall(page) == []
    assert re.findall(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="(?!/)[^"]*"', page) == []
    assert "csrfmiddlewaretoken" not in page


def policy(response):
    return set(response["Content-Security-Policy"].split("; "))


def test_inline_code_would_be_noticed():
    assert INLINE.search('<p style="color: red">') and INLINE.search("<script>x</script>")
    assert INLINE.search('<a onclick="x()">') and not INLINE.search('<script src="/x.js" defer></script>')


def test_pages_travel_compressed_with_the_same_etag(client, published):
    plain = client.get("/pairs/")
    packed = client.get("/pairs/", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"].removeprefix("W/") == plain["ETag"].removeprefix("W/")
    again = client.get("/pairs/", headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]})
    assert again.status_code == 304


def test_the_address_alone_decides_the_language(client, published):
    client.cookies["django_language"] = "en"
    chinese = client.get("/about/", headers={"accept-language": "en"})
    english = client.get("/en/about/", headers={"accept-language": "zh-CN"})
    assert (chinese["Content-Language"], english["Content-Language"]) == ("zh-hans", "en")
    assert 'lang="zh-Hans"' in chinese.content.decode() and 'lang="en"' in english.content.decode()
    assert "Accept-Language" not in chinese.get("Vary", "") + english.get("Vary", "")


@pytest.mark.parametrize(("path", "language"), [("/nothing/", "zh-Hans"), ("/en/nothing/", "en")])
def test_a_page_that_is_nowhere_helps_in_the_readers_language(client, path, language):
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 404
    assert f'lang="{language}"' in page
    assert re.search(r'<form[^>]*action="(/en)?/search/"', page)
    assert policy(response) == POLICY and INLINE.findall(page) == []
    assert "s-maxage" not in response.get("Cache-Control", "")


@pytest.mark.parametrize(("path", "language"), [("/about/", "zh-Hans"), ("/en/about/", "en")])
def test_a_fault_of_ours_is_said_in_the_readers_language(client, monkeypatch, path, language):
    """Whatever breaks: the page needs neither database nor session."""
    monkeypatch.setattr("public.views.render", broken)
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code == 500
    assert f'lang="{language}"' in response.content.decode()
    assert INLINE.findall(response.content.decode()) == []


def broken(*args, **kwargs):
    raise RuntimeError("broken on purpose")


def test_health_is_answered_afresh_and_without_cookies(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"] and not response.cookies


def test_health_says_when_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr("pairing_portal.health.connection", Away())
    assert client.get("/healthz").status_code == 503


class Away:
    """A database that does not answer."""

    def cursor(self):
        from django.db import OperationalError

        raise OperationalError("away")
