"""The site map for people, and what pages say of themselves as the rules for government sites have it."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oversight.models import Bulletin, Practice
from pairs.models import Batch, University
from tests.support.assertions.css_select import select
from tests.support.casts.other_action import text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_site_map_leads_to_every_part_and_every_link_of_it_is_there(page, client, published, prefix):
    links = [link.get("href") for link in select(page(f"{prefix}/sitemap/"), ".site-map a")]
    for part in (
        "/",
        "/pairs/",
        "/batches/2/",
        "/actions/hubei-2020/",
        "/actions/hubei-2020/mechanisms/3/",
        "/bulletins/",
        "/practices/",
        "/data/",
        "/privacy/",
    ):
        assert prefix + part in links
    assert {client.get(link).status_code for link in links if not link.endswith("/desk/")} == {200}


@pytest.mark.parametrize("address", ["/", "/en/about/", "/no/such/page/"])
def test_every_page_links_to_it_from_its_foot(client, published, address):
    prefix = "/en" if address.startswith("/en") else ""
    assert f'href="{prefix}/sitemap/"' in client.get(address).text.partition("<footer")[2]


def test_what_is_not_published_does_not_stand_on_it(page, published):
    Batch.objects.update(published_at=None)
    links = [link.get("href") for link in select(page("/sitemap/"), ".site-map a")]
    assert not [link for link in links if link.startswith(("/batches/2", "/practices/live"))]


def test_it_takes_as_many_queries_with_many_records_as_with_few(client, published):
    with CaptureQueriesContext(connection) as many:
        client.get("/sitemap/")
    Batch.objects.exclude(number=2).update(published_at=None)
    with CaptureQueriesContext(connection) as few:
        client.get("/sitemap/")
    assert len(many) == len(few) <= 6


def tags(tree):
    return {tag.get("name"): tag.get("content") for tag in select(tree, "meta[name]")}


@pytest.fixture
def known(settings):
    facts = {"code": "bm05000001", "operator": "某某中心", "operator_en": "", "address": "https://pairs.example.cn"}
    with override_settings(SITE=settings.SITE | facts):
        yield


def test_every_page_names_its_site(page, published, known):
    shown = tags(page("/pairs/"))
    assert shown["SiteDomain"] == "pairs.example.cn" and shown["SiteIDCode"] == "bm05000001"
    assert shown["SiteName"] == "高校结对帮扶"
    assert tags(page("/en/pairs/"))["SiteName"] == "University Pairing Portal"


def test_what_is_not_set_is_not_named(page, published):
    assert {"SiteIDCode", "ContentSource"}.isdisjoint(tags(page("/batches/2/")))


@pytest.mark.parametrize(
    ("address", "column"), [("/", "首页"), ("/pairs/", "结对名单"), ("/bulletins/", "通报"), ("/about/", "关于本站")]
)
def test_a_list_names_its_column(page, published, address, column):
    shown = tags(page(address))
    assert (shown["ColumnName"], shown["ColumnType"], shown["ColumnKeywords"]) == (column, "信息公开", column)
    assert shown["ColumnDescription"] == shown["description"] and "ArticleTitle" not in shown


def moment(time):
    return timezone.localtime(time).strftime("%Y-%m-%d %H:%M")


def test_a_record_names_its_title_its_column_its_day_and_its_source(page, published, known):
    pair, batch = page("/pairs/2-11/"), page("/batches/2/")
    released = moment(Batch.objects.get(number=2).published_at)
    assert tags(pair)["ColumnName"] == "结对名单" and tags(batch)["ColumnName"] == "批次"
    for tree in (pair, batch):
        shown = tags(tree)
        assert (shown["PubDate"], shown["ContentSource"]) == (released, "某某中心")
        assert text(select(tree, "title")[0]).startswith(shown["ArticleTitle"])


def test_bulletins_and_practices_say_when_they_were_published(page, published):
    for record in (Bulletin.objects.published().first(), Practice.objects.published().first()):
        shown = tags(page(record.get_absolute_url()))
        assert shown["PubDate"] == moment(record.published_at) and shown["ArticleTitle"]


def test_a_record_without_a_day_names_none(page, published):
    shown = tags(page("/universities/4142011798/"))
    assert shown["ArticleTitle"] == "武汉东湖学院" and "PubDate" not in shown


@pytest.mark.parametrize("address", ["/no/such/page/", "/display/", "/report-error/"])
def test_pages_that_are_not_listed_say_nothing_of_a_column(client, address):
    assert "ColumnName" not in client.get(address).text


def test_quotes_in_a_title_do_not_end_the_tag(page, published):
    University.objects.filter(code="4142011798").update(name='东湖"><b>大学')
    tree = page("/universities/4142011798/")
    assert tags(tree)["ArticleTitle"] == '东湖"><b>大学' and not select(tree, "head b")
