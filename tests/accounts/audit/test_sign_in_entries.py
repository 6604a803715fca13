"""Sign-ins, wrong passwords, passwords set, second factors and rights: who, from where, in which request."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Membership, User
from core.acts import deletion
from core.audit.models import AuditCount, AuditEntry
from tests.conftest import PASSWORD, a_client, a_person
from tests.support.browser.admin_forms import send

LOGIN = "/en/accounts/login/"
HOME = {"REMOTE_ADDR": "203.0.113.7"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


def log(*kinds):
    """(kind, outcome, user name, subject) of each entry of these kinds, by default all but rights, in their order."""
    kinds = kinds or set(AuditEntry.Kind.values) - {"rights"}  # a cast holds its posts from the beginning
    found = AuditEntry.objects.filter(kind__in=kinds).order_by("pk")
    return list(found.values_list("kind", "outcome", "user__username", "subject"))


def counted():
    return dict(AuditCount.objects.values_list("kind", "number"))


def test_a_sign_in_and_the_way_out(editor):
    client = Client(**HOME)
    answer = client.post(LOGIN, {"login": "ed", "password": PASSWORD})
    client.post("/accounts/logout/")
    assert log() == [("sign_in", "", "ed", ""), ("sign_out", "", "ed", "")]
    first = AuditEntry.objects.get(kind="sign_in")
    assert (first.address, first.request_id) == ("203.0.113.7", answer["X-Request-ID"])
    assert abs(first.at - timezone.now()) < timedelta(minutes=1)


def test_a_session_that_is_ended_from_another_browser(editor):
    here, _there = a_client(editor), a_client(editor)
    here.post("/en/accounts/sessions/", {"end": "others"})
    here.post("/en/accounts/sessions/", {"end": "others"})  # there is none any more
    assert log("sign_out") == [("sign_out", "", "ed", "其他浏览器")]


def test_a_wrong_password_of_an_account_is_an_entry_by_name_or_address(editor):
    client = Client(**HOME)
    for name in ("ed", editor.email):
        client.post(LOGIN, {"login": name, "password": "wrong"})
    assert log() == [("sign_in_failed", "password", "ed", "")] * 2
    assert {entry.address for entry in AuditEntry.objects.filter(kind="sign_in_failed")} == {"203.0.113.7"}


def test_a_name_that_no_account_has_is_counted_and_never_stored(db):
    Client().post(LOGIN, {"login": "my-password-in-the-wrong-field", "password": "x"})
    assert log() == [] and counted() == {"unknown_name": 1}


def test_what_is_tried_while_locked_is_counted(editor):
    for _ in range(7):
        Client().post(LOGIN, {"login": "ed", "password": "wrong"})
    assert log() == [("sign_in_failed", "password", "ed", "")] * 5
    assert counted() == {"locked": 1}  # the second of the minute waits in memory


def test_a_switched_off_account_does_not_sign_in_and_that_is_told(passer_by):
    User.objects.filter(pk=passer_by.pk).update(is_active=False)
    Client().post(LOGIN, {"login": "pat", "password": PASSWORD})
    assert log() == [("sign_in_failed", "password", "pat", "")]


def test_a_wrong_code_is_an_entry_of_its_own(editor):
    TOTP.activate(editor, generate_totp_secret())
    client = Client()
    client.post(LOGIN, {"login": "ed", "password": PASSWORD})
    client.post("/en/accounts/second-factor/code/", {"code": "000000"})
    assert log("sign_in", "sign_in_failed") == [("sign_in_failed", "code", "ed", "")]


def test_a_password_that_is_set_names_whose_and_by_whom(editor_client, editor, passer_by):
    page = f"/en/admin/accounts/user/{passer_by.pk}/password/"
    new = "entirely another battery"
    editor_client.post(page, {"password1": new, "password2": new})
    own = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    editor_client.post("/en/accounts/password/", own)
    passer_by.refresh_from_db()
    passer_by.save()  # changes no password
    by_others = ("credentials", "changed", "ed", "Pat Passer-By · 密码")
    assert log("credentials") == [by_others, ("credentials", "changed", "ed", "密码")]


def test_second_factors_that_come_and_go(passer_by):
    TOTP.activate(passer_by, generate_totp_secret())
    RecoveryCodes.activate(passer_by)
    Authenticator.objects.filter(user=passer_by).delete()
    told = [(outcome, name, subject.partition(" · ")[0]) for _kind, outcome, name, subject in log("credentials")]
    assert told == [(outcome, None, "Pat Passer-By") for outcome in ("added", "added", "removed", "removed")]


BEFORE = 3  # two accounts and the post of the editor


def rights():
    """(outcome, user name, record) of each entry of rights after those of the cast."""
    told = log("rights")[BEFORE:]
    return [(outcome, name, subject.partition(": ")[2]) for _kind, outcome, name, subject in told]


def test_posts_that_are_given_changed_and_taken_away(editor, passer_by):
    post = Membership(user=passer_by, role="inspector")
    post._history_user = editor
    post.save()
    post.until = timezone.localdate() + timedelta(days=3)
    post.save()
    post.save()  # changes nothing
    act = deletion.delete([post], editor, "error")
    act.undo(editor, "no error")
    text = "Pat Passer-By · 督导人员（教育部）"
    who = [("added", "ed"), ("changed", "ed"), ("removed", "ed"), ("added", "ed")]
    assert [told[:2] for told in rights()] == who
    assert {told[2] for told in rights()} == {text}


def test_an_offer_is_told_without_the_address(editor, passer_by):
    offered = Invitation.objects.invite(editor, passer_by.email, role="inspector")
    offered.accept(passer_by)
    told = rights()
    assert [each[:2] for each in told] == [("added", "ed"), ("added", "pat")]
    assert told[0][2] == "督导人员（教育部）"


def test_an_account_that_is_switched_off_or_made_a_superuser(editor_client, editor, passer_by):
    page = editor_client.get(f"/en/admin/accounts/user/{passer_by.pk}/change/")
    answer = send(editor_client, page, "_save", is_active=None, reason="left")
    passer_by.refresh_from_db()
    assert not passer_by.is_active
    entry = AuditEntry.objects.filter(kind="rights").latest("pk")
    assert (entry.user, entry.outcome) == (editor, "changed")
    assert entry.request_id == answer["X-Request-ID"]
    passer_by.name = "Another"
    passer_by.save()  # a name is no right
    assert AuditEntry.objects.filter(kind="rights").latest("pk") == entry
    User.objects.create_superuser("root", password=PASSWORD)
    assert AuditEntry.objects.filter(kind="rights").latest("pk").outcome == "added"


def test_what_was_typed_stands_in_no_entry(editor):
    """Passwords, made-up names, queries and keys: none of these words anywhere in the log."""
    client = Client()
    secrets = ("canary-word-1", "canary-name-2", "canary-query-3", "canarykey4")
    client.post(LOGIN, {"login": "ed", "password": secrets[0]})
    client.post(LOGIN, {"login": secrets[1], "password": secrets[0]})
    inside = a_client(a_person("in", name="In"))
    inside.get(f"/desk/people/missing/?q={secrets[2]}")
    inside.get(f"/desk/calendar/{secrets[3]}.ics")
    inside.get(f"/accounts/invitations/{secrets[3]}/")
    stored = " ".join(map(str, AuditEntry.objects.values_list("subject", "outcome", "user__username")))
    assert "/desk/people/missing/" in stored and "/accounts/invitations/…/" in stored
    assert not [word for word in secrets if word in stored]


def test_a_list_of_people_is_an_import(editor_client):
    text = "姓名,邮箱,高校标识码或校名,角色,起,止\n甲,an@example.edu.cn,,督导,,\n"
    page = {"text": text, "confirm": "1"}
    editor_client.post("/en/desk/people/list/", page)
    assert Invitation.objects.count() == len(log("import")) == 1
    assert log("import") == [("import", "", "ed", "人员名单")]
