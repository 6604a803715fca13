"""What messengers add to an address changes nothing; other names that a file does not know are refused.

Bad values of all kinds stand in `tests/support/bad_inputs.py`, and `test_fuzz.py` sends them to every address.
"""

from urllib.parse import quote

import pytest

from tests.support.access import lookup

from .test_access import NAMES, everyone, path_of, visitors_once  # noqa: F401 (fixtures)

FILES = [name for name in NAMES if "form" in (lookup(name).kwargs if lookup(name) else {})]


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


OF_ITSELF = {"desk_audit_download"}  # each download of it is a line in the next
ADDED = "from=timeline&isappinstalled=0&nsukey=a%2Bb&utm_source=letter&fbclid=x&gclid=x&spm=a.b&tdsourcetag=s&chksm=9"


@pytest.mark.one_database
@pytest.mark.parametrize("name", [name for name in FILES if name not in OF_ITSELF])
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
