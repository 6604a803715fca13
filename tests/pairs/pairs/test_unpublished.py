"""What is not published is nowhere: not on a page, not in a file, not in a count."""

import json

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/pairs/", "/en/pairs/", "/pairs/?q=测试第1800大学", "/batches/", "/pairs.csv", "/pairs.json", "/batches.json"],
)
def test_no_list_shows_it(client, published, secret, address):
    page = client.get(address).content.decode()

    assert "保密测试批次" not in page
    assert (
        secret.recipient_name not in page.replace("q=测试第1800大学", "").replace("“测试第1800大学”", "")
        or "?q=" in address
    )


@pytest.mark.parametrize("query", ["batch=77", "province=32&q=测试", "q=测试第1800大学", "sort=recipient"])
def test_no_filter_finds_it(client, published, secret, query):
    assert secret.pk not in client.get(f"/pairs/?{query}").context["rows"]


def test_its_number_is_no_choice(client, published, secret):
    response = client.get("/pairs/?batch=77")

    assert response.context["listing"].problems
    assert 'value="77"' not in client.get("/pairs/").content.decode()
    assert client.get("/pairs.csv?batch=77").status_code == 400


def test_its_pages_are_not_there(client, published, secret):
    assert client.get(f"/pairs/77-{secret.serial}/").status_code == 404
    assert client.get(f"/pairs/77-{secret.recipient.code}/").status_code == 404
    assert client.get("/batches/77/").status_code == 404


def test_an_editor_sees_no_more_than_anybody(editor_client, published, secret):
    assert editor_client.get(f"/pairs/77-{secret.serial}/").status_code == 404


def test_its_universities_are_public_and_their_pair_is_not(client, published, secret):
    for address in (
        secret.recipient.get_absolute_url(),
        f"/search/?q={secret.recipient.name}",
        "/universities/?q=测试",
    ):
        page = client.get(address).content.decode()
        assert secret.recipient.name in page
        assert "77" not in page.replace(secret.recipient.code, "")


def test_downloads_of_universities_do_not_name_it(client, published, secret):
    (row,) = json.loads(client.get(f"/universities.json?q={secret.recipient.name}").content)["rows"]

    assert row["as_recipient"] == ""


def test_it_does_not_count_as_paired(client, published, secret):
    paired = client.get("/universities/?paired=recipient").context["listing"].page.paginator.count

    assert paired == 80


def test_neighbours_never_lead_to_it(client, published, secret):
    assert "/pairs/77-" not in client.get("/pairs/2-76/").content.decode()
