"""The batches, and what the page of one says of its notice, its composition and its list."""

import datetime

import pytest

from pairs.models import Batch, DeclaredCount
from public import views
from tests.support.casts.public import a_batch, some_pairs
from tests.support.queries import queries

pytestmark = pytest.mark.django_db


def test_the_list_says_what_is_known_of_each(client, published):
    page = client.get("/en/batches/").content.decode()

    assert "76 pairs, the full list is held here" in page
    assert "4 of 48 are held here, each with a public source" in page
    assert page.count("Ended") == 2


def test_a_complete_list_is_checked_against_its_notice(client, published):
    response = client.get("/en/batches/2/")
    page = response.content.decode()

    found = {(line.side, line.group): line.found for line in response.context["composition"]}
    assert found["supporter", "provincial"] == 16
    assert "1 more than declared" in page
    assert "2 fewer than declared" in page
    assert page.count('class="closes"') == 6


def test_a_partial_list_says_that_it_cannot_be_checked(client, published):
    page = client.get("/en/batches/1/").content.decode()

    assert "It cannot be checked here" in page
    assert "closes" not in page and "matches" not in page
    assert "declared</span>" not in page


def test_the_whole_list_stands_on_one_page_as_printed(client, published):
    page = client.get("/batches/2/").content.decode()

    assert page.count('<td class="serial"') == 76
    assert "武汉职业技术学院" in page
    assert "武汉职业技术大学" not in page


def test_a_very_long_list_is_shortened_and_says_so(client, monkeypatch):
    monkeypatch.setattr(views, "ON_ONE_PAGE", 3)
    some_pairs(a_batch(1), 5)

    page = client.get("/en/batches/1/").content.decode()
    assert page.count('<td class="serial"') == 3
    assert "The first 3 are shown." in page


def test_a_day_that_is_not_known_is_not_made_up(client, published):
    assert "day not known; reported on 21 May 2020" in client.get("/en/batches/2/").content.decode()


def test_an_earlier_period_stays_visible_with_its_reason(client):
    batch = a_batch(1)
    batch.adjust_period(datetime.date(2031, 3, 1), datetime.date(2031, 12, 31), "extended for testing")

    page = client.get("/en/batches/1/").content.decode()
    assert "1 March to 31 December 2031" in page
    assert "1 March to 30 September 2031" in page
    assert "extended for testing" in page


def test_a_batch_that_is_not_there_is_404(client, published):
    assert client.get("/batches/3/").status_code == 404
    assert client.get(f"/batches/{10**30}/").status_code == 404


def test_an_empty_portal_says_so(client):
    assert "No batch is published yet" in client.get("/en/batches/").content.decode()


def test_the_number_of_queries_does_not_grow(client):
    some_pairs(a_batch(1), 3)
    # the batch, its pairs counted, its changes of period, what it declares; milestones counted; keys of the pairs,
    # pairs, names of each side; what is stated of all, and inferred; coming events
    few = queries(client, "/en/batches/1/")
    assert few <= 13
    assert queries(client, "/en/batches/1/") <= 1
    some_pairs(Batch.objects.get(), 30, start=50)
    assert queries(client, "/en/batches/1/") == few


def test_behind_every_number_of_the_check_stand_the_schools(client, published):
    page = client.get("/en/batches/2/").content.decode()
    for line in client.get("/en/batches/2/").context["composition"]:
        address = f"/en/batches/2/composition/{line.slug}/"
        assert f'href="{address}">{line.found}</a>' in page
    listed = client.get("/en/batches/2/composition/supporter-specialty_vocational/")
    assert len(listed.context["schools"]) == 6
    assert {row["side"].tier for row in listed.context["schools"]} == {"specialty_vocational"}


def test_of_a_list_that_is_not_complete_no_schools_are_counted(client, published):
    assert client.get("/batches/1/composition/supporter-central/").status_code == 404
    assert client.get("/batches/2/composition/supporter-nothing/").status_code == 404


def test_the_schools_behind_a_number_ask_a_constant_number_of_queries(client, django_assert_num_queries):
    batch = a_batch(1)
    DeclaredCount.objects.create(batch=batch, side="supporter", group="any", tiers=["unknown"], count=3)
    for number, start in ((3, 1), (30, 50)):
        some_pairs(batch, number, start=start)
        # the batch; the version; what it declares, the members; the pairs with their milestones, and names of each side
        with django_assert_num_queries(8):
            page = client.get("/en/batches/1/composition/supporter-any/")
        assert len(page.context["schools"]) == batch.pairs.count()
