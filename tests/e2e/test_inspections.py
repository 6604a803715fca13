"""Inspections and good practice in a real browser: without barriers, on a phone, by keyboard, without JavaScript."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Membership
from activities.models import Mechanism
from oversight.inspections.workflow import findings, inspections, rounds
from oversight.models import Checklist, Finding
from oversight.practices import workflow as practices
from pairs.models import Batch, Pair
from tests.conftest import a_person

from .conftest import PHONE, fits


@pytest.fixture
def pair(site):
    """A published pair whose batch is made to run today."""
    Batch.objects.filter(number=2).update(ends=day(30))
    return Pair.objects.at("2-11")


@pytest.fixture
def rita(pair):
    return a_person("rita", Membership.Role.COORDINATOR, university=pair.recipient)


@pytest.fixture
def round_(pair, inspector):
    facts = {"name": "测试检查", "name_en": "A test round", "starts": day(-5), "ends": day(5)}
    return rounds.open_round(inspector, batches=[pair.batch], checklist=Checklist.objects.get(), **facts)


@pytest.fixture
def inspection(round_, pair, inspector):
    (made,) = rounds.choose(round_, inspector, [pair.pk])
    return made


@pytest.fixture
def finding(inspection, inspector):
    facts = {"text": "缺佐证材料", "side": "recipient", "due_on": day(5)}
    return findings.record(inspector, inspection, **facts)


def day(offset):
    return timezone.localdate() + datetime.timedelta(days=offset)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_barriers_for_inspectors(open_page, axe, inspection, finding, inspector, prefix):
    rounds.draw(inspection.round, inspector, 3, "20200716")
    here = f"inspections/{inspection.pk}/"
    round_ = f"inspections/rounds/{inspection.round_id}/"
    paths = ["inspections/", "inspections/rounds/new/", round_, f"{round_}choose/", f"{round_}draw/", here]
    paths += [f"{here}edit/", f"{here}findings/new/", "findings/", f"findings/{finding.pk}/"]
    paths += [f"{here}questions/1/", f"pairs/{inspection.pair.address}/evidence/", "activities/"]
    page = open_page("about:blank", user=inspector, viewport=PHONE)
    for path in paths:
        page.goto(f"{prefix}/desk/{path}")
        axe(page, contrast=not prefix)
        assert fits(page) and not page.faults


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_barriers_for_coordinators_and_editors(open_page, axe, finding, pair, rita, editor, prefix):
    facts = {"raw_title": "联合值班", "raw_text": "每周三", "mechanism": Mechanism.objects.get(number=3)}
    practice = practices.propose(rita, pair, **facts)
    page = open_page("about:blank", user=rita, viewport=PHONE)
    for path in ("", f"findings/{finding.pk}/", "practices/", "practices/new/", f"practices/{practice.pk}/"):
        page.goto(f"{prefix}/desk/{path}")
        axe(page, contrast=not prefix)
        assert fits(page) and not page.faults
    page = open_page("about:blank", user=editor)
    for path in (f"practices/{practice.pk}/", f"practices/{practice.pk}/edit/"):
        page.goto(f"{prefix}/desk/{path}")
        axe(page, contrast=not prefix)


def test_a_finding_is_answered_and_closed_without_javascript(open_page, finding, rita, inspector):
    page = open_page("/en/desk/", user=rita, viewport=PHONE, java_script_enabled=False)
    page.click("#turn-findings ~ ul a")
    page.fill("#id_words", "已补充佐证材料")
    page.click("main form button")
    assert "已补充佐证材料" in page.inner_text("main dl")
    page = open_page(f"/en/desk/findings/{finding.pk}/", user=inspector, java_script_enabled=False)
    page.focus("#id_words")
    page.keyboard.insert_text("已核对")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".told")
    assert Finding.objects.get().state == "closed"


def test_errors_and_both_texts_without_barriers(open_page, axe, inspection, inspector, editor):
    first = inspection.answers.first().pk
    page = open_page(f"/en/desk/inspections/{inspection.pk}/edit/", user=editor, viewport=PHONE)
    page.fill(f"#id_note-{first}", "我的说明")
    inspections.fill(inspection, inspector, None, {f"note-{first}": "别人的说明"})
    page.click("button[name=save][value='1']")
    page.wait_for_selector("#conflict")
    axe(page)
    assert fits(page) and "别人的说明" in page.inner_text("main")
    page.check(f"#take-note-{first}-mine")
    page.click("button[name=conclude]")
    page.wait_for_selector("#error-summary")
    axe(page)
    assert inspection.answers.get(pk=first).note == "我的说明"
