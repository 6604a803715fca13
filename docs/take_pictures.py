"""Takes the pictures of the staff's handbook again, from a fresh database: .venv/bin/python docs/take_pictures.py

Needs chromium and Chinese fonts (CHROMIUM names another browser). Nothing outside docs/pictures is changed.
"""

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
COLOURS = 96  # enough for the portal's own, and half of the bytes
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Prose of our own around the facts of the list.
PROSE = """第二批全国高校与湖北高校毕业生就业创业工作“一帮一”行动
第二批确定76对高校结对。支援高校包括15所中央部委直属高校(含11所教育部直属高校)、15所省属普通高校、\
32所全国示范性高职院校和骨干高职院校、14所普通高职(含7所高水平专业群建设单位)；受援高校包括29所省属本科高校、\
5所全国示范性高职院校和骨干高职院校、41所普通高职、1所成人教育高校。行动时间为2020年5月至9月。
序号\t受援高校\t支援高校
"""


def notice(wrong=False):
    """The notice with its list; `wrong` misspells one name and repeats one number."""
    with open(ROOT / "fixtures" / "batch_2_pairs.csv", encoding="utf-8") as file:
        rows = [[row["serial"], row["recipient"], row["supporter"]] for row in csv.DictReader(file)]
    if wrong:
        rows[1][1], rows[4][0] = "汉囗学院", rows[3][0]
    return PROSE + "\n".join("\t".join(row) for row in rows)


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(address):
    for _attempt in range(60):
        try:
            return urllib.request.urlopen(address).status
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{address} does not answer")


class Camera:
    def __init__(self, page, base):
        self.page, self.base = page, base

    def open(self, address):
        self.page.goto(self.base + address)

    def press(self, selector):
        with self.page.expect_navigation():
            self.page.locator(f"{selector} >> visible=true").first.click()

    def take(self, name, height=900):
        """The top of the page, at most `height` pixels."""
        tall = self.page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": self.page.viewport_size["width"], "height": min(height, tall)}
        self.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path, clip=clip, full_page=True)
        with Image.open(path) as picture:
            small = picture.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        print(path)


def sign_in(page, base, name, password, path="/admin/"):
    page.goto(f"{base}/accounts/login/?next={path}")
    page.fill("#id_login", name)
    page.fill("#id_password", password)
    with page.expect_navigation():
        page.press("#id_password", "Enter")


def walk(camera):
    """The way from a notice to published pairs, and what the editors do afterwards."""
    page = camera.page
    camera.take("desk", 860)
    camera.press(".first a")
    page.fill("textarea", notice())
    camera.take("notice", 620)
    camera.press("button[name=read]")
    camera.take("facts", 1500)
    camera.press("button[name=create]")
    camera.take("facts-errors", 760)
    page.fill("#id_reported_on", "2020-05-21")
    page.fill("#id_source", "教育部 2020 年 5 月 21 日通报")
    camera.press("button[name=create]")
    camera.take("preview", 1560)
    preview = page.url
    camera.open(
        re.sub(".*(/admin/)", r"\1", page.get_attribute(".breadcrumbs a[href*=change]", "href")).replace(
            "change", "list"
        )
    )
    camera.take("list", 800)
    page.fill("textarea", notice(wrong=True))
    camera.press(".buttons button")
    camera.take("preview-errors", 760)
    page.goto(preview)
    if page.query_selector("#id_accept"):
        page.check("#id_accept")
    camera.press("button.default[name=confirm]")
    camera.take("publish", 900)
    camera.press("form .buttons button")
    camera.take("published", 520)
    afterwards(camera)


def afterwards(camera):
    page = camera.page
    camera.open("/admin/pairs/pair/?batch=2")
    camera.take("pairs", 760)
    page.check("#action-toggle")
    page.select_option("select[name=action]", "record_milestone")
    camera.press("button[name=index]")
    camera.take("milestone", 1300)
    camera.open("/admin/pairs/pair/?batch=2")
    camera.press("#result_list tbody a")
    page.fill("#id_source", "教育部通报")
    page.fill("#id_reason", "补充来源")
    camera.press("input[name=_continue]")
    camera.press(".historylink")
    camera.take("history", 620)


@contextmanager
def portal(*loading, demo=False):
    """A portal served from a fresh database: its settings, and its address.

    It holds what `load_published` with these words loads, or the demonstration.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "DEBUG": "1"}
        environment |= {"MEDIA_ROOT": f"{folder}/media", "DEMO": "1" if demo else ""}
        manage(environment, "migrate", "-v0")
        manage(environment, *(["load_demo"] if demo else ["load_published", *loading]))
        port = free_port()
        command = [sys.executable, "manage.py", "runserver", "--noreload", str(port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield environment, f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


@contextmanager
def camera(base, width=1180):
    """A camera before the portal at `base`, with nobody signed in and a window of that width."""
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield Camera(browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN").new_page(), base)
        browser.close()


def main():
    PICTURES.mkdir(exist_ok=True)
    without = "from pairs.models import Batch; Batch.objects.get(number=2).delete()"
    with portal("--without-pairs") as (environment, base):
        manage(environment, "shell", "-v0", "-c", without)
        name, password = manage(environment, "demo_accounts").splitlines()[0].split(" / ")
        with camera(base) as taking:
            sign_in(taking.page, base, name, password)
            walk(taking)


if __name__ == "__main__":
    main()
