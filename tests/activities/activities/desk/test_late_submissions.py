"""Too late: what was typed stays, the page says what happened, and offers what can still be done."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.activities import proposals, workflow
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import Activity, Agreement, Correction, GraduateGroup
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, new_address, text, token_in, typed
from tests.support.factories.activities import day

LONG = "写了很久的说明"


def sent(person, entry, page="activity_edit", version=None, **fields):
    """The answer when `person` sends what they were writing in the form of the entry."""
    facts = typed(description=LONG, n_posts="77", version=entry.version if version is None else version, save="1")
    return a_client(person).post(at(page, entry.pk), facts | fields)


def form_in(response):
    """Where the form of the page leads, and its hidden fields; the address is empty where it has none."""
    found = re.search(r'<form class="form desk-form"[^>]*>', text(response))[0]
    action = re.search(r'action="([^"]+)"', found)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text(response)))
    return (action[1].replace("&amp;", "&") if action else ""), hidden


@pytest.fixture
def deleted(world, rita, rob):
    """A draft that rob deletes while rita is writing in it."""
    entry = world.drafted(rita)
    workflow.discard(Activity.objects.get(pk=entry.pk), rob)
    return entry


def test_what_was_typed_into_a_deleted_draft_becomes_a_new_one(deleted, rita):
    answer = sent(rita, deleted)
    assert answer.status_code == 409
    assert LONG in text(answer) and 'value="77"' in text(answer) and "rob已于" in text(answer)
    action, hidden = form_in(answer)
    again = typed(description=LONG, n_posts="77", **hidden, save="1")
    assert a_client(rita).post(action, again).status_code == 302
    entry = Activity.objects.get()
    assert (entry.description, entry.measures.get().value) == (LONG, 77)


def test_the_files_chosen_for_a_deleted_draft_are_said_to_be_chosen_again(deleted, rita):
    chosen = SimpleUploadedFile("证明.pdf", PDF)
    assert "只有文件需要重新选择" in text(sent(rita, deleted, files=chosen))


def test_a_deleted_draft_of_another_side_or_pair_is_not_told_of(deleted, sam, olga, officer, editor):
    for person in (sam, olga, officer, editor):
        assert sent(person, deleted).status_code == 404
        assert a_client(person).get(at("activity", deleted.pk)).status_code == 404


@pytest.mark.parametrize("page", ["activity", "activity_edit", "activity_check", "activity_kind"])
def test_who_looks_for_a_draft_that_a_colleague_deleted_is_told(deleted, rita, page):
    answer = a_client(rita).get(at(page, deleted.pk), follow=True)
    assert answer.status_code == 200
    assert "删除这份草稿" in text(answer)


def test_a_double_tap_on_delete_is_no_error(world, rita):
    path, client = at("activity_step", world.drafted(rita).pk, "discard"), a_client(rita)
    assert [client.post(path).status_code for _ in range(2)] == [302, 302]


def test_a_withdrawn_entry_says_by_whom_and_why_and_leads_out(world, rita, rob):
    entry = world.submitted(rita)
    workflow.withdraw(Activity.objects.get(pk=entry.pk), rob, "重复录入")
    answer = sent(rita, entry)
    assert answer.status_code == 409
    page = text(answer)
    assert "rob已于" in page and "撤回。原因：重复录入" in page and LONG in page
    assert "提出更正" not in page and "另存为新的草稿" in page
    action, hidden = form_in(answer)
    assert a_client(rita).post(action, typed(description=LONG, **hidden, save="1")).status_code == 302
    assert Activity.objects.get(status="draft").description == LONG


def test_a_cancelled_plan_says_so_and_leads_out(world, rita, rob):
    plan = world.planned(rita)
    workflow.cancel(Activity.objects.get(pk=plan.pk), rob, "改期")
    answer = sent(rita, plan, starts_on=day(9).isoformat())
    assert "取消。原因：改期" in text(answer)
    action, hidden = form_in(answer)
    a_client(rita).post(action, typed(9, description=LONG, **hidden, save="1"))
    assert Activity.objects.get(status="draft").stage == "planned"


def test_a_merged_entry_leads_to_the_one_that_counts(world, rita, rob, sam):
    entry, other = world.submitted(rita), world.submitted(sam)
    proposals.accept(proposals.propose_merge(other, sam, entry), rob)
    answer = sent(rita, entry)
    assert answer.status_code == 409
    assert LONG in text(answer) and f'href="{at("activity", other.pk)}"' in text(answer)
    assert form_in(answer)[0] == "" and not re.search(r"<button>|<button name", text(answer))


def test_a_confirmed_entry_offers_the_text_as_a_correction(world, rita, sam):
    entry = world.submitted(rita)
    workflow.confirm(Activity.objects.get(pk=entry.pk), sam)
    answer = sent(rita, entry, proof="https://news.example.edu.cn/1")
    assert "sam已于" in text(answer) and "https://news.example.edu.cn/1" in text(answer)
    action, hidden = form_in(answer)
    a_client(rita).post(action, typed(description=LONG, reason="补充说明", **hidden))
    assert Correction.objects.get().values["description"] == LONG


def test_while_a_correction_waits_the_text_is_kept_to_be_copied(world, rita, rob, sam):
    entry = world.confirmed(rita, sam)
    proposals.propose_correction(entry, rob, {"title": "另一项"}, reason="改名")
    answer = sent(sam, entry, "activity_correct", reason="我的理由")
    assert answer.status_code == 409
    assert LONG in text(answer) and "我的理由" in text(answer) and "已有一项更正等待决定" in text(answer)
    assert form_in(answer)[0] == "" and not re.search(r"<button>|<button name", text(answer))


def test_a_double_tap_on_a_proposal_is_no_error(world, rita, sam):
    entry, client = world.confirmed(rita, sam), a_client(rita)
    facts = typed(description=LONG, version=entry.version, reason="补充说明")
    assert [client.post(at("activity_correct", entry.pk), facts).status_code for _ in range(2)] == [302, 302]
    other = at("activity_step", world.confirmed(rita, sam).pk, "propose-withdrawal")
    assert [client.post(other, {"reason": "重复上报"}).status_code for _ in range(2)] == [302, 302]


def test_a_kind_retired_meanwhile_loses_no_text(world, rita):
    client, path = a_client(rita), new_address(world)
    facts = typed(description=LONG, token=token_in(client.get(path)), save="1")
    world.fair.retire("不再统计")
    answer = client.post(path, facts)
    assert LONG in text(answer) and not Activity.objects.exists()


LOCKED, LACKING = "这一步不能办理", "您的账号没有这项权限"


@pytest.mark.parametrize(
    ("page", "reason"),
    [("activity_edit", "已确认并锁定"), ("activity_check", None), ("activity_kind", "已确认并锁定")],
)
def test_what_is_locked_says_why_and_leads_back_to_the_entry(world, rita, sam, page, reason):
    entry = world.confirmed(rita, sam)
    answer = a_client(rita).get(at(page, entry.pk))
    if reason is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 403
    assert LOCKED in text(answer) and LACKING not in text(answer) and reason in text(answer)
    assert f'href="{at("activity", entry.pk)}"' in text(answer)


def test_a_reason_typed_for_a_step_that_closed_meanwhile_is_kept(world, rita, sam):
    entry = world.submitted(rita)
    workflow.withdraw(Activity.objects.get(pk=entry.pk), rita, "重复录入")
    answer = a_client(sam).post(at("activity_step", entry.pk, "return"), {"reason": "日期与我校掌握的不符"})
    assert answer.status_code == 403
    page = text(answer)
    assert LOCKED in page and "日期与我校掌握的不符" in page and "rita已于" in page and "重复录入" in page


def test_who_acts_for_neither_side_lacks_the_right(world, rita, sam, officer, inspector):
    entry = world.confirmed(rita, sam)
    for person in (officer, inspector):
        answer = a_client(person).get(at("activity_edit", entry.pk))
        assert answer.status_code == 403 and LACKING in text(answer) and LOCKED not in text(answer)


def test_ones_own_entry_is_for_the_other_side_to_confirm(world, rita):
    answer = a_client(rita).post(at("activity_step", world.submitted(rita).pk, "confirm"))
    assert answer.status_code == 403 and LOCKED in text(answer) and "由对方" in text(answer)


# The agreement in the same situation

GOALS = "写了很久的目标"


@pytest.fixture
def agreement(world, rita):
    return agreements.draft(rita, world.pair, "目标", day(-9), day(90))


def write(person, agreement, **fields):
    facts = {"goals": GOALS, "starts": day(-9).isoformat(), "ends": day(80).isoformat(), "version": agreement.version}
    return a_client(person).post(at("agreement_edit", agreement.pair.address), facts | {"save": "1"} | fields)


def test_what_was_typed_into_an_agreement_accepted_meanwhile_goes_into_an_amendment(agreement, rita, rob, sam):
    agreements.accept(agreements.accept(Agreement.objects.get(), rob), sam)
    answer = write(rita, agreement)
    assert answer.status_code == 409 and GOALS in text(answer)
    version = re.search(r'name="version" value="(\d+)"', text(answer))[1]
    both = write(rita, agreement, amend="1", version=version)
    assert both.status_code == 409 and GOALS in text(both) and "目标" in text(both)
    assert Agreement.objects.drafts().get().edition == 2


def test_what_was_typed_into_a_deleted_agreement_is_saved_as_a_new_one(agreement, rita, rob):
    agreements.discard(Agreement.objects.get(), rob)
    client = a_client(rita)
    facts = {"goals": GOALS, "version": agreement.version, "save": "1"}
    answer = client.post(at("agreement_edit", agreement.pair.address), facts, follow=True)
    assert "已存为新的草稿" in text(answer) and Agreement.objects.get().goals == GOALS


def test_the_text_is_kept_when_the_other_side_drafts_meanwhile(agreement, world, rita, sam):
    agreements.discard(Agreement.objects.get(), rita)
    agreements.draft(sam, world.pair, "对方的目标")
    assert GOALS in text(write(rita, agreement))


def test_a_reason_for_returning_an_agreement_deleted_meanwhile_is_kept(agreement, rita, sam, olga):
    facts = {"edition": agreement.pk, "version": agreement.version, "reason": "目标写得太笼统"}
    path = at("agreement_step", agreement.pair.address, "return")
    agreements.discard(Agreement.objects.get(), rita)
    answer = a_client(sam).post(path, facts)
    assert answer.status_code == 409 and "目标写得太笼统" in text(answer)
    assert a_client(sam).post(path, facts | {"edition": 999_999}).status_code == 404
    assert a_client(olga).post(path, facts).status_code == 404


def test_too_small_a_group_is_refused_in_true_words(world, rita):
    group = GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")
    made = employment.report(rita, world.recipient, day(-3), group, 9, 4)
    answer = a_client(rita).post(at("snapshot_release", made.pk))
    assert answer.status_code == 403 and LOCKED in text(answer) and LACKING not in text(answer)
