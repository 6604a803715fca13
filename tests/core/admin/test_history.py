"""The history of a record: who, when, why, and every field before and after, in both languages."""

import pytest

from tests.support.browser.admin_forms import send, text


@pytest.fixture
def changed(editor_client, pairs, universities):
    pairs[2].delete()  # a supporter of another pair would be asked about
    page = editor_client.get(f"/en/admin/pairs/pair/{pairs[0].pk}/change/")
    send(
        editor_client,
        page,
        "_save",
        supporter=universities["岭南测试大学"].pk,
        supporter_name="岭南测试大学",
        reason="名单更正",
    )
    return f"/en/admin/pairs/pair/{pairs[0].pk}/history/"


def test_who_why_before_and_after(inspector_client, changed):
    shown = text(inspector_client.get(changed))
    for part in ["Ed Itor", "名单更正", "北方测试大学", "岭南测试大学", "Beijing", "Guangdong"]:
        assert part in shown


def test_values_are_shown_as_people_read_them(editor_client, changed):
    entries = editor_client.get(changed).context["page"].object_list
    assert [str(change[2]) for change in entries[0].changes if "central" in str(change[2])] == []


def test_rows_of_the_same_page_are_part_of_it(editor_client, pairs, changed):
    pairs[0].milestones.create(kind="docked", on="2031-03-02", source="x")
    entry = editor_client.get(changed).context["page"].object_list[0]
    assert (entry.kind, entry.what) == ("added", "milestone")


def test_a_university_shows_its_names(editor_client, universities):
    university = universities["东湖测试学院"]
    name = university.names.create(name="东湖测试学校")
    name.delete()
    entries = editor_client.get(f"/en/admin/pairs/university/{university.pk}/history/").context["page"].object_list
    assert [(entry.kind, entry.subject) for entry in entries[:2]] == [
        ("deleted", "东湖测试学校"),
        ("added", "东湖测试学校"),
    ]


def test_the_number_of_queries_does_not_grow_with_the_history(editor_client, pairs, django_assert_max_num_queries):
    for number in range(30):
        pairs[0].source = f"source {number}"
        pairs[0].save()
    with django_assert_max_num_queries(12):
        editor_client.get(f"/en/admin/pairs/pair/{pairs[0].pk}/history/")


@pytest.mark.parametrize("kind", ["action", "batch", "university", "pair"])
def test_every_kind_of_record_has_one(inspector_client, batch, pairs, kind):
    pk = {"action": batch.action_id, "batch": batch.pk, "university": pairs[0].recipient_id, "pair": pairs[0].pk}[kind]
    assert inspector_client.get(f"/en/admin/pairs/{kind}/{pk}/history/").status_code == 200


def test_to_people_without_a_post_it_does_not_exist(passer_by_client, changed):
    assert passer_by_client.get(changed).status_code == 404


def test_a_line_leads_to_all_that_its_request_did(inspector_client, changed, pairs):
    number = pairs[0].history.latest().history_request_id
    address = f"/en/desk/audit/requests/{number}/"
    assert address in inspector_client.get(changed).text
    assert f"Pair {pairs[0].pk}" in text(inspector_client.get(address))
