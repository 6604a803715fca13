"""What the form gives beforehand: the event's own count, today and yesterday."""

import pytest

from activities.models import Activity, ActivityKind
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, logged, new_address, text
from tests.support.factories.activities import day

pytestmark = pytest.mark.one_database


def value_of(page, name):
    """What stands in a field of a page."""
    field = page.split(f'name="{name}"')[1].split(">")[0]
    return field.partition('value="')[2].partition('"')[0]


def test_an_event_counts_itself_once_unless_told_otherwise(world, rita):
    page = text(a_client(rita).get(new_address(world, world.lecture)))
    assert value_of(page, "n_lectures") == "1"
    assert value_of(text(a_client(rita).get(new_address(world, world.fair))), "n_posts") == "", "posts are no events"
    logged(rita, world, world.lecture, n_lectures="")
    assert not Activity.objects.get().measures.exists(), "who clears it has reported nothing"


def test_a_report_on_a_period_presets_nothing(world, rita):
    world.lecture.mode = ActivityKind.Mode.PERIOD
    world.lecture.save()
    assert value_of(text(a_client(rita).get(new_address(world, world.lecture))), "n_lectures") == ""


def test_a_plan_that_was_held_counts_once_and_a_draft_keeps_what_it_says(world, rita):
    plan, draft = world.passed(rita, kind=world.lecture), world.drafted(rita, kind=world.lecture)
    client = a_client(rita)
    assert value_of(text(client.get(at("activity_hold", plan.pk))), "n_lectures") == "1"
    assert value_of(text(client.get(at("activity_edit", draft.pk))), "n_lectures") == ""


def test_the_preset_count_alone_is_nothing_to_carry_over_to_another_kind(world, rita):
    answer = logged(rita, world, world.lecture, button="another", title="", starts_on="", n_lectures="1")
    assert answer.status_code == 302 and not Activity.objects.exists()


def test_yesterday_is_one_tick(world, rita):
    page = text(a_client(rita).get(new_address(world)))
    assert f'name="starts_on_ticked" value="{day(-1).isoformat()}"> 昨天' in page
    logged(rita, world, starts_on="", starts_on_ticked=day(-1).isoformat())
    assert Activity.objects.get().ends_on == day(-1)


def test_a_typed_day_beside_another_ticked_one_is_asked_about_with_the_text_kept(world, rita):
    answer = logged(rita, world, starts_on=day(-5).isoformat(), starts_on_ticked=day(-1).isoformat())
    assert "填写的日期与所选的不一致" in text(answer) and day(-5).isoformat() in text(answer)
    assert not Activity.objects.exists()
