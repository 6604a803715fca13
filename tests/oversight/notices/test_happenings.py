"""What happened, at the desk: for whom it is told, what is read, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.activities import proposals, workflow
from activities.agreements import workflow as agreements
from core.models import StateChange
from oversight.inspections.workflow import findings
from oversight.notes import workflow as notes
from oversight.notices.happenings import happened_to, unread_by
from oversight.notices.models import NoticeMark
from pairs.models import Batch
from tests.conftest import a_client
from tests.support.browser.desk_forms import text
from tests.support.factories.activities import day
from tests.support.factories.obligations import a_finding

NEWS = "/en/desk/news/"


def told(user):
    """What the desk tells `user`, the first first, as (transition, record)."""
    return [change.transition for change in happened_to(user).order_by("pk")]


def test_each_side_hears_what_the_other_did_and_never_what_its_own_did(world, rita, rob, sam, olga):
    entry = world.submitted(rita)
    workflow.send_back(entry, sam, "请补充")
    workflow.submit(entry, rita)
    workflow.confirm(entry, sam)
    proposal = proposals.propose_correction(entry, rita, {"title": "双选会"}, reason="写错了")
    proposals.decline(proposal, sam, "没有错")
    agreements.draft(sam, world.pair, goals="目标")
    assert told(sam) == ["submit", "submit", "propose-correction"]
    assert told(rita) == told(rob) == ["return", "confirm", "decline-correction", "draft"]
    assert told(olga) == []


def test_a_note_reaches_both_sides_and_a_finding_its_own_the_province_and_the_answer_the_ministry(
    world, rita, sam, officer, inspector, editor
):
    notes.write(officer, world.pair, "请尽快对接")
    found = a_finding(inspector, world.pair, day(3))
    found = findings.record(inspector, found.inspection, text="台账不全", side="recipient", due_on=day(3))
    findings.respond(found, rita, "已补齐")
    assert told(rita) == ["write", "record"] and told(sam) == ["write"]
    assert told(officer) == ["record", "answer"] and told(inspector) == told(editor) == ["answer"]


def test_nothing_is_told_of_what_has_ended_nor_of_the_time_before_a_post(world, rita, sam):
    world.submitted(rita)
    sam.memberships.update(since=day(1))
    assert told(type(sam).objects.get(pk=sam.pk)) == []
    sam.memberships.update(since=day())
    assert told(type(sam).objects.get(pk=sam.pk)) == ["submit"]
    Batch.objects.update(ends=day(-1))
    assert told(sam) == []


def test_a_line_leads_to_its_record_and_is_read_with_that_by_this_person_only(world, rita, rob, sam):
    entry = workflow.send_back(world.submitted(rita), sam, "请补充人数")
    change = unread_by(rita).get()
    page = a_client(rita).get(NEWS)
    assert "请补充人数" in text(page) and "<strong>1</strong> unread" in text(page)
    assert f'formaction="{NEWS}{change.pk}/"' in text(page)
    assert a_client(rita).get(f"{NEWS}{change.pk}/").url == f"/en/desk/activities/{entry.pk}/"
    assert unread_by(rita).exists()  # what fetches a page in advance has read nothing
    assert a_client(rita).post(f"{NEWS}{change.pk}/").url == f"/en/desk/activities/{entry.pk}/"
    assert not unread_by(rita).exists() and unread_by(rob).exists()
    assert f'href="/en/desk/activities/{entry.pk}/"' in text(a_client(rita).get(NEWS))
    assert a_client(sam).post(f"{NEWS}{change.pk}/").status_code == 404  # his own act


def test_who_opens_the_line_of_a_note_has_read_the_note(world, rita, sam, officer):
    note = notes.write(officer, world.pair, "请尽快对接")
    a_client(rita).post(f"{NEWS}{unread_by(rita).get().pk}/")
    assert [reading.reader for reading in note.readings.all()] == [rita]


def test_an_own_act_on_the_record_and_opening_the_note_read_it_as_well(world, rita, sam, officer):
    entry = world.submitted(rita)
    note = notes.write(officer, world.pair, "请尽快对接")
    assert unread_by(sam).count() == 2
    workflow.confirm(entry, sam)
    type(note).objects.mark_read(sam)
    assert not unread_by(sam).exists() and happened_to(sam).count() == 2


def test_all_are_marked_as_read_at_once_and_what_comes_later_is_not(world, rita, sam):
    world.submitted(rita)
    client = a_client(sam)
    assert "Everything is marked as read" in text(client.post(f"{NEWS}read/", follow=True))
    assert not unread_by(sam).exists()
    client.post(f"{NEWS}read/")
    assert NoticeMark.objects.count() == 1
    world.submitted(rita, kind=world.lecture)
    assert unread_by(sam).count() == 1


@pytest.mark.one_database
def test_the_desk_counts_what_is_unread_and_costs_the_same_for_much(world, rita, sam):
    def cost():
        a_client(sam).get(NEWS)
        with CaptureQueriesContext(connection) as queries:
            page = a_client(sam).get(NEWS)
        return page, len(queries)

    world.submitted(rita)
    agreements.draft(rita, world.pair, goals="目标")
    _page, few = cost()
    for number in range(6):
        world.submitted(rita, title=f"第{number}场")
    page, many = cost()
    assert many == few and StateChange.objects.count() > 8
    assert 'What happened <span class="tag">8</span>' in text(page)
