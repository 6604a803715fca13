"""Group robots in tests: addresses as the services give them, and a service on this machine with a certificate."""

import datetime
import socket
import ssl
import threading
from contextlib import contextmanager, suppress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from oversight.models import RobotService
from oversight.robots import workflow

KEY = "7c2f4a10-93bb-4d5e-8a61-0f5be6d9c3e7"
TOKEN = "0123456789abcdef" * 4
ADDRESSES = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}",
}
TAKEN = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"errcode":0}'


def a_robot(by, service="wecom", place=None, allowed=True, **facts):
    """A robot of the only place of `by`, allowed by the ministry as is its service."""
    robot = workflow.set_up(by, place or workflow.places_of(by)[0], ADDRESSES[service], **facts)
    if allowed:
        RobotService.objects.get_or_create(name=service, defaults={"allowed": True})
        robot.allowed = True
        robot.save()
    return robot


def certificate(host):
    """A certificate for `host` that signs itself, and its key, in one PEM."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.sign(key, hashes.SHA256()).public_bytes(plain[0]).decode() + key.private_bytes(*plain).decode()


@contextmanager
def a_service(pem_file, answer):
    """A server with this certificate, as (port, what it was sent); `answer(stream)` replies once a request is in."""
    context, sent = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), []
    context.load_cert_chain(pem_file)

    def serve(server):
        while True:
            try:
                plain, _address = server.accept()
            except OSError:
                return
            with suppress(OSError), context.wrap_socket(plain, server_side=True) as stream:
                sent.append(stream.recv(65536))
                answer(stream)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=[server], daemon=True).start()
        yield server.getsockname()[1], sent
        server.shutdown(socket.SHUT_RDWR)
