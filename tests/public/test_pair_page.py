"""The page of one pair: both sides as printed and as they are today, how far it has come, and old addresses."""

import pytest

from pairs.models import Pair, UniversityName
from pairs.pairs.list_places import place_at
from tests.support.casts.public import a_batch, some_pairs
from tests.support.queries import queries

pytestmark = pytest.mark.django_db


def test_it_shows_both_sides_and_how_far_they_came(client, published):
    page = client.get("/pairs/2-11/").content.decode()

    assert "湖北商贸学院" in page
    assert "湖南工商大学" in page
    assert "教育部2020-05-21消息（中文全文，cnktyj.cn转载）" in page
    assert "/universities/4143010554/" in page


def test_it_shows_the_name_as_printed_and_todays_where_they_differ(client, published):
    page = client.get("/pairs/2-32/").content.decode()

    assert "武汉职业技术学院" in page
    assert "武汉职业技术大学" in page


def test_an_english_name_of_today_is_marked_as_such(client, published):
    UniversityName.objects.filter(name="武汉职业技术学院").update(name_en="")
    assert "The English name is today" in client.get("/en/pairs/2-32/").content.decode()
    assert "The English name is today" not in client.get("/en/pairs/2-1/").content.decode()


def test_a_source_is_text_and_its_address_a_link():
    from core.templatetags.formatting import source

    shown = source('<b>报道 https://example.org/a?b=1&c="x" 完')
    assert "&lt;b&gt;" in shown
    assert '<a href="https://example.org/a?b=1&amp;c=" rel="nofollow">example.org</a>' in shown
    assert "javascript" in source("javascript:alert(1)")
    assert "<a" not in source("javascript:alert(1)")


def test_a_day_and_a_statement_are_told_apart(client, published):
    tsinghua = Pair.objects.get(recipient__name="华中科技大学")
    page = client.get(f"/en{tsinghua.get_absolute_url()}").content.decode()

    assert "7 May 2020" in page
    assert "as stated on 15 April 2020" in page


def test_the_period_is_shown_in_months_and_as_ended(client, published):
    page = client.get("/en/pairs/2-11/").content.decode()

    assert "May to September 2020" in page
    assert "The batch has ended" in page


def test_neighbours_lead_through_the_list(client, published):
    page = client.get("/pairs/2-11/").content.decode()

    assert 'href="/pairs/2-10/"' in page
    assert 'href="/pairs/2-12/"' in page
    assert 'rel="prev"' not in client.get("/pairs/2-1/").content.decode()
    assert 'rel="next"' not in client.get("/pairs/2-76/").content.decode()


def beside(pair):
    place = place_at(pair.address)
    return place.before, place.after


def test_neighbours_are_known_without_numbers_too(client, published):
    pairs = list(Pair.objects.filter(batch__number=1).in_order())

    assert beside(pairs[1]) == ([pairs[0].pk], [pairs[2].pk])
    assert beside(pairs[0])[0] == []


def test_unnumbered_pairs_come_after_the_numbered_ones(client):
    batch = a_batch(1)
    one, two, three = some_pairs(batch, 3)
    Pair.objects.filter(pk=one.pk).update(serial=None)
    one.refresh_from_db()

    assert beside(three) == ([two.pk], [one.pk])
    assert beside(one) == ([three.pk], [])


def test_an_earlier_number_leads_to_the_present_one(client):
    pair = some_pairs(a_batch(1), 1)[0]
    pair.serial = 40
    pair.save()

    assert client.get("/pairs/1-40/").status_code == 200
    response = client.get("/pairs/1-1/")
    assert (response.status_code, response["Location"]) == (301, "/pairs/1-40/")


def test_the_address_by_code_leads_to_the_number_once_it_is_known(client):
    pair = some_pairs(a_batch(1), 1)[0]
    response = client.get(f"/pairs/1-{pair.recipient.code}/")

    assert (response.status_code, response["Location"]) == (301, "/pairs/1-1/")
    assert client.get(f"/en/pairs/1-{pair.recipient.code}/")["Location"] == "/en/pairs/1-1/"


@pytest.mark.parametrize("address", ["2-77", "3-1", "2-0", "2", "x", "2-", "-1", "99999999-1", "2-" + "9" * 30, "2-１"])
def test_what_is_not_there_is_404(client, published, address):
    assert client.get(f"/pairs/{address}/").status_code == 404


def test_the_six_mechanisms_stand_on_it(client, published):
    page = client.get("/pairs/2-11/").content.decode()

    assert [f'href="/actions/hubei-2020/mechanisms/{number}/"' in page for number in range(1, 7)] == [True] * 6


def test_search_engines_learn_who_supports_whom(client, published):
    page = client.get("/en/pairs/2-1/").content.decode()

    assert "<title>Wuhan Donghu University, supported by Nanjing University" in page
    assert 'rel="canonical"' in page


def test_the_number_of_queries_is_the_same_for_every_list(client):
    batch = a_batch(1)
    some_pairs(batch, 3)
    # whose the address is; the keys of its batch in order; the pair and its neighbours, their milestones, names of each
    # side; its activities; the agreement; the mechanisms once
    few = queries(client, "/en/pairs/1-2/")
    assert few <= 9
    assert queries(client, "/en/pairs/1-2/") == 0
    some_pairs(batch, 30, start=4)
    assert queries(client, "/en/pairs/1-2/") == few
