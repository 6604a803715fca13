"""Two sides of an entry: confirm, return, withdraw, cancel, correct, merge; on behalf openly."""

import pytest
from django.urls import reverse

from activities.activities import proposals, workflow
from activities.models import Activity, Correction, Merge, Stage, Status
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, text
from tests.support.factories.activities import day


def fresh(entry):
    return Activity.objects.get(pk=entry.pk)


def step(person, entry, name, **fields):
    """The answer when `person` takes a step from the page that is open now."""
    return a_client(person).post(at("activity_step", entry.pk, name), {"version": fresh(entry).version} | fields)


def test_the_other_side_confirms_with_one_button_on_the_page(world, rita, sam):
    entry = world.submitted(rita, measures={"posts": 1234})
    page = text(a_client(sam).get(at("activity", entry.pk)))
    assert f'action="{at("activity_step", entry.pk, "confirm")}"' in page
    assert "1,234" in page
    assert step(sam, entry, "confirm")["Location"] == at("activity", entry.pk)
    assert fresh(entry).is_counted
    assert fresh(entry).confirmed_by == sam


def test_the_logging_side_finds_no_such_button_and_is_refused(world, rita, rob, editor):
    entry = world.submitted(rita)
    for person in (rita, rob):
        assert "confirm/" not in text(a_client(person).get(at("activity", entry.pk)))
        assert step(person, entry, "confirm").status_code == 403
    logged_by_ministry = world.submitted(editor)
    assert step(editor, logged_by_ministry, "confirm").status_code == 403
    assert not Activity.objects.counted().exists()


def test_a_double_tap_confirms_once_and_shows_no_error(world, rita, sam):
    entry = world.submitted(rita)
    facts = {"version": entry.version}
    answers = [a_client(sam).post(at("activity_step", entry.pk, "confirm"), facts) for _ in range(2)]
    assert answers[0].status_code == 302
    assert answers[1].status_code in (302, 409)
    assert fresh(entry).version == entry.version + 1


def test_what_changed_meanwhile_is_shown_before_it_is_confirmed(world, rita, sam):
    entry = world.submitted(rita, measures={"posts": 3})
    seen = entry.version
    workflow.edit(fresh(entry), rita, seen, {}, {"posts": 4})
    answer = step(sam, entry, "confirm", version=seen)
    assert answer.status_code == 409
    assert 'role="alert"' in text(answer)
    assert fresh(entry).status == Status.SUBMITTED


def test_it_is_returned_with_a_reason_and_mended(world, rita, sam):
    entry = world.submitted(rita)
    answer = step(sam, entry, "return", reason=" ")
    assert 'href="#id_reason"' in text(answer)
    step(sam, entry, "return", reason="日期有误")
    assert fresh(entry).status == Status.RETURNED
    assert "日期有误" in text(a_client(rita).get(at("activity_edit", entry.pk)))


def test_a_reason_survives_a_change_made_meanwhile(world, rita, sam):
    entry = world.submitted(rita)
    workflow.edit(fresh(entry), rita, entry.version, {"title": "改后"})
    answer = step(sam, entry, "return", version=entry.version, reason="写好的理由")
    assert answer.status_code == 409
    assert "写好的理由" in text(answer)
    assert "改后" in text(answer)


def test_it_is_withdrawn_with_a_reason(world, rita):
    entry = world.submitted(rita)
    step(rita, entry, "withdraw", reason="重复录入")
    assert (fresh(entry).status, fresh(entry).reason) == (Status.WITHDRAWN, "重复录入")


def test_a_plan_is_cancelled_with_a_reason(world, rita):
    entry = world.planned(rita)
    step(rita, entry, "cancel", reason="改期")
    assert fresh(entry).stage == Stage.CANCELLED


def test_a_draft_is_deleted_and_leads_back_to_the_desk(world, rita):
    entry = world.drafted(rita)
    assert step(rita, entry, "discard")["Location"] == reverse("desk")
    assert not Activity.objects.exists()


def test_a_plan_whose_day_has_passed_is_held_by_giving_its_figures(world, rita):
    plan = world.passed(rita)
    client = a_client(rita)
    assert 'name="n_posts"' in text(client.get(at("activity_hold", plan.pk)))
    facts = {"title": plan.title, "starts_on": day(-1).isoformat(), "n_posts": "20", "version": plan.version}
    assert client.post(at("activity_hold", plan.pk), facts)["Location"] == at("activity_check", plan.pk)
    client.post(at("activity_check", plan.pk), {"version": fresh(plan).version})
    assert (fresh(plan).stage, fresh(plan).status) == (Stage.HELD, Status.SUBMITTED)


def test_before_its_day_a_plan_is_not_held(world, rita):
    plan = world.planned(rita)
    assert a_client(rita).get(at("activity_hold", plan.pk)).status_code == 403


def test_the_ministry_confirms_on_behalf_openly(world, rita, editor):
    entry = world.submitted(rita)
    step(editor, entry, "confirm")
    assert fresh(entry).on_behalf
    assert "note" in text(a_client(rita).get(at("activity", entry.pk)))


@pytest.fixture
def confirmed(world, rita, sam):
    return world.confirmed(rita, sam, measures={"posts": 3})


def corrected(person, entry, **fields):
    facts = {"title": entry.title, "starts_on": entry.ends_on.isoformat(), "n_posts": "3", "version": entry.version}
    return a_client(person).post(at("activity_correct", entry.pk), facts | fields)


def test_a_correction_is_proposed_and_accepted_by_the_other_side(confirmed, rita, sam):
    assert corrected(rita, confirmed, n_posts="5", reason="漏计").status_code == 302
    proposal = Correction.objects.get()
    assert (proposal.values, proposal.measures) == ({}, {"posts": 5})
    page = text(a_client(sam).get(at("activity", confirmed.pk)))
    assert "漏计" in page
    assert at("activity_step", confirmed.pk, "accept") in page
    assert step(rita, confirmed, "accept").status_code == 403
    step(sam, confirmed, "accept")
    assert fresh(confirmed).measures.get().value == 5


def test_a_correction_without_reason_or_change_is_refused_with_the_text_kept(confirmed, rita):
    answer = corrected(rita, confirmed, n_posts="50")
    assert 'href="#id_reason"' in text(answer)
    assert 'value="50"' in text(answer)
    assert 'id="error-summary"' in text(corrected(rita, confirmed, reason="无"))


def test_a_correction_is_declined_with_a_reason(confirmed, rita, sam):
    corrected(rita, confirmed, n_posts="5", reason="漏计")
    step(sam, confirmed, "decline", reason="原数无误")
    assert Correction.objects.get().answer == "原数无误"


def test_its_withdrawal_is_proposed(confirmed, rita, sam):
    step(sam, confirmed, "propose-withdrawal", reason="并非结对活动")
    step(rita, confirmed, "accept")
    assert fresh(confirmed).status == Status.WITHDRAWN


def test_a_confirmed_entry_is_locked(confirmed, rita, sam):
    for person in (rita, sam):
        assert a_client(person).get(at("activity_edit", confirmed.pk)).status_code == 403


def test_two_accounts_are_merged_with_both_numbers_side_by_side(world, rita, sam):
    mine, theirs = world.submitted(rita, measures={"posts": 3}), world.submitted(sam, measures={"posts": 5})
    assert at("activity_merge", mine.pk, theirs.pk) in text(a_client(rita).get(at("activity", mine.pk)))
    path = at("activity_merge", mine.pk, theirs.pk)
    assert 'href="#id_n_posts"' in text(a_client(rita).post(path, {"n_posts": ""}))
    assert a_client(rita).post(path, {"n_posts": "5"})["Location"] == at("merge", Merge.objects.get().pk)
    decision = at("merge", Merge.objects.get().pk)
    assert a_client(rita).post(decision, {"accept": "1"}).status_code == 403
    a_client(sam).post(decision, {"accept": "1"})
    assert Activity.objects.counted().get().measures.get().agreed == 5


def test_in_two_accounts_zero_is_zero_and_nothing_is_a_dash(world, rita, sam):
    mine = world.submitted(rita, measures={"posts": 0})
    theirs = world.submitted(sam, measures={"posts": 1234, "signed": 3})
    page = text(a_client(rita).get(f"/en{at('activity_merge', mine.pk, theirs.pk)}"))
    assert "<span>0</span></td>" in page
    assert "<span>1,234</span></td>" in page and "<span>–</span></td>" in page


def test_a_merging_is_declined_with_a_reason(world, rita, sam):
    mine, theirs = world.submitted(rita), world.submitted(sam)
    merge = proposals.propose_merge(mine, rita, theirs)
    path = at("merge", merge.pk)
    assert 'href="#id_reason"' in text(a_client(sam).post(path, {"decline": "1", "reason": ""}))
    a_client(sam).post(path, {"decline": "1", "reason": "两场不同"})
    assert Merge.objects.get().answer == "两场不同"


def test_what_cannot_be_one_event_is_not_offered(world, rita):
    mine, other_kind = world.submitted(rita), world.submitted(rita, kind=world.lecture)
    assert a_client(rita).get(at("activity_merge", mine.pk, other_kind.pk)).status_code == 403


def test_overlapping_reports_are_flagged_before_confirming(world, rita, sam):
    period = {"kind": world.matching, "starts_on": day(-20), "measures": {"signed": 3}}
    world.submitted(rita, **period, title="第一份")
    second = world.submitted(rita, **period, title="第二份")
    page = text(a_client(sam).get(at("activity", second.pk)))
    assert page.index("第一份") < page.index("/confirm/")


def test_an_unknown_step_is_nothing(world, rita):
    entry = world.submitted(rita)
    assert step(rita, entry, "explode").status_code == 404


def test_a_returned_entry_is_first_of_all_corrected(world, rita, sam):
    entry = workflow.send_back(world.submitted(rita), sam, "单位数有误")
    page = text(a_client(rita).get(at("activity", entry.pk)))
    assert f'<a class="button" href="{at("activity_edit", entry.pk)}">修改并重新提交' in page
    assert f'<a href="{at("activity_check", entry.pk)}">不作修改，重新提交' in page
    check = text(a_client(rita).get(at("activity_check", entry.pk)))
    assert "尚未重新提交" in check and "草稿" not in check
