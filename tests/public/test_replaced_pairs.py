"""What the public reads of a supporter that was replaced, and of a pair that ended early."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairs.models import Pair
from pairs.pairs.tables import pair_rows
from pairs.pairs.workflow import end_early, replace_supporter
from tests.support.browser.admin_forms import text
from tests.support.casts.public import listed
from tests.support.factories.activities import ZHEJIANG, World, day, school

WHY = {"last_day": day(-2), "reason": "因工作调整", "source": "教学厅函〔2031〕8号"}


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def successor(world, editor):
    newcomer = school("浙江新大学", "4133000009", ZHEJIANG)
    return replace_supporter(world.pair, editor, supporter=newcomer, **WHY)


@pytest.mark.parametrize("address", ["1-1", "1-1-1", "1-1-2"])
def test_each_page_of_the_place_tells_of_both(client, successor, address):
    shown = text(client.get(f"/en/pairs/{address}/"))
    assert "江苏子大学 supported until" in shown and "was then replaced by 浙江新大学" in shown
    assert "Reason: 因工作调整" in shown and "Source: 教学厅函〔2031〕8号" in shown


def test_a_replacement_that_lies_ahead_is_told_as_such(client, world, editor):
    newcomer = school("浙江新大学", "4133000009", ZHEJIANG)
    replace_supporter(world.pair, editor, supporter=newcomer, **WHY | {"last_day": day()})
    for address in ("1-1", "1-1-1"):
        shown = text(client.get(f"/en/pairs/{address}/"))
        assert "江苏子大学 supports until" in shown and "is then replaced by 浙江新大学" in shown
    assert "is supported by 浙江新大学 from" in text(client.get("/en/pairs/1-1/"))
    assert "is supported by 江苏子大学." in text(client.get("/en/pairs/1-1-1/"))


def test_the_old_address_shows_the_present_pair_and_is_said_to_be_its_page(client, successor):
    page = client.get("/pairs/1-1/")
    assert page.context["pair"] == successor
    assert 'rel="canonical" href="http://testserver/pairs/1-1-2/"' in page.text


def test_the_address_of_a_pair_whose_event_was_taken_back_leads_on(client, world):
    assert client.get("/pairs/1-1-1/").headers["Location"] == "/pairs/1-1/"


def test_the_batch_keeps_the_list_as_printed_and_tells_what_changed(client, successor, world, editor):
    end_early(world.other_pair, editor, **(WHY | {"reason": "学校合并"}))
    page = client.get("/en/batches/1/")
    assert [pair.supporter_name for pair in listed(page)] == ["江苏子大学", "江苏丑大学"]
    shown = text(page)
    assert "Changes since the notice" in shown and "replaced by 浙江新大学" in shown
    assert "The support by 江苏丑大学 ended early" in shown and "学校合并" in shown
    assert page.context["batch"].known_pairs == 2


def test_universities_and_lists_say_until_when_and_since_when(client, successor):
    for address in ("universities/4142000001/", "pairs/", "search/?q=湖北甲学院"):
        shown = text(client.get(f"/en/{address}"))
        assert "Supporter replaced until" in shown and "since" in shown, address


def test_files_have_the_event_in_their_last_columns(successor):
    rows = {row["address"]: row for row in pair_rows(Pair.objects.all())}
    assert (rows["1-1-1"]["end_kind"], rows["1-1-1"]["ended_on"]) == ("replaced", day(-2))
    assert rows["1-1-2"]["replaces"] == "1-1-1"
    assert not any(rows["1-2"][name] for name in ("end_kind", "ended_on", "end_reason", "replaces"))


def queries(client):
    """How many queries the pages with changes ask."""
    with CaptureQueriesContext(connection) as asked:
        for name, arguments in (("batch", [1]), ("pair_list", []), ("university", ["4142000001"])):
            assert client.get(reverse(name, args=arguments)).status_code == 200
    return len(asked)


def test_the_pages_ask_as_many_queries_with_many_changes(client, world, successor, editor):
    before = queries(client)
    for number in range(5):
        pair = Pair.objects.create(
            batch=world.batch,
            serial=10 + number,
            recipient=school(f"湖北新{number}学院", f"41420001{number:02}", "42"),
            supporter=school(f"江苏新{number}大学", f"41320001{number:02}", "32"),
        )
        replace_supporter(pair, editor, supporter=school(f"浙江新{number}大学", f"41330001{number:02}", "33"), **WHY)
    assert queries(client) == before
