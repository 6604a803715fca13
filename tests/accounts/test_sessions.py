"""Sessions end when unused, after a longest time, with the password and with the account; what was typed is kept."""

import datetime
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import BrowserSession, Membership
from accounts.sessions import BEFORE_SIGN_IN, BY_ITSELF, TEXT_WAITS, SessionStore
from core.tokens import GOOD_FOR, LIMIT, new_token
from tests.conftest import PASSWORD, a_client, a_person
from tests.support.factories.activities import school

LOGIN, SESSIONS, TELEPHONES = "/accounts/login/", "/accounts/sessions/", "/accounts/telephones/"
SOMETIME = datetime.datetime(2026, 3, 4, 9, 0, tzinfo=datetime.UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EDGE, WINDOWS = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"
WECHAT = "Mozilla/5.0 (Linux; Android 15; wv) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0"
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def as_in_production(settings):
    """Nothing is counted yet, and it is written each minute that somebody is here."""
    cache.clear()
    settings.SESSION_SEEN_SECONDS = 60


@pytest.fixture
def clock():
    with time_machine.travel(SOMETIME, tick=False) as traveller:
        yield traveller


@pytest.fixture
def rita(db):
    return a_person("rita", Membership.Role.COORDINATOR, university=school("测试学院", "4142099999", "42"))


def is_inside(client, path="/accounts/"):
    answer = client.get(path)
    assert answer.status_code == 200 or answer["Location"].startswith(LOGIN)
    return answer.status_code == 200


def signed_in(user, browser=EDGE):
    client = Client(headers={"user-agent": browser})
    client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    return client


@pytest.mark.parametrize(("who", "idle"), [("editor", 30 * MINUTE), ("inspector", 30 * MINUTE), ("rita", 12 * HOUR)])
def test_a_session_ends_when_it_is_not_used(request, clock, who, idle):
    client = a_client(request.getfixturevalue(who))
    clock.shift(idle - MINUTE)
    assert is_inside(client)
    clock.shift(idle - MINUTE)
    assert is_inside(client)  # it was used meanwhile
    clock.shift(idle + MINUTE)
    assert not is_inside(client)
    assert not is_inside(client)


@pytest.mark.parametrize(("who", "step", "steps"), [("editor", 25 * MINUTE, 4), ("rita", 10 * HOUR, 4)])
def test_a_session_ends_after_the_longest_time_however_much_it_is_used(request, settings, clock, who, step, steps):
    settings.SESSION_LIMITS = settings.SESSION_LIMITS | {"STAFF_LONGEST_HOURS": 2, "OTHERS_LONGEST_HOURS": 48}
    client = a_client(request.getfixturevalue(who))
    for _time in range(steps):
        clock.shift(step)
        assert is_inside(client)
    clock.shift(step)
    assert not is_inside(client)


def test_both_times_can_be_set(settings, clock, editor, rita):
    settings.SESSION_LIMITS = settings.SESSION_LIMITS | {"STAFF_IDLE_MINUTES": 5, "OTHERS_LONGEST_HOURS": 1}
    staff, other = a_client(editor), a_client(rita)
    clock.shift(6 * MINUTE)
    assert (is_inside(staff), is_inside(other)) == (False, True)
    clock.shift(HOUR)
    assert not is_inside(other)


def test_a_limit_that_was_made_shorter_holds_for_who_is_signed_in_already(settings, clock, rita):
    client = a_client(rita)
    clock.shift(HOUR)
    settings.SESSION_LIMITS = settings.SESSION_LIMITS | {"OTHERS_IDLE_MINUTES": 30}
    assert not is_inside(client)


def test_who_is_called_to_the_ministry_is_held_to_its_limit_from_then_on(clock, passer_by):
    client = a_client(passer_by)
    Membership.objects.create(user=passer_by, role=Membership.Role.INSPECTOR, since=timezone.localdate())
    clock.shift(31 * MINUTE)
    assert not is_inside(client)


def test_reading_writes_once_a_minute_at_the_most(clock, rita):
    client = a_client(rita)
    clock.shift(MINUTE)
    with CaptureQueriesContext(connection) as queries:
        assert all([is_inside(client), is_inside(client), is_inside(client)])
    assert len([one for one in queries if "UPDATE" in one["sql"] and "browsersession" in one["sql"]]) == 1


def test_a_page_that_the_browser_asks_for_by_itself_keeps_nobody_signed_in(clock, editor):
    client = a_client(editor)
    for _again in range(3):
        clock.shift(14 * MINUTE)
        still = is_inside(client, f"/accounts/?{BY_ITSELF}=1")
    assert not still


def test_a_new_password_ends_every_other_session(editor):
    here, there = signed_in(editor), signed_in(editor)
    new = {"oldpassword": PASSWORD, "password1": "another good one", "password2": "another good one"}
    assert here.post("/accounts/password/", new).status_code == 302
    assert (is_inside(here), is_inside(there)) == (True, False)
    assert editor.sessions.going_on().count() == 1


def test_a_password_set_by_somebody_else_or_by_a_letter_ends_them_all(editor):
    client = signed_in(editor)
    editor.set_password("another good one")
    editor.save()
    assert not is_inside(client) and not editor.sessions.going_on().exists()


def test_a_closed_account_is_outside_at_once_and_stays_so_when_it_is_opened_again(editor):
    client = signed_in(editor)
    for active in (False, True):
        editor.is_active = active
        editor.save()
        assert not is_inside(client)


def test_the_end_of_a_post_closes_the_desk_with_the_next_page(rita):
    client = a_client(rita)
    assert client.get("/desk/").status_code == 200
    rita.memberships.update(until=timezone.localdate() - DAY)
    assert client.get("/desk/")["Location"] == "/accounts/"
    assert client.get("/desk/people/").status_code == 404


# What was typed


def sent_late(client, clock, path, fields, later=31 * MINUTE):
    clock.shift(later)
    answer = client.post(path, fields)
    assert answer["Location"] == f"{LOGIN}?next={path}"
    return answer["Location"]


def test_what_was_typed_when_the_session_ended_waits_whatever_the_form(clock, editor):
    path, fields = (
        "/admin/accounts/user/add/",
        {"username": "neu", "name": "一个很长很长很长很长很长很长很长很长的名字"},
    )
    client = signed_in(editor)
    to_sign_in = sent_late(client, clock, path, fields)
    assert "填写的内容已为您保留" in client.get(to_sign_in).text
    assert client.post(to_sign_in, {"login": "ed", "password": PASSWORD})["Location"] == path
    page = client.get(path).text
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert sent.items() >= fields.items() and fields["name"] in page.partition("<textarea")[2]
    assert "username" not in dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', client.get(path).text))


def test_it_is_sent_as_it_was(clock, rita):
    client = signed_in(rita)
    to_sign_in = sent_late(client, clock, TELEPHONES, {f"phone-{rita.posts[0].pk}": "027-87654321"}, 13 * HOUR)
    client.post(to_sign_in, {"login": "rita", "password": PASSWORD})
    page = client.get(TELEPHONES)
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.text))
    assert client.post(TELEPHONES, fields).status_code == 302
    assert rita.memberships.get().work_phone == "027-87654321"


@pytest.mark.parametrize("how", ["password", "closed and opened", "ended elsewhere"])
def test_it_waits_however_the_session_ended(editor, how):
    client = signed_in(editor)
    if how == "password":
        editor.set_password(PASSWORD)
        editor.save()
    elif how == "ended elsewhere":
        editor.sessions.end()
    else:
        for editor.is_active in (False, True):
            editor.save()
    client.post("/admin/accounts/user/add/", {"username": "neu"})
    client.post(LOGIN, {"login": "ed", "password": PASSWORD})
    assert 'name="username" value="neu"' in client.get("/admin/accounts/user/add/").text


def test_nobody_else_who_signs_in_in_that_browser_is_shown_it(clock, editor, inspector):
    client = signed_in(editor)
    sent_late(client, clock, "/admin/accounts/user/add/", {"username": "geheim"})
    client.post(LOGIN, {"login": "ins", "password": PASSWORD})
    assert "geheim" not in client.get("/admin/accounts/user/add/").text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/accounts/password/", {"oldpassword": PASSWORD, "password1": "x", "password2": "x"}),
        ("/admin/accounts/user/add/", {"username": "neu", "password1": "x"}),
        ("/accounts/again/", {"code": "123456"}),
        ("/admin/accounts/user/add/", {}),
    ],
)
def test_passwords_and_codes_are_never_kept_nor_what_no_form_of_ours_holds(clock, editor, path, fields):
    client = signed_in(editor)
    sent_late(client, clock, path, fields)
    assert "desk_kept" not in client.session


MANY = {f"{number:0200}": "" for number in range(LIMIT // 200)}


@pytest.mark.parametrize("fields", [{"name": "长" * (LIMIT + 1)}, MANY | {"name": "长" * 30}])
def test_what_is_too_much_to_be_kept_is_shown_for_copying(clock, editor, fields):
    client = signed_in(editor)
    clock.shift(31 * MINUTE)
    answer = client.post("/admin/accounts/user/add/", fields)
    assert answer.status_code == 403 and "请先复制" in answer.text and f">{fields['name']}</textarea>" in answer.text
    assert not BrowserSession.objects.filter(user=None).exists()


def test_what_a_script_sends_by_itself_is_no_form(clock, rita):
    client = signed_in(rita)
    clock.shift(13 * HOUR)
    headers = {"Sec-Fetch-Dest": "empty"}
    assert client.post("/desk/activities/autosave/", {"title": "x" * 30}, headers=headers).status_code == 302
    assert "desk_kept" not in client.session


def test_who_was_never_signed_in_or_has_signed_out_stores_nothing(editor):
    client = signed_in(editor)
    client.post("/accounts/logout/")
    for stranger in (client, Client()):
        stranger.post("/admin/accounts/user/add/", {"username": "neu"})
        assert "desk_kept" not in stranger.session


def test_a_stranger_with_somebodys_form_cannot_fill_the_table(rita):
    fields = {"token": new_token(rita), "text": "x" * 90_000}
    for number in range(42):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post("/desk/activities/new/", fields)
    assert BrowserSession.objects.filter(user=None).count() <= 40


@pytest.mark.parametrize("token", ["", "1.made-up:1:signature"])
def test_without_a_form_of_somebodys_a_stranger_stores_nothing_at_all(rita, token):
    Client().post("/desk/activities/new/", {"token": token, "text": "x"})
    assert not BrowserSession.objects.exists()


def test_the_form_of_who_is_not_signed_in_stores_nothing_either():
    token = re.search(r'name="token" value="([^"]+)"', Client().get("/report-error/?page=/").text)[1]
    Client().post("/desk/activities/new/", {"token": token, "text": "x"})
    assert not BrowserSession.objects.exists()


def test_a_form_older_than_a_week_is_nobodys_any_more(clock, rita):
    fields = {"token": new_token(rita), "text": "x"}
    clock.shift(GOOD_FOR + MINUTE)
    Client().post("/desk/activities/new/", fields)
    assert not BrowserSession.objects.exists()


# What is stored


def test_who_reads_the_table_takes_over_no_session(rita, client):
    """Neither a backup nor whoever reads the database has the key; only its browser has."""
    signed_in(rita)
    row = rita.sessions.get()
    for key in (row.session_key, row.session_key[:32], row.session_data):
        client.cookies["sessionid"] = key
        assert not is_inside(client)


def test_a_browser_finds_its_session_by_the_key_that_it_alone_has(rita):
    client = signed_in(rita)
    key = client.cookies["sessionid"].value
    assert SessionStore().exists(key) and not rita.sessions.filter(session_key__contains=key).exists()
    same = SessionStore(key)
    same["anything"] = 1
    same.cycle_key()
    assert not SessionStore().exists(key) and SessionStore(same.session_key)["anything"] == 1
    same.delete()
    assert not rita.sessions.exists()


def test_what_is_over_is_cleared_away(clock, editor, rita):
    sent_late(signed_in(editor), clock, "/admin/accounts/user/add/", {"username": "neu"})
    a_client(rita)
    clock.shift(BEFORE_SIGN_IN + MINUTE)
    call_command("clearsessions")
    assert BrowserSession.objects.count() == 3  # one that ended, the text that waits for its writer, and Rita's
    clock.shift(TEXT_WAITS + DAY)
    call_command("clearsessions")
    assert not BrowserSession.objects.exists()


def test_neither_address_nor_what_the_browser_tells_of_itself_is_stored(rita):
    client = Client(headers={"user-agent": EDGE}, REMOTE_ADDR="203.0.113.7")
    client.post(LOGIN, {"login": "rita", "password": PASSWORD})
    row = rita.sessions.get()
    assert row.browser == "Edg|Windows"
    assert "203.0.113.7" not in str(row.get_decoded()) and "Mozilla" not in str(row.get_decoded())


def test_a_session_that_is_ended_while_a_page_is_made_stays_ended(rita):
    client = signed_in(rita)
    mine = client.session
    mine["anything"] = 1
    rita.sessions.end()
    with pytest.raises(UpdateError):
        mine.save()
    assert not is_inside(client)


# The list of one's sessions


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_list_tells_where_one_is_signed_in_and_which_is_this(rita, editor, prefix):
    here, _there, _not_hers = signed_in(rita), signed_in(rita, WECHAT), signed_in(editor)
    page = here.get(prefix + SESSIONS).text
    assert page.count("<tr>") == 3 and page.count("tag-ok") == 1
    assert WINDOWS in page.partition("tag-ok")[0]
    assert ("微信 · Android" if not prefix else "WeChat · Android") in page
    assert not any(client.cookies["sessionid"].value in page for client in (here, _there, _not_hers))


def handles(page):
    return re.findall(r'name="end" value="(\w+)"', page.text)


def test_one_of_them_is_ended_and_no_other(rita):
    here, phone, desktop = signed_in(rita), signed_in(rita, WECHAT), signed_in(rita)
    handle = re.search(r'Android.*?name="end" value="(\w+)"', here.get(SESSIONS).text, re.DOTALL)[1]
    assert here.post(SESSIONS, {"end": handle}, follow=True).status_code == 200
    assert [is_inside(one) for one in (here, phone, desktop)] == [True, False, True]


def test_all_others_are_ended_at_once(rita):
    here, phone, desktop = signed_in(rita), signed_in(rita, WECHAT), signed_in(rita)
    assert "others" in handles(here.get(SESSIONS))
    here.post(SESSIONS, {"end": "others"})
    assert [is_inside(one) for one in (here, phone, desktop)] == [True, False, False]
    assert handles(here.get(SESSIONS)) == []


def test_nobody_ends_the_session_of_somebody_else(rita, editor):
    hers, _hers_too, his = signed_in(rita), signed_in(rita), signed_in(editor)
    other = next(one for one in handles(hers.get(SESSIONS)) if one != "others")
    for guess in (other, "", "x" * 500, rita.sessions.first().session_key):
        assert his.post(SESSIONS, {"end": guess}).status_code == 302
    assert rita.sessions.going_on().count() == 2


def test_looking_ends_nothing_and_asks_the_same_however_many_there_are(rita):
    here = signed_in(rita)
    with CaptureQueriesContext(connection) as few:
        here.get(SESSIONS + "?end=others")
    for _number in range(5):
        signed_in(rita)
    with CaptureQueriesContext(connection) as many:
        here.get(SESSIONS + "?end=others")
    assert len(few) == len(many) and rita.sessions.going_on().count() == 6


@pytest.mark.parametrize("path", [LOGIN, SESSIONS])
def test_the_limits_are_stated_where_one_signs_in_and_where_one_looks(rita, path):
    page = (Client() if path == LOGIN else a_client(rita)).get(f"/en{path}").text
    assert "12 hours" in page and "7 days" in page
    assert ("30 minutes without use" in page) == (path == LOGIN)
