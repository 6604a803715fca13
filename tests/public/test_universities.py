"""The list of universities and the page of each."""

import pytest

from pairs.models import University, UniversityName
from tests.support.casts.public import a_batch, a_university, some_pairs
from tests.support.queries import queries

pytestmark = pytest.mark.django_db


def total(response):
    return response.context["listing"].page.paginator.count


def test_the_list_can_be_filtered(client, published):
    assert total(client.get("/universities/")) == University.objects.count()
    assert total(client.get("/universities/?province=42")) == 143
    assert total(client.get("/universities/?paired=recipient")) == 80
    assert total(client.get("/universities/?province=42&paired=no")) == 63
    assert total(client.get("/universities/?q=whdhxy")) == 1


@pytest.mark.parametrize("query", ["province=Hubei", "level=high", "paired=maybe", "page=no"])
def test_a_wrong_value_is_named_and_left_out(client, published, query):
    response = client.get(f"/universities/?{query}")

    assert response.context["listing"].problems
    assert total(response) == University.objects.count()


def test_htmx_gets_only_the_results(client, published):
    part = client.get("/universities/?q=donghu", headers={"HX-Request": "true"})

    assert "<html" not in part.content.decode()
    assert part["HX-Push-Url"] == "/universities/?q=donghu"


def test_a_university_without_a_code_is_nowhere(client):
    University.objects.create(name="测试无码大学", province="42")

    assert total(client.get("/universities/")) == 0
    assert client.get("/universities/None/").status_code == 404


def test_the_page_shows_pairs_names_and_facts(client, published):
    page = client.get("/universities/4142010834/").content.decode()

    assert "武汉职业技术大学" in page
    assert "武汉职业技术学院" in page
    assert "天津职业大学" in page
    assert 'href="/pairs/2-32/"' in page


def test_the_english_page_keeps_the_chinese_name(client, published):
    page = client.get("/en/universities/4142011798/").content.decode()

    assert "<h1>Wuhan Donghu University</h1>" in page
    assert "武汉东湖学院" in page
    assert "Supported by" in page


def test_the_page_of_a_school_in_no_known_pair_says_what_is_known(client, published):
    page = client.get("/en/universities/4142010488/").content.decode()

    assert "Not in any published pair" in page
    assert "44 are not held here" in page


def test_career_sites_are_linked_where_they_are_known(client, published):
    University.objects.filter(code="4142011798").update(career_site="https://job.example.edu.cn/")

    assert 'href="https://job.example.edu.cn/"' in client.get("/universities/4142011798/").content.decode()
    assert 'href="https://job.example.edu.cn/"' in client.get("/pairs/2-1/").content.decode()


def test_a_successor_is_named_on_both_pages(client):
    old, new = a_university(1), a_university(2)
    University.objects.filter(pk=old.pk).update(successor=new)

    assert "/universities/" + new.code in client.get(old.get_absolute_url()).content.decode()
    assert "/universities/" + old.code in client.get(new.get_absolute_url()).content.decode()


def test_names_stand_with_their_source(client):
    school = a_university(1)
    UniversityName.objects.create(university=school, name="测试旧名学院", source="https://example.org/register")

    page = client.get(school.get_absolute_url()).content.decode()
    assert "测试旧名学院" in page
    assert '<a href="https://example.org/register" rel="nofollow">example.org</a>' in page


@pytest.mark.parametrize("code", ["4142000000", "x", "4142011798x", "９", "0"])
def test_an_unknown_code_is_404(client, published, code):
    assert client.get(f"/universities/{code}/").status_code == 404


def test_the_number_of_queries_does_not_grow(client):
    some_pairs(a_batch(1), 3)
    # count and page of the universities, and what it tells of them; pairs, milestones, names in English; batches
    assert queries(client, "/en/universities/") == 8
    some_pairs(a_batch(2), 30, start=50)
    assert queries(client, "/en/universities/") == 8


def test_a_name_that_is_only_known_in_chinese_is_marked_as_chinese_on_english_pages(client, published):
    University.objects.create(code="4142099999", name="测试无英文名学院", province="42")

    page = client.get("/en/universities/4142099999/").content.decode()

    assert '<h1><span lang="zh-Hans">测试无英文名学院</span></h1>' in page
    assert "<h1>测试无英文名学院</h1>" in client.get("/universities/4142099999/").content.decode()


def test_the_page_tells_former_names_apart_from_what_people_say(client, published):
    page = client.get("/universities/4142010487/").text
    names, _heading, everyday = page.partition("也可这样查")
    assert "华中理工大学" in names and "用至2000年" in names and "日期不详" not in names
    assert all(name in everyday for name in ("华科", "华中大", "HUST", "学校网站域名 hust.edu.cn"))
    assert "无文献出处" not in everyday.replace("未注来源的没有文献出处", "")


def test_a_school_without_short_names_has_no_heading_for_them(client, published):
    code = UniversityName.objects.exclude(university__names__kind__in=["common", "initials"])[0].university.code
    assert "也可这样查" not in client.get(f"/universities/{code}/").text
