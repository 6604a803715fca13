"""Larger type and higher contrast: chosen once, kept in a cookie, and no page is another one for it."""

import pytest
from lxml import html

from public.view_settings import COOKIE
from tests.support.assertions.css_select import select

pytestmark = pytest.mark.django_db
CHOICE, SHEET = "/display/", "/view.css"
LARGE_AND_DARK = {"size": "large", "contrast": "dark", "back": "/pairs/?province=32"}


def test_who_has_chosen_nothing_gets_an_empty_stylesheet(client):
    sheet = client.get(SHEET)
    assert (sheet.status_code, sheet.content, sheet["Content-Type"]) == (200, b"", "text/css; charset=utf-8")


def test_what_is_chosen_is_kept_and_leads_back(client):
    answer = client.post(CHOICE, LARGE_AND_DARK)
    assert (answer.status_code, answer["Location"]) == (302, "/pairs/?province=32")
    kept = answer.cookies[COOKIE]
    assert (kept.value, kept["samesite"], kept["path"], kept["httponly"]) == ("large.dark", "Lax", "/", True)
    assert kept["max-age"] == 365 * 24 * 3600
    sheet = client.get(SHEET).text
    assert "html { font-size: 141%; }" in sheet and "color-scheme: dark" in sheet


def test_the_cookie_travels_encrypted_where_the_site_does(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert client.post(CHOICE, LARGE_AND_DARK).cookies[COOKIE]["secure"]


def test_the_standard_view_needs_no_cookie(client):
    client.post(CHOICE, LARGE_AND_DARK)
    answer = client.post(CHOICE, {"size": "standard", "contrast": "standard"})
    assert answer.cookies[COOKIE]["max-age"] == 0
    assert client.get(SHEET).content == b""


def test_the_stylesheet_is_stored_nowhere(client):
    for _time in range(2):
        sheet = client.get(SHEET)
        assert sheet["Cache-Control"] == "private, no-store" and "Cookie" in sheet["Vary"]
        client.post(CHOICE, LARGE_AND_DARK)


def test_the_stylesheet_asks_the_database_nothing(client, django_assert_num_queries):
    client.cookies[COOKIE] = "large.dark"
    with django_assert_num_queries(0):
        client.get(SHEET)


@pytest.mark.parametrize("address", ["/", "/pairs/", "/en/pairs/2-11/", "/about/"])
def test_pages_stay_the_same_for_everybody(client, published, address):
    before = client.get(address)
    client.post(CHOICE, LARGE_AND_DARK)
    after = client.get(address)
    assert after.content == before.content and after["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Cookie" not in after.get("Vary", "")


@pytest.mark.parametrize("address", ["/", "/en/display/", "/desk/people/", "/admin/", "/no/such/page/"])
def test_the_stylesheet_is_loaded_last_by_every_page(editor_client, address):
    sheets = select(html.fromstring(editor_client.get(address).content.decode()), "link[rel=stylesheet]")
    assert (sheets[-1].get("href"), sheets[-1].get("media")) == (SHEET, "screen")


@pytest.mark.parametrize("cookie", ["", "huge.dark", "large", ".", "large.high;x", "}*{display:none"])
def test_a_cookie_that_says_something_else_is_worth_nothing_beyond_what_is_known(client, cookie):
    client.cookies[COOKIE] = cookie
    sheet = client.get(SHEET)
    assert sheet.status_code == 200 and "display:none" not in sheet.text and "}*{" not in sheet.text


@pytest.mark.parametrize("sent", [{}, {"size": "huge", "contrast": "dark"}, {"size": "large", "contrast": ""}])
def test_a_choice_that_is_none_is_said_and_nothing_kept(client, sent):
    answer = client.post(CHOICE, sent)
    assert answer.status_code == 200 and COOKIE not in answer.cookies and answer.context["form"].errors


@pytest.mark.parametrize(
    "back", ["", "999", "action_list", "https://example.cn/", "//example.cn/", "javascript:alert(1)", "/\\example.cn"]
)
@pytest.mark.parametrize(("prefix", "home"), [("", "/"), ("/en", "/en/")])
def test_nobody_is_led_to_another_site(client, back, prefix, home):
    answer = client.post(prefix + CHOICE, LARGE_AND_DARK | {"back": back})
    assert (answer.status_code, answer["Location"]) == (302, home)


def test_the_way_back_is_known_from_the_link_or_from_the_browser(client, page, published):
    (link,) = select(page("/pairs/2-11/"), ".language a[rel=nofollow]")
    assert back_of(client.get(link.get("href"))) == "/pairs/2-11/"
    inside = client.get(CHOICE, headers={"referer": "http://testserver/desk/activities/?state=draft"})
    assert back_of(inside) == "/desk/activities/?state=draft"
    for referer in ("http://example.cn/desk/", "http://[broken", f"http://testserver{CHOICE}"):
        assert back_of(client.get(CHOICE, headers={"referer": referer})) == ""


def back_of(response):
    return select(html.fromstring(response.content.decode()), "input[name=back]")[0].get("value")


def test_the_form_shows_what_was_chosen(client, page):
    client.post(CHOICE, LARGE_AND_DARK)
    chosen = {box.get("value") for box in select(page("/en/display/"), "input[type=radio][checked]")}
    assert chosen == {"large", "dark"}
