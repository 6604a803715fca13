"""After every step: what happened, and who acts next; on the entry and in lists as well."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.activities import workflow
from activities.agreements import workflow as agreements
from activities.models import Activity, Agreement, EmploymentSnapshot, Evidence, GraduateGroup
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, new_address, text, token_in, typed
from tests.support.factories.activities import day

RECIPIENT, SUPPORTER = "湖北甲学院", "江苏子大学"


def told(answer):
    """What the page after a step tells first."""
    return text(answer).partition('class="told"')[2].partition("</div>")[0]


def step(person, entry, name, **fields):
    facts = {"version": Activity.objects.get(pk=entry.pk).version} | fields
    return told(a_client(person).post(at("activity_step", entry.pk, name), facts, follow=True))


def submit(person, entry):
    return told(a_client(person).post(at("activity_check", entry.pk), {"version": entry.version}, follow=True))


def test_submitting_names_who_confirms(world, rita):
    assert f"已提交。等待{SUPPORTER}确认。" in submit(rita, world.drafted(rita))


def test_submitting_a_plan_says_that_it_is_public_and_who_gives_the_figures(world, rita):
    plan = world.drafted(rita, stage="planned", starts_on=day(5), ends_on=day(5))
    assert f"已提交。预告已公开。举办之后，由{RECIPIENT}填写数据。" in submit(rita, plan)


def test_what_the_ministry_submits_either_university_confirms(world, editor):
    assert "等待任一高校确认" in submit(editor, world.drafted(editor))


def test_a_saved_draft_says_that_it_is_one(world, rita):
    client, path = a_client(rita), new_address(world)
    facts = typed(token=token_in(client.get(path)), save="1")
    answer = client.post(path, facts, follow=True)
    assert f"已存为草稿。目前是草稿，提交后由{SUPPORTER}确认。" in told(answer)


def test_saved_changes_are_told_with_the_files_added(world, rita):
    entry = world.submitted(rita)
    facts = {"title": "改后", "starts_on": day(-1).isoformat(), "version": entry.version, "save": "1"}
    facts["files"] = SimpleUploadedFile("证明.pdf", PDF)
    said = told(a_client(rita).post(at("activity_edit", entry.pk), facts, follow=True))
    assert "已添加 1 份佐证材料。" in said and f"修改已保存。等待{SUPPORTER}确认。" in said


def test_evidence_taken_away_or_erased_is_called_by_its_name(world, rita, sam):
    entry = world.submitted(rita)
    first = Evidence.objects.attach(rita, entry, SimpleUploadedFile("证明.pdf", PDF))
    assert "“证明.pdf”已移除。" in told(a_client(rita).post(at("evidence_remove", first.pk), follow=True))
    second = Evidence.objects.attach(rita, entry, SimpleUploadedFile("证明.pdf", PDF))
    workflow.confirm(entry, sam)
    said = told(a_client(rita).post(at("evidence_remove", second.pk), {"reason": "传错了"}, follow=True))
    assert "“证明.pdf”已彻底删除，只保留文件名和原因。" in said


def test_returning_names_who_mends_it_and_confirming_leaves_nothing_to_do(world, rita, sam):
    entry = world.submitted(rita)
    assert f"已连同原因退回。等待{RECIPIENT}修改后重新提交。" in step(sam, entry, "return", reason="日期有误")
    other = world.submitted(rita)
    said = step(sam, other, "confirm")
    assert "已确认" in said and "等待" not in said


def test_what_is_proposed_names_who_decides(world, rita, sam):
    entry = world.confirmed(rita, sam)
    assert f"已提议撤回。等待{RECIPIENT}答复。" in step(sam, entry, "propose-withdrawal", reason="重复上报")
    assert f"等待{RECIPIENT}答复。" in text(a_client(rita).get(at("activity", entry.pk)))
    assert "等待" not in step(sam, entry, "take-back")
    mine, theirs = world.submitted(rita, kind=world.lecture), world.submitted(sam, kind=world.lecture)
    said = told(a_client(rita).post(at("activity_merge", mine.pk, theirs.pk), {"n_lectures": ""}, follow=True))
    assert f"已提议合并。等待{SUPPORTER}答复。" in said


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("rita", "待对方确认"),
        ("sam", "待我方确认"),
        ("officer", f"待{SUPPORTER}确认"),
        ("ed", f"待{SUPPORTER}确认"),
    ],
)
def test_each_reader_is_told_by_whom_it_waits_to_be_confirmed(world, cast, reader, words):
    entry = world.submitted(cast["rita"])
    client = a_client(cast[reader])
    for path in (at("activity", entry.pk), reverse("desk_entries")):
        assert words in text(client.get(path))
    assert f"等待{SUPPORTER}确认。" in text(client.get(at("activity", entry.pk)))


def test_the_english_page_calls_them_by_their_english_names(world, rita):
    world.supporter.name_en = "Zi University"
    world.supporter.save()
    entry = world.submitted(rita)
    page = text(a_client(rita).get(f"/en{at('activity', entry.pk)}"))
    assert "Waiting for Zi University to confirm it." in page


def test_the_steps_of_an_agreement_name_who_accepts(world, rita, sam):
    agreements.draft(rita, world.pair, "目标", day(-9), day(90))
    draft = Agreement.objects.get()

    def act(person, name, **fields):
        facts = {"edition": draft.pk, "version": Agreement.objects.get(pk=draft.pk).version} | fields
        return told(a_client(person).post(at("agreement_step", world.pair.address, name), facts, follow=True))

    assert f"已连同原因退回。等待{RECIPIENT}修改。" in act(sam, "return", reason="太笼统")
    agreements.edit(Agreement.objects.get(), rita, None, {"goals": "更具体的目标"})
    assert f"等待{SUPPORTER}接受。" in act(rita, "accept")
    assert "双方均已接受，协议生效，承诺已公开。" in act(sam, "accept")


def test_what_was_held_is_a_draft_that_the_other_side_confirms_once_it_is_submitted(world, rita):
    plan, client = world.passed(rita), a_client(rita)
    facts = {"title": plan.title, "starts_on": day(-1).isoformat(), "version": plan.version, "save": "1"}
    said = told(client.post(at("activity_hold", plan.pk), facts, follow=True))
    assert f"提交后由{SUPPORTER}确认。" in said
    assert f"已提交。等待{SUPPORTER}确认。" in submit(rita, Activity.objects.get())


def test_cancelling_says_what_the_public_reads_and_waits_for_nobody(world, rita):
    said = step(rita, world.planned(rita), "cancel", reason="平台故障")
    assert "已取消" in said and "等待" not in said


@pytest.mark.parametrize(("graduates", "who"), [("4171", f"由{RECIPIENT}点“公开”"), ("9", "")])
def test_a_snapshot_names_who_sees_it_and_who_may_release_it(world, rita, graduates, who):
    group = GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")
    facts = {"university": world.recipient.pk, "as_of": day(-1).isoformat(), "group": group.pk}
    client = a_client(rita)
    said = told(
        client.post(reverse("desk_snapshot_new"), facts | {"graduates": graduates, "employed": "8"}, follow=True)
    )
    assert "公开之前只有本校、所在省和教育部可以看到。" in said and who in said
    assert bool(who) == ("点“公开”" in said)
    if who:
        kept = EmploymentSnapshot.objects.get()
        assert "公开" in told(client.post(reverse("desk_snapshot_release", args=[kept.pk]), follow=True))
