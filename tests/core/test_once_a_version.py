"""What is kept for a version of the data is read anew as soon as they change."""

import pytest
from django.utils.translation import override

from core.version_facts import once_a_version
from pairs.models import University

pytestmark = pytest.mark.django_db


@pytest.fixture
def names():
    return once_a_version(lambda: [one.local_name for one in University.objects.all()])


def test_it_is_read_once_for_a_version_and_a_language(names, django_assert_num_queries):
    University.objects.create(code="4142099999", name="测试大学", name_en="Test University", province="42")
    assert names() == ["测试大学"]
    with django_assert_num_queries(1):  # the version
        assert names() == ["测试大学"]
    with override("en"):
        assert names() == ["Test University"]


def test_a_change_is_seen_at_once(names):
    assert names() == []
    University.objects.create(code="4142099999", name="测试大学", province="42")
    assert names() == ["测试大学"]
    University.objects.update(name="改名大学")
    assert names() == ["改名大学"]
