"""Accounts to look around with, in development only."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from pairs.models import Pair

WITH_A_STORY = {"batch__number": 2, "serial": 11}  # the published pair of which most is known


class Command(BaseCommand):
    help = "Make the demo accounts, one for each role, and print how to sign in (development only)."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts exist in development only: set DEBUG=1."))
        for username, password in demo_accounts():
            self.stdout.write(f"{username} / {password}")


@transaction.atomic
def demo_accounts():
    """The demo accounts, made where missing, with their passwords; never changes one that is there."""
    return [(username, password_of(account(username, *facts))) for username, facts in wanted().items()]


def wanted():
    """By user name: the name and the post. Coordinators are of both sides of one published pair, where there is one."""
    people = {
        "editor": (_("Editor (demo account)"), {"role": "editor"}),
        "inspector": (_("Inspector (demo account)"), {"role": "inspector"}),
    }
    if pair := Pair.objects.published().filter(**WITH_A_STORY).first() or Pair.objects.published().first():
        helped, helps = {"university": pair.recipient}, {"university": pair.supporter}
        people["recipient"] = (_("Coordinator of the recipient (demo account)"), {"role": "coordinator", **helped})
        people["supporter"] = (_("Coordinator of the supporter (demo account)"), {"role": "coordinator", **helps})
        province = {"province": pair.recipient_province}
        people["officer"] = (_("Officer of the province (demo account)"), {"role": "officer", **province})
    return people


def account(username, name, post):
    """The demo user of this name, with the post."""
    found = User.objects.filter(username=username).first()
    if found:
        return found
    user = User(username=username, name=name, email=f"{username}@{User.DEMO_DOMAIN}")
    user.set_password(demo_password(username))
    user.save()
    user.memberships.create(**post)
    return user


def demo_password(username):
    """Of this installation only, and the same after a restart: it follows from the secret key."""
    digest = salted_hmac("demo account", username, algorithm="sha256").hexdigest()
    return "-".join((digest[:4], digest[4:8], digest[8:12]))


def password_of(user):
    password = demo_password(user.username)
    return password if user.check_password(password) else _("(the password was changed by hand)")
