"""Reporting an error on a page: from the link on the page to the address at which the answer is read."""

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html

from public.models import ErrorReport
from tests.support.assertions.css_select import select
from tests.support.casts.other_action import text

pytestmark = pytest.mark.django_db
FORM = "/report-error/"
WRONG = "校名有误，应为武汉东湖学院。"


def token_on(page, address=FORM):
    return select(page(address), "input[name=token]")[0].get("value")


@pytest.fixture
def send(client, page):
    """Sends the form of a fresh page; what is not given is left empty."""

    def send_(prefix="", **fields):
        fields = {"token": token_on(page, prefix + FORM), "text": WRONG} | fields
        return client.post(prefix + FORM, fields)

    return send_


@pytest.mark.one_database
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", ["/", "/pairs/", "/pairs/2-11/", "/statistics/", "/about/"])
def test_every_public_page_links_to_the_form_and_says_which_page_it_is(page, published, prefix, address):
    (link,) = select(page(prefix + address), ".page-tools a[rel=nofollow]")
    asked = page(link.get("href"))
    assert link.get("href").startswith(f"{prefix}{FORM}?page=")
    assert select(asked, "#id_page")[0].get("value") == prefix + address


def test_the_link_is_the_same_whatever_the_filters_and_the_form_knows_them_from_the_browser(client, page, published):
    (link,) = select(page("/pairs/?province=32"), ".page-tools a[rel=nofollow]")
    assert link.get("href") == f"{FORM}?page=/pairs/"
    shown = client.get(link.get("href"), headers={"referer": "http://testserver/pairs/?province=32"})
    assert shown.context["form"]["page"].value() == "/pairs/?province=32"
    elsewhere = client.get(link.get("href"), headers={"referer": "http://example.cn/pairs/?province=32"})
    assert elsewhere.context["form"]["page"].value() == "/pairs/"


def test_a_page_that_is_nowhere_may_be_reported_too(page, client):
    missing = client.get("/no/such/page/").content.decode()
    assert "/report-error/?page=/no/such/page/" in missing
    assert select(page("/report-error/?page=/no/such/page/"), "#id_page")[0].get("value") == "/no/such/page/"


def test_no_address_of_the_inside_is_carried_along(client, editor_client):
    assert b'/report-error/"' in client.get("/accounts/password/reset/").content
    assert b'/report-error/"' in editor_client.get("/desk/people/").content


ELSEWHERE = [
    "https://example.cn/pairs/",
    "//example.cn/",
    "/\\example.cn",
    "javascript:alert(1)",
    "pairs",
    "http://[broken",
    "/desk/",
    "/en/desk/",
    "/accounts/invitations/a-secret/",
    "/en/accounts/invitations/a-secret/",
    "/admin/pairs/pair/1/change/",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_only_pages_of_the_public_site_are_taken_over_and_stored(page, send, address):
    from_link = page(f"{FORM}?page={address.replace('&', '%26')}")
    assert not select(from_link, "#id_page")[0].get("value")
    typed = send(page=address)
    assert typed.status_code == 200 and "page" in typed.context["form"].errors
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("http://testserver/pairs/2-11/", "/pairs/2-11/"),
        ("http://testserver", "/"),
        ("/search/?q=东湖", "/search/?q=东湖"),
        ("", ""),
    ],
)
def test_a_page_may_be_typed_as_the_browser_shows_it(send, typed, stored):
    assert send(page=typed).status_code == 302
    assert ErrorReport.objects.get().page == stored


@pytest.mark.parametrize(("prefix", "thanks"), [("", "感谢"), ("/en", "Thank you")])
def test_who_reports_is_given_an_address_and_asked_for_nothing_else(client, send, prefix, thanks):
    answer = send(prefix, page="/pairs/")
    report = ErrorReport.objects.get()
    assert (report.text, report.contact, report.evidence, report.state) == (WRONG, "", "", "new")
    assert report.language == ("en" if prefix else "zh-hans")
    assert answer["Location"] == f"{prefix}/report-error/{report.code}/"
    told = client.get(answer["Location"])
    assert thanks in told.text and WRONG not in told.text
    assert told["Cache-Control"] == "private, no-store" and told["X-Robots-Tag"] == "noindex"


def test_the_form_sent_twice_makes_one_report(client, page):
    fields = {"token": token_on(page), "text": WRONG}
    assert client.post(FORM, fields)["Location"] == client.post(FORM, fields)["Location"]
    assert ErrorReport.objects.count() == 1


@pytest.mark.parametrize("token", ["", "made-up", "None.x:y"])
def test_a_form_that_this_site_did_not_give_is_refused_and_the_text_stays(client, token):
    answer = client.post(FORM, {"token": token, "text": WRONG})
    assert answer.status_code == 200 and WRONG in answer.text
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "  \u200b "),
        ("text", "误" * 2001),
        ("evidence", "x" * 501),
        ("contact", "x" * 201),
        ("contact", "\u202ea@example.cn"),
        ("page", "/" + "x" * 500),
    ],
)
def test_what_is_wrong_with_the_form_is_said_beside_its_field(send, field, value):
    answer = send(**{field: value})
    assert answer.status_code == 200 and list(answer.context["form"].errors) == [field]
    assert select_errors(answer) == [f"#id_{field}"]


def select_errors(response):
    return [link.get("href") for link in select(html.fromstring(response.content.decode()), "#error-summary a")]


def test_many_reports_from_one_network_are_refused_and_the_text_stays(send, client):
    cache.clear()
    answers = [send().status_code for _number in range(11)]
    assert answers == [302] * 10 + [429]
    refused = send(text="第十二条留言")
    assert refused.status_code == 429 and "第十二条留言" in refused.text
    assert ErrorReport.objects.count() == 10
    cache.clear()


def test_a_flood_from_many_networks_is_refused_as_well(send, client, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"error_report": "10/10m/ip,3/d/key"}
    answers = []
    for number in range(4):
        client.defaults["REMOTE_ADDR"] = f"10.0.0.{number}"
        answers.append(send().status_code)
    assert answers == [302, 302, 302, 429]
    cache.clear()


@pytest.fixture
def strict():
    """A browser that sends no cookie until it has been given one, as browsers do."""
    return Client(enforce_csrf_checks=True)


def filled(page):
    """Every field of the form by its name, as it would be sent."""
    texts = {text.get("name"): (text.text or "").removeprefix("\n") for text in select(page, "form.prose textarea")}
    return texts | {field.get("name"): field.get("value") or "" for field in select(page, "form.prose input")}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("prefix", "told"), [("", "尚未提交。请核对后提交"), ("/en", "has not been sent: check it and")]
)
def test_a_form_without_its_cookie_comes_back_filled_in_and_can_be_sent(strict, prefix, told):
    shown = strict.get(prefix + FORM)
    strict.cookies.clear()
    fields = {"token": shown.context["token"], "text": WRONG, "page": "/pairs/", "contact": "a@example.cn"}
    answer = strict.post(prefix + FORM, fields)
    assert answer.status_code == 403 and told in answer.text and "no-store" in answer["Cache-Control"]
    assert not ErrorReport.objects.exists() and "sessionid" not in answer.cookies
    again = filled(html.fromstring(answer.text))
    assert {name: again[name] for name in fields} == fields
    sent = strict.post(prefix + FORM, again)
    assert sent.status_code == 302 and ErrorReport.objects.get().text == WRONG


@pytest.mark.one_database
def test_what_else_is_wrong_in_it_is_told_once_it_can_be_sent(strict):
    answer = strict.post(FORM, {"token": "made up", "text": "", "page": "https://elsewhere.example/"})
    assert answer.status_code == 403 and filled(html.fromstring(answer.text))["page"] == "https://elsewhere.example/"
    assert not ErrorReport.objects.exists()


@pytest.mark.one_database
def test_what_another_site_sends_is_not_put_into_the_form(strict):
    answer = strict.post(FORM, {"text": WRONG}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403 and WRONG not in answer.text and "请在浏览器中后退" in answer.text


@pytest.mark.one_database
def test_more_than_any_form_holds_is_not_sent_back(strict):
    answer = strict.post(FORM, {"text": "长" * 100_001})
    assert answer.status_code == 403 and "长长" not in answer.text and "请在浏览器中后退" in answer.text


def test_nothing_says_who_was_signed_in(editor_client, editor):
    token = editor_client.get(FORM).context["token"]
    editor_client.post(FORM, {"token": token, "text": WRONG})
    assert ErrorReport.objects.count() == 1 and not ErrorReport.history.exists()


def test_an_answer_stands_at_the_address_of_the_report(client, page, editor, send):
    address = send(page="/pairs/")["Location"]
    report = ErrorReport.objects.get()
    report.state, report.answer = "checking", "还没有定"
    report.settle(editor, "")
    assert "还没有定" not in text(page(address))
    report.state, report.answer = "corrected", "校名已更正。"
    report.settle(editor, "")
    shown = text(page(address))
    assert "校名已更正。" in shown and "已更正" in shown and "Ed Itor" not in shown


def test_an_identity_number_in_a_report_is_asked_about_before_it_is_stored(send, client):
    about_somebody = {"text": "名单里有身份证号 11010119900307" + "123X，请删除。"}
    asked = send(**about_somebody)
    assert asked.status_code == 200 and not ErrorReport.objects.exists()
    (tick,) = select(html.fromstring(asked.text), "input[name=answered]")
    assert send(**about_somebody, answered=tick.get("value")).status_code == 302
    assert ErrorReport.objects.get().text == about_somebody["text"]
