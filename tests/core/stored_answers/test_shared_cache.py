"""Processes share what they have built in a Redis, and go on without it when it is killed or says nothing."""

import socket
from contextlib import closing

import pytest
from django.core.cache import caches

from core import limits
from core.shared_cache import SHARED
from core.stored_answers.store import STORE
from pairing_portal.env import cache_at
from pairs.models import Action
from tests.support.redis_server import RedisServer

PAGE, ANOTHER = "/pairs/", "/universities/"
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(scope="module")
def only_redis(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def redis(only_redis, shares):
    only_redis.start()
    shares(only_redis.cache)
    caches["pages"].clear()
    return only_redis


@pytest.fixture
def shares(settings, monkeypatch):
    """Puts the cache that processes share in its place; the process and its memory are new."""

    def share(cache):
        settings.CACHES = settings.CACHES | {"pages": cache}
        settings.STORED_ANSWERS_MB = 8
        STORE.clear()
        limits.PERMITS.clear()
        monkeypatch.setattr(SHARED, "away_until", 0)

    return share


def test_a_process_that_has_just_begun_gives_what_another_has_built(redis, client, built):
    first = client.get(PAGE)
    STORE.clear()
    again = client.get(PAGE)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"]) and built == [PAGE]


def test_what_was_built_before_a_change_is_given_by_nobody_after_it(redis, client, built):
    client.get(PAGE)
    Action.objects.create(slug="any", name="任一行动")
    STORE.clear()
    client.get(PAGE)
    assert built == [PAGE, PAGE]


def test_one_that_is_killed_costs_nobody_an_answer_and_is_used_again_when_it_is_back(redis, client, built, caplog):
    client.get(PAGE)
    redis.kill()
    STORE.clear()
    assert client.get(PAGE).status_code == client.get(ANOTHER).status_code == 200
    assert [line.message for line in caplog.records if "shared cache" in line.message][1:] == []
    redis.start()
    SHARED.away_until = 0  # ten seconds later
    STORE.clear()
    client.get(PAGE)
    STORE.clear()
    client.get(PAGE)
    assert built == [PAGE, PAGE, ANOTHER, PAGE]


def test_one_that_says_nothing_is_waited_for_once(shares, client, built):
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        shares(cache_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0"))
        assert client.get(PAGE).status_code == client.get(ANOTHER).status_code == 200
        silent.setblocking(False)
        silent.accept()
        with pytest.raises(BlockingIOError):
            silent.accept()


def test_nobody_is_waited_for_longer_than_a_reader_notices_unless_the_operator_says_so():
    assert cache_at("redis://a:1/0")["OPTIONS"] == {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    assert cache_at("redis://a:1/0?socket_timeout=2")["OPTIONS"]["socket_timeout"] == 2


@pytest.fixture
def one_minute(db, monkeypatch):
    monkeypatch.setattr(limits, "time", lambda: 1_000_000_040.5)


def test_processes_share_the_limit_of_an_address(redis, one_minute):
    processes = [limits.Permits(), limits.Permits()]
    taken = [process.take("203.0.113.7", limit=20) for process in processes * 20]
    assert taken.count(True) == 20


def test_while_it_is_away_each_process_keeps_the_limit_for_itself(redis, one_minute):
    redis.kill()
    processes = [limits.Permits(), limits.Permits()]
    taken = [process.take("203.0.113.7", limit=20) for process in processes * 30]
    assert taken.count(True) == 40
