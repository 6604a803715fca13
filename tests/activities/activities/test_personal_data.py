"""A number or name of a person is asked about before anybody else reads it, through every door."""

import pytest

from activities.activities import proposals, workflow
from activities.agreements import workflow as agreements
from activities.models import Activity, Agreement, Status
from core.questions import Unanswered, answering
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, logged, text
from tests.support.factories.activities import day

MOBILE = "138" + "00138000"  # made up
SECRET = f"联系张同学 {MOBILE}"


def asked(verb):
    """The questions that `verb` raises, by field; it is done once they are answered."""
    with answering() as answers, pytest.raises(Unanswered.__base__) as refusal:
        verb()
    digests = [question.digest for question, _ticked in answers.ticks]
    with answering(digests):
        verb()
    return {field: len(found) for field, found in refusal.value.message_dict.items()}


# The verbs


@pytest.mark.parametrize("field", ["title", "description", "place"])
def test_a_plan_is_asked_about_before_it_is_public(world, rita, field):
    plan = world.drafted(rita, stage="planned", starts_on=day(7), ends_on=day(7), **{field: SECRET})
    assert asked(lambda: workflow.submit(plan, rita)) == {field: 2}
    assert plan.status == Status.SUBMITTED


def test_a_draft_is_not_asked_about(world, rita):
    assert workflow.edit(world.drafted(rita, title=SECRET), rita, None, {"place": SECRET}).place == SECRET


def test_what_was_answered_is_not_asked_again_of_the_other_side(world, rita, sam):
    entry = world.drafted(rita, title=SECRET)
    asked(lambda: workflow.submit(entry, rita))
    assert workflow.confirm(entry, sam).is_counted


def test_a_change_of_what_was_handed_in_is_asked_about(world, rita):
    entry = world.submitted(rita)
    assert asked(lambda: workflow.edit(entry, rita, None, {"title": SECRET})) == {"title": 2}
    workflow.edit(entry, rita, None, {"place": "报告厅"})  # what stands is not asked about with every change


def test_a_returned_entry_is_asked_about_when_it_is_changed(world, rita, sam):
    entry = workflow.send_back(world.submitted(rita), sam, "请补充")
    assert asked(lambda: workflow.edit(entry, rita, None, {"title": SECRET})) == {"title": 2}
    assert workflow.submit(entry, rita).title == SECRET


@pytest.mark.parametrize("name", ["cancel", "withdraw"])
def test_a_reason_that_is_shown_is_asked_about(world, rita, name):
    plan = world.planned(rita)
    assert asked(lambda: getattr(workflow, name)(plan, rita, SECRET)) == {"reason": 2}


def test_a_reason_for_returning_is_asked_about(world, rita, sam):
    entry = world.submitted(rita)
    assert asked(lambda: workflow.send_back(entry, sam, SECRET)) == {"reason": 2}


def test_a_correction_is_asked_about_when_proposed(world, rita, sam):
    entry = world.confirmed(rita, sam)
    with answering() as answers, pytest.raises(Unanswered):
        proposals.propose_correction(entry, rita, {"title": SECRET}, reason=SECRET)
    digests = [question.digest for question, _ticked in answers.ticks]
    with answering(digests):
        assert asked_of_title(entry, rita)


def asked_of_title(entry, by):
    """Whether a proposal whose reason was answered for is asked about its title."""
    with pytest.raises(Unanswered.__base__) as refusal:
        proposals.propose_correction(entry, by, {"title": SECRET}, reason=SECRET)
    return list(refusal.value.message_dict) == ["title"]


def test_an_agreement_is_asked_about_before_the_other_side_reads_it(world, rita, sam):
    words = {"goals": SECRET, "starts": day(), "ends": day(90)}
    assert asked(lambda: agreements.draft(rita, world.pair, **words)) == {"goals": 2}
    draft = Agreement.objects.get()
    promise = {"mechanism": world.guidance, "text": SECRET}
    assert asked(lambda: agreements.edit(draft, rita, None, {}, [promise])) == {"commitments": 2}
    for side in (rita, sam):
        agreements.accept(draft, side)
    assert agreements.amend(draft, rita).goals == SECRET  # an amendment repeats what stands already


# The pages


def ticks_in(page):
    return [part.split('"')[0] for part in text(page).split('name="answered" value="')[1:]]


def test_the_check_page_asks_with_a_tick_and_says_where(world, rita):
    answer = logged(rita, world, title=f"专场 {MOBILE}")
    client, entry = a_client(rita), Activity.objects.get()
    page = client.post(answer["Location"], {"version": entry.version})
    assert page.status_code == 200
    assert "手机号码（138…00）" in text(page)
    assert "标题：" in text(page)
    (tick,) = ticks_in(page)
    assert Activity.objects.get().status == Status.DRAFT
    assert client.post(answer["Location"], {"version": entry.version, "answered": tick}).status_code == 302
    assert Activity.objects.get().status == Status.SUBMITTED


def test_the_check_page_names_all_that_is_asked_and_leads_to_each_tick(world, rita):
    answer = logged(rita, world, title=f"专场 {MOBILE}", starts_on="2020-01-01", ends_on="2020-01-01")
    page = text(a_client(rita).post(answer["Location"], {"version": Activity.objects.get().version}))
    summary = page.partition('role="alert"')[2].partition("</div>")[0]
    assert "手机号码" in summary and "不在本批次期限内" in summary
    assert summary.count('href="#q-') == 2


def test_a_tick_is_about_the_text_that_was_shown(world, rita):
    answer = logged(rita, world, title=f"专场 {MOBILE}")
    client, entry = a_client(rita), Activity.objects.get()
    (tick,) = ticks_in(client.post(answer["Location"], {"version": entry.version}))
    workflow.edit(entry, rita, None, {"title": f"另一场 {MOBILE}"})
    page = client.post(answer["Location"], {"version": entry.version, "answered": tick})
    assert page.status_code == 200
    assert ticks_in(page) not in ([], [tick])


def test_a_step_with_a_reason_keeps_the_text_and_asks(world, rita):
    plan = world.planned(rita)
    client, path = a_client(rita), at("activity_step", plan.pk, "cancel")
    page = client.post(path, {"reason": SECRET, "version": plan.version})
    assert SECRET in text(page)
    sent = {"reason": SECRET, "version": plan.version, "answered": ticks_in(page)}
    assert client.post(path, sent).status_code == 302
    assert Activity.objects.get().reason == SECRET


def test_nothing_is_public_before_it_is_answered(world, rita, client):
    logged(
        rita, world, stage="planned", offset=7, title=SECRET, link="https://live.example.edu.cn/1", starts_at="14:30"
    )
    entry = Activity.objects.get()
    a_client(rita).post(at("activity_check", entry.pk), {"version": entry.version})
    for path in ("/activities/", "/activities.csv", "/activities.json", f"/activities/{entry.pk}/"):
        assert MOBILE not in client.get(path).content.decode()
