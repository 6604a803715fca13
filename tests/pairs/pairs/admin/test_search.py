"""Searching in the admin is searching in public: names, parts, pinyin, initials, traditional characters."""

import pytest
from django.contrib import admin

from pairs.models import Pair, University


@pytest.mark.parametrize("asked", ["东湖", "dhcs", "donghu", "東湖測試學院", "4142019990"])
def test_universities_are_found_as_in_public(editor_client, universities, asked):
    shown = editor_client.get("/admin/pairs/university/", {"q": asked}).context["cl"].queryset
    assert list(shown) == list(University.objects.search(asked)[:100])
    if not asked.isdigit():
        assert "东湖测试学院" in [university.name for university in shown]


@pytest.mark.parametrize("asked", ["东湖", "lnc", "岭南"])
def test_pairs_are_found_by_either_side(editor_client, pairs, asked):
    shown = editor_client.get("/admin/pairs/pair/", {"q": asked}).context["cl"].queryset
    assert shown.count() == 1


def test_the_field_for_a_side_finds_universities_the_same_way(editor_client, universities):
    asked = {"app_label": "pairs", "model_name": "pair", "field_name": "recipient", "term": "dhcs"}
    found = editor_client.get("/admin/autocomplete/", asked).json()["results"]
    assert [item["text"] for item in found] == ["东湖测试学院"]


@pytest.mark.parametrize("asked", ["%", "'", "x" * 3000, "   "])
def test_odd_searches_find_nothing_and_break_nothing(editor_client, pairs, asked):
    assert editor_client.get("/admin/pairs/pair/", {"q": asked}).status_code == 200
    assert editor_client.get("/admin/pairs/university/", {"q": asked}).status_code == 200


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("batch=1", 3),
        ("status=announced", 3),
        ("status=signed", 0),
        ("supporter_province__exact=11", 1),
    ],
)
def test_pairs_are_filtered_as_in_public(editor_client, pairs, query, number):
    assert editor_client.get(f"/admin/pairs/pair/?{query}").context["cl"].queryset.count() == number


@pytest.mark.parametrize(("value", "number"), [("recipient", 1), ("supporter", 1), ("no", 4)])
def test_universities_by_whether_they_are_paired(editor_client, pairs, value, number):
    for pair in pairs[1:]:
        pair.delete()
    assert editor_client.get(f"/admin/pairs/university/?paired={value}").context["cl"].queryset.count() == number


@pytest.mark.parametrize(
    "query", ["batch=x", "batch=9", "status=x", "batch=99999999999999999999", "paired=x", "province__exact=zz"]
)
def test_filters_nobody_offered_are_refused(editor_client, pairs, query):
    for kind in ("pair", "university"):
        assert editor_client.get(f"/admin/pairs/{kind}/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["x=1", "name__regex=(a%2B)%2B$", "p=9"])
def test_the_refusal_says_so_and_leads_to_the_whole_list(editor_client, pairs, monkeypatch, query):
    monkeypatch.setattr(admin.site.get_model_admin(Pair), "list_per_page", 1)
    refused = editor_client.get(f"/admin/pairs/pair/?{query}")
    assert refused.status_code == 400 and "筛选条件或页码在这个列表里不存在" in refused.text
    assert 'href="/admin/pairs/pair/"' in refused.text


@pytest.mark.parametrize("query", ["q=%E6%B9%96%E5%8C%97", "o=1", "p=2", "e=1", "status="])
def test_what_the_list_knows_it_shows(editor_client, pairs, monkeypatch, query):
    monkeypatch.setattr(admin.site.get_model_admin(Pair), "list_per_page", 1)
    assert editor_client.get(f"/admin/pairs/pair/?{query}").status_code == 200
