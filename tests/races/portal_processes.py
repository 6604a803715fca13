"""Processes of the portal that a test leads step by step, each with its own memory and connections."""

import multiprocessing
import threading
from contextlib import contextmanager

from django.conf import settings
from django.db import connections, transaction
from django.test import Client

from core.stored_answers.store import STORE

PROCESSES = multiprocessing.get_context("fork")
PATIENCE = 20  # seconds; a step that takes longer has come to a standstill


class Pause:
    """A place in a view at which one reader can be made to wait."""

    def __init__(self):
        self.is_wanted, self.reached, self.go_on = False, threading.Event(), threading.Event()

    def here(self):
        if self.is_wanted:
            self.is_wanted = False
            self.reached.set()
            self.go_on.wait(PATIENCE)


PAUSE = Pause()


class Portal:
    """What a process does when it is told to; each method is a step of a history."""

    def __init__(self, cookies):
        self.reader, self.open_write, self.open_read = Client(), None, None
        self.reader.cookies.update(cookies)
        STORE.clear()

    def get(self, path):
        return self.reader.get(path).content.decode()

    def write(self, change):
        with transaction.atomic():
            change()

    def begin_write(self, change):
        """Begin a transaction on a connection of its own, and leave it open."""
        self.open_write = OpenWrite(change)

    def end_write(self, is_kept):
        self.open_write.end(is_kept)
        self.open_write = None

    def begin_read(self, path):
        """Begin to build a page, and stop in the middle of it."""
        PAUSE.is_wanted = True
        PAUSE.reached.clear()
        PAUSE.go_on.clear()
        self.body = ""
        self.open_read = threading.Thread(target=self.read_and_close, args=[path])
        self.open_read.start()
        while self.open_read.is_alive() and not PAUSE.reached.wait(0.005):
            """It comes to the pause, or the answer was there already."""

    def end_read(self):
        PAUSE.is_wanted = False
        PAUSE.go_on.set()
        self.open_read.join(PATIENCE)
        return self.body

    def read_and_close(self, path):
        try:
            self.body = self.get(path)
        finally:
            connections.close_all()


class OpenWrite:
    """A transaction that has written and is not committed."""

    def __init__(self, change):
        self.change, self.is_kept = change, False
        self.written, self.go_on = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        assert self.written.wait(PATIENCE)

    def run(self):
        try:
            with transaction.atomic():
                self.change()
                self.written.set()
                self.go_on.wait(PATIENCE)
                transaction.set_rollback(not self.is_kept)
        finally:
            connections.close_all()

    def end(self, is_kept):
        self.is_kept = is_kept
        self.go_on.set()
        self.thread.join(PATIENCE)


def serve(pipe, cookies):
    """Do what comes through the pipe until nothing comes any more."""
    connections.close_all()
    portal = Portal(cookies)
    try:
        while message := pipe.recv():
            name, *args = message
            try:
                pipe.send(getattr(portal, name)(*args))
            except Exception as error:
                pipe.send(Failed(repr(error)))
    except EOFError:
        pass
    finally:
        connections.close_all()


@contextmanager
def portals(number, cookies):
    """`number` processes; each is a function of the name of a step and its arguments."""
    settings.STORED_ANSWERS_MB = 8
    connections.close_all()
    pipes, processes = [], []
    for _place in range(number):
        here, there = PROCESSES.Pipe()
        process = PROCESSES.Process(target=serve, args=[there, cookies], daemon=True)
        process.start()
        pipes.append(here)
        processes.append(process)
    try:
        yield [Remote(pipe) for pipe in pipes]
    finally:
        for pipe in pipes:
            pipe.send(None)
        for process in processes:
            process.join(5)
            process.kill()
        settings.STORED_ANSWERS_MB = 0


class Failed(str):
    """What went wrong in a process."""


class Remote:
    """A process as the test sees it."""

    def __init__(self, pipe):
        self.pipe = pipe

    def __call__(self, *message):
        self.ask(*message)
        return self.answer()

    def ask(self, *message):
        self.message = message
        self.pipe.send(message)

    def answer(self):
        assert self.pipe.poll(PATIENCE), f"{self.message} came to a standstill"
        answer = self.pipe.recv()
        if isinstance(answer, Failed):
            raise RuntimeError(f"{self.message}: {answer}")
        return answer
