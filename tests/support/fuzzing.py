"""Requests that nobody would send, drawn by a seed: addresses, parameters, headers, forms and files gone wrong.

Each request is drawn from its own seed, so that one that breaks something can be sent again by its number alone.
"""

import random
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.factories.hostile_evidence import HARMLESS, REFUSED, made
from tests.support.factories.list_files import ROWS, TITLES, bare_xlsx, delimited, docx

# What stands where something sensible is meant: as bytes of an address or a form.
ODD = [
    "",
    " ",
    "%00",
    "a\0b",
    "a%1Fb",
    "%E2%80%AE",
    "%ED%A0%80",
    "%FF",
    "9" * 30,
    "-1",
    "0",
    "1.5",
    "1e400",
    "NaN",
    "None",
    "null",
]
ODD += [
    "'",
    '"',
    "' OR 1=1--",
    "%25",
    "_",
    "\\",
    "(",
    "[",
    "*",
    "..",
    "../../etc/passwd",
    "<script>",
    "{{7*7}}",
    "=1+1",
]
ODD += [
    "江南",
    "１２３",
    "🙂",
    "x" * 3000,
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "25:61",
    "true",
    "a,b",
    "1,2,x",
    "zh",
    "%",
]
PARAMETERS = "q page p batch pair kind state status since until sort province action mechanism month role o e all next"
PARAMETERS += (
    " invited university limit after lang id__in id__exact _popup _to_field events tier indicator stage form seen"
)
PARAMETERS += " recipient_tier for_graduates edition version token csrfmiddlewaretoken memberships__role__exact format"
HEADERS = {
    "HTTP_ACCEPT": ["*/*", "text/html;q=x", "application/json", "image/png", "\xff", "," * 500],
    "HTTP_ACCEPT_LANGUAGE": ["en", "zh-CN,zh;q=0.9", "x" * 400, "*", "en;q=2"],
    "HTTP_IF_NONE_MATCH": ['"x"', "*", 'W/"', "x" * 2000],
    "HTTP_IF_MODIFIED_SINCE": ["yesterday", "Sat, 31 Feb 2026 00:00:00 GMT", "0"],
    "HTTP_RANGE": ["bytes=0-0", "bytes=-1", "bytes=9-1,x", "lines=1-2"],
    "HTTP_X_FORWARDED_FOR": ["127.0.0.1", "x, y", "9" * 300],
    "HTTP_X_REQUEST_ID": ["a" * 500, "\n", "<b>"],
    "HTTP_HX_REQUEST": ["true", "x"],
    "HTTP_REFERER": ["//evil.example/", "http://testserver/", "javascript:1", "\xff"],
    "HTTP_HOST": ["evil.example", "testserver:99999", "[::1", ""],
    "HTTP_ORIGIN": ["null", "https://evil.example"],
    "HTTP_ACCEPT_ENCODING": ["gzip", "br;q=x", "identity;q=0"],
}
METHODS = ["get"] * 13 + ["post"] * 9 + ["head", "put", "delete", "options", "trace"]
FIELD = re.compile(r'<(?:input|textarea|select|button)[^>]*\bname="([^"]+)"(?:[^>]*\bvalue="([^"]*)")?')
MULTIPART = "multipart/form-data; boundary=x"
BODIES = [
    (b"", "application/x-www-form-urlencoded"),
    (b"a=%FF&b=%00&" + b"&" * 2000, "application/x-www-form-urlencoded"),
    (b"&".join(b"f%d=1" % at for at in range(1200)), "application/x-www-form-urlencoded"),
    (b'{"a": [' * 500, "application/json"),
    (b'--x\r\nContent-Disposition: form-data; name="a"; filename=".."\r\n\r\nx\r\n--x', MULTIPART),
    (
        b"--x\r\nContent-Disposition: form-data; name=\"files\"; filename*=utf-8''%00%ff\r\n\r\nx\r\n--x--\r\n",
        MULTIPART,
    ),
    (b"--x\r\nContent-Type: x/y; charset=none\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--", MULTIPART),
    (b"no boundary at all", MULTIPART),
    (b"x", "multipart/form-data; boundary=" + "b" * 300),
    (b"x", "text/\xe9"),
    (b"\xff\xfe" * 50, "application/x-www-form-urlencoded; charset=klingon"),
]


@dataclass(frozen=True)
class OddRequest:
    number: int
    who: str
    method: str
    path: str
    sent: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.number}: {self.who} {self.method} {self.path[:200]} {list(self.sent)[:12]} {self.headers}"


class Fuzzer:
    """Draws requests to `paths` by those who visit; fields of forms are those of the page itself."""

    def __init__(self, seed, paths, visitors):
        self.seed, self.paths, self.visitors, self.fields = seed, sorted(paths), visitors, {}
        random.Random(seed).shuffle(self.paths)

    def request(self, number):
        """Return the OddRequest of a number; the first ones go to every address once."""
        chance = random.Random(f"{self.seed}-{number}")
        who = chance.choice(["anonymous", "recipient", "recipient", "editor", "editor", *self.visitors])
        whole = self.paths[number % len(self.paths)] if number < len(self.paths) else chance.choice(self.paths)
        method, path = chance.choice(METHODS), self.address(chance, whole)
        headers = {
            name: chance.choice(HEADERS[name]) for name in chance.sample(list(HEADERS), chance.choice([0, 0, 1, 2]))
        }
        if method != "post":
            return OddRequest(number, who, method, path, {}, headers)
        if chance.random() < 0.15:
            body, kind = chance.choice(BODIES)
            return OddRequest(number, who, method, path, {"data": body, "content_type": kind}, headers)
        return OddRequest(number, who, method, path, {"data": self.form(chance, who, whole)}, headers)

    def address(self, chance, path):
        """`path`, now and then with one part of it and with parameters gone wrong."""
        path, _mark, query = path.partition("?")
        if chance.random() < 0.3:
            parts = path.split("/")
            parts[chance.randrange(1, len(parts))] = encoded(chance.choice(ODD))
            path = "/".join(parts)
        if chance.random() < 0.3 and not path.startswith("/api"):
            path = f"/en{path}"
        asked = [query] if query else []
        for _parameter in range(chance.choice([0, 0, 1, 1, 2, 4])):
            asked.append(f"{chance.choice(PARAMETERS.split())}={encoded(chance.choice(ODD))}")
        return f"{path or '/'}?{'&'.join(asked)}" if asked else path or "/"

    def form(self, chance, who, path):
        """The fields of the form at `path`, some gone wrong, some left out, and files among them."""
        sent = {}
        for name, value in self.fields_at(who, path).items():
            if chance.random() < 0.1 or name == "csrfmiddlewaretoken":
                continue
            sent[name] = chance.choice(ODD) if chance.random() < 0.35 else value
            if "file" in name:
                sent[name] = self.file(chance)
        for _field in range(chance.choice([0, 0, 1, 3])):
            sent[chance.choice(PARAMETERS.split())] = chance.choice(ODD)
        return sent

    def fields_at(self, who, path):
        if (who, path) not in self.fields:
            page = self.visitors[who].get(path)
            text = "" if page.streaming else page.content.decode(errors="replace")
            self.fields[who, path] = dict(FIELD.findall(text))
        return self.fields[who, path]

    def file(self, chance):
        """A file gone wrong, under a name that nobody gives."""
        file = SimpleUploadedFile("x", altered_file(chance))
        file._name = chance.choice(["名单.xlsx", "a.pdf", "", "..", "\u202efdp.exe", "x" * 300, "CON.pdf", "a\0b.csv"])
        return file


def altered_file(chance):
    """The bytes of a hostile file or of an honest list, most often with some of them altered or its end cut off."""
    light = [name for name in [*REFUSED, *HARMLESS] if not re.search("MB|60,000|6,324|3,000", name)]
    rows = [TITLES, *ROWS]
    lists = [lambda: delimited(rows), lambda: bare_xlsx(sheet_of(rows)), lambda: docx(rows)]
    data = bytearray(chance.choice([lambda: made(chance.choice(light)), *lists])())
    for _byte in range(chance.choice([0, 1, 5, 40]) if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    del data[chance.choice([len(data), len(data), chance.randrange(len(data) + 1)]) :]
    return bytes(data)


def sheet_of(rows):
    cells = "".join("<row>" + "".join(f'<c t="str"><v>{cell}</v></c>' for cell in row) + "</row>" for row in rows)
    return f"<worksheet><sheetData>{cells}</sheetData></worksheet>"


def encoded(text):
    """`text` as it stands in an address; what is encoded already stays."""
    return text if re.fullmatch(r"(?:[\w.-]|%[0-9A-F]{2})+", text, re.ASCII) else quote(text, safe="/()*'")


def asked(visitor, request):
    """(status, seconds) of the answer to a request, read to its end, without those spent waiting for a processor."""
    sent = dict(request.sent)
    if isinstance(sent.get("data"), dict):
        for value in sent["data"].values():
            if hasattr(value, "seek"):
                value.seek(0)
    begun, waited = time.perf_counter(), waiting()
    if isinstance(sent.get("data"), bytes):
        response = visitor.generic("POST", request.path, **sent, **request.headers)
    else:
        response = getattr(visitor, request.method)(request.path, **sent, **request.headers)
    for _piece in response if response.streaming else ():
        pass
    return response.status_code, time.perf_counter() - begun - (waiting() - waited)


def waiting():
    """The seconds in which this thread was ready and no processor was free; none where the system does not tell."""
    with suppress(OSError):
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    return 0
