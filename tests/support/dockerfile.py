"""deploy/Dockerfile read and carried out without a daemon: its paths are those below a folder of this machine."""

import fnmatch
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

ROOT = settings.BASE_DIR
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


class Step(NamedTuple):
    """An instruction: its word, and what stands after it."""

    word: str
    text: str


def stages():
    """The steps of each stage, in their order; the first of each is its FROM."""
    text = DOCKERFILE.read_text().replace("\\\n", " ")
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines() if not line.startswith("#"))):
        step = Step(*line.split(maxsplit=1))
        found += [[]] if step.word == "FROM" else []
        found[-1].append(step)
    return found


def command(text):
    """The words of a CMD in its JSON form, with or without what stands before it."""
    return json.loads(text[text.index("[") :])


def context():
    """The files of the build's context: what git holds, without what deploy/Dockerfile.dockerignore leaves out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    rules = (ROOT / "deploy/Dockerfile.dockerignore").read_text().split("\n")
    rules = [rule for rule in rules if rule and not rule.startswith("#")]
    return [path for path in listed.split("\0") if path and is_sent(path, rules)]


def is_sent(path, rules):
    """Whether the last rule that fits a path, or a folder above it, lets it through."""
    above = [str(each) for each in (Path(path), *Path(path).parents)]
    sent = True
    for rule in rules:
        pattern = rule.removeprefix("!").removeprefix("**/")
        if any(fnmatch.fnmatch(each, pattern) for each in above):
            sent = rule.startswith("!")
    return sent


class Build:
    """The stage that makes the portal, below `folder`."""

    def __init__(self, folder):
        self.folder = folder
        self.place = folder
        self.known = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}

    def carry_out(self, steps, instead=None):
        """Do the steps; `instead` changes the text of a RUN. What was printed where one fails is in the error."""
        for word, text in steps:
            getattr(self, word.lower())(instead(text) if instead and word == "RUN" else text)

    def env(self, text):
        self.known |= dict(part.split("=", 1) for part in text.split())

    def workdir(self, text):
        self.place = self.folder / text.lstrip("/")
        self.place.mkdir(parents=True, exist_ok=True)

    def copy(self, text):
        source, target = text.split()
        for path in context():
            if source == "." or path == source:
                there = self.place / (path if source == "." else f"{target}/{Path(path).name}")
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / path, there)

    def run(self, text):
        done = subprocess.run(
            text, shell=True, cwd=self.place, env=self.known, capture_output=True, text=True, timeout=900
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
