"""Search engines find every public page in both languages, and none of the staff's."""

import os

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from lxml import etree

from pairs.models import Batch, University

EVERY = 1 if os.environ.get("SOAK") else 97  # of some 3,000 listed pages


def locations(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return [element.text for element in etree.fromstring(response.content).iter("{*}loc")]


def everything(client):
    return [page for part in locations(client, "/sitemap.xml") for page in locations(client, part)]


def test_every_published_page_is_listed_in_both_languages(client, published):
    found = everything(client)
    assert len(found) == len(set(found))
    for address in ["/", "/pairs/2-11/", "/pairs/1-4142010486/", "/universities/4143010554/", "/batches/2/"]:
        assert f"http://testserver{address}" in found and f"http://testserver/en{address}" in found


def test_every_listed_page_is_there(client, published):
    found = everything(client)
    assert {client.get(address).status_code for address in found[::EVERY]} == {200}


def test_what_is_not_public_is_not_listed(client, published):
    Batch.objects.filter(number=2).update(published_at=None)
    University.objects.create(name="无代码大学", province="42")
    found = everything(client)
    assert not [address for address in found if "/pairs/2-" in address or "/batches/2/" in address or "None" in address]


def test_the_sites_own_name_stands_in_it(client, settings, published):
    with override_settings(SITE=settings.SITE | {"address": "https://pairs.example.cn"}):
        assert {address.split("/")[2] for address in locations(client, "/sitemap-batches.xml")} == {"pairs.example.cn"}


@pytest.mark.parametrize("section", ["pairs", "universities"])
def test_a_section_takes_few_queries_however_long(client, published, section):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/sitemap-{section}.xml")
    assert len(queries) <= 2  # how many there are, and they themselves


def test_robots_may_see_all_but_the_staffs_pages(db, client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines and "Disallow: /en/accounts/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_the_mark_is_found_by_browsers_that_guess(db, client):
    assert client.get("/favicon.ico")["Location"] == "/static/portal/mark.svg"


def test_a_section_that_is_not_there_is_404(client, db):
    assert client.get("/sitemap-secrets.xml").status_code == 404
