"""The coordinators' desk in a real browser: in nine clicks, on a phone, without JavaScript, without barriers."""

import datetime
import re

import pytest
from django.utils import timezone

from accounts.models import Membership
from activities.models import Activity, ActivityKind, Status
from pairs.models import Batch, Pair
from tests.conftest import a_person

from .conftest import PHONE, fits

PDF = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 made for tests"}


@pytest.fixture
def pair(site):
    """A published pair whose batch is made to run today."""
    Batch.objects.filter(number=2).update(ends=timezone.localdate() + datetime.timedelta(days=30))
    return Pair.objects.at("2-11")


@pytest.fixture
def rita(pair):
    return a_person("rita", Membership.Role.COORDINATOR, university=pair.recipient)


@pytest.fixture
def sam(pair):
    return a_person("sam", Membership.Role.COORDINATOR, university=pair.supporter)


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


def an_entry(by, pair, **values):
    facts = {"title": "化工类专场", "starts_on": yesterday(), "ends_on": yesterday()} | values
    return Activity.objects.draft(by, pair, ActivityKind.objects.get(code="lecture"), **facts)


def log_a_lecture(page, clicks):
    """From the desk to submitted, counting every click and tap."""

    def click(place):
        clicks.append(place)
        page.locator(place).click()

    def write(place, text):
        click(place)
        page.locator(place).fill(text)

    click(".desk-head .button >> nth=0")
    click("a[href*='kind=lecture&']")
    write("#id_title", "简历讲座")
    write("#id_starts_on", f"{yesterday():%Y年%m月%d日}")
    write("#id_n_lectures", "１")
    clicks.append("#id_files")
    page.set_input_files("#id_files", PDF)
    click(".desk-form > .buttons button[name=check]")
    page.wait_for_url("**/check/")
    click("main form button")
    page.wait_for_url(re.compile(r"/desk/activities/\d+/$"))


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}, {"java_script_enabled": False}])
def test_an_activity_is_logged_in_at_most_nine_clicks(open_page, rita, options):
    clicks = []
    log_a_lecture(open_page("/desk/", user=rita, **options), clicks)
    entry = Activity.objects.get(side="recipient")
    assert (entry.status, entry.evidence.count(), entry.measures.get().value) == (Status.SUBMITTED, 1, 1)
    assert len(clicks) <= 9


def test_it_is_logged_by_keyboard_alone(open_page, rita):
    page = open_page("/desk/activities/new/?pair=2-11&kind=lecture", user=rita)
    page.locator("#id_title").focus()
    page.keyboard.type("简历讲座")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{yesterday():%Y-%m-%d}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    page.locator("main form button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/activities/\d+/$"))
    assert Activity.objects.get(side="recipient").status == Status.SUBMITTED


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_barriers_on_the_desk_empty_and_full(open_page, axe, pair, rita, sam, prefix):
    axe(open_page(f"{prefix}/desk/", user=rita))
    entry = an_entry(sam, pair).submit(sam)
    an_entry(rita, pair, title="讲座").submit(rita)
    for path in ("", "activities/", "pairs/2-11/", "activities/new/", f"activities/{entry.pk}/", "waiting/to_confirm/"):
        page = open_page(f"{prefix}/desk/{path}", user=rita, viewport=PHONE)
        axe(page)
        assert fits(page)
        assert not page.faults


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_barriers_with_errors_and_with_both_texts(open_page, axe, pair, rita, prefix):
    page = open_page(f"{prefix}/desk/activities/new/?pair=2-11&kind=lecture", user=rita, viewport=PHONE)
    page.fill("#id_starts_on", "昨天")
    page.fill("#id_n_lectures", "50多万")
    page.click("button[name=save]")
    page.wait_for_selector("#error-summary")
    assert page.input_value("#id_n_lectures") == "50多万"
    axe(page)
    assert fits(page)
    entry = an_entry(rita, pair)
    page = open_page(f"{prefix}/desk/activities/{entry.pk}/edit/", user=rita, viewport=PHONE)
    page.fill("#id_title", "我的标题")
    Activity.objects.get(pk=entry.pk).edit(rita, entry.version, {"title": "别人的标题"})
    page.click("button[name=save]")
    page.wait_for_selector("#conflict")
    assert "别人的标题" in page.inner_text("main")
    assert page.input_value("#id_title") == "我的标题"
    axe(page)
    assert fits(page)
    page.check("#take-title-mine")
    page.click("button[name=save]")
    page.wait_for_url(re.compile(r"/desk/activities/\d+/$"))
    assert Activity.objects.get(pk=entry.pk).title == "我的标题"
