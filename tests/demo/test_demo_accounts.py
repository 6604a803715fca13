"""Demo accounts: made in development only, and of no use anywhere else."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def development(settings):
    settings.DEBUG = True


def made():
    """The accounts as printed: user name to password."""
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    return dict(line.split(" / ") for line in out.getvalue().splitlines())


def test_refused_in_production():
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("demo_accounts")
    assert not User.objects.exists()


def test_they_sign_in_with_what_was_printed(development, client):
    accounts = made()
    assert set(accounts) == {"editor", "inspector"}
    for username, password in accounts.items():
        assert client.login(username=username, password=password)
        assert User.objects.get(username=username).roles == {username}


def test_again_changes_nothing_and_prints_the_same(development):
    assert made() == made()
    assert User.history.count() == 2


def test_they_are_marked_and_stay_outside_in_production(development, settings, client):
    accounts = made()
    assert all(user.is_demo for user in User.objects.all())
    settings.DEBUG = False
    assert not client.login(username="editor", password=accounts["editor"])


def test_a_password_changed_by_hand_is_kept(development):
    made()
    user = User.objects.get(username="editor")
    user.set_password("my own")
    user.save()
    assert "my own" not in made()["editor"]
    user.refresh_from_db()
    assert user.check_password("my own")


def test_the_password_is_of_this_installation_only(development, settings):
    first = made()["editor"]
    User.objects.all().delete()
    settings.SECRET_KEY = "another installation"
    assert made()["editor"] != first
