"""The cast: a coordinator on each side, one of another pair, officers, and those who have no say any more or yet."""

import pytest

from accounts.models import Membership
from tests.conftest import a_person
from tests.support.factories.activities import JIANGSU, ZHEJIANG, World

Role = Membership.Role


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def rita(world):
    """Coordinator of the recipient."""
    return a_person("rita", Role.COORDINATOR, university=world.recipient)


@pytest.fixture
def rob(world):
    """Another coordinator of the recipient."""
    return a_person("rob", Role.COORDINATOR, university=world.recipient)


@pytest.fixture
def sam(world):
    """Coordinator of the supporter."""
    return a_person("sam", Role.COORDINATOR, university=world.supporter)


@pytest.fixture
def olga(world):
    """Coordinator of the recipient of another pair."""
    return a_person("olga", Role.COORDINATOR, university=world.other_recipient)


@pytest.fixture
def former(world):
    """Was a coordinator of the supporter until yesterday."""
    return a_person("former", Role.COORDINATOR, university=world.supporter, until=-1)


@pytest.fixture
def switched_off(world):
    """A coordinator of the supporter whose account was deactivated."""
    return a_person("switched", Role.COORDINATOR, university=world.supporter, is_active=False)


@pytest.fixture
def officer(world):
    """Officer of the province of the supporter."""
    return a_person("officer", Role.OFFICER, province=JIANGSU)


@pytest.fixture
def officer_elsewhere(world):
    return a_person("elsewhere", Role.OFFICER, province=ZHEJIANG)


@pytest.fixture
def outsiders(olga, former, switched_off, officer, officer_elsewhere, inspector, passer_by):
    """Everybody signed in who takes no step in the first pair: some read, none acts."""
    return [olga, former, switched_off, officer, officer_elsewhere, inspector, passer_by]


@pytest.fixture
def cast(rita, sam, outsiders, editor):
    """Everybody, by username."""
    return {person.username: person for person in [rita, sam, *outsiders, editor]}
