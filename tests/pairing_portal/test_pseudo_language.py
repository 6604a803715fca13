"""A further language is settings, messages and columns: pages under /eo/ answer, guarded like every other."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from tests.conftest import a_client
from tests.support.access import TABLE, lookup

from .test_access import NAMES, path_of

LANGUAGES = [("zh-hans", "中文"), ("en", "English"), ("eo", "Esperanto")]
SCHOOL = "4143010554"
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def esperanto(settings, published):
    settings.LANGUAGES = LANGUAGES
    with translation.override("eo"):
        yield


def is_first_page(name):
    """True for what the editor opens without naming a record: the lists and forms of desk and admin."""
    address = lookup(name)
    return bool(address) and not address.public and address.who["editor"] == 200 and not address.kwargs


PUBLIC_NAMES = [name for name in TABLE if lookup(name).public and lookup(name).who["anonymous"] != 404]
STAFF_NAMES = [name for name in NAMES if is_first_page(name) and name != "admin:jsi18n"]


def address_of(name):
    return path_of(name, lookup(name).kwargs)


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_every_public_page_is_there_and_shared(client, name):
    response = client.get(address_of(name))
    assert response.status_code == lookup(name).who["anonymous"]
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_most_public_addresses_are_pages_under_its_prefix():
    assert sum(address_of(name).startswith("/eo/") for name in PUBLIC_NAMES) >= 20


@pytest.mark.parametrize("name", STAFF_NAMES)
def test_every_first_page_of_staff_is_there_and_private(client, editor_client, name):
    path = address_of(name)
    response = editor_client.get(path)
    assert response.status_code == 200 and response["Cache-Control"] == "private, no-store"
    if lookup(name).who["anonymous"] != 200:
        assert client.get(path)["Location"].startswith("/eo/accounts/login/?next=/eo/")


def test_staff_are_asked_for_the_second_factor(settings, editor):
    settings.STAFF_SECOND_FACTOR = True
    for name in ("desk", "desk_pairs", "admin:index", "people"):
        assert a_client(editor).get(reverse(name))["Location"].startswith("/eo/accounts/second-factor/app/?next=/eo/")


def test_a_page_names_itself_in_all_three_languages(client):
    page = client.get("/eo/pairs/?q=x").content.decode()
    found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)">', page))
    assert found == {"zh-Hans": "/pairs/", "en": "/en/pairs/", "eo": "/eo/pairs/", "x-default": "/pairs/"}
    offered = re.findall(r'<a href="([^"]+)" lang="([^"]+)" hreflang="\2" rel="alternate">([^<]+)</a>', page)
    assert offered == [("/pairs/?q=x", "zh-Hans", "中文"), ("/en/pairs/?q=x", "en", "English")]
    assert '<html lang="eo">' in page


def test_the_admin_offers_the_other_two(editor_client):
    page = editor_client.get("/eo/admin/").content.decode()
    assert '<a href="/admin/" lang="zh-Hans">中文</a>' in page and '<a href="/en/admin/" lang="en">English</a>' in page


def test_the_map_for_search_engines_names_all_three(client):
    listed = client.get("/sitemap-pages.xml").content.decode()
    entry = re.search(r"<url><loc>http://testserver/about/</loc>.*?</url>", listed, re.DOTALL)[0]
    assert re.findall(r'hreflang="([^"]+)"', entry) == ["zh-hans", "en", "eo", "x-default"]
    assert listed.count("<loc>http://testserver/eo/") == listed.count("<loc>http://testserver/en/")


def test_where_a_text_has_no_column_the_default_one_stands(client):
    page = client.get(f"/eo/universities/{SCHOOL}/").content.decode()
    chinese = client.get(f"/universities/{SCHOOL}/").content.decode()
    heading = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
    tags = re.compile(r"<[^>]+>")
    assert tags.sub("", heading.search(page)[1]) == tags.sub("", heading.search(chinese)[1])
