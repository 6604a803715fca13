"""Posts by invitation: a link that works once, for its person, for a fortnight."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import Invitation, Membership, User
from core.models import Letter
from tests.conftest import a_client, a_person
from tests.support.casts.running_action import *  # noqa: F403 - the cast
from tests.support.factories.outbox import delivered

pytestmark = pytest.mark.one_database

PEOPLE, INVITE, LIST = "/en/desk/people/", "/en/desk/people/invite/", "/en/desk/people/list/"
NEW_PASSWORD = "a long new word"
TAKE = {"name": "王老师", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


def text(response):
    return response.content.decode()


@pytest.fixture
def offered(editor, world):
    return Invitation.objects.invite(
        editor, "Wang@Example.edu.cn", "王老师", role="coordinator", university=world.recipient
    )


def link(invitation):
    return f"/en/accounts/invitations/{invitation.token}/"


def one(world, **fields):
    facts = {"email": "wang@example.edu.cn", "role": "coordinator", "university": world.recipient.code}
    return facts | {"since": timezone.localdate().isoformat()} | fields


def test_an_editor_invites_and_the_link_goes_by_mail_and_can_be_copied(editor_client, world, client):
    assert editor_client.post(INVITE, one(world))["Location"] == PEOPLE
    assert not mail.outbox and "not mailed yet" in text(editor_client.get(PEOPLE))
    (letter,) = delivered()
    assert "not mailed yet" not in text(editor_client.get(PEOPLE))
    address = re.search(r"http://testserver(\S+)", letter.body)[1]
    assert letter.to == ["wang@example.edu.cn"] and address in text(editor_client.get(PEOPLE))
    assert client.get(address).status_code == 200


def test_the_token_itself_is_not_stored(offered):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        assert offered.token not in str(cursor.fetchall())


def test_a_new_person_takes_it_and_ends_at_the_desk(client, offered, world):
    response = client.post(link(offered), TAKE)
    assert response["Location"] == "/en/desk/"
    user = User.objects.get(username="wang@example.edu.cn")
    assert (user.name, user.universities) == ("王老师", {world.recipient.pk})
    assert client.get("/desk/").status_code == 200
    assert a_client(user).login(username="wang@example.edu.cn", password=NEW_PASSWORD)


def test_looking_at_the_link_uses_nothing_up(client, offered):
    for _ in range(3):
        assert client.get(link(offered)).status_code == client.head(link(offered)).status_code == 200


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"password2": "another"}, "id_password2"),
        ({"password1": "short", "password2": "short"}, "id_password1"),
        ({"password1": "wang@example.edu.cn", "password2": "wang@example.edu.cn"}, "id_password1"),
        ({"name": ""}, "id_name"),
    ],
)
def test_a_password_that_will_not_do_is_told(client, offered, fields, place):
    response = client.post(link(offered), TAKE | fields)
    assert response.status_code == 200 and f'href="#{place}"' in text(response)
    assert not User.objects.filter(username="wang@example.edu.cn").exists()


@pytest.mark.one_database
def test_a_short_password_is_told_in_the_language_of_the_page(client, offered):
    short = TAKE | {"password1": "short", "password2": "short"}
    chinese, english = (text(client.post(path, short)) for path in (link(offered).removeprefix("/en"), link(offered)))
    assert "密码太短，至少要有 10 个字符。" in chinese and "too short" not in chinese
    assert "The password is too short; use at least 10 characters." in english


@pytest.mark.each_database
def test_of_two_who_have_the_page_open_one_takes_it(offered, world):
    user = User.objects.create_user("wang", offered.email)
    second = Invitation.objects.get(pk=offered.pk)
    offered.accept(user)
    with pytest.raises(ValidationError) as refused:
        second.accept(user)
    assert refused.value.code == "closed" and Membership.objects.filter(user=user).count() == 1


def test_it_works_for_nobody_else(offered, passer_by):
    with pytest.raises(ValidationError) as refused:
        offered.accept(passer_by)
    assert refused.value.code == "other_person" and not passer_by.memberships.exists()


def test_an_address_that_has_an_account_under_another_name_gets_no_second_one(offered):
    User.objects.create_user("wang", "WANG@example.edu.cn")
    with pytest.raises(ValidationError) as refused:
        offered.accept_as_new("王老师", NEW_PASSWORD)
    assert refused.value.code == "account" and User.objects.at_address(offered.email).count() == 1


@pytest.mark.each_database
def test_it_works_once(client, offered):
    client.post(link(offered), TAKE)
    from django.test import Client

    second = Client()
    assert second.get(link(offered)).status_code == 410
    assert (
        second.post(link(offered), TAKE | {"password1": "other long word", "password2": "other long word"}).status_code
        == 410
    )
    assert User.objects.get(username="wang@example.edu.cn").check_password(NEW_PASSWORD)


@pytest.mark.each_database
def test_five_submits_make_one_person_and_one_post(client, offered):
    assert [client.post(link(offered), TAKE).status_code for _ in range(5)][0] == 302
    assert Membership.objects.filter(user__email="wang@example.edu.cn").count() == 1


def test_it_runs_out(client, offered):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link(offered)).status_code == 410
    assert client.post(link(offered), TAKE).status_code == 410
    assert not User.objects.filter(email="wang@example.edu.cn").exists()


def test_it_is_good_for_fourteen_days(offered):
    assert offered.expires_at - offered.invited_at == timedelta(days=14)


def test_a_changed_link_is_nothing(client, offered):
    changed = offered.token[:-1] + ("0" if offered.token[-1] != "0" else "1")
    assert client.get(f"/accounts/invitations/{changed}/").status_code == 404
    assert client.post(f"/accounts/invitations/{offered.token_hash}/", TAKE).status_code == 404


def test_a_person_with_an_account_signs_in_and_gets_the_post_added(client, offered, world):
    user = a_person("wang")
    page = text(client.get(link(offered)))
    assert "Sign in, and the post is added" in page and "password1" not in page
    assert client.post(link(offered), TAKE).status_code == 403
    assert a_client(user).post(link(offered))["Location"] == "/en/desk/"
    assert User.objects.get(pk=user.pk).universities == {world.recipient.pk}


def test_somebody_else_cannot_take_it(offered, sam):
    client = a_client(sam)
    assert "this invitation is for" in text(client.get(link(offered)))
    assert client.post(link(offered), TAKE).status_code == 403
    assert Invitation.objects.get().state == "open"


@pytest.mark.each_database
def test_a_post_at_the_ministry_excludes_one_elsewhere(editor, editor_client, world, offered):
    editor.email = "wang@example.edu.cn"
    editor.save()
    assert editor_client.post(link(offered)).status_code == 409
    assert not editor.memberships.filter(role="coordinator").exists()


def test_a_renewed_link_replaces_the_old_one_and_is_mailed(editor_client, client, offered):
    old = link(offered)
    editor_client.post(f"{PEOPLE}{offered.pk}/again/")
    assert client.get(old).status_code == 404
    assert client.get(link(Invitation.objects.get())).status_code == 200 and len(delivered()) == 1


def test_a_revoked_one_is_closed(editor_client, client, offered):
    editor_client.post(f"{PEOPLE}{offered.pk}/revoke/")
    assert client.post(link(offered), TAKE).status_code == 410
    assert "Nobody is invited" in text(editor_client.get(PEOPLE))


@pytest.mark.each_database
def test_inviting_twice_is_told_and_makes_one(editor_client, world):
    assert editor_client.post(INVITE, one(world)).status_code == 302
    assert "already offered" in text(editor_client.post(INVITE, one(world)))
    assert Invitation.objects.count() == 1


def test_a_held_post_is_not_offered_again(editor_client, world, rita):
    assert "already holds this post" in text(editor_client.post(INVITE, one(world, email=rita.email)))


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"university": ""}, "A coordinator needs a university"),
        ({"university": "没有这所大学"}, "No single university"),
        ({"role": "officer"}, "needs"),
        ({"email": "nothing"}, "id_email"),
        ({"until": "2001-01-01"}, "id_until"),
    ],
)
def test_what_cannot_be_offered_is_told(editor_client, world, fields, told):
    assert told in text(editor_client.post(INVITE, one(world, **fields)))
    assert not Invitation.objects.exists()


def test_a_letter_that_cannot_be_sent_stops_nothing(editor_client, world, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "core.outbox.smtp.EmailBackend", 1
    page = editor_client.post(INVITE, one(world), follow=True)
    assert "1 invitation is being sent" in text(page)
    assert not delivered() and "not mailed yet" in text(editor_client.get(PEOPLE))
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("step", ["again", "revoke"])
def test_an_offer_renewed_or_revoked_before_its_letter_went_is_not_mailed(editor_client, world, step):
    editor_client.post(INVITE, one(world))
    editor_client.post(f"{PEOPLE}{Invitation.objects.get().pk}/{step}/")
    assert len(delivered()) == (step == "again")
    assert all(Invitation.objects.get().token in letter.body for letter in mail.outbox)


def test_the_outbox_does_not_hold_the_link(editor_client, world):
    editor_client.post(INVITE, one(world))
    delivered()
    assert Invitation.objects.get().token not in str(Letter.objects.values())


@pytest.mark.each_database
def test_invitations_and_their_letters_are_made_together(editor_client, world, monkeypatch):
    monkeypatch.setattr(Letter.objects, "queue", lambda *args, **facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        editor_client.post(INVITE, one(world))
    assert not Invitation.objects.exists()


# A changed key of the portal


def test_links_shown_and_mailed_survive_a_change_of_the_key(editor_client, world, client, settings):
    editor_client.post(INVITE, one(world))
    before = link(Invitation.objects.get())
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 5
    settings.SECRET_KEY_FALLBACKS = ["a-third-key-" * 5, old]
    shown = re.search(r'value="http://testserver([^"]+/invitations/[^"]+)"', text(a_client(editor()).get(PEOPLE)))[1]
    assert shown == before and before in delivered()[0].body
    assert client.get(shown).status_code == 200
    renewed = Invitation.objects.get()
    renewed.again(editor())
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(link(renewed)).status_code == 200  # made with the present key


def editor():
    return User.objects.get(username="ed")


def test_a_link_whose_key_is_lost_is_not_shown_and_its_letter_waits(editor_client, world, client, settings, caplog):
    editor_client.post(INVITE, one(world))
    mailed = link(Invitation.objects.get())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 5, []
    page = text(a_client(editor()).get(PEOPLE))
    assert "renew it for a new link" in page and "/invitations/" not in page
    assert not delivered() and "SECRET_KEY_FALLBACKS" in caplog.text
    assert client.get(mailed).status_code == 200  # what somebody has in hand still opens
    Invitation.objects.get().again(editor())
    assert client.get(link(Invitation.objects.get())).status_code == 200


HIDDEN = ["王\u202e老师", "王\u0007老师", "\u200b"]


@pytest.mark.parametrize("name", HIDDEN)
def test_a_name_that_hides_something_is_refused_by_every_way_in(editor_client, world, client, offered, name):
    told = "invisible control characters" if len(name) > 1 else "None of this is visible"
    assert told in text(editor_client.post(INVITE, one(world, email="li@example.edu.cn", name=name)))
    listed = f"姓名,邮箱,高校标识码或校名,角色\n{name},w@example.edu.cn,4142000001,联络员\n"
    page = text(editor_client.post(LIST, {"text": listed}))
    assert "Row 2 · 姓名" in page and told in page
    assert told in text(client.post(link(offered), TAKE | {"name": name}))
    with pytest.raises(ValidationError):
        offered.accept_as_new(name, NEW_PASSWORD)
    assert Invitation.objects.count() == 1 and not User.objects.filter(email=offered.email).exists()


def test_only_editors_invite(client, inspector_client, passer_by_client, world, rita, offered):
    for path in (INVITE, LIST):
        assert client.get(path).status_code == 302
        assert inspector_client.get(path).status_code == 403
        assert a_client(rita).get(path).status_code == passer_by_client.get(path).status_code == 404
    for name in ("again", "revoke"):
        path = f"{PEOPLE}{offered.pk}/{name}/"
        assert [one.post(path).status_code for one in (client, inspector_client, a_client(rita))] == [302, 403, 404]
    assert Invitation.objects.get().is_open


def test_the_page_of_people_asks_the_same_for_few_and_many(editor_client, editor, world, django_assert_max_num_queries):
    for number in range(30):
        a_person(f"p{number}", "coordinator", university=world.recipient)
        Invitation.objects.invite(editor, f"q{number}@example.edu.cn", role="inspector")
    with django_assert_max_num_queries(9):
        editor_client.get(PEOPLE)
