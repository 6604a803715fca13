"""What no page can read is refused once, at every address, on both databases, in the reader's language."""

from urllib.parse import quote

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.support.access import lookup

from .test_access import NAMES, everyone, path_of, visitors_once  # noqa: F401 (fixtures)

HUGE = "9" * 30
WRONG = f"x=1&page={HUGE}&p={HUGE}&invited={HUGE}&batch={HUGE}&pair={HUGE}&mechanism={HUGE}&state={HUGE}&kind={HUGE}"
FILES = [name for name in NAMES if "form" in (lookup(name).kwargs if lookup(name) else {})]


@pytest.mark.parametrize("name", [name for name in NAMES if lookup(name)])
def test_no_address_breaks_over_filters_that_it_does_not_know(name, everyone):  # noqa: F811
    path, editor = path_of(name, lookup(name).kwargs), everyone["editor"]
    assert editor.get(f"{path}?{WRONG}&memberships__role__exact=x&id__in={HUGE},a").status_code < 500


@pytest.mark.one_database  # refused before any table is asked
@pytest.mark.parametrize("name", [name for name in NAMES if lookup(name)])
def test_no_address_takes_signs_that_no_text_holds(name, everyone):  # noqa: F811
    path, editor = path_of(name, lookup(name).kwargs), everyone["editor"]
    assert editor.get(f"{path}?q=%00").status_code == 400
    if lookup(name).post:
        assert editor.post(path, {"title": "a\0b", "reason": "c"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/universities/a%00b/", "/desk/people/?q=%00", "/desk/?%00=1", "/?%00=1", "/en/search/?q=a%1Fb"]
)
def test_signs_that_no_text_holds(editor_client, path):
    assert editor_client.get(path).status_code == 400


@pytest.mark.parametrize(("prefix", "words"), [("", "无法理解这个请求"), ("/en", "was not understood")])
def test_the_refusal_is_in_the_readers_language(client, db, prefix, words):
    page = client.get(f"{prefix}/search/?q=%00").text
    assert words in page and ("was not understood" in page) == bool(prefix)


def test_files_are_refused_in_their_own_form(client, db):
    refused = client.get("/pairs.json?q=%00")
    assert refused.status_code == 400 and "字符" in refused.json()["errors"][0]["message"]


def test_what_stood_beside_such_a_sign_is_on_the_page(editor_client):
    long_text = "签约仪式在武汉举行，双方三十余人参加。" * 3
    page = editor_client.post("/desk/people/invite/", {"name": "a\0b", "note": long_text}).text
    assert f">{long_text}</textarea>" in page


def test_what_a_word_processor_leaves_between_lines_is_no_reason_to_refuse(editor_client):
    assert editor_client.post("/desk/people/invite/", {"name": "a\x0bb"}).status_code == 200


def test_a_password_is_never_shown_again(editor_client):
    secret = "right horse, right battery, right staple"
    page = editor_client.post("/accounts/password/", {"oldpassword": secret, "x": "a\0b"})
    assert page.status_code == 400 and secret not in page.text


LISTS = [page.opts for page in admin.site._registry.values()]


def list_of(opts):
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")


@pytest.mark.parametrize("opts", LISTS, ids=str)
def test_every_list_of_the_staff_refuses_what_it_does_not_know(editor_client, opts):
    for query in ("x=1", "id__in=a", "id__regex=[", "name__iregex=("):
        assert editor_client.get(f"{list_of(opts)}?{query}").status_code == 400


@pytest.mark.one_database
@pytest.mark.parametrize("query", ["x=1", "status=nonsense", "supporter_province__exact__in=1"])
@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_staffs_file_of_pairs_refuses_what_its_list_does_not_know(inspector_client, query, form):
    refused = inspector_client.get(f"/admin/pairs/pair/download/{form}/?{query}")
    assert refused.status_code == 400 and query.partition("=")[0] in refused.text


def test_the_staffs_list_leads_to_a_file_of_what_it_shows(inspector_client):
    page = inspector_client.get("/admin/pairs/pair/?status=announced&p=1").text
    assert "/admin/pairs/pair/download/csv/?status=announced&quot;" not in page
    assert '/admin/pairs/pair/download/csv/?status=announced"' in page


@pytest.mark.one_database
@pytest.mark.parametrize("name", FILES)
def test_files_refuse_names_that_they_do_not_know_and_list_those_they_do(name, everyone):  # noqa: F811
    path, editor = path_of(name, lookup(name).kwargs), everyone["editor"]
    refused = editor.get(f"{path}?no_such_name=1")
    assert refused.status_code == 400 and "no_such_name" in refused.text
    assert "不接受任何参数" in refused.text or "可用的参数：" in refused.text


@pytest.mark.parametrize("query", ["pair=2-1", "nonsense=1", "batch=2&Batch=2"])
def test_a_mistyped_name_does_not_bring_the_whole(client, db, query):
    refused = client.get(f"/pairs.json?{query}").json()["errors"]
    assert [problem["field"] for problem in refused][-1] == query.rpartition("&")[2].partition("=")[0]
    assert "batch" in refused[-1]["message"] and "province" in refused[-1]["message"]


ADDED = "from=timeline&isappinstalled=0&nsukey=a%2Bb&utm_source=letter&fbclid=x&gclid=x&spm=a.b"


@pytest.mark.one_database
@pytest.mark.parametrize("name", FILES)
def test_what_messengers_add_to_a_link_changes_no_file(name, everyone):  # noqa: F811
    path, editor = path_of(name, lookup(name).kwargs), everyone["editor"]
    assert editor.get(f"{path}?{ADDED}").content == editor.get(path).content


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["/pairs/", "/activities/", "/statistics/", "/search/", "/admin/pairs/pair/"])
def test_what_messengers_add_to_a_link_changes_no_page_nor_its_links(page, editor_client):
    shown = editor_client.get(f"{page}?{ADDED}")
    assert shown.status_code == 200 and "isappinstalled" not in shown.text
    assert shown.text == editor_client.get(page).text or "csrfmiddlewaretoken" in shown.text


def test_what_was_asked_stays_beside_what_messengers_add(client, db):
    assert 'value="江南"' in client.get(f"/pairs/?q={quote('江南')}&{ADDED}").text
