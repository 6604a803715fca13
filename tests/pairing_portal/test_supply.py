"""The list of parts (SBOM) is that of the lock, and an audit fails on findings alone."""

import importlib.util
import json
import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "deploy" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_of_parts_has_each_package_of_the_lock_with_its_hashes(tmp_path):
    lock = ROOT / "requirements" / "production.txt"
    script("make_bundle").write_parts(lock, tmp_path / "sbom.json")
    parts = json.loads((tmp_path / "sbom.json").read_text())
    locked = re.findall(r"^([\w-]+)==(\S+)", lock.read_text(), re.MULTILINE)
    assert [(each["name"], each["version"]) for each in parts["components"]] == locked
    for each in parts["components"]:
        assert each["purl"].startswith(f"pkg:pypi/{each['name']}@")
        (kept,) = each["externalReferences"]
        assert {one["alg"] for one in kept["hashes"]} == {"SHA-256"}
    assert parts["metadata"]["component"]["name"] == "pairing-portal"


CLEAN = {"name": "django", "version": "5.2.19", "vulns": []}
UNKNOWN = {"name": "tablib", "skip_reason": "Dependency not found"}
FAULTY = {"name": "lxml", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}


@pytest.mark.parametrize(
    ("answers", "status", "said"),
    [
        ({"pypi": [CLEAN]}, 0, "1 packages looked at"),
        ({"pypi": [CLEAN, UNKNOWN]}, 0, "not known there: tablib"),
        ({"pypi": [CLEAN, FAULTY]}, 1, "lxml 1.0: PYSEC-1, mended in 1.1"),
        ({"pypi": [UNKNOWN], "osv": [FAULTY]}, 1, "advisories of osv"),
        ({"pypi": [UNKNOWN], "osv": []}, 0, "was not looked at: no index of advisories answers"),
        ({}, 0, "was not looked at"),
    ],
)
def test_an_audit_fails_on_findings_and_says_when_nobody_answers(answers, status, said, monkeypatch, capsys):
    audit = script("audit")
    monkeypatch.setattr(audit, "ask", lambda service, lock: answers.get(service, []))
    assert audit.main("requirements/production.txt") == status
    assert said in capsys.readouterr().out


def test_every_file_that_the_security_notes_rest_on_is_there():
    notes = (ROOT / "docs" / "security.md").read_text()
    named = set(re.findall(r"`([\w./-]+/[\w./-]+)`", notes)) | set(re.findall(r"\]\(([\w./]+)\)", notes))
    missing = {name for name in named if not any((place / name).exists() for place in (ROOT, ROOT / "docs"))}
    assert missing == set() and len(named) > 30


def test_the_security_notes_go_through_every_chapter_and_say_what_was_not_read():
    notes = (ROOT / "docs" / "security.md").read_text()
    assert [int(number) for number in re.findall(r"^\| V(\d+) ", notes, re.MULTILINE)] == list(range(1, 18))
    assert notes.count("待核对") > 10 and "to be checked" in notes
    targets = set(re.findall(r"`make ([\w-]+)`", notes))
    rules = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets and targets <= set(rules)
