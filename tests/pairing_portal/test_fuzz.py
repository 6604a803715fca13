"""Requests gone wrong in every way that a seed thinks of: none ends in a fault of the portal, none takes long.

The short run goes to every address once, on PostgreSQL to every third; `make soak-fuzz` sends 20,000 requests to each
database. One that breaks something is named with its number: FUZZ=4711 sends that one alone, FUZZ=1000-2000 a stretch.
Seconds in which no processor was free do not count, and one that takes too long is sent once more: a busy machine is no
fault of ours.
"""

import logging
import os
import random
import traceback
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse

from core.file_content import Upload
from pairs import reader
from pairs.directory import registers
from pairs.kept_files import unpacked_size
from tests.conftest import made_once
from tests.support.access import MATRIX, lookup
from tests.support.factories.everything import Everything
from tests.support.fuzzing import Fuzzer, OddRequest, altered_file, asked

from .test_access import NAMES, path_of

SEED = 20261130
SOAK = bool(os.environ.get("SOAK"))
FEWEST, MANY = 500, 20_000
MOST_SECONDS = 2


def numbers(addresses):
    """Which requests are sent, where there are so many addresses."""
    first, _to, last = os.environ.get("FUZZ", "").partition("-")
    if first:
        return range(int(first), int(last or first) + 1)
    return range(0, MANY if SOAK else max(FEWEST, addresses), 1 if SOAK or connection.vendor == "sqlite" else 3)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    def make():
        world = Everything()
        return world, world.visitors()

    yield from made_once(django_db_blocker, make)


@pytest.fixture
def fuzzer(stage, db, settings):
    """Sends to every address there is, about everything there is; no robot is called."""
    settings.ROBOT_CALLER = "demo.console_robot.post"
    world, visitors = stage
    paths = {world.path(name, sample) for _method, name, sample, _cells in MATRIX}
    return Fuzzer(SEED, paths | {path_of(name, lookup(name).kwargs) for name in NAMES if sampled(name)}, visitors)


def sampled(name):
    """Whether the table has a sample of the address that is here as well."""
    try:
        return bool(lookup(name) and path_of(name, lookup(name).kwargs))
    except AttributeError:  # no record of this kind
        return False


@pytest.fixture
def faults():
    """What views have raised that nobody caught."""
    raised = []

    def note(sender, **told):
        raised.append(traceback.format_exc(limit=-4))

    got_request_exception.connect(note)
    logging.disable(logging.CRITICAL)
    yield raised
    logging.disable(logging.NOTSET)
    got_request_exception.disconnect(note)


def taken_back(visitor, request):
    with transaction.atomic():
        answer = asked(visitor, request)
        transaction.set_rollback(True)
    return answer


def wrong(visitor, request, ask=taken_back):
    """What is wrong with the answer to a request; nothing where all is well."""
    status, took = ask(visitor, request)
    if status >= 500:
        return f"answered {status}"
    if took > MOST_SECONDS and (took := ask(visitor, request)[1]) > MOST_SECONDS:
        return f"took {took:.1f} s"
    return ""


def test_no_request_breaks_the_portal(fuzzer, faults):
    found = []
    for number in numbers(len(fuzzer.paths)):
        request = fuzzer.request(number)
        if problem := wrong(fuzzer.visitors[request.who], request):
            found.append("\n".join([f"{request} {problem}", *faults[-1:]]))
    assert not found, "\n\n".join(found)


@pytest.mark.one_database
def test_an_altered_file_is_accepted_or_refused_and_nothing_else():
    for number in range(MANY if SOAK else FEWEST):
        data = altered_file(random.Random(f"{SEED}-{number}"))
        with suppress(ValidationError):
            Upload(SimpleUploadedFile(str(number), data))
        reader.read(data)
        registers.read(data)
        unpacked_size(data)


def test_a_fault_and_a_slow_answer_would_be_noticed():
    request = OddRequest(1, "anonymous", "get", "/")

    class Faulty:
        def get(self, path):
            return HttpResponse(status=500)

    assert wrong(Faulty(), request, asked) == "answered 500"
    answers = iter([(200, 3), (200, 3), (200, 3), (200, 1)])
    assert wrong(None, request, lambda *sent: next(answers)).startswith("took")
    assert wrong(None, request, lambda *sent: next(answers)) == ""


def test_the_requests_of_a_seed_are_the_same_each_time(fuzzer, stage):
    again = Fuzzer(SEED, fuzzer.paths, stage[1])
    assert [str(fuzzer.request(at)) for at in range(60)] == [str(again.request(at)) for at in range(60)]
