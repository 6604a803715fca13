"""After every committed change the next answer of every process is new, whoever wrote and read at the same time.

Four processes write, hold transactions open, and read in the middle of each other's writing, by chance. Each protection
is taken out once, and the same histories then find what it protects from. `make test` has 25 histories of 20 steps on
each database; SOAK=1 (`make soak-answers`) has 10,000 on each.
"""

import os
import random
from contextlib import nullcontext
from functools import partial

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from core import data_version, replicas
from core.access import Access, public
from core.stored_answers import middleware
from core.version_facts import once_a_version
from pairing_portal import urls
from pairs.models import Action
from tests.conftest import a_client, a_person
from tests.races.portal_processes import PAUSE, portals

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES, STEPS, HISTORIES = 4, 20, 10_000 if os.environ.get("SOAK") else 25
CANARY = "金丝雀"
ONE, TWO = "/one/", "/two/"


@public
def one(request):
    """Two facts that change together, read one after the other; and whatever is told of the reader."""
    name = Action.objects.get(slug="history").name
    PAUSE.here()
    english = Action.objects.get(slug="history").name_en
    return HttpResponse(f"{name}|{english}|{request.COOKIES.get('sessionid', '')}")


@once_a_version
def names():
    return [*Action.objects.exclude(name=CANARY).order_by("slug").values_list("name", flat=True)]


@public
def two(request):
    """What is kept in the process while nothing changes that it is made of."""
    return HttpResponse(",".join(names()))


def inside(request):
    return HttpResponse(CANARY)


urlpatterns = [path("one/", one), path("two/", two), path("inside/", inside), *urls.urlpatterns]


def save(number):
    action = Action.objects.get(slug="history")
    action.name = action.name_en = number
    action.save()


def update(number):
    Action.objects.filter(slug="history").update(name=number, name_en=number)


def by_hand(number):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pairs_action SET name = %s, name_en = %s WHERE slug = 'history'", [number, number])


def add(number):
    """Another row: it meets nobody who writes the first."""
    Action.objects.bulk_create([Action(slug=f"a{number}", name=number)])


def draft(number):
    Action.objects.create(slug=f"d{number}", name=CANARY)


WAYS = [save, update, by_hand, add, draft]
ASIDE = [add, draft]  # do not wait for one another, where the database locks rows


class History:
    """One history: its steps by chance, and what the processes must answer after each of them."""

    def __init__(self, seed, processes):
        self.chance, self.processes, self.seed = random.Random(seed), processes, seed
        self.writer, self.reader, self.number = None, None, 0

    def run(self):
        for _step in range(STEPS):
            self.chance.choice([self.write, self.write, self.hold_a_write, self.hold_a_read])()
            self.check()
        self.end_write()
        self.end_read()
        self.check()

    def change(self, ways):
        self.number += 1
        return partial(self.chance.choice(ways), f"{self.seed}-{self.number}")

    def write(self):
        if self.writer and connection.vendor == "sqlite":
            return self.end_write()
        process = self.chance.choice([one for one in self.processes if one is not self.writer])
        return process("write", self.change(ASIDE if self.writer else WAYS))

    def hold_a_write(self):
        if self.writer:
            return self.end_write()
        self.writer = self.chance.choice(self.processes)
        return self.writer("begin_write", self.change(WAYS))

    def hold_a_read(self):
        if self.reader:
            return self.end_read()
        self.reader = self.chance.choice(self.processes)
        return self.reader("begin_read", ONE)

    def end_write(self):
        if self.writer:
            self.writer("end_write", self.chance.random() < 0.7)
        self.writer = None

    def end_read(self):
        if self.reader:
            name, english, _reader = self.reader("end_read").split("|")
            assert name == english, f"history {self.seed}: of two moments"
        self.reader = None

    def check(self):
        """All processes but the one that stands in the middle of building say what is true now."""
        truth = {ONE: body_of(one), TWO: body_of(two)}
        asked = {process: self.chance.choice([ONE, TWO]) for process in self.processes if process is not self.reader}
        for process, address in asked.items():
            process.ask("get", address)
        answers = {process: process.answer() for process in asked}
        for process, address in asked.items():
            assert answers[process] == truth[address], f"history {self.seed}"


def body_of(view):
    """What a view answers to nobody, straight from the database."""
    request = HttpResponse()
    request.COOKIES = {}
    return view(request).content.decode()


@pytest.fixture
def world(settings):
    settings.ROOT_URLCONF = __name__
    Action.objects.create(slug="history", name="0", name_en="0")
    return a_client(a_person("ed", "editor", name=CANARY)).cookies


def histories(world, number, seed=0):
    with portals(PROCESSES, world) as processes:
        for place in range(number):
            History(seed + place, processes).run()


def test_every_answer_is_new_after_every_commit(world):
    histories(world, HISTORIES, seed=random.randrange(10**9) if os.environ.get("SOAK") else 0)


def newest_row(using="default"):
    """A version as one would think of first: the number of the newest row."""
    newest = data_version.DataVersion.objects.order_by("-pk").first()
    return data_version.Version(newest.pk if newest else 0, 0)


def version_afterwards(get_response, request, place):
    """Build first, and then see which version it is."""
    response = get_response(request)
    state, made = middleware.state_of_data(), middleware.kept_form(response)
    middleware.STORE.put(state, place, made)
    return made


PROTECTIONS = {
    "writes are noticed": (data_version, "moves_version", lambda sql: False),
    "a move is part of the transaction": (data_version, "move", lambda using="default", area="": None),
    "what is read is noticed": (data_version, "areas_read", lambda sql: frozenset({"another area"})),
    "one snapshot": (replicas, "snapshot", nullcontext),
    "the version is that of the source": (middleware, "build", version_afterwards),
    "built as for nobody": (middleware, "as_for_nobody", lambda request, query: request),
}
if "postgresql" in settings.DATABASES["default"]["ENGINE"]:  # on SQLite one transaction writes at a time
    PROTECTIONS["whoever commits late counts"] = (data_version, "current", newest_row)


@pytest.mark.parametrize("protection", PROTECTIONS)
def test_without_a_protection_the_histories_find_a_fault(world, monkeypatch, protection):
    monkeypatch.setattr(*PROTECTIONS[protection])
    with pytest.raises(AssertionError, match="history"):
        histories(world, 40)


def test_without_the_flag_what_is_private_would_be_shared(world, settings, monkeypatch):
    settings.STORED_ANSWERS_MB = 8
    middleware.known_at.cache_clear()
    middleware.STORE.clear()
    inside_reader = Client()
    inside_reader.cookies.update(world)
    assert inside_reader.get("/inside/").content.decode() == CANARY
    assert Client().get("/inside/").status_code == 302
    monkeypatch.setattr(middleware, "access_of", lambda view: Access.PUBLIC)
    middleware.known_at.cache_clear()
    assert Client().get("/inside/")["Cache-Control"] == "private, no-store"  # the second fence: it is never kept
    assert not middleware.STORE.answers
    middleware.known_at.cache_clear()


def test_no_page_for_everybody_names_a_draft_or_a_reader(world):
    draft("x")
    with portals(1, world) as (process,):
        for address in ("/", "/actions/", "/pairs/", "/activities/", "/data/", "/about/", "/en/", "/pairs.json"):
            assert CANARY not in process("get", address)
