"""Editing a pair: a reason every time, and each side's facts as of the notice."""

import pytest
from lxml import html

from pairs.models import Pair
from pairs.pairs.models import pair_rules
from tests.support.browser.admin_forms import fields, send


@pytest.fixture
def address(pairs):
    return f"/en/admin/pairs/pair/{pairs[0].pk}/change/"


@pytest.fixture
def page(editor_client, address):
    return editor_client.get(address)


def test_a_change_is_kept_with_its_reason(editor_client, page, pairs):
    send(editor_client, page, "_save", source="https://example.edu.cn/2", reason="补充来源")
    row = pairs[0].history.latest()
    assert (row.source, row.history_change_reason) == ("https://example.edu.cn/2", "补充来源")
    assert row.history_user.username == "ed"


def test_without_a_reason_nothing_is_changed(editor_client, page, pairs):
    answer = send(editor_client, page, "_save", source="x")
    assert "reason" in answer.context["adminform"].form.errors
    pairs[0].refresh_from_db()
    assert pairs[0].source == ""


def send_and_accept(client, page, **changes):
    """Send the form, and once more with every question that it asks ticked."""
    asked = send(client, page, "_save", **changes)
    ticks = html.fromstring(asked.text).xpath("//input[@name='answered']/@value")
    return send(client, page, "_save", answered=ticks, **changes)


def test_a_number_that_leaves_a_gap_or_another_one_is_asked_about(editor_client, page, pairs):
    asked = send(editor_client, page, "_save", serial="9", reason="更正")
    assert "changes from 1 to 9" in asked.text and "The numbers 4–8 are missing" in asked.text
    send_and_accept(editor_client, page, serial="9", reason="更正")
    assert Pair.objects.get(pk=pairs[0].pk).serial == 9


def test_a_code_typed_as_the_number_is_refused_without_counting_up_to_it(editor_client, page, pairs, monkeypatch):
    monkeypatch.setattr(pair_rules, "spans", lambda numbers, most=None: pytest.fail("Every number was counted"))
    answer = send(editor_client, page, "_save", serial="500000", reason="更正")
    assert "serial" in answer.context["adminform"].form.errors
    assert Pair.objects.get(pk=pairs[0].pk).serial == 1


def test_another_supporter_that_has_a_pair_already_is_asked_about(editor_client, page, pairs, universities):
    other = universities["岭南测试大学"]
    asked = send(editor_client, page, "_save", supporter=other.pk, reason="更正")
    assert "supports 沙湖测试学院 too" in asked.text
    assert Pair.objects.get(pk=pairs[0].pk).supporter != other


def test_another_supporter_brings_its_own_facts_along(editor_client, page, pairs, universities):
    other = universities["岭南测试大学"]
    send_and_accept(editor_client, page, supporter=other.pk, reason="更正")
    pair = Pair.objects.get(pk=pairs[0].pk)
    assert (pair.supporter_province, pair.supporter_tier) == ("44", "provincial_undergraduate")
    assert pair.recipient_name == "东湖测试学院"


def test_another_supporter_leaves_what_was_printed_as_it_is_and_asks(editor_client, page, pairs, universities):
    changes = {"supporter": universities["岭南测试大学"].pk, "reason": "更正"}
    assert "“北方测试大学” stays as printed" in send(editor_client, page, "_save", **changes).text
    send_and_accept(editor_client, page, **changes)
    assert Pair.objects.get(pk=pairs[0].pk).supporter_name == "北方测试大学"


def test_another_supporter_with_a_printed_name_keeps_that_name(editor_client, page, pairs, universities):
    changes = {"supporter": universities["岭南测试大学"].pk, "supporter_name": "岭南测试大学（筹）"}
    send_and_accept(editor_client, page, reason="更正", **changes)
    pair = Pair.objects.get(pk=pairs[0].pk)
    assert (pair.supporter_name, pair.supporter_province) == ("岭南测试大学（筹）", "44")


def test_a_printed_name_that_the_university_does_not_bear_is_asked_about(editor_client, page, pairs):
    changes = {"recipient_name": "完全不同的大学", "reason": "通知如此"}
    asked = send(editor_client, page, "_save", **changes)
    assert "东湖测试学院 is not known as “完全不同的大学”" in asked.text
    assert Pair.objects.get(pk=pairs[0].pk).recipient_name == "东湖测试学院"
    send_and_accept(editor_client, page, **changes)
    assert Pair.objects.get(pk=pairs[0].pk).recipient_name == "完全不同的大学"


def test_a_change_in_a_public_batch_asks_for_its_reason_in_one_line(editor_client, page, batch):
    batch.publish()
    errors = send(editor_client, page, "_save", source="x").context["adminform"].form.errors
    assert len(errors["reason"]) == 1


def test_a_snapshot_alone_may_be_corrected(editor_client, page, pairs):
    send(editor_client, page, "_save", supporter_tier="central_other", reason="通知中的类型")
    assert Pair.objects.get(pk=pairs[0].pk).supporter_tier == "central_other"


def test_saving_without_a_change_adds_nothing_to_the_history(editor_client, page, pairs):
    before = pairs[0].history.count()
    send(editor_client, page, "_save", reason="x")
    assert pairs[0].history.count() == before


def test_the_rules_of_pairs_hold_here_too(editor_client, page, pairs, universities):
    answer = send(editor_client, page, "_save", recipient=universities["珞珈测试学院"].pk, reason="x")
    assert "recipient" in answer.context["adminform"].form.errors


def test_a_milestone_is_recorded_with_who_and_why(editor_client, page, pairs):
    row = {"milestones-TOTAL_FORMS": "1", "milestones-0-kind": "docked", "milestones-0-on": "2031-03-05"}
    row |= {"milestones-0-source": "https://example.edu.cn/3", "milestones-0-pair": str(pairs[0].pk)}
    send(editor_client, page, "_save", reason="电话核实", **row)
    milestone = pairs[0].milestones.get()
    assert milestone.recorded_by.username == "ed"
    assert milestone.history.get().history_change_reason == "电话核实"


def test_the_public_page_is_linked_once_it_exists(editor_client, address, batch, pairs):
    assert 'href="/en/pairs/1-1/"' not in editor_client.get(address).text
    batch.publish()
    assert 'href="/en/pairs/1-1/"' in editor_client.get(address).text
    assert 'href="/pairs/1-1/"' in editor_client.get(address.removeprefix("/en")).text


def test_inspectors_look_and_change_nothing(inspector_client, address, pairs):
    page = inspector_client.get(address)
    assert page.status_code == 200
    assert "reason" not in fields(page)
    assert inspector_client.post(address, {"source": "x", "reason": "x"}).status_code == 403


def test_to_people_without_a_post_the_page_does_not_exist(passer_by_client, address):
    assert passer_by_client.get(address).status_code == 404
