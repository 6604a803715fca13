"""What the home page is on a slow telephone: kilobytes as sent, seconds to the largest thing in sight, shifts.

    python benchmarks/home_page.py                                a temporary SQLite file with the published data
    DATABASE_URL=postgres://… python benchmarks/home_page.py      a throw-away PostgreSQL database

A browser with an empty cache opens it in both languages, with 150 ms from here to there and back, 1.6 megabits a second
and a processor four times slower; the portal runs under gunicorn with its files collected, as deployed. The median of
five counts. Exit 1 beyond 60 KB, 1.2 s until the largest thing is painted (LCP) or shifts of 0.02 (CLS).
"""

import os
import shutil
import statistics
import sys
import tempfile
from contextlib import contextmanager

from _portal import published_portal
from _servers import gunicorn, serving
from playwright.sync_api import sync_playwright

MOST_KILOBYTES, MOST_SECONDS, MOST_SHIFT = 60, 1.2, 0.02
ROUND_TRIP, BYTES_A_SECOND, SLOWER = 150, 1.6e6 / 8, 4
VISITS = 5
TELEPHONE = {"width": 390, "height": 844}
# As tests/e2e starts it: nothing of its own to do on the network.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
WATCH = """
window.seen = {largest: 0, shift: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.largest = e.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.shift += e.value; })
    .observe({type: "layout-shift", buffered: true});
"""


def main():
    os.environ["COLLECTED"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        published_portal(folder)
        from django.db import connection

        connection.close()
        collect()
        with serving(*gunicorn(folder, STORED_ANSWERS_MB="64")) as place, chromium() as browser:
            addresses = [f"http://127.0.0.1:{place[1]}{path}" for path in ("/", "/en/")]
            faults = [fault for address in addresses for fault in told(address, browser)]
    print(*(faults or ["all within the limits"]), sep="\n")
    return 1 if faults else 0


def collect():
    """Collect and compress the portal's own files, as `collectstatic` does with those of every package."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    names = {path.split("/")[0] for finder in get_finders() for path, _storage in finder.list([])}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=[*names - {"portal"}])


@contextmanager
def chromium():
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        sys.exit("This needs Chromium (on Debian and Ubuntu: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def told(address, browser):
    """Print what the median of the visits shows; yields what is wrong with it."""
    visits = [visit(address, browser) for _ in range(VISITS)]
    kilobytes, requests, seconds, shift = (statistics.median(each) for each in zip(*visits, strict=True))
    print(f"{address}: {kilobytes:.1f} KB in {requests} requests, LCP {seconds:.2f} s, CLS {shift:.3f}", flush=True)
    if kilobytes > MOST_KILOBYTES or seconds > MOST_SECONDS or shift > MOST_SHIFT:
        yield f"{address}: at most {MOST_KILOBYTES} KB, {MOST_SECONDS} s and {MOST_SHIFT} are allowed"


def visit(address, browser):
    """(kilobytes as sent, requests, seconds to the largest paint, shifts) of one visit with an empty cache."""
    page = browser.new_context(viewport=TELEPHONE).new_page()
    devtools, sizes = page.context.new_cdp_session(page), []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    devtools.send("Network.enable")
    speed = {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": BYTES_A_SECOND}
    devtools.send("Network.emulateNetworkConditions", speed | {"uploadThroughput": BYTES_A_SECOND})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate("window.seen")
    page.context.close()
    return sum(sizes) / 1024, len(sizes), seen["largest"] / 1000, seen["shift"]


if __name__ == "__main__":
    sys.exit(main())
