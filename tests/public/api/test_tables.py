"""The tables of the API: every row, with labels and addresses; page by page; one row by the name people know."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pairs.models import Batch, Pair
from public.api.resources import RESOURCES
from tests.conftest import a_client, a_person
from tests.support.casts.public import a_batch, some_pairs
from tests.support.factories.activities import day

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
REASON = "名单有误，更正后另行公布"


def pages(ask, path):
    """The pages that follow each other by `next`."""
    while path:
        answer = ask(path)
        yield answer
        path = answer["next"]


def test_coded_values_have_labels_and_names_lead_on(ask, published):
    pair = ask("/api/v1/pairs/2-11/")
    assert (pair["key"], pair["status"], pair["supporter_province"]) == ("2-11", "negotiating", "43")
    assert (pair["supporter_province_label"], pair["supporter_province_label_en"]) == ("湖南", "Hunan")
    assert pair["page"] == "http://testserver/pairs/2-11/"
    for name in ("batch", "action_slug", "recipient_code", "supporter_code"):
        assert ask(pair["links"][name])["url"] == pair["links"][name]
    assert pair["links"]["replaces"] is None


def test_numbers_and_short_names_have_the_labels_of_what_they_stand_for(ask, running):
    """As a row of its own tells it; lists where there may be several, nothing where a batch has no name."""
    (commitment,) = ask("/api/v1/commitments/")["rows"]
    for name in ("batch", "mechanism", "indicator", "action_slug"):
        row = ask(commitment["links"][name])
        kept = "label" if name == "batch" else "name"
        assert (commitment[f"{name}_label"], commitment[f"{name}_label_en"]) == (row[kept], row[f"{kept}_en"])
    action = ask(commitment["links"]["action_slug"])
    assert action["batches_label"] == [ask(address)["label"] for address in action["links"]["batches"]]
    Batch.objects.update(label="", label_en="")
    assert ask("/api/v1/commitments/")["rows"][0]["batch_label"] is None


def test_what_belongs_to_a_row_is_one_address_away(ask, running):
    pair = ask(f"/api/v1/pairs/{running.pair.address}/")
    belonging = {name: ask(pair["links"][name])["rows"] for name in ("activities", "commitments")}
    assert {name: [row["pair"] for row in rows] for name, rows in belonging.items()} == {
        "activities": [pair["key"]],
        "commitments": [pair["key"]],
    }
    assert ask(f"/api/v1/commitments/?pair={running.other_pair.address}")["count"] == 0
    assert [row["key"] for row in ask(ask("/api/v1/batches/1/")["links"]["pairs"])["rows"]] == ["1-1", "1-2"]


def test_following_next_meets_every_row_once_and_previous_leads_back(ask, published):
    found = list(pages(ask, "/api/v1/pairs/?batch=2&limit=20"))
    keys = [row["key"] for page in found for row in page["rows"]]
    assert [page["count"] for page in found] == [76] * 4
    assert len(keys) == len(set(keys)) == 76
    back = [ask(page["previous"])["rows"] for page in found[1:]]
    assert back == [page["rows"] for page in found[:-1]]
    assert found[0]["previous"] is None


def test_what_is_added_meanwhile_moves_no_row_to_another_page(ask, db):
    batch = a_batch(2)
    some_pairs(batch, 4)
    first = ask("/api/v1/pairs/?limit=2")
    some_pairs(batch, 1, start=9)
    Pair.objects.get(serial=1).delete()
    assert [row["serial"] for row in ask(first["next"])["rows"]] == [3, 4]


def found_by_their_keys(ask):
    """The tables that have rows; the first rows of each are found at their own addresses."""
    numbers = {name: about["count"] for name, about in ask("/api/v1/")["resources"].items()}
    for name, number in numbers.items():
        listed = ask(f"/api/v1/{name}/?limit=4")
        assert (listed["count"], len(listed["rows"])) == (number, min(number, 4))
        assert all(ask(row["url"]) == row for row in listed["rows"])
    return {name for name, number in numbers.items() if number}


def test_every_row_is_found_by_its_key(ask, published):
    assert found_by_their_keys(ask) == set(RESOURCES) - {"commitments"}


def test_those_of_a_running_action_too(ask, running):
    assert {"commitments", "activities", "kinds", "indicators"} <= found_by_their_keys(ask)


def test_beside_the_page_of_one_thing_stands_the_same_object(ask, published):
    for path in ("pairs/2-11", "batches/2", "universities/4143010554", "actions/hubei-2020"):
        assert ask(f"/{path}.json") == ask(f"/api/v1/{path}/")
    assert ask("/actions/hubei-2020/mechanisms/3.json") == ask("/api/v1/mechanisms/hubei-2020/3/")
    for name in ("bulletins", "practices", "activities"):
        row = ask(f"/api/v1/{name}/?limit=1")["rows"][0]
        assert ask(f"/{name}/{row['key']}.json") == row


def test_of_what_was_withdrawn_the_day_and_the_reason_stay(ask, published):
    Batch.objects.get(number=2).withdraw(a_person("ed", "editor"), REASON)
    for path in ("/api/v1/batches/2/", "/api/v1/pairs/2-11/", "/pairs/2-11.json"):
        assert ask(path, 410)["reason"] == REASON
    assert ask("/api/v1/pairs/")["count"] == 4
    assert all(row["batch"] != 2 for page in pages(ask, "/api/v1/pairs/?limit=100") for row in page["rows"])


def test_what_is_not_published_is_nowhere(ask, secret):
    assert ask("/api/v1/pairs/77-900/", 404) and ask("/api/v1/batches/77/", 404)
    assert {ask(f"/api/v1/{name}/")["count"] for name in ("pairs", "batches", "actions", "mechanisms")} == {0}


def test_drafts_are_in_no_table(ask, world, rita):
    draft = world.drafted(rita)
    assert ask("/api/v1/activities/")["count"] == 0
    ask(f"/api/v1/activities/{draft.pk}/", 404)


def test_who_is_signed_in_gets_the_same(client, running, rita, editor):
    answers = {who.get("/api/v1/activities/").content for who in (client, a_client(rita), a_client(editor))}
    assert len(answers) == 1


@pytest.mark.parametrize("name", ["pairs", "activities", "universities"])
def test_as_many_queries_for_many_rows_as_for_one(client, running, rita, sam, name):
    some_pairs(a_batch(2), 12)
    for _number in range(3):
        world_activity(running, rita, sam)
    client.get(f"/api/v1/{name}/")  # what is read once a version of the data
    numbers = []
    for limit in (5, 20):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/api/v1/{name}/?limit={limit}")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] < 16


SERIAL = count()


def world_activity(world, by, other):
    return world.confirmed(by, other, title=f"活动{next(SERIAL)}")


def test_totals_are_told_as_of_a_day(ask, running):
    now, before = (ask(f"/api/v1/totals/?limit=100{query}")["rows"] for query in ("", f"&as_of={day(-40)}"))
    posts, earlier = (next(row for row in rows if row["measure"] == "pairs") for rows in (now, before))
    assert (posts["value"], posts["as_of"], posts["data_hash"]) == (2, day().isoformat(), None)
    assert (earlier["value"], earlier["as_of"]) == (2, day(-40).isoformat()) and earlier["data_hash"]
    assert {row["measure"]: row["value"] for row in now}["posts"] == 20
    (error,) = ask(f"/api/v1/totals/?as_of={day(1)}", 400)["errors"]
    assert error["parameter"] == "as_of"


def test_figures_are_those_of_one_bulletin(ask, published):
    rows = ask("/api/v1/figures/?bulletin=2020-05-21&limit=100")["rows"]
    assert rows and {row["bulletin"] for row in rows} == {"2020-05-21"}
