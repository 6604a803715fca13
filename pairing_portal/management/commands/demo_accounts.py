"""Two accounts to look around with, in development only."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Membership, User


class Command(BaseCommand):
    help = "Make the demo accounts, one editor and one inspector, and print how to sign in (development only)."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts exist in development only: set DEBUG=1."))
        for username, password in demo_accounts():
            self.stdout.write(f"{username} / {password}")


@transaction.atomic
def demo_accounts():
    """The demo accounts, made where missing, with their passwords; never changes one that is there."""
    names = {
        Membership.Role.EDITOR: _("Editor (demo account)"),
        Membership.Role.INSPECTOR: _("Inspector (demo account)"),
    }
    return [(role.value, password_of(account(role, name))) for role, name in names.items()]


def account(role, name):
    """The demo user who holds this role."""
    found = User.objects.filter(username=role.value).first()
    if found:
        return found
    user = User(username=role.value, name=name, email=f"{role.value}@{User.DEMO_DOMAIN}")
    user.set_password(demo_password(role.value))
    user.save()
    user.memberships.create(role=role)
    return user


def demo_password(username):
    """Of this installation only, and the same after a restart: it follows from the secret key."""
    digest = salted_hmac("demo account", username).hexdigest()
    return "-".join((digest[:4], digest[4:8], digest[8:12]))


def password_of(user):
    password = demo_password(user.username)
    return password if user.check_password(password) else _("(the password was changed by hand)")
