"""What one side proposes and the other decides: the pages say which of the two it is, and what would change."""

import re

import pytest
from django.urls import reverse

from activities.activities import proposals
from activities.models import Activity, Correction, Merge, Status
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, text
from tests.support.factories.activities import day


@pytest.fixture
def confirmed(world, rita, sam):
    return world.confirmed(rita, sam, measures={"posts": 1, "signed": 3})


@pytest.fixture
def to_withdraw(confirmed, rita):
    proposals.propose_correction(confirmed, rita, reason="重复上报", withdraw=True)
    return confirmed


@pytest.fixture
def to_correct(confirmed, rita):
    values = {"title": "化工类专场招聘会", "ends_on": day()}
    proposals.propose_correction(confirmed, rita, values, {"posts": 2, "signed": None}, "漏计一场")
    return confirmed


def page(person, *where):
    return text(a_client(person).get(at(*where)))


def rows_of(found):
    """The rows of the comparison, as lists of plain text."""
    table = re.search(r'<table class="stack changes">.*?</table>', found, re.DOTALL)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.split(r"</t[hd]>", row)[:-1]] for row in rows]


def test_a_proposed_withdrawal_is_called_one_wherever_it_is_decided(to_withdraw, sam):
    desk = text(a_client(sam).get(reverse("desk")))
    assert "待答复的撤回提议" in desk and "待答复的更正" not in desk
    assert "提议撤回：重复上报" in desk
    entry = page(sam, "activity", to_withdraw.pk)
    assert "同意撤回" in entry and "不同意撤回" in entry and "同意更正" not in entry
    for name, label in {"accept": "同意撤回", "decline": "不同意撤回"}.items():
        asked = page(sam, "activity_step", to_withdraw.pk, name)
        assert f"<h1>{label}</h1>" in asked and "重复上报" in asked and "更正" not in asked
    asked = page(sam, "activity_step", to_withdraw.pk, "accept")
    assert "撤回后不再计入统计，公开页面保留一行并注明原因。" in asked


def test_who_agrees_to_a_withdrawal_is_told_so_and_the_history_says_it(to_withdraw, sam):
    client = a_client(sam)
    answer = client.post(at("activity_step", to_withdraw.pk, "accept"), {"reason": ""}, follow=True)
    assert "已同意撤回，记录不再计入统计，公开页面保留一行并注明原因。" in text(answer)
    assert "撤回（双方同意）" in text(answer) and "提议撤回" in text(answer)
    assert Activity.objects.get(pk=to_withdraw.pk).status == Status.WITHDRAWN


def test_a_declined_withdrawal_says_that_the_entry_goes_on_counting(to_withdraw, sam):
    path = at("activity_step", to_withdraw.pk, "decline")
    answer = a_client(sam).post(path, {"reason": "两场不同"}, follow=True)
    assert "已答复不同意撤回，记录保持不变，仍计入统计。" in text(answer)
    assert "不同意撤回" in text(answer) and "两场不同" in text(answer)
    assert Activity.objects.get(pk=to_withdraw.pk).is_counted


def test_the_ministry_agrees_to_a_withdrawal_in_so_many_words(to_withdraw, editor):
    assert "代对方同意撤回" in page(editor, "activity", to_withdraw.pk)
    answer = a_client(editor).post(at("activity_step", to_withdraw.pk, "accept"), follow=True)
    assert "撤回（教育部代一方同意）" in text(answer)


@pytest.mark.parametrize("name", ["accept", "decline"])
def test_who_decides_a_correction_sees_old_and_new_of_all_that_changes(to_correct, sam, name):
    rows = rows_of(page(sam, "activity_step", to_correct.pk, name))
    assert [row[1:] for row in rows if row[0] == "标题"] == [["化工类专场", "化工类专场招聘会"]]
    figures = {row[0]: row[1:] for row in rows}
    assert figures["指标posts"] == ["1", "2"]
    assert figures["指标signed"] == ["3", "未填报"]
    assert len(rows) == 4
    assert not any("-" in cell for row in rows for cell in row)  # days as people write them


def test_who_proposed_it_takes_it_back_and_is_offered_nothing_else(to_correct, rita, sam):
    own = page(rita, "activity", to_correct.pk)
    assert "收回更正提议" in own and "不同意更正" not in own
    assert "收回" not in page(sam, "activity", to_correct.pk)
    client, path = a_client(rita), at("activity_step", to_correct.pk, "take-back")
    assert rows_of(text(client.get(path)))
    answer = client.post(path, follow=True)
    assert "已收回。记录保持不变，对方无需再答复。" in text(answer)
    assert "收回更正提议" in text(answer)
    assert Correction.objects.get().status == "taken_back"


def test_a_proposed_withdrawal_is_taken_back_by_its_name(to_withdraw, rita):
    path = at("activity_step", to_withdraw.pk, "take-back")
    assert "<h1>收回撤回提议</h1>" in text(a_client(rita).get(path))
    a_client(rita).post(path)
    assert Activity.objects.get(pk=to_withdraw.pk).is_counted


def test_nobody_takes_back_or_declines_what_is_not_theirs_to(to_correct, rita, sam):
    for person, name in ((sam, "take-back"), (rita, "decline"), (rita, "accept")):
        path = at("activity_step", to_correct.pk, name)
        assert a_client(person).get(path).status_code == 403
        assert a_client(person).post(path, {"reason": "x"}).status_code == 403
    assert Correction.objects.get().status == "open"


def test_a_decision_on_another_proposal_than_the_one_shown_is_asked_again(confirmed, rita, sam):
    seen = proposals.propose_correction(confirmed, rita, measures={"posts": 2}, reason="漏计一场")
    proposals.take_back(proposals.waiting_correction(confirmed), rita)
    proposals.propose_correction(confirmed, rita, reason="重复上报", withdraw=True)
    answer = a_client(sam).post(at("activity_step", confirmed.pk, "accept"), {"proposal": seen.pk})
    assert answer.status_code == 409
    assert "<h1>同意撤回</h1>" in text(answer) and "现在等待答复的已是另一项提议" in text(answer)
    assert Activity.objects.get(pk=confirmed.pk).is_counted
    shown = re.search(r'name="proposal" value="(\d+)"', text(answer))[1]
    a_client(sam).post(at("activity_step", confirmed.pk, "accept"), {"proposal": shown})
    assert Activity.objects.get(pk=confirmed.pk).status == Status.WITHDRAWN


@pytest.mark.parametrize("name", ["accept", "decline"])
def test_a_double_tap_on_a_decision_is_no_error(to_correct, sam, name):
    path, client = at("activity_step", to_correct.pk, name), a_client(sam)
    facts = {"proposal": Correction.objects.get().pk, "reason": "原数无误"}
    assert [client.post(path, facts).status_code for _ in range(2)] == [302, 302]


def test_a_merging_is_taken_back_by_the_side_that_proposed_it(world, rita, sam):
    mine, theirs = world.submitted(rita), world.submitted(sam)
    path = at("merge", proposals.propose_merge(mine, rita, theirs).pk)
    assert "收回提议" in text(a_client(rita).get(path)) and "收回提议" not in text(a_client(sam).get(path))
    assert a_client(sam).post(path, {"take-back": "1"}).status_code == 403
    assert a_client(rita).post(path, {"decline": "1", "reason": "x"}).status_code == 403
    a_client(rita).post(path, {"take-back": "1"})
    assert Merge.objects.get().status == "taken_back"
    assert "收回合并提议" in page(rita, "activity", mine.pk)


def test_the_story_names_whoever_changed_a_figure_by_merging(world, rita, sam):
    mine = world.submitted(rita, measures={"posts": 3})
    theirs = world.submitted(sam, measures={"posts": 5})
    proposals.accept(proposals.propose_merge(mine, rita, theirs, {"posts": 5}), sam)
    story = page(sam, "activity", mine.pk)
    changed = story.index("3 → 5")
    event = story.rindex('<p class="what">', 0, changed)
    assert "sam" in story[event:changed] and "rita" not in story[event:changed]
