"""What anybody would try first is refused as a password, at every door; what nobody guesses is not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Invitation, User
from accounts.passwords import surprise
from tests.conftest import PASSWORD, a_client
from tests.support.factories.activities import school

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

REFUSED = [
    "Yibangyi123", "wuhan20200408", "hubei12345", "admin12345", "woaini1314520", "huanggang2026",  # they were accepted
    "Wuhan@2026", "Hubei_2020_04_08", "jiuye2020jiuye", "gaoxiao888888", "bangfu1314520", "Admin@123456",
    "qwertyuiop123", "1qaz2wsx3edc", "asdfghjkl;'", "zxcvbnm,./123", "P@ssw0rd2026", "jiaoyubu2026!",
    "hust2020hust", "whu19931118", "wangwei2026", "wangwei13812345678", "huazhongkejidaxue", "Huazhong2026",
    "hzkjdx20261001", "whdhxy123456", "aaaaaaaaaaaa", "abcabcabcabc", "2020040820200508", "20260101wuhan",
    "Zhongguo1949!", "W0aini1314", "xiaozhang666", "denglumima123", "beijing2008", "test-test-test",
]  # fmt: skip
ACCEPTED = [
    PASSWORD,
    "xiangjiao lvcha gangqin yueliang",  # four words in pinyin
    "qingwa dengta feizao mogu",
    "wuhan qiezi bingxiang shuangren",  # a place among words that have nothing to do with it
    "correct horse battery staple",
    "umbrella violet tractor nine",
    "长江大桥下的三只青蛙在唱歌",
    "k7#Qx9vT2m", "9Fw-tz!Rk4pB", "Ty6gHn2wQz8s", "f3b1c9d27e80a6", "Zw8!huanggang!Rk2v",
]  # fmt: skip


@pytest.fixture
def schools(db):
    school("华中科技大学", "4142010487", "42", city="武汉市")
    school("黄冈师范学院", "4142010514", "42", city="黄冈市")
    school("武汉东湖学院", "4142011798", "42")


@pytest.fixture
def person():
    return User(username="wwei", name="王伟", email="ww1978@example.edu.cn")


@pytest.mark.parametrize("password", REFUSED)
def test_refused(schools, person, password):
    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize("password", REFUSED[:6])
def test_those_that_were_accepted_are_refused_for_what_they_are(schools, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_of_local_habits" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize("password", ACCEPTED)
def test_accepted(schools, person, password):
    validate_password(password, person)


def test_a_very_long_one_is_looked_at_in_no_time(schools):
    assert surprise("wuhan2020" * 500) < surprise("k7#Qx9vT2mLp" * 500)


BAD = "wuhan20200408"
SAID = "among the first that somebody would try"


def test_it_is_said_with_the_way_out_where_a_password_is_changed(editor):
    fields = {"oldpassword": PASSWORD, "password1": BAD, "password2": BAD}
    page = a_client(editor).post("/en/accounts/password/", fields).text
    assert SAID in page and "Take four words" in page
    assert "四个互不相关的词" in a_client(editor).get("/accounts/password/").text


def test_so_it_is_where_an_invitation_is_taken_up(client, editor):
    offered = Invitation.objects.invite(editor, "neu@example.edu.cn", "新人", role="inspector")
    answer = client.post(
        f"/en/accounts/invitations/{offered.token}/", {"name": "新", "password1": BAD, "password2": BAD}
    )
    assert SAID in answer.text and not User.objects.filter(username="neu@example.edu.cn").exists()


def test_so_it_is_in_the_admin(editor, passer_by):
    answer = a_client(editor).post(
        f"/en/admin/accounts/user/{passer_by.pk}/password/", {"password1": BAD, "password2": BAD}
    )
    assert SAID in answer.text


def test_so_it_is_on_the_command_line(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", BAD)
    typed = iter([BAD, BAD, "n", BAD, BAD, "n"])
    monkeypatch.setattr("getpass.getpass", lambda *_args: next(typed))
    monkeypatch.setattr("builtins.input", lambda *_args: next(typed))
    with pytest.raises((CommandError, StopIteration)):
        call_command("createsuperuser", username="root", email="root@example.edu.cn", stdin=Terminal())
    assert not User.objects.filter(username="root").exists()


class Terminal:
    def isatty(self):
        return True
