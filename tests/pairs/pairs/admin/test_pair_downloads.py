"""Taking the pairs of the staff's list away, filtered as on the screen."""

import csv
import io

import pytest


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_form_is_a_download(editor_client, pairs, form):
    assert editor_client.get(f"/admin/pairs/pair/download/{form}/").status_code == 200


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_exactly_what_is_filtered_unpublished_pairs_included(editor_client, pairs):
    found = rows(editor_client.get("/admin/pairs/pair/download/csv/?supporter_province__exact=32"))
    assert [row["受援高校"] for row in found] == ["珞珈测试学院"]


def test_the_list_page_links_to_it_with_its_filters(editor_client, pairs):
    page = editor_client.get("/admin/pairs/pair/?batch=1&q=dhcs")
    assert "/admin/pairs/pair/download/csv/?batch=1&amp;q=dhcs" in page.text


def test_an_unknown_form(editor_client, pairs):
    assert editor_client.get("/admin/pairs/pair/download/exe/").status_code == 404


def test_inspectors_may(inspector_client, pairs):
    assert len(rows(inspector_client.get("/admin/pairs/pair/download/csv/"))) == 3


def test_to_people_without_a_post_it_does_not_exist(passer_by_client, pairs):
    assert passer_by_client.get("/admin/pairs/pair/download/csv/").status_code == 404


def test_only_reading(editor_client, pairs):
    assert editor_client.post("/admin/pairs/pair/download/csv/").status_code == 405
