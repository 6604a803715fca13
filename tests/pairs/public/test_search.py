"""The search answers the question a graduate comes with, whatever name is typed."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words", ["武汉东湖学院", "东湖学院", "whdhxy", "donghu", "武漢東湖學院", "Wuhan Donghu University", "4142011798 "]
)
def test_the_supporter_is_in_the_first_answer(client, published, words):
    response = client.get("/search/", {"q": words})
    page = response.content.decode()
    if words.strip().isdecimal():
        assert response.status_code == 200
        return

    assert response.context["found"][0].university.name == "武汉东湖学院"
    assert "南京大学" in page
    assert 'href="/pairs/2-1/"' in page


@pytest.mark.parametrize("words", ["武汉职业技术大学", "whzyjsdx", "武漢職業技術學院", "Wuhan Technical University"])
def test_former_and_present_names_find_the_same_university(client, published, words):
    assert client.get("/search/", {"q": words}).context["found"][0].university.code == "4142010834"


def test_a_result_says_which_name_was_found(client, published):
    page = client.get("/en/search/", {"q": "武汉职业技术学院"}).content.decode()

    assert "<mark>武汉职业技术学院</mark>" in page


def test_a_school_in_no_known_pair_gets_the_true_answer(client, published):
    page = client.get("/en/search/", {"q": "武汉科技大学"}).content.decode()

    assert "In no known pair." in page
    assert "It is not in the list of Batch 2" in page
    assert "Of the 48 pairs of Batch 1, 44 are not held here" in page


def test_a_name_that_is_not_known_leads_to_near_ones(client, published):
    response = client.get("/search/", {"q": "武汉东湖大学"})

    assert not response.context["found"]
    assert "武汉东湖学院" in {found.university.name for found in response.context["near"]}


def test_nothing_near_is_said_as_well(client, published):
    response = client.get("/en/search/", {"q": "zzzzzzqqqqq"})

    assert "No university is known under" in response.content.decode()


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20"])
def test_without_words_the_page_waits_for_them(client, published, query):
    response = client.get(f"/search/{query}")

    assert response.status_code == 200
    assert not response.context["found"]


@pytest.mark.parametrize("query", ["q=" + "长" * 101, "q=%25", "q=_", "q=%27%22%3Cscript%3E", "q=%F0%9F%98%80"])
def test_odd_words_do_no_harm(client, published, query):
    response = client.get(f"/search/?{query}")

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_result_pages_are_not_indexed(client, published):
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=donghu").content.decode()


def test_many_results_come_page_by_page(client, published):
    response = client.get("/search/?q=武汉")

    assert len(response.context["found"]) == 20
    assert client.get("/search/?q=武汉&page=2").context["found"]
    assert client.get("/search/?q=武汉&page=999").status_code == 200


def test_the_number_of_queries_does_not_grow(client, published, django_assert_num_queries):
    # count and page of the universities; their names; inferences; pairs, milestones, names of each side; batches;
    # the texts of batches and of mechanisms
    with django_assert_num_queries(11):
        client.get("/search/?q=donghu")
    with django_assert_num_queries(11):
        client.get("/search/?q=武汉")
