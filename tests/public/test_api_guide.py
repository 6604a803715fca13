"""The page that explains the API: found in few steps, complete, and true."""

import json
import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CURL = re.compile(r"curl http://testserver(/api/v1/\S+?)<")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_first_request_is_two_steps_from_the_home_page_and_works(client, published, prefix):
    assert f'href="{prefix}/data/"' in client.get(f"{prefix}/").content.decode()
    assert f'href="{prefix}/api/docs/"' in client.get(f"{prefix}/data/").content.decode()
    page = client.get(f"{prefix}/api/docs/").content.decode()
    answer = client.get(CURL.search(page)[1])
    assert answer.status_code == 200
    assert f'href="{prefix}/api/docs/explorer/"' in page


def test_every_table_of_the_api_is_named_with_its_address(client, published):
    page = client.get("/en/api/docs/").content.decode()
    for resource in client.get("/api/v1/").json()["resources"].values():
        assert f"<code>{resource['url'].removeprefix('http://testserver')}</code>" in page


def test_what_it_says_is_answered_is_answered(client, published):
    page = client.get("/api/docs/")
    assert json.loads(page.context["answer"]) == client.get(CURL.search(page.content.decode())[1]).json()


def test_its_examples_ask_the_portal_at_hand(client, published):
    page = client.get("/api/docs/").content.decode()
    assert "portal.example.edu.cn" not in page and page.count("http://testserver") >= 3


def test_it_stands_without_any_data(client, db):
    assert client.get("/api/docs/").status_code == 200


def test_only_the_explorer_may_show_pictures_from_its_stylesheet(client, db):
    explorer, guide = (client.get(f"/api/docs/{end}")["Content-Security-Policy"] for end in ("explorer/", ""))
    assert "img-src 'self' data:" in explorer and "data:" not in guide
    assert "unsafe" not in explorer
