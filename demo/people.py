"""Who works in the demonstration. Nobody has the name of a person; only the demo accounts have a password."""

from accounts.models import Invitation, User
from demo.management.commands.demo_accounts import account, wanted

from . import university_names
from .context import SHOWN
from .scheduler import moment

HANDED_OVER = -25  # the day on which the recipient that is shown got another coordinator


def ministry(world):
    """The editor and the inspector with whose accounts one signs in."""
    world.editor, world.inspector = (account(username, *wanted()[username]) for username in ("editor", "inspector"))


def coordinators(world, number):
    """Somebody for every university of a batch that has nobody yet; the demo accounts for the pair that is shown."""
    for pair in world.pairs(number):
        for side in ("recipient", "supporter"):
            if (number, pair.serial) != SHOWN and getattr(pair, f"{side}_id") not in world.people:
                university = getattr(pair, side)
                world.appoint(university, somebody(f"c{university.code}", f"{university.name}联络员"))
    if number == SHOWN[0]:
        of_the_pair_shown(world)


def of_the_pair_shown(world):
    """Both demo coordinators, and the one who was there before; the officer; and somebody who is just invited."""
    pair, facts = world.shown(), wanted()
    for side in ("recipient", "supporter"):
        world.people.pop(getattr(pair, f"{side}_id"), None)
    last = world.day(HANDED_OVER - 1)
    world.appoint(pair.recipient, somebody("former", "前任联络员（演示）"), until=last)
    world.people[pair.supporter_id] = [(account("supporter", *facts["supporter"]).pk, None)]
    account("officer", *facts["officer"])
    world.diary.at(moment(world.day(HANDED_OVER), 8), hand_over, world, pair)
    world.diary.at(moment(world.day(-30), 9), invite, world, pair, "expired")
    world.diary.at(moment(world.day(-3), 9), invite, world, pair, "deputy")
    world.diary.at(moment(world.day(-2), 9), appoint_others, world)


def hand_over(world, pair):
    """The post at the recipient goes to the demo account."""
    world.people[pair.recipient_id].append((account("recipient", *wanted()["recipient"]).pk, None))


def invite(world, pair, who):
    """An invitation that nobody has taken up yet."""
    address = f"{who}@{User.DEMO_DOMAIN}"
    Invitation.objects.invite(world.editor, address, "新任联络员", role="coordinator", university=pair.recipient)


def appoint_others(world):
    """Officers of three more provinces."""
    for code in ("32", "11", "44"):
        officer = somebody(f"officer-{code}", f"{university_names.short_name(code)}省级工作人员（演示）")
        officer.memberships.create(role="officer", province=code)


def somebody(username, name):
    """An account without a password, at an address that does not exist."""
    user = User(username=username, name=name[:50], email=f"{username}@{User.DEMO_DOMAIN}")
    user.set_unusable_password()
    user.save()
    return user
