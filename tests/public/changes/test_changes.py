"""What the API says of changes: page by page, and no more than how far they are known."""

import pytest

from core import data_version
from public.changes.comparison import compare
from public.changes.models import Comparison, PublicRecord

from .copies import Copy, everything_public

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def compared(world):
    compare()
    return Comparison.last().version


def ask(client, query="", status=200):
    answer = client.get(f"/api/v1/changes{query}")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_nothing_is_told_before_anything_was_compared(client, world):
    answer = ask(client)
    assert (answer["count"], answer["rows"], answer["version"]) == (0, [], 0)
    assert answer["data_version"] == data_version.current().number > 0


def test_every_public_row_is_told_with_its_address_and_without_its_content(client, world, compared):
    rows = ask(client, "?limit=1000")["rows"]
    assert len(rows) == PublicRecord.objects.count()
    told = {row["key"]: row for row in rows if row["kind"] == "pair"}
    assert told["1-1"]["url"] == "http://testserver/api/v1/pairs/1-1/" and told["1-1"]["change"] == "changed"
    assert set(told["1-1"]) == {"kind", "key", "change", "version", "time", "url"}


def test_pages_tell_everything_once(client, compared):
    pages, address = [], "?limit=2"
    while address:
        pages.append(ask(client, address))
        address = pages[-1]["next"] and "?" + pages[-1]["next"].partition("?")[2]
    told = [(row["kind"], row["key"]) for page in pages for row in page["rows"]]
    assert sorted(told) == sorted(PublicRecord.objects.values_list("kind", "key"))
    assert pages[0]["count"] == len(told) and pages[-1]["count"] <= 2


def test_what_changes_while_somebody_reads_page_by_page_is_told_again(world, compared):
    copy, numbers = Copy(), iter(range(1, 4))

    def meanwhile():
        if number := next(numbers, None):
            world.pair.recipient_name = f"湖北甲学院（{number}）"
            world.pair.save()
            compare()

    copy.follow(5, meanwhile)
    assert copy.rows["pair", "1-1"]["recipient"] == "湖北甲学院（3）"
    assert copy.rows == everything_public(copy)


@pytest.mark.parametrize("query", ["?since=x", "?since=-1", "?since=999999", "?since=1", "?after=x", "?limit=0"])
def test_what_is_not_known_is_refused(client, compared, query):
    Comparison.objects.update(begun=2)
    assert ask(client, query, 400)["errors"][0]["parameter"] == query[1:].partition("=")[0]


def test_all_that_is_wrong_is_said_at_once(client, compared):
    errors = ask(client, "?since=x&limit=5000&kind=pair", 400)["errors"]
    assert {error["parameter"] for error in errors} == {"since", "limit", "kind"}


def test_an_answer_that_is_kept_is_made_anew_after_the_next_comparison(client, world, compared):
    world.batch.title = "另一个标题"
    world.batch.save()
    assert ask(client)["version"] < ask(client)["data_version"]
    compare()
    assert ask(client)["version"] == ask(client)["data_version"]


def test_who_adds_a_stroke_is_led_on(client, db):
    answer = client.get("/api/v1/changes/?since=0")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/changes?since=0")
