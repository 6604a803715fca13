"""A small running action of test data beside the published one: 测试 is in every name, and nothing of it is real."""

import datetime

import pytest
from django.utils import timezone

from pairs.models import Action, Batch, Milestone, Pair, University


def a_university(number, province="31", **facts):
    facts = {"name": f"测试第{number}大学", "name_en": f"Testing University {number}"} | facts
    return University.objects.create(code=f"41{province}9{number:05}", province=province, city="测试市", **facts)


def a_batch(number, published=True, action=None, **facts):
    action = (
        action
        or Action.objects.get_or_create(
            slug="testing", defaults={"name": "测试行动", "name_en": "Test action", "recipient_provinces": ["31"]}
        )[0]
    )
    facts = {
        "title": f"测试批次{number}",
        "source": "https://example.org/notice",
        "notice_on": datetime.date(2031, 3, 1),
        "starts": datetime.date(2031, 3, 1),
        "ends": datetime.date(2031, 9, 30),
    } | facts
    return Batch.objects.create(
        number=number, action=action, published_at=timezone.now() if published else None, **facts
    )


def some_pairs(batch, count, start=1):
    """`count` pairs of new universities; every second one has docked."""
    pairs = []
    for number in range(start, start + count):
        recipient, supporter = a_university(2 * number, "31"), a_university(2 * number + 1, "32")
        pairs.append(Pair.objects.create(batch=batch, serial=number, recipient=recipient, supporter=supporter))
    Milestone.objects.bulk_create(
        Milestone(pair=pair, kind="docked", on=datetime.date(2031, 4, 1), source="https://example.org/")
        for pair in pairs[::2]
    )
    return pairs


@pytest.fixture
def secret(db):
    """A batch with one pair that nobody may see yet, between universities that are public."""
    return some_pairs(a_batch(77, published=False, title="保密测试批次"), 1, start=900)[0]


def listed(response):
    """The pairs whose rows a page shows, in their order."""
    return [Pair.objects.get(pk=key) for key in response.context["rows"]]
