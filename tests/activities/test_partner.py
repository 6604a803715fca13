"""What waits for the partner, and asking it to act at most once a week."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.activities import proposals, workflow
from activities.agreements import workflow as agreements
from activities.partner import waiting_for_partner
from core.exceptions import Refused
from core.models import StateChange
from oversight.notices.happenings import unread_by
from pairs.models import Batch
from tests.conftest import a_client
from tests.support.browser.desk_forms import text
from tests.support.factories.activities import day

WEEK = datetime.timedelta(days=7)


def names(user):
    return sorted(matter.name for matter in waiting_for_partner(user))


def an_agreement(world, by):
    draft = agreements.draft(by, world.pair, goals="目标", starts=day(-5), ends=day(60))
    return agreements.accept(draft, by)


def age(record, by=WEEK):
    """The askings about a record lie a week back."""
    for change in record.state_changes.filter(transition="nudge"):
        StateChange.objects.filter(pk=change.pk).update(at=change.at - by)


def test_all_that_was_handed_over_waits_for_the_partner_and_none_of_it_for_oneself(world, rita, sam, olga):
    world.submitted(rita)
    workflow.send_back(world.submitted(sam, title="讲座"), rita, "请补充")
    confirmed = [world.confirmed(rita, sam, title=title) for title in ("甲", "乙")]
    proposals.propose_correction(confirmed[0], rita, {"title": "双选会"}, reason="写错了")
    proposals.propose_correction(confirmed[1], rita, reason="重复", withdraw=True)
    an_agreement(world, rita)
    assert names(rita) == ["agreements_to_accept", "corrections", "returned", "to_confirm", "withdrawals"]
    assert names(sam) == names(olga) == []
    page = text(a_client(rita).get("/en/desk/partner/"))
    assert page.count("Waiting for 江苏子大学 since") == page.count("Ask the partner to act") == 5
    Batch.objects.update(ends=day(-1))
    assert names(rita) == []


def test_asking_stands_at_the_desk_of_the_partner_with_who_asked(world, rita, rob, sam):
    entry = world.submitted(rita)
    answer = a_client(rob).post(f"/en/desk/activities/{entry.pk}/nudge/", follow=True)
    assert "Asked. The partner sees it" in text(answer)
    assert unread_by(sam).filter(transition="nudge").get().by == rob
    assert "Asked to act" in text(a_client(sam).get("/en/desk/news/"))
    assert not unread_by(rita).exists()
    (matter,) = waiting_for_partner(rita)
    assert not matter.may_ask and "Asked on" in text(a_client(rita).get("/en/desk/"))


def test_nobody_of_a_side_asks_twice_a_week_about_one_record(world, rita, rob):
    for record, nudge in ((world.submitted(rita), workflow.nudge), (an_agreement(world, rita), agreements.nudge)):
        nudge(record, rita)
        for person in (rita, rob):
            with pytest.raises(Refused) as caught:
                nudge(record, person)
            assert caught.value.code == "too_early"
        age(record)
        nudge(record, rob)
        assert record.state_changes.filter(transition="nudge").count() == 2


def test_only_who_waits_asks(world, rita, sam, editor, olga):
    entry = world.submitted(rita)
    for person in (sam, editor, olga):
        with pytest.raises(Refused):
            workflow.nudge(entry, person)
    workflow.confirm(entry, sam)
    with pytest.raises(Refused):
        workflow.nudge(entry, rita)
    proposals.propose_correction(entry, sam, {"title": "双选会"}, reason="写错了")
    workflow.nudge(entry, sam)
    returned = workflow.send_back(world.submitted(rita, kind=world.lecture), sam, "请补充")
    workflow.nudge(returned, sam)
    Batch.objects.update(ends=day(-1))
    age(entry)
    entry = type(entry).objects.get(pk=entry.pk)
    with pytest.raises(Refused):
        workflow.nudge(entry, sam)


@pytest.mark.one_database
def test_the_list_costs_the_same_for_much(world, rita, sam):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            a_client(rita).get("/en/desk/partner/")
        return len(queries)

    world.submitted(rita)
    cost()
    few = cost()
    for number in range(5):
        world.submitted(rita, title=f"第{number}场")
    assert cost() == few
