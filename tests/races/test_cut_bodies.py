"""A connection that breaks off while a form is sent: nothing of it is taken for the whole."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from activities.models import Activity, Evidence
from core.tokens import new_token
from core.whole_bodies import CutError, WholeBodies
from tests.support.browser.desk_forms import PDF, new_address, typed

from .portal_server import BOUNDARY, Browser, in_parts

pytestmark = pytest.mark.django_db(transaction=True)


def form_of(browser, user):
    return typed(token=new_token(user), draft="1", csrfmiddlewaretoken=browser.word)


@pytest.mark.one_database
def test_a_form_cut_anywhere_leaves_nothing_and_the_whole_one_all(world, rita, server):
    browser, path = Browser(server.port, rita), new_address(world)
    form = form_of(browser, rita)
    body = in_parts(form, {"files": ("a.pdf", PDF * 2000)})
    for share in (0.02, 0.3, 0.6, 0.9, 1 - 3 / len(body)):
        status, page = browser.post_cut(path, body, share)
        assert status == 400 and "没有完整收到" in page
    plain = urlencode(form).encode()
    assert browser.post_cut(path, plain, 0.9, "application/x-www-form-urlencoded")[0] == 400
    assert not Activity.objects.exists() and server.files() == []
    assert browser.post_cut(path, body, 1)[0] == 302
    assert (Activity.objects.count(), Evidence.objects.count(), len(server.files())) == (1, 1, 1)


def test_without_the_guard_a_cut_form_would_leave_an_entry_without_its_file(world, rita):
    """The same bytes straight to Django, as a server hands them over: with the guard, and without it."""
    browser, django, statuses = Browser(0, rita), get_wsgi_application(), []
    body = in_parts(form_of(browser, rita), {"files": ("a.pdf", PDF * 2000)})
    path, _mark, query = new_address(world).partition("?")
    facts = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": browser.headers["Cookie"]}
    facts |= {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(len(body))}
    for application, status, entries in ((WholeBodies(django), "400", 0), (django, "302", 1)):
        cut = {"REQUEST_METHOD": "POST", "wsgi.input": BytesIO(body[: len(body) * 9 // 10])}
        application(RequestFactory()._base_environ(**facts, **cut), lambda told, _headers: statuses.append(told[:3]))
        assert (statuses.pop(), Activity.objects.count()) == (status, entries)
    assert not Evidence.objects.exists()


def read(body, said=None, kind=f"multipart/form-data; boundary={BOUNDARY}", by=None):
    """What an application reads of a body of which the server says that it has so many bytes."""
    environ = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(said or len(body)), "wsgi.input": BytesIO(body)}
    return WholeBodies(lambda environ, _start: by(environ["wsgi.input"]))(environ, None)


WAYS = [lambda stream: stream.read(), lambda stream: b"".join(iter(lambda: stream.read(7), b""))]
WAYS += [lambda stream: b"".join(iter(stream.readline, b""))]


@pytest.mark.parametrize("by", WAYS)
def test_a_body_is_read_whole_or_not_at_all(by):
    whole = in_parts({"title": "题目"}, {"files": ("a.pdf", PDF)})
    assert read(whole, by=by) == whole
    for cut in (whole[:-1], whole[:40], b""):
        with pytest.raises(CutError):
            read(cut, len(whole), by=by)
    with pytest.raises(CutError):  # its length is right, and its end is missing
        read(whole.removesuffix(f"--{BOUNDARY}--\r\n".encode()), by=by)
    assert read(b"a=1&b=2", kind="application/x-www-form-urlencoded", by=by) == b"a=1&b=2"


def test_a_request_that_says_no_length_has_no_body():
    environ = {"wsgi.input": BytesIO(b"x"), "CONTENT_LENGTH": "many"}
    assert WholeBodies(lambda environ, _start: environ["wsgi.input"].read())(environ, None) == b"x"
