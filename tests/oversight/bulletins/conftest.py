"""A season of activities, and a bulletin drafted of it."""

from copy import deepcopy

import pytest

from accounts.models import Membership
from tests.conftest import a_person, made_once
from tests.support.factories.ministry_season import Season

Role = Membership.Role


class Stage:
    """A season, who logs in it, and an editor."""

    def __init__(self):
        self.world = Season()
        self.rita = a_person("rita", Role.COORDINATOR, university=self.world.recipient)
        self.sam = a_person("sam", Role.COORDINATOR, university=self.world.supporter)
        self.editor = a_person("ed", Role.EDITOR, name="Ed Itor")


class DraftedStage(Stage):
    """With what they logged, and a bulletin drafted of it."""

    def __init__(self):
        super().__init__()
        self.world.the_six(self.rita, self.sam)
        self.draft = self.world.drafted_bulletin(self.editor)


@pytest.fixture(scope="module")
def drafted_once(django_db_setup, django_db_blocker):
    """Made once for the tests of a file that begin with a draft, which come last of it (tests/conftest.py)."""
    yield from made_once(django_db_blocker, DraftedStage)


@pytest.fixture
def stage(request, db):
    """With the draft where a test begins with it."""
    is_drafted = "drafted_once" in request.fixturenames
    return deepcopy(request.getfixturevalue("drafted_once")) if is_drafted else Stage()


@pytest.fixture
def draft(drafted_once, stage):
    return stage.draft


@pytest.fixture
def world(stage):
    return stage.world


@pytest.fixture
def rita(stage):
    return stage.rita


@pytest.fixture
def sam(stage):
    return stage.sam


@pytest.fixture
def editor(stage):
    return stage.editor
