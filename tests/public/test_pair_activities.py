"""What the page of a pair tells of its activities stays as it was written while others change theirs."""

import pytest
from django.utils import timezone

from activities.activities.progress import PairRecord
from activities.activities.public import PublicActivity
from activities.models import Activity, Measure, Total
from tests.support.factories.activities import day
from tests.support.factories.documented_activities import documented

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def address(world, settings):
    settings.STORED_ANSWERS_MB = 0
    told(world.pair, world, 7)
    return world.pair.get_absolute_url()


def told(pair, world, posts):
    documented(pair, world.fair, day(-1), {world.posts: posts})
    Activity.objects.filter(pair=pair).update(public_since=timezone.now())


def test_what_another_pair_does_is_nothing_to_write_again(client, world, address, monkeypatch):
    page = client.get(address).content
    told(world.other_pair, world, 8)
    for writer in (PublicActivity, PairRecord):
        monkeypatch.setattr(writer, "__init__", None)  # whoever writes needs one
    assert client.get(address).content == page


@pytest.mark.parametrize(
    "change",
    [
        lambda: Activity.objects.update(title="改过的标题"),
        lambda: Activity.objects.update(ends_on=day(-3), starts_on=day(-3)),
        lambda: Measure.objects.update(value=4321),
        lambda: Total.objects.update(value=4321),
        lambda: Activity.objects.update(public_since=None),
    ],
    ids=["title", "day", "figure", "sum", "public"],
)
def test_what_it_does_itself_is_told_at_once(client, address, change):
    page = client.get(address).content
    change()
    assert client.get(address).content != page
