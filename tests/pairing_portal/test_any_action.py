"""Nothing of one action stands in code, templates or translations: what is said of it is data of that action."""

import io
import re
import subprocess

from babel.messages.pofile import read_po
from django.conf import settings

# A province, a city, codes of its universities and the number of mechanisms of the first action that this portal was
# made for.
OF_ONE_ACTION = re.compile(
    r"hubei|wuhan|湖北|武汉|武漢|province=42|\b4[12]42\d{6}\b|六(?:个(?!月)|项|共)|\bsix (?:mechanisms|joint)",
    re.IGNORECASE,
)
CODE = ["*.py", "*.html", "*.js", "*.css", "*.txt"]
APART = ("tests/", "demo/", "docs/", "benchmarks/", "fixtures/", "requirements/")
# Every province has its line in the table of provinces, and its name in the catalogue.
PROVINCE = re.compile(r'    HUBEI = "42", "湖北省"')
NAMES = {"Hubei"}


def test_code_and_templates_are_of_no_action():
    listed = subprocess.run(["git", "ls-files", *CODE], cwd=settings.BASE_DIR, capture_output=True, text=True).stdout
    files = [name for name in listed.split() if not name.startswith(APART) and "/migrations/" not in name]
    assert len(files) > 200
    found = {
        f"{name}: {line.strip()}"
        for name in files
        for line in (settings.BASE_DIR / name).read_text().splitlines()
        if OF_ONE_ACTION.search(line) and not PROVINCE.match(line)
    }
    assert found == set()


def test_translations_are_of_no_action():
    path = settings.BASE_DIR / "pairing_portal" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    texts = [
        text
        for entry in read_po(io.BytesIO(path.read_bytes()), locale="zh_Hans")
        for pair in (zip(*map(forms, (entry.id, entry.string)), strict=False),)
        for both in pair
        if both[0] not in NAMES
        for text in both
    ]
    assert len(texts) > 1000
    assert [text for text in texts if OF_ONE_ACTION.search(text)] == []


def forms(text):
    return text if isinstance(text, list | tuple) else (text,)
