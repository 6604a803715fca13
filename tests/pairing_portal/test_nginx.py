"""nginx with the files of deploy/nginx, really running: what it stores, what it serves when the portal is away."""

import re
import time
from contextlib import ExitStack

import pytest
from pytest_django.live_server_helper import LiveServer

from core.stored_answers.store import STORE
from pairing_portal import middleware
from tests.conftest import PASSWORD
from tests.support.nginx import NAME, Nginx

FORM = {"Content_Type": "application/x-www-form-urlencoded"}
pytestmark = pytest.mark.one_database


@pytest.fixture
def site(transactional_db, settings, tmp_path, monkeypatch):
    """nginx before a portal whose public answers may be shared for a second; `site.leave()` takes the portal away."""
    settings.ALLOWED_HOSTS, settings.BEHIND_PROXY, settings.STORED_ANSWERS_MB = [NAME], True, 8
    STORE.clear()
    monkeypatch.setattr(middleware, "SHARED", "public, max-age=0, s-maxage=1")
    portal = LiveServer("127.0.0.1")
    nginx = Nginx(tmp_path, portal.url.removeprefix("http://"))
    nginx.leave = portal.thread.terminate
    with nginx.running():
        yield nginx
    portal.stop()
    STORE.clear()


def source(answer):
    """Where nginx says an answer came from."""
    return answer[1]["Cache-Status"].removeprefix("nginx; ")


def until(site, path, where):
    """Ask until the answer comes from `where`: what is stored must pass its time first."""
    end = time.monotonic() + 20
    while source(found := site.get(path)) != where:
        assert time.monotonic() < end, source(found)
        time.sleep(0.1)  # nginx refuses who asks more than 20 times a second
    return found


def test_a_public_page_is_stored_and_served_while_the_portal_is_away(site, editor):
    first = site.get("/about/")
    assert first[0] == 200 and source(first) == "fwd=miss"
    again = until(site, "/about/", "hit")
    assert again[2] == first[2] and again[1]["ETag"] == first[1]["ETag"]
    # Each reader has a number of their own, though the page is the same.
    assert first[1]["X-Request-ID"] != again[1]["X-Request-ID"]
    # A browser that has it is told so by nginx, and what htmx or gzip changes is another answer.
    assert site.get("/about/", If_None_Match=first[1]["ETag"])[0] == 304
    assert source(site.get("/about/", Accept_Encoding="gzip, br")) == "fwd=miss"
    assert site.get("/about/", Accept_Encoding="br, gzip")[1]["Content-Encoding"] == "gzip"
    # However a browser words it: one is stored for all that take gzip.
    wordings = [source(site.get("/about/", Accept_Encoding=f"gzip, x{number}")) for number in range(20)]
    assert "hit" in wordings
    assert source(site.get("/pairs/")) == source(site.get("/pairs/", HX_Request="true")) == "fwd=miss"
    for stored_nowhere in ("/accounts/login/", "/en/desk/", "/healthz", "/nowhere/", "/search/?q=somebody"):
        assert {source(site.get(stored_nowhere)) for _ in range(2)} == {"fwd=miss"}, stored_nowhere
    files = [path.read_bytes() for path in (site.folder / "cache").rglob("*") if path.is_file()]
    assert files and not any(b"csrf" in file.lower() or b"Set-Cookie" in file or b"somebody" in file for file in files)

    site.leave()
    stale = until(site, "/about/", "hit; detail=stale")
    assert stale[0] == 200 and stale[2] == first[2]
    for path in ("/accounts/login/", "/en/desk/", "/accessibility/"):
        status, _headers, body = site.get(path)
        assert status == 502 and "网站暂时无法访问" in body.decode() and "not available just now" in body.decode()
    log = (site.folder / "access.log").read_text()
    assert first[1]["X-Request-ID"] in log and stale[1]["X-Request-ID"] in log and " STALE " in log


def test_a_signed_in_reader_leaves_nothing_behind(site, editor):
    page = site.get("/en/accounts/login/")
    token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page[2])[1].decode()
    cookies = page[1]["Set-Cookie"].partition(";")[0]
    form = f"csrfmiddlewaretoken={token}&login=ed&password={PASSWORD}".encode()
    signed_in = site.get("/en/accounts/login/", data=form, Cookie=cookies, Referer=f"https://{NAME}/", **FORM)
    assert signed_in[0] == 302
    cookies = "; ".join(line.partition(";")[0] for line in signed_in[1].get_all("Set-Cookie"))
    for path in ("/en/accounts/", "/en/admin/", "/en/about/"):
        assert site.get(path, Cookie=cookies)[0] == 200
    stored = b"".join(path.read_bytes() for path in (site.folder / "cache").rglob("*") if path.is_file())
    assert b"/en/about/" in stored and b"/en/admin/" not in stored and b"/en/accounts/" not in stored
    assert b"Set-Cookie" not in stored


def test_names_methods_and_sizes(site):
    status, headers, _body = site.get("/pairs/?x=1", scheme="http", host=NAME)
    assert (status, headers["Location"]) == (301, f"https://{NAME}/pairs/?x=1")
    for scheme in ("http", "https"):
        with pytest.raises(OSError):  # no answer at all
            site.get("/", scheme=scheme, host="evil.example")
    status, headers, body = site.get("/report-error/", method="POST", Content_Length=str(64 * 1024 * 1024 + 1))
    assert status == 413 and "提交的文件过大" in body.decode()
    assert site.get("/", method="BREW")[0] == 405
    assert "/" not in site.get("/nowhere/")[1]["Server"]  # no version


def test_keys_in_links_stand_in_no_access_log(site):
    for path in ("/accounts/invitations/", "/en/desk/calendar/", "/accounts/password/reset/"):
        site.get(f"{path}a-secret/")
    log = (site.folder / "access.log").read_text()
    assert "a-secret" not in log and "/accounts/invitations/***" in log


def test_one_address_that_asks_without_end_is_told_to_wait(site):
    answers = [site.get("/about/")[0] for _ in range(130)]
    assert set(answers) == {200, 429} and answers[:80] == [200] * 80


def test_two_hundred_slow_connections_stop_nobody(site):
    """Half of them never end their headers, half never end a form: neither reaches the portal."""
    begun = [
        b"GET / HTTP/1.1\r\nHost: pairs.example.edu.cn\r\nX-Slow: ",
        b"POST /report-error/ HTTP/1.1\r\nHost: pairs.example.edu.cn\r\nContent-Length: 1000\r\n\r\nwords=",
    ]
    with ExitStack() as stack:
        for number in range(200):
            slow = stack.enter_context(site.connect(source=f"127.0.0.{2 + number % 4}"))
            slow.sendall(begun[number % 2])
        took = []
        for path in ["/about/", "/accounts/login/"] * 20:
            asked = time.monotonic()
            assert site.get(path)[0] == 200
            took.append(time.monotonic() - asked)
    assert sorted(took)[len(took) // 2] < 1, took
