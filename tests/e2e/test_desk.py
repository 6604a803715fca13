"""The coordinators' desk in a real browser: errors, two texts, another kind."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership
from activities.activities import workflow
from activities.agreements import workflow as agreements
from activities.models import Activity, ActivityKind, Agreement, Mechanism
from pairs.models import Batch, Pair
from tests.conftest import a_person

from .conftest import PHONE


@pytest.fixture
def pair(site):
    """A published pair whose batch is made to run today."""
    Batch.objects.filter(number=2).update(ends=timezone.localdate() + datetime.timedelta(days=30))
    return Pair.objects.at("2-11")


@pytest.fixture
def rita(pair):
    return a_person("rita", Membership.Role.COORDINATOR, university=pair.recipient)


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


def an_entry(by, pair, **values):
    facts = {"title": "化工类专场", "starts_on": yesterday(), "ends_on": yesterday()} | values
    return workflow.draft(by, pair, ActivityKind.objects.get(code="lecture"), **facts)


def test_nothing_typed_is_lost_by_errors(open_page, rita):
    page = open_page("/desk/activities/new/?pair=2-11&kind=lecture", user=rita, viewport=PHONE)
    page.fill("#id_starts_on", "昨天")
    page.fill("#id_n_lectures", "50多万")
    page.click("button[name=save]")
    page.wait_for_selector("#error-summary")
    assert page.input_value("#id_n_lectures") == "50多万"


def test_of_two_texts_one_is_chosen(open_page, pair, rita):
    entry = an_entry(rita, pair)
    page = open_page(f"/en/desk/activities/{entry.pk}/edit/", user=rita)
    page.fill("#id_title", "我的标题")
    workflow.edit(Activity.objects.get(pk=entry.pk), rita, entry.version, {"title": "别人的标题"})
    page.click("button[name=save]")
    page.wait_for_selector("#conflict")
    assert "别人的标题" in page.inner_text("main")
    assert page.input_value("#id_title") == "我的标题"
    page.check("#take-title-mine")
    page.click("button[name=save]")
    page.wait_for_url(re.compile(r"/desk/activities/\d+/$"))
    assert Activity.objects.get(pk=entry.pk).title == "我的标题"


def test_another_kind_takes_along_what_was_typed(open_page, rita):
    page = open_page("/en/desk/activities/new/?pair=2-11&kind=lecture", user=rita, viewport=PHONE)
    page.fill("#id_title", "网络招聘会")
    page.fill("#id_n_lectures", "3")
    page.click("button[name=another]")
    expect(page.locator("button[value=online_fair] .going")).to_contain_text("3")
    page.click("button[value=online_fair]")
    page.wait_for_url("**/edit/")
    assert page.input_value("#id_title") == "网络招聘会"
    assert page.locator("#id_n_lectures").count() == 0


def test_of_two_texts_of_an_agreement_each_part_is_chosen(open_page, pair, rita):
    mechanism = Mechanism.objects.get(number=3)
    draft = agreements.draft(rita, pair, "原来的", commitments=[{"mechanism": mechanism, "text": "讲座"}])
    page = open_page("/en/desk/pairs/2-11/agreement/edit/", user=rita, viewport=PHONE)
    page.fill("#id_goals", "我的目标")
    page.fill("#id_m3-0-text", "我的讲座")
    agreements.edit(Agreement.objects.get(), rita, draft.version, {"goals": "别人的目标"}, [])
    page.click("button[name=save]")
    page.check("#take-goals-theirs")
    page.check("#take-m3-mine")
    page.click("button[name=save]")
    page.wait_for_url("**/agreement/")
    draft.refresh_from_db()
    assert (draft.goals, draft.commitments.get().text) == ("别人的目标", "我的讲座")


def test_what_is_typed_is_saved_by_itself_and_a_ticked_day_is_typed(open_page, rita):
    page = open_page("/desk/activities/new/?pair=2-11&kind=lecture", user=rita)
    page.clock.install()
    page.reload()
    page.fill("#id_title", "写了一半的讲座")
    page.click("#id_n_lectures")  # it counts itself: what is typed replaces the 1
    page.keyboard.insert_text("6")
    assert page.input_value("#id_n_lectures") == "6"
    page.check(f"input[name=starts_on_ticked][value='{yesterday().isoformat()}']")
    assert page.input_value("#id_starts_on") == yesterday().isoformat()
    page.clock.fast_forward(31_000)
    expect(page.locator(".autosaved")).to_contain_text("已自动保存")
    page.clock.resume()
    page.reload()
    page.click("a[href*='restore=1']")
    assert page.input_value("#id_title") == "写了一半的讲座"
    assert page.input_value("#id_starts_on") == yesterday().isoformat()
    assert not page.faults
