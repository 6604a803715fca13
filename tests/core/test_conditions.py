"""The conditions on a row's own columns are asked in one question, and each that fails is told in its own words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CheckConstraint
from django.test.utils import CaptureQueriesContext

from activities.models import Activity
from tests.support.factories.activities import day

pytestmark = pytest.mark.django_db
RULES = {rule.name: rule.violation_error_message for rule in Activity._meta.constraints}


@pytest.fixture
def entry(world, rita):
    return world.drafted(rita)


def faults(entry, exclude=None):
    try:
        entry.validate_constraints(exclude=exclude)
    except ValidationError as error:
        return error.messages
    return []


def test_as_many_conditions_as_there_are_take_one_question(entry):
    assert sum(isinstance(rule, CheckConstraint) for rule in Activity._meta.constraints) > 3
    with CaptureQueriesContext(connection) as asked:
        assert faults(entry) == []
    assert sum(query["sql"].startswith("SELECT 1") for query in asked) == 1


def test_every_condition_that_fails_is_told_in_its_own_words(entry):
    entry.starts_on, entry.ends_on, entry.merged_into = day(), day(-1), entry
    assert faults(entry) == [RULES["activity_forward"], RULES["activity_merged_into_another"]]


def test_what_is_about_a_column_left_out_is_not_asked_and_the_rest_is(entry):
    entry.starts_on, entry.ends_on, entry.merged_into = day(), day(-1), entry
    assert faults(entry, exclude=["ends_on"]) == [RULES["activity_merged_into_another"]]
