"""The door to the services: one checked number, the certificate of the host, no redirect, and five seconds at most."""

import socket
import ssl
import time

import pytest

from core.outbox.smtp import MayHaveGone
from oversight.robots import calling
from tests.support.factories.robots import TAKEN, a_service, certificate

pytestmark = pytest.mark.one_database
HOST, PUBLIC = "qyapi.weixin.qq.com", "203.119.1.1"


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    path = tmp_path_factory.mktemp("tls") / "host.pem"
    path.write_text(certificate(HOST))
    return path


class Net:
    """What the portal finds in the net: `numbers` are answered one after the other, and `port` is the service."""

    def __init__(self, pem):
        self.pem, self.numbers, self.port, self.asked, self.called, self.sent = pem, [[PUBLIC]], None, 0, [], []

    def look_up(self, host):
        self.asked += 1
        return self.numbers[min(self.asked, len(self.numbers)) - 1]

    def open_stream(self, number, port, seconds):
        self.called.append((number, port))
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def context(self):
        return ssl.create_default_context(cafile=self.pem)

    def post(self, answer=TAKEN, host=HOST):
        """Send a message to a service that answers so, with bytes or by what it does."""
        reply = answer if callable(answer) else lambda stream: stream.sendall(answer)
        with a_service(self.pem, reply) as (self.port, self.sent):
            return calling.post(host, "/send?key=k", b"{}")


@pytest.fixture
def net(pem, monkeypatch):
    found = Net(pem)
    for name in ("look_up", "open_stream", "context"):
        monkeypatch.setattr(calling, name, getattr(found, name))
    return found


def test_a_message_is_handed_over_at_the_number_that_was_checked(net):
    assert net.post() == {"errcode": 0}
    assert net.called == [(PUBLIC, 443)] and net.asked == 1
    head, _empty, body = net.sent[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /send?key=k HTTP/1.1\r\nHost: qyapi.weixin.qq.com\r\n") and body == b"{}"


def test_an_answer_in_chunks_is_read_whole(net):
    chunks = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{"code\r\n4\r\n":0}\r\n0\r\n\r\n'
    assert net.post(chunks) == {"code": 0}


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"], ["10.1.2.3"], ["192.168.0.1"], ["169.254.169.254"], ["100.64.0.1"], ["0.0.0.0"], ["224.0.0.1"],
        ["::1"], ["fe80::1%eth0"], ["fd00::1"], ["::ffff:10.0.0.1"], ["64:ff9b::a00:1"], [PUBLIC, "10.0.0.1"], [],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_never_called(net, numbers):
    net.numbers = [numbers]
    with pytest.raises(calling.LeadsElsewhereError):
        net.post()
    assert net.called == []


def test_a_name_that_changes_after_it_was_checked_leads_nowhere_else(net):
    net.numbers = [[PUBLIC], ["127.0.0.1"]]
    net.post()
    assert net.called == [(PUBLIC, 443)]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(net, status):
    with pytest.raises(calling.RedirectedError):
        net.post(b"HTTP/1.1 %d Moved\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n" % status)
    assert len(net.called) == len(net.sent) == 1


def test_whoever_has_not_the_certificate_of_the_host_is_sent_nothing(net):
    with pytest.raises(calling.UnreachableError):
        net.post(host="open.feishu.cn")
    assert net.sent == []


def test_a_refusal_is_told_apart_from_an_answer_that_says_nothing(net):
    with pytest.raises(calling.RejectedError) as refused:
        net.post(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    assert refused.value.code == 404
    for answer in (b"HTTP/1.1 502 Bad\r\nContent-Length: 2\r\n\r\n{}", b"HTTP/1.1 200 OK\r\n\r\n<p>", b"HTTP/1.1 200"):
        with pytest.raises(MayHaveGone):
            net.post(answer)


def test_an_answer_without_end_is_not_read_to_its_end(net):
    with pytest.raises(MayHaveGone, match="too long"):
        net.post(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (calling.LONGEST + 1))


def drip(stream):
    for byte in TAKEN * 100:
        stream.sendall(bytes([byte]))
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [drip, lambda stream: time.sleep(1)], ids=["drop by drop", "silent"])
def test_a_service_that_is_slow_is_given_up_in_time(net, monkeypatch, answer):
    monkeypatch.setattr(calling, "SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(MayHaveGone):
        net.post(answer)
    assert time.monotonic() - begun < 0.8


def test_a_look_up_that_takes_long_is_given_up_in_time(net, monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 0.1)
    monkeypatch.setattr(calling, "look_up", lambda host: time.sleep(1) or [PUBLIC])
    begun = time.monotonic()
    with pytest.raises(calling.UnreachableError):
        net.post()
    assert time.monotonic() - begun < 0.5 and net.called == []


def test_the_certificate_of_a_service_is_looked_at_by_those_whom_the_system_trusts():
    made = calling.context()
    assert made.verify_mode == ssl.CERT_REQUIRED and made.check_hostname
