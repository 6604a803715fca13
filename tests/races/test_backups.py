"""Backups while everybody writes: each is of one moment, and good.

`make test` makes two on each database, with writers at work while it is written; SOAK=1 (`make soak-backup`) makes 40
on each, with writers at work all the time.
"""

import itertools
import multiprocessing
import os
import random
from contextlib import contextmanager, nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from activities.activities import evidence_workflow, workflow
from activities.models import Evidence
from core.backup import create
from core.backup.archive import read_manifest
from core.backup.restore import restore
from core.exceptions import Refused
from core.models import Backup
from core.versioning import Conflict
from pairs.lists.workflow import preview
from tests.conftest import a_person
from tests.support.casts.backups import as_in_production, elsewhere, media, portal_of_tests
from tests.support.factories.everything import A_LIST

__all__ = ["as_in_production", "media", "portal_of_tests"]

pytestmark = pytest.mark.django_db(transaction=True)
SOAK = bool(os.environ.get("SOAK"))
BACKUPS, WRITERS = (40, 4) if SOAK else (2, 2)
PROCESSES = multiprocessing.get_context("fork")
PATIENCE = 60  # seconds
RACES_LOST = (Refused, Conflict, ValidationError)

PDF = b"%%PDF-1.4 %b\n%%%%EOF\n"


class Writer:
    """A person who logs, shows, confirms, erases and reads lists, without a pause."""

    def __init__(self, world, rita, sam, editor, seed):
        self.world, self.rita, self.sam, self.editor = world, rita, sam, editor
        self.chance, self.number = random.Random(seed), itertools.count()

    def step(self):
        self.chance.choice([self.log, self.log, self.erase, self.read_a_list])()

    def log(self):
        """One more activity with evidence, confirmed or still open."""
        draft = self.world.drafted(self.rita, title=f"第{next(self.number)}场", measures={"posts": 3})
        Evidence.objects.attach(self.rita, draft, self.file())
        if self.chance.random() < 0.7:
            workflow.confirm(workflow.submit(draft, self.rita), self.sam)

    def file(self):
        return SimpleUploadedFile("a.pdf", PDF % self.chance.randbytes(self.chance.randrange(1, 20_000)))

    def erase(self):
        """Erase the bytes of evidence of one's own that is still open."""
        open_ones = Evidence.objects.filter(activity__status="draft", redacted_at=None).order_by("?")
        if piece := open_ones.first():
            evidence_workflow.redact(piece, self.rita, "写错了")

    def read_a_list(self):
        text = f"{A_LIST}2,甲{next(self.number)},乙\n"
        preview(self.world.batch, text.encode(), "list.csv", owner=self.editor)


def write(writer, go, stop, steps):
    """What the process of a writer does until it is stopped; who loses a race against another tries the next thing."""
    connections.close_all()
    try:
        while not stop.is_set():
            if go.wait(0.05):
                try:
                    writer.step()
                    steps.value += 1
                except RACES_LOST:
                    pass
    finally:
        connections.close_all()


@contextmanager
def load(writers):
    """Writers in processes of their own: gives an event that lets them go, and how many steps each has done."""
    connections.close_all()
    go, stop = PROCESSES.Event(), PROCESSES.Event()
    steps = [PROCESSES.Value("l", 0) for _writer in writers]
    processes = [
        PROCESSES.Process(target=write, args=[writer, go, stop, count], daemon=True)
        for writer, count in zip(writers, steps, strict=True)
    ]
    for process in processes:
        process.start()
    try:
        yield go, steps
    finally:
        stop.set()
        for process in processes:
            process.join(PATIENCE)
            process.kill()
    assert [process.exitcode for process in processes] == [0] * len(processes), "a writer fell over"


@pytest.fixture
def writers(portal_of_tests, world, rita, sam):
    editor = a_person("ed", "editor")
    return [Writer(world, rita, sam, editor, seed) for seed in range(WRITERS)]


def test_each_backup_under_load_is_good(writers, as_in_production, monkeypatch, tmp_path):
    prove, proved = create.prove, []
    with load(writers) as (go, steps):

        def proved_in_quiet(path, passphrase):
            if not SOAK:
                go.clear()
            prove(path, passphrase)
            proved.append(path)

        monkeypatch.setattr(create, "prove", proved_in_quiet)
        for number in range(BACKUPS):
            go.set()
            before = [count.value for count in steps]
            wait_for_each(steps, before)
            create.create(tmp_path / f"{number}.backup", "口令" if number % 2 else "")
            (tmp_path / f"{number}.backup").unlink()
    assert len(proved) == Backup.objects.count() == BACKUPS
    assert Backup.objects.newest().proof["files"] > 0 and Backup.objects.newest().proof["missing"] == 0


def wait_for_each(steps, before):
    """Until every writer is in the middle of writing."""
    for _look in range(PATIENCE * 100):
        if all(count.value > then for count, then in zip(steps, before, strict=True)):
            return
        PROCESSES.Event().wait(0.01)
    raise AssertionError("the writers do not write")


@pytest.mark.parametrize("protected", [True, False], ids=["in one snapshot", "without it"])
def test_what_is_written_meanwhile_is_all_in_it_or_not_at_all(writers, monkeypatch, settings, tmp_path, protected):
    """An activity is confirmed after the activities were read, and before their totals are."""
    add_table, (writer, *_others) = create.add_table, writers

    def meanwhile(archive, table, model):
        add_table(archive, table, model)
        if table == "activities_activity":
            in_a_process(lambda: writer.world.confirmed(writer.rita, writer.sam, measures={"posts": 3}))

    monkeypatch.setattr(create, "add_table", meanwhile)
    if not protected:
        monkeypatch.setattr(create, "snapshot", nullcontext)
    with (tmp_path / "a.backup").open("wb") as file:
        create.write(file)
    assert read_manifest(tmp_path / "a.backup")
    with elsewhere(settings, tmp_path, "meanwhile"):
        assert is_good(tmp_path / "a.backup") == protected


def is_good(path):
    try:
        return restore(path, is_scratch=True).problems == []
    except create.BackupRefused:  # references to what is not in it
        return False


def in_a_process(do):
    def and_close():
        connections["default"] = connections["default"].copy()  # the other one is in the middle of its snapshot
        do()
        connections.close_all()

    process = PROCESSES.Process(target=and_close)
    process.start()
    process.join(PATIENCE)
    assert process.exitcode == 0
