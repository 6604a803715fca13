"""How quickly others are answered while somebody sends hostile files, one after the other, through the real form.

    python benchmarks/hostile_uploads.py

Under gunicorn, with a worker more than there are cores as in production, one reader asks for public pages: first alone,
then while two coordinators send the files of `tests/support/factories/hostile_evidence.py` that cost most. Printed are
median and 95th percentile of both, of three rounds by turns. Exit 1 when the 95th percentile of the best round is more
than three times that of the idle portal.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from itertools import cycle
from urllib.parse import urlencode

from _portal import ROOT, empty_portal
from _servers import gunicorn, serving

MOST_TIMES, ROUNDS, ASKED, UPLOADERS = 3, 3, 150, 2
PAGES = ("/pairs/", "/activities/", "/", "/api/v1/pairs/")
HEAVY = ("docx: unfolds to more than it promises", "pdf: object stream that unfolds to 60 MB", "pdf: 60,000 streams")
HEAVY += ("docx: 3,000 parts", "png: 6,324 × 6,324 points", "11 MB", "docx: unfolds to 300 MB")


def make_portal(folder):
    """In a child of its own: a pair, and a coordinator who is signed in; prints cookie and address of the form."""
    empty_portal(folder)
    from django.conf import settings
    from django.core.management import call_command

    from tests.conftest import Membership, a_client, a_person
    from tests.support.factories.activities import World

    call_command("createcachetable", verbosity=0)
    world = World()
    rita = a_person("rita", Membership.Role.COORDINATOR, university=world.recipient)
    query = urlencode({"pair": world.pair.address, "kind": world.fair.code, "stage": "held"})
    cookie = a_client(rita).cookies[settings.SESSION_COOKIE_NAME]
    print(json.dumps({"cookie": f"{cookie.key}={cookie.value}", "form": f"/desk/activities/new/?{query}"}))


class Uploader(threading.Thread):
    """Sends one file after the other until it is told to stop; `taken` are the seconds of each answer."""

    def __init__(self, place, facts, files):
        super().__init__(daemon=True)
        self.place, self.facts, self.files, self.taken, self.stopped = place, facts, files, [], threading.Event()

    def run(self):
        page, cookies = self.ask("GET", {"Cookie": self.facts["cookie"]})
        csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        headers = {"Cookie": "; ".join([self.facts["cookie"], *cookies])}
        for name, data in cycle(self.files):
            if self.stopped.is_set():
                return
            fields = {"csrfmiddlewaretoken": csrf, "token": token, "version": "1", "title": "专场", "check": "1"}
            headers["Content-Type"], body = "multipart/form-data; boundary=x", multipart(fields, name, data)
            begun = time.perf_counter()
            answer, _cookies = self.ask("POST", headers, body)
            assert 'class="errors"' in answer, name
            self.taken.append(time.perf_counter() - begun)

    def ask(self, method, headers, body=None):
        connection = http.client.HTTPConnection(*self.place, timeout=120)
        connection.request(method, self.facts["form"], body, {"Host": "testserver", **headers})
        answer = connection.getresponse()
        given = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie") or ()]
        return answer.read().decode(), given


def multipart(fields, name, data):
    part = "--x\r\nContent-Disposition: form-data; name="
    text = "".join(f'{part}"{key}"\r\n\r\n{value}\r\n' for key, value in fields.items())
    head = f'{text}{part}"files"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    return head.encode() + data + b"\r\n--x--\r\n"


def reading(place):
    """The sorted seconds of each answer to one reader."""
    times, connection = [], http.client.HTTPConnection(*place, timeout=120)
    for _number, path in zip(range(ASKED), cycle(PAGES), strict=False):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Host": "testserver"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        times.append(time.perf_counter() - begun)
    return sorted(times)


def attacked(place, facts, files):
    """The same while files are sent, and the seconds that each of these took."""
    uploaders = [Uploader(place, facts, files[at:] + files[:at]) for at in range(UPLOADERS)]
    for each in uploaders:
        each.start()
    time.sleep(1)
    times = reading(place)
    for each in uploaders:
        each.stopped.set()
        each.join()
    return times, [took for each in uploaders for took in each.taken]


def percentile(times, share):
    return times[min(len(times) - 1, int(len(times) * share))] * 1000


def main():
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run([sys.executable, __file__, "--make", folder], capture_output=True, text=True)
        if made.returncode:
            raise SystemExit(made.stderr)
        files = json.loads(subprocess.run([sys.executable, __file__, "--files"], capture_output=True, text=True).stdout)
        files = [(f"{at}.pdf", bytes.fromhex(data)) for at, data in enumerate(files)]
        with serving(*gunicorn(folder, STORED_ANSWERS_MB="0", WORKERS=str((os.cpu_count() or 1) + 1))) as place:
            return compare(place, json.loads(made.stdout.splitlines()[-1]), files)


def compare(place, facts, files):
    reading(place)  # once, so that nothing is asked for the first time
    print("| round | idle: median, p95 (ms) | meanwhile: median, p95 (ms) | times | files, longest (s) |")
    print("|---|---|---|---|---|")
    ratios = []
    for number in range(1, ROUNDS + 1):
        idle = reading(place)
        busy, taken = attacked(place, facts, files)
        ratios.append(percentile(busy, 0.95) / percentile(idle, 0.95))
        figures = [f"{percentile(times, 0.5):.0f}, {percentile(times, 0.95):.0f}" for times in (idle, busy)]
        print(
            f"| {number} | {figures[0]} | {figures[1]} | {ratios[-1]:.1f} | {len(taken)}, {max(taken):.1f} |",
            flush=True,
        )
    return 1 if min(ratios) > MOST_TIMES else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make_portal(*sys.argv[2:])
    elif sys.argv[1:2] == ["--files"]:
        sys.path.insert(0, str(ROOT))
        from tests.support.factories.hostile_evidence import made

        print(json.dumps([made(name).hex() for name in HEAVY]))
    else:
        sys.exit(main())
