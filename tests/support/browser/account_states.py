"""Every state of invitations, sign-in and people, made up: each becomes a page in a Gallery."""

import datetime
import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Membership
from tests.conftest import PASSWORD
from tests.support.factories.outbox import delivered

ROWS = "姓名,邮箱,高校,角色,开始,结束\n"


def offered(w, email, **post):
    facts = {"role": "coordinator", "university": w.recipient} | post
    return Invitation.objects.invite(w.editor, email, "王老师", **facts)


def invitations(g, w):
    fresh = offered(w, "wang@example.edu.cn")
    g.get("invited", Client(), "invitation", fresh.token)
    wrong = {"name": "", "password1": "12345678", "password2": "1"}
    g.post("invited-wrong", Client(), wrong, "invitation", fresh.token)
    g.get("invited-somebody-else", w.rita, "invitation", fresh.token)
    known = offered(w, w.nobody.email)
    g.get("invited-known", w.nobody, "invitation", known.token)
    g.get("invited-known-signed-out", Client(), "invitation", known.token)
    expired, revoked = offered(w, "old@example.edu.cn"), offered(w, "gone@example.edu.cn")
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - datetime.timedelta(days=1))
    revoked.revoke(w.editor)
    known.accept(w.nobody)
    for name, one in {"expired": expired, "revoked": revoked, "used": known}.items():
        g.get(f"invitation-{name}", Client(), "invitation", one.token, status=410)


def people(g, w):
    g.get("people", w.editor, "people")
    for number in range(3):
        offered(w, f"wang{number}@example.edu.cn", since=timezone.localdate())
    Invitation.objects.update(mailed_at=None)
    g.get("people-invited", w.editor, "people")
    g.get("people-not-found", w.editor, "people", query="?q=nobody")
    g.get("people-directory", w.rita, "people")
    g.get("audit-log", w.editor, "desk_audit")
    g.get("audit-log-nothing", w.editor, "desk_audit", query="?q=nobody&address=x")
    g.get("people-missing", w.editor, "people_missing")
    post = Membership.objects.filter(user=w.rita).first().pk
    g.get("people-end", w.editor, "people_end", post)
    g.post("people-end-wrong", w.editor, {"email": "x"}, "people_end", post)
    g.get("telephones", w.rita, "account_telephones")
    g.get("invite", w.editor, "people_invite")
    g.post("invite-wrong", w.editor, {"email": "x", "university": "某大学"}, "people_invite")
    g.get("invite-list", w.editor, "people_list")
    g.post("invite-list-empty", w.editor, {"text": ""}, "people_list")
    titles = re.search(r"<code>([^<]*)</code>", g.pages["invite-list"])[1]
    good = f"{titles}\n新老师,new@example.edu.cn,{w.recipient.code},联络员,,"
    g.post("invite-list-preview", w.editor, {"text": good}, "people_list")
    bad = f"{good}\n新老师,不是邮箱,某大学,校长,2026-13-01,昨天"
    g.post("invite-list-wrong", w.editor, {"text": bad}, "people_list")


def signing_in(g, w):
    client = Client()
    g.get("sign-in", client, "account_login")
    g.post("sign-in-wrong", client, {"login": "rita", "password": "x"}, "account_login")
    g.get("reset", client, "account_reset_password")
    g.post("reset-wrong", client, {"email": "x"}, "account_reset_password")
    g.post("", client, {"email": w.rita.email}, "account_reset_password", status=302)
    g.get("reset-sent", client, "account_reset_password_done")
    key = re.search(r"/reset/([0-9A-Za-z]+)-([^/\s]+)/", delivered()[-1].body)
    g.get("reset-no-longer", client, "account_reset_password_from_key", key[1], "no-key")
    where = ("account_reset_password_from_key", key[1], "set-password")
    client.get(g.at("account_reset_password_from_key", key[1], key[2]))
    g.get("reset-new", client, *where)
    g.post("reset-new-wrong", client, {"password1": "1", "password2": "2"}, *where)
    g.get("reset-done", client, "account_reset_password_from_key_done")
    g.get("sign-in-passkey-refused", Client(), "account_login", query="?passkey=refused")
    ended = just_signed_in(g, w.editor)
    w.editor.sessions.end()
    texts = {"text": "姓名,邮箱,高校,角色,开始,结束\n王老师,wang@example.edu.cn,,督导,,"}
    ended.post(g.at("people_list"), texts)
    g.get("sign-in-text-waits", ended, "account_login")
    ended.force_login(w.editor)
    g.get("text-restored", ended, "people_list")


def just_signed_in(g, person, browser=""):
    client = Client(headers={"user-agent": browser})
    client.post(g.at("account_login"), {"login": person.username, "password": PASSWORD})
    return client


def second_factor(g, w):
    cache.clear()
    client = just_signed_in(g, w.rita)
    g.get("account", client, "account")
    for browser in ("Chrome/130.0 Windows", "MicroMessenger Android"):
        just_signed_in(g, w.rita, browser)
    g.get("sessions", client, "account_sessions")
    g.get("passkey-new", client, "mfa_add_webauthn")
    g.post("passkey-new-wrong", client, {"name": ""}, "mfa_add_webauthn")
    g.get("factor-none", client, "mfa_index")
    g.get("factor-new", client, "mfa_activate_totp")
    g.post("factor-new-wrong", client, {"code": "000000"}, "mfa_activate_totp")
    secret = re.search(r'class="key">(\w+)<', g.pages["factor-new"])[1]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(g.at("mfa_activate_totp"), {"code": code})
    key = Authenticator.objects.create(user=w.rita, type="webauthn", data={"name": "办公室电脑", "credential": {}})
    g.get("factor", client, "mfa_index")
    g.get("passkey-name", client, "mfa_edit_webauthn", key.pk)
    g.post("passkey-name-wrong", client, {"name": ""}, "mfa_edit_webauthn", key.pk)
    key.delete()
    g.get("factor-recovery", client, "mfa_view_recovery_codes")
    g.get("factor-recovery-new", client, "mfa_generate_recovery_codes")
    g.get("factor-off", client, "mfa_deactivate_totp")
    asked = just_signed_in(g, w.rita)
    g.get("factor-asked", asked, "mfa_authenticate")
    g.post("factor-asked-wrong", asked, {"code": "000000"}, "mfa_authenticate")
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    g.get("password-again", client, "account_reauthenticate")
    g.post("password-again-wrong", client, {"password": "x"}, "account_reauthenticate")
    g.get("code-again", client, "mfa_reauthenticate")


ACCOUNT = [invitations, people, signing_in, second_factor]
