import pytest
from django.db.models import ProtectedError

from activities.models import ActivityKind, Indicator, Total
from tests.support.assertions.refusals import faults, refused


def test_what_is_in_use_is_retired_not_deleted_and_its_figures_stay(world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": 3})
    refused(world.fair.delete)
    refused(world.posts.delete)
    with pytest.raises(ProtectedError):
        ActivityKind.objects.all().delete()
    world.fair.retire("不再统计")
    world.posts.retire("不再统计")
    assert not ActivityKind.objects.in_force().filter(code="fair").exists()
    assert Total.objects.get().value == 3
    assert [indicator.code for indicator in world.fair.asked_indicators] == ["signed"]
    world.fair.restore("恢复统计")
    assert ActivityKind.objects.in_force().filter(code="fair").exists()


def test_what_was_never_used_is_deleted(world):
    world.lecture.delete()
    assert not ActivityKind.objects.filter(code="lecture").exists()


def test_what_is_in_use_keeps_its_meaning(world, rita, sam):
    world.confirmed(rita, sam, measures={"posts": 3})
    world.fair.mode, world.fair.mechanism, world.fair.name = "period", world.guidance, "新名称"
    assert faults(world.fair.full_clean) == {"mode", "mechanism"}
    posts = Indicator.objects.get(code="posts")
    posts.unit = "人"
    assert faults(posts.full_clean) == {"unit"}


def test_a_report_on_a_period_is_not_held_online(world):
    world.matching.online = True
    assert faults(world.matching.full_clean) == {"online"}


def test_a_report_on_a_period_is_nothing_to_which_graduates_come(world):
    world.matching.for_graduates = "fair"
    assert faults(world.matching.full_clean) == {"for_graduates"}


def test_a_new_kind_is_not_for_graduates_until_somebody_says_so(world):
    made = ActivityKind.objects.create(code="dance", mechanism=world.guidance, name="联谊", name_en="Dance")
    assert made.for_graduates == ""


def test_the_kind_asks_in_its_order(world):
    assert [indicator.code for indicator in world.fair.asked_indicators] == ["posts", "signed"]
