"""A public list is counted once for each version of the data."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from pairs.directory.filters import UniversityFilterSet

pytestmark = pytest.mark.django_db


def counted(query):
    """How many universities the list finds, and how many queries counted them."""
    with CaptureQueriesContext(connection) as queries:
        found = UniversityFilterSet(QueryDict(query)).paginator.count
    return found, sum("COUNT(" in each["sql"] for each in queries)


def test_a_list_is_counted_again_after_a_change_only(donghu):
    assert counted("") == (1, 1)
    assert counted("") == (1, 0)
    assert counted("province=32") == (0, 1)
    donghu.province = "32"
    donghu.save()
    assert counted("province=32") == (1, 1)


def test_what_people_type_is_counted_each_time(donghu):
    assert [counted("q=东湖") for _ in range(2)] == [(1, 1), (1, 1)]
