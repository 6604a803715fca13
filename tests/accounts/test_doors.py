"""The one link of the public pages leads each person to the place that is theirs, signed in already or not."""

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client

from accounts.models import Membership
from tests.conftest import PASSWORD, a_client, a_person
from tests.support.browser.addresses import PUBLIC
from tests.support.factories.activities import school

Role = Membership.Role
LOGIN = "/accounts/login/"
LATE = "打开的时间太长"
NO_COOKIES = "没有送回本站的 Cookie"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(editor, inspector, passer_by, former_editor, rita, officer):
    """Everybody by the place that is theirs."""
    return {"/desk/": [rita, officer], "/admin/": [editor, inspector], "/accounts/": [passer_by, former_editor]}


@pytest.fixture
def officer(db):
    return a_person("olaf", Role.OFFICER, province="42")


@pytest.fixture
def rita(db):
    return a_person("rita", Role.COORDINATOR, university=school("测试学院", "4142099999", "42"))


def signed_in_through(address, user):
    """The pages somebody goes through who follows a link and signs in on the way: the last answer, and where it is."""
    client = Client()
    asked = client.get(address)
    sign_in, _question, wanted = asked["Location"].partition("?next=")
    assert sign_in.endswith(LOGIN)
    answer = client.post(sign_in, {"login": user.username, "password": PASSWORD, "next": wanted}, follow=True)
    return answer, answer.redirect_chain[-1][0]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("door", ["/desk/", "/admin/"])
def test_signing_in_ends_at_the_place_of_the_person(people, door, prefix):
    for place, theirs in people.items():
        for user in theirs:
            answer, path = signed_in_through(prefix + door, user)
            assert (user.username, path, answer.status_code) == (user.username, prefix + place, 200)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("door", ["/desk/", "/admin/", LOGIN])
def test_who_is_signed_in_already_is_led_there_as_well(people, door, prefix):
    for place, theirs in people.items():
        for user in theirs:
            answer = a_client(user).get(prefix + door, follow=True)
            assert (user.username, answer.request["PATH_INFO"], answer.status_code) == (
                user.username,
                prefix + place,
                200,
            )


def test_a_page_of_the_admin_asked_for_before_signing_in_is_no_dead_end(rita, editor):
    for prefix in ("", "/en"):
        assert signed_in_through(prefix + "/admin/pairs/pair/", rita)[1] == f"{prefix}/desk/"
        assert signed_in_through(prefix + "/admin/pairs/pair/", editor)[1] == f"{prefix}/admin/pairs/pair/"
    assert a_client(rita).get("/admin/pairs/pair/").status_code == 404


def test_the_ministry_finds_every_part_of_its_desk_from_each_other(editor, inspector):
    parts = ["/desk/pairs/", "/desk/oversight/", "/desk/inspections/", "/desk/bulletins/", "/desk/practices/"]
    parts += ["/admin/", "/desk/people/"]
    client = a_client(editor)
    for page in [*parts, "/admin/pairs/pair/"]:
        shown = client.get(page).text.partition('class="desk-bar"')[2].partition("</nav>")[0]
        assert [part for part in parts if f'href="{part}"' not in shown] == []
        assert shown.count("aria-current") == 1
    for page in parts[:-2]:
        assert a_client(inspector).get(page).status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_public_page_has_the_one_link_and_nothing_of_who_reads_it(published, rita, prefix):
    reader, stranger = a_client(rita), Client()
    for path in [*PUBLIC, "/activities/", "/nothing/here/"]:
        shown = reader.get(prefix + path).text
        assert shown.count('<footer class="site-foot">') == 1
        foot = shown.partition('<footer class="site-foot">')[2]
        assert foot.count(f'href="{prefix}/desk/"') == 1 and "/admin/" not in shown
        assert shown == stranger.get(prefix + path).text


# A form that comes too late


@pytest.fixture
def browser(db):
    """A browser whose forms are held to the portal's mark."""
    return Client(enforce_csrf_checks=True)


def mark_in(page):
    return page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def sent(browser, mark, login="ed", path=LOGIN, **fields):
    return browser.post(path, {"csrfmiddlewaretoken": mark, "login": login, "password": PASSWORD} | fields)


def test_the_second_tab_of_who_has_signed_in_leads_on(browser, editor):
    one, two = mark_in(browser.get(LOGIN)), mark_in(browser.get(LOGIN))
    assert sent(browser, one)["Location"] == "/admin/"
    answer = browser.post(LOGIN, {"csrfmiddlewaretoken": two, "login": "ed", "password": PASSWORD}, follow=True)
    assert (answer.request["PATH_INFO"], answer.status_code) == ("/admin/", 200)
    wanted = sent(browser, two, path=f"{LOGIN}?next=/desk/bulletins/", follow=True)
    assert wanted["Location"] == f"{LOGIN}?next=/desk/bulletins/"
    assert browser.get(wanted["Location"])["Location"] == "/desk/bulletins/"


def test_who_types_another_name_in_the_second_tab_sees_who_is_signed_in(browser, editor, passer_by):
    one, two = mark_in(browser.get(LOGIN)), mark_in(browser.get(LOGIN))
    sent(browser, one)
    assert sent(browser, two, login="pat")["Location"] == "/accounts/"


@pytest.mark.parametrize(("prefix", "said"), [("", NO_COOKIES), ("/en", "sent no cookie of this site along")])
def test_where_cookies_were_cleared_or_are_off_a_fresh_form_says_so(browser, editor, prefix, said):
    mark = mark_in(browser.get(prefix + LOGIN))
    browser.cookies.clear()
    answer = sent(browser, mark, path=prefix + LOGIN)
    assert answer.status_code == 403 and said in answer.text
    assert 'value="ed"' in answer.text and PASSWORD not in answer.text
    assert "任职" not in answer.text and "You are signed in" not in answer.text
    assert sent(browser, mark_in(answer), path=prefix + LOGIN)["Location"] == f"{prefix}/admin/"


def test_a_mark_of_another_day_is_told_as_what_it_is(browser, editor):
    mark = mark_in(browser.get(LOGIN))
    browser.cookies.clear()
    browser.get(LOGIN)
    answer = sent(browser, mark)
    assert answer.status_code == 403 and LATE in answer.text
    assert sent(browser, mark_in(answer))["Location"] == "/admin/"


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/password/"])
def test_the_other_forms_of_an_account_are_shown_afresh_as_well(browser, editor, path):
    browser.force_login(editor)
    answer = browser.post(path, {"email": "ed@example.edu.cn"})
    assert answer.status_code == 403 and NO_COOKIES in answer.text and mark_in(answer)


def test_a_step_that_is_no_page_says_what_to_do(browser, editor):
    browser.force_login(editor)
    answer = browser.post("/accounts/logout/")
    assert answer.status_code == 403 and NO_COOKIES in answer.text
    assert "您已登录，但" not in answer.text


def test_a_form_of_another_site_is_told_as_that(browser, editor):
    answer = browser.post("/accounts/logout/", headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403 and "另一个网站" in answer.text


def test_nobody_makes_an_account_by_coming_by(client, rf):
    assert client.get("/accounts/signup/").status_code == 404
    assert not get_adapter().is_open_for_signup(rf.get("/"))


def test_another_form_shows_what_was_typed_for_copying_unless_another_site_sent_it(browser, editor):
    browser.force_login(editor)
    typed = {"email": "wang@example.edu.cn", "name": "一位名字写得很长很长很长很长很长很长的老师"}
    answer = browser.post("/desk/people/invite/", typed)
    assert answer.status_code == 403 and f">{typed['name']}</textarea>" in answer.text
    answer = browser.post("/desk/people/invite/", typed, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403 and typed["name"] not in answer.text
    secret = {"password1": "a password of some length", "name": typed["name"]}
    assert secret["password1"] not in browser.post("/desk/people/invite/", secret).text
