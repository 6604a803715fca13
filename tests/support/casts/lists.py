"""An action for Hubei (42) with one batch, four schools on either side, and two editors. All of it is test data."""

import datetime

import pytest

from accounts.models import User
from pairs.models import Action, Batch
from tests.support.factories.lists import school


@pytest.fixture
def action(db):
    return Action.objects.create(slug="test", name="测试行动", name_en="Test action", recipient_provinces=["42"])


@pytest.fixture
def batch(action):
    return Batch.objects.create(
        number=7,
        action=action,
        title="测试批次",
        source="test",
        notice_on=datetime.date(2026, 3, 1),
        starts=datetime.date(2026, 3, 1),
        ends=datetime.date(2026, 9, 30),
    )


@pytest.fixture
def schools(db):
    """By name: 甲–丁 in Hubei, 子–卯 elsewhere."""
    recipients = [school(f"湖北{sign}学院", f"41420000{i:02}", "42") for i, sign in enumerate("甲乙丙丁", 1)]
    supporters = [school(f"江苏{sign}大学", f"41320000{i:02}", "32") for i, sign in enumerate("子丑寅卯", 1)]
    return {university.name: university for university in [*recipients, *supporters]}


@pytest.fixture
def editor(db):
    return User.objects.create_user("editor")


@pytest.fixture
def colleague(db):
    return User.objects.create_user("colleague")
