"""Processes that do one thing, and are killed before one of its steps or at any moment; and whether all is whole then.

A step is a statement, the end of a transaction, whatever is done with files, and each word to a mail server.
"""

import os
import random
import signal
import smtplib
import sys
import time
import traceback
from contextlib import ExitStack, contextmanager
from functools import partial
from hashlib import sha256
from typing import NamedTuple
from unittest import mock

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction

from activities.activities.models import evidence, totals
from activities.activities.models.evidence import FOLDER, stored_names
from activities.models import Evidence
from core.left_files import stored_files
from tests.support.tables import tables

FILES = ("open", "os.link", "os.remove", "os.rename", "os.mkdir")
# What comes and goes beside the act itself. Totals are compared with a fresh count instead.
BESIDE = {
    "accounts.BrowserSession",
    "core.Lock",
    "core.DataVersion",
    "core.Job",
    "core.Letter",
    "contenttypes.ContentType",
}


class DamageError(AssertionError):
    """Something is there by half, twice, or not any more."""


class Outcome(NamedTuple):
    killed: bool
    steps: list  # what each was, of a process that came to its end
    seconds: float


class Steps:
    """Counts the steps of this process, and ends it before the one with the number `last`."""

    def __init__(self, last, media):
        self.done, self.last, self.media = [], last, str(media)

    def step(self, what):
        self.done.append(what)
        if len(self.done) == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self):
        connection.ensure_connection()
        connection.execute_wrappers.append(self.statement)
        connection._commit = partial(self.around, "commit", connection._commit)
        send = smtplib.SMTP.send
        smtplib.SMTP.send = lambda server, words: self.around("mail", send, server, words)
        sys.addaudithook(self.file)

    def statement(self, execute, *arguments):
        self.step("statement")
        return execute(*arguments)

    def around(self, what, do, *arguments):
        self.step(what)
        done = do(*arguments)
        self.step(what)
        return done

    def file(self, event, arguments):
        if event in FILES and str(arguments[0]).startswith(self.media):
            self.step("file")


def in_a_process(do, media, last=None, delay=None, without=()):
    """Call `do()` in a process that is killed before its step `last`, or `delay` seconds after it has begun.

    `without` are context managers that take a protection away, in that process only.
    """
    connections.close_all()
    ear, mouth = os.pipe()
    process = os.fork()
    if not process:
        live_and_die(do, Steps(last, media), mouth, without)
    os.close(mouth)
    with os.fdopen(ear, "rb") as heard:
        heard.read(1)
        begun = time.perf_counter()
        if delay is not None:
            time.sleep(delay)
            os.kill(process, signal.SIGKILL)
        told = heard.read()
        seconds = time.perf_counter() - begun
    _process, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or status == 0, "it went wrong by itself"
    return Outcome(os.WIFSIGNALED(status) and not told, told.decode().split(), seconds)


def live_and_die(do, steps, mouth, without):
    """The life of the process; it never returns."""
    status = 1
    try:
        taken_away = ExitStack()
        for protection in without:
            taken_away.enter_context(protection())
        steps.watch()
        os.write(mouth, b"!")
        do()
        os.write(mouth, " ".join(steps.done).encode())
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def everything():
    """Every row of every table that an act may be about."""
    models = [model for model in apps.get_models() if not (model._meta.proxy or getattr(model, "computed", False))]
    return tables([model for model in models if model._meta.label not in BESIDE])


def delta(before, after):
    """How many rows of each table came, changed and went: the shape of what was done."""
    found = {}
    for label, rows in after.items():
        there, changed = before[label], 0
        if rows != there:
            changed = sum(there[key] != rows[key] for key in there.keys() & rows.keys())
            found[label] = (len(rows.keys() - there.keys()), changed, len(there.keys() - rows.keys()))
    return found


class Trial:
    """One act, done again and again, each time with something new, and killed."""

    def __init__(self, moment, media, seed, without=()):
        self.moment, self.media, self.chance, self.without = moment, media, random.Random(seed), without
        self.killed = self.missed = 0
        for _time in range(2):  # the first one makes what all later ones find there
            thing, before = moment.prepare(), everything()
            self.alone = in_a_process(partial(moment.act, thing), media, without=without)
            self.whole = delta(before, everything())
            moment.afterwards(thing)
        assert self.whole

    def by_steps(self, number, *sorts):
        """Kill it so many times, each before another one of its steps, of these sorts if given."""
        steps = [place for place, what in enumerate(self.alone.steps, 1) if not sorts or what in sorts]
        until = self.killed + number
        self.chance.shuffle(steps)
        while steps and self.killed < until:
            self.kill(last=steps.pop())

    def by_time(self, number):
        """Kill it at so many moments, wherever it is then; one that comes too late counts as missed."""
        for _time in range(number):
            self.kill(delay=self.chance.uniform(0, self.alone.seconds))

    def kill(self, **when):
        thing, before = self.moment.prepare(), everything()
        outcome = in_a_process(partial(self.moment.act, thing), self.media, without=self.without, **when)
        self.killed += outcome.killed
        self.missed += not outcome.killed
        found = delta(before, everything())
        if found not in self.moment.stages(self.whole):
            raise DamageError(f"partial: {found}; whole: {self.whole}")
        check_totals()
        check_files()
        self.moment.resume(thing)
        found = delta(before, everything())
        if found != self.whole:
            raise DamageError(f"lost or twice: {found}; whole: {self.whole}")
        self.moment.afterwards(thing)
        check_totals()


def check_totals():
    if found := totals.differences():
        raise DamageError(f"totals differ: {found}")


def check_files():
    """Each record has its file, byte by byte; what has no record is what sweeping takes away."""
    stored, known = set(stored_files(FOLDER)), stored_names()
    if missing := known - stored:
        raise DamageError(f"files are missing: {missing}")
    for piece in Evidence.objects.exclude(file=""):
        with piece.file.open("rb") as file:
            if sha256(file.read()).hexdigest() != piece.sha256:
                raise DamageError(f"{piece.file.name} is not what was sent")


def check_database():
    """What SQLite says of its own file after all that; PostgreSQL keeps no such file that we could harm."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)


# Protections, taken away


@contextmanager
def each_statement_alone():
    """No transaction holds together what belongs together."""
    if connection.vendor == "sqlite":
        with mock.patch.multiple(transaction.Atomic, __enter__=lambda self: None, __exit__=lambda self, *error: None):
            yield
        return

    def committed(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not sql.lstrip().upper().startswith(("SELECT", "BEGIN")):
            connection.connection.commit()
        return result

    connection.ensure_connection()
    connection.execute_wrappers.append(committed)
    with mock.patch.object(connection.features, "uses_savepoints", False):
        yield


@contextmanager
def rows_before_their_files():
    """The record of a file is certain before the file is."""

    def later(piece, upload):
        piece.file.name = default_storage.get_available_name(evidence.kept_at(piece, upload.name))
        content = upload.content
        transaction.on_commit(lambda: default_storage.save(piece.file.name, content))

    with mock.patch.object(evidence, "keep_bytes", later):
        yield
