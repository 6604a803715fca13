"""The list of pairs: filters, order, pages, wrong input, and what it costs."""

import pytest

from pairs.models import Action, Pair
from tests.support.assertions.public_pages import main_of
from tests.support.casts.public import a_batch, listed, some_pairs
from tests.support.queries import queries

pytestmark = pytest.mark.django_db


def total(response):
    return response.context["listing"].page.paginator.count


def addresses(response):
    return [pair.address for pair in listed(response)]


def test_everyone_reads_the_published_pairs(client, published):
    response = client.get("/pairs/")

    assert response.status_code == 200
    assert total(response) == 80
    assert "武汉东湖学院" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("batch=1", 4),
        ("batch=2", 76),
        ("batch=2&status=negotiating", 76),
        ("batch=2&status=docked", 0),
        ("status=signed", 4),
        ("recipient_tier=adult", 1),
        ("batch=2&recipient_tier=model_vocational", 5),
        ("q=whdhxy", 1),
        ("q=武漢東湖學院", 1),
        ("q=Wuhan Donghu University", 1),
        ("q=武汉职业技术大学", 1),
    ],
)
def test_filters_narrow_the_list(client, published, query, found):
    assert total(client.get(f"/pairs/?{query}")) == found


def test_what_has_been_achieved_stands_out(client, published):
    assert "tag-ok" not in client.get("/pairs/?status=negotiating").content.decode()
    assert client.get("/pairs/?status=signed").content.decode().count("tag-ok") == 4


def test_the_supporters_province_is_that_of_the_notice(client, published):
    response = client.get("/pairs/?province=43")

    assert total(response) == Pair.objects.filter(supporter_province="43").count() > 0


def test_pairs_of_another_action_can_be_left_out(client, published):
    other = Action.objects.create(slug="another", name="另一行动", name_en="Another action", recipient_provinces=["51"])
    some_pairs(a_batch(78, action=other), 3)

    assert total(client.get("/pairs/")) == 83
    assert total(client.get("/pairs/?action=another")) == 3
    assert total(client.get("/pairs/?action=hubei-2020")) == 80


def test_filters_add_up_and_stand_as_chips_that_can_be_taken_off(client, published):
    response = client.get("/pairs/?batch=2&province=32&q=南京大学")

    assert addresses(response) == ["2-1"]
    chips = {chip["words"]: chip["query"] for chip in response.context["listing"].chips}
    assert chips["南京大学"] == "batch=2&province=32"
    assert len(chips) == 3
    assert "高校：南京大学" in main_of(client, "/pairs/?q=南京大学")


def test_orders_go_both_ways(client, published):
    up, down = client.get("/pairs/?batch=2&sort=serial"), client.get("/pairs/?batch=2&sort=-serial")

    assert addresses(up)[:2] == ["2-1", "2-2"]
    assert addresses(down)[:2] == ["2-76", "2-75"]


def test_an_order_by_supporter_goes_by_its_code(client, published):
    rows = listed(client.get("/pairs/?sort=supporter"))

    assert [pair.supporter.code for pair in rows] == sorted(pair.supporter.code for pair in rows)


def test_pages_follow_each_other_and_keep_the_filters(client, published):
    first, last = client.get("/pairs/?batch=2"), client.get("/pairs/?batch=2&page=4")

    assert addresses(first)[-1] == "2-25"
    assert addresses(last) == ["2-76"]
    assert "?batch=2&amp;page=2" in first.content.decode()


WRONG = [
    "batch=99",
    "batch=abc",
    "batch=99999999999999999999999999",
    "batch=-1",
    "province=Beijing",
    "province=99",
    "tier=best",
    "recipient_tier=%27",
    "status=done",
    "sort=recipient__name",
    "sort=-",
    "q=" + "长" * 101,
    "page=0",
    "page=-3",
    "page=abc",
    "page=NaN",
    "page=999999",
    "page=1e9",
    "page=" + "9" * 60,
    "page=" + "9" * 5000,
]


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_value_is_named_and_left_out(client, published, query):
    response = client.get(f"/pairs/?{query}")

    assert response.status_code == 200
    assert response.context["listing"].problems
    assert 'role="alert"' in response.content.decode()
    assert total(response) == 80


@pytest.mark.parametrize("query", ["", "batch=", "q=&batch=&province=&sort=&page="])
def test_empty_values_are_no_filters(client, published, query):
    response = client.get(f"/pairs/?{query}")

    assert total(response) == 80
    assert not response.context["listing"].problems


@pytest.mark.parametrize(("asked", "shown"), [("999", 4), ("0", 1), ("-0", 1), ("-2", 1)])
def test_the_nearest_page_is_shown_where_there_is_none(client, published, asked, shown):
    assert client.get(f"/pairs/?page={asked}").context["listing"].page.number == shown


def test_nothing_found_says_what_can_be_done(client, published):
    page = client.get("/pairs/?batch=1&q=武汉科技大学").content.decode()

    assert "/search/?q=" in page


def test_an_empty_portal_has_an_empty_list(client):
    assert total(client.get("/pairs/")) == 0


def test_hostile_words_are_shown_as_text(client, published):
    page = client.get("/pairs/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page


def test_other_methods_are_refused(client, published):
    assert client.post("/pairs/").status_code == 405


def test_the_english_page_has_both_names(client, published):
    page = client.get("/en/pairs/?q=donghu").content.decode()

    assert "Wuhan Donghu University" in page
    assert '<span class="sub" lang="zh-Hans">武汉东湖学院</span>' in page


def test_htmx_gets_only_the_results_and_the_address_that_belongs_to_them(client, published):
    part = client.get("/pairs/?q=&batch=2&province=&sort=latest", headers={"HX-Request": "true"})
    page = part.content.decode()

    assert "<html" not in page
    assert "武汉东湖学院" in page
    assert part["HX-Push-Url"] == "/pairs/?batch=2"
    assert "HX-Request" in part["Vary"]


def test_caches_are_told_that_parts_and_pages_differ(client, published):
    assert "HX-Request" in client.get("/pairs/")["Vary"]


def test_going_back_gets_the_whole_page(client, published):
    page = client.get("/pairs/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert "<html" in page.content.decode()


def test_the_page_neither_sets_nor_reads_cookies(client, published):
    response = client.get("/pairs/")

    assert not response.cookies
    assert "Cookie" not in response["Vary"]


@pytest.mark.parametrize(
    ("query", "number", "again"),
    [("", 9, 6), ("?batch=1&province=32&status=docked&sort=supporter", 7, 4), ("?q=测试", 10, 8)],
)
def test_the_number_of_queries_does_not_grow(client, query, number, again):
    batch = a_batch(1)
    some_pairs(batch, 3)
    few = queries(client, f"/en/pairs/{query}")
    some_pairs(batch, 30, start=4)
    # batches for the filter; the universities asked for; count; keys of the page; their pairs, milestones and, in
    # English, names of each side; whose batch each is, and the batches, for the headings
    assert few == queries(client, f"/en/pairs/{query}") == number
    # without names, nor a count that is known now
    assert queries(client, f"/pairs/{query}") == again


@pytest.mark.parametrize(
    ("query", "opened"), [("", False), ("?batch=2", False), ("?tier=central_moe", False), ("?tier=x", True)]
)
def test_more_filters_stand_open_where_one_of_them_is_wrong(client, published, query, opened):
    page = client.get(f"/pairs/{query}").content.decode()
    assert ('<details class="more" open>' in page) is opened and '<details class="more"' in page
    assert ("已选 1 项" in page) is (query == "?tier=central_moe")


@pytest.mark.parametrize(
    ("query", "folded"), [("?q=师范&sort=-serial", "筛选条件"), ("?q=师范&batch=2&province=32", "筛选条件 (2)")]
)
def test_the_fold_of_a_phone_says_how_many_filters_are_on(client, published, query, folded):
    page = client.get(f"/pairs/{query}").content.decode()
    assert f"<summary>{folded}</summary>" in page


@pytest.mark.parametrize("text", ["武汉", "南京大学", "njdx", "查无此校", ""])
def test_pairs_are_found_alike_however_many_universities_are_named(published, monkeypatch, text):
    few = {*Pair.objects.matching(text)}
    monkeypatch.setattr("pairs.pairs.models.pair.MOST_NAMED", -1)
    assert {*Pair.objects.matching(text)} == few
    assert bool(few) == (text not in ("查无此校", ""))
