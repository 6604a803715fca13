"""Whatever an editor deletes stands in the bin, with who, when, why and its history, and comes back whole."""

import pytest

from accounts.models import Membership
from core.acts import deletion
from core.acts.models import Act, DeletedRecord
from core.acts.undoing import Obstructed
from pairs.models import Batch, Milestone, Pair, University, UniversityName
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import send, text
from tests.support.tables import tables


@pytest.fixture
def person(db):
    return a_person("ed", Membership.Role.EDITOR, name="Ed Itor")


@pytest.fixture
def client(person):
    return a_client(person)


def test_a_pair_comes_back_with_its_milestones_and_its_history_goes_on(pairs, person, client):
    pairs[0].milestones.create(kind="docked", on="2026-03-05", source="x")
    before = tables([Batch, Pair, Milestone])
    client.post(f"/admin/pairs/pair/{pairs[0].pk}/delete/", {"post": "yes", "reason": "误录"})
    told = Milestone.history.get(history_type="-")
    assert (told.history_change_reason, told.history_user) == ("误录", person)
    act = Act.objects.get()
    assert [(row.model, row.along) for row in act.rows.all()] == [("pairs.pair", False), ("pairs.milestone", True)]
    act.undo(person, "找回")
    assert tables([Batch, Pair, Milestone]) == before
    story = Pair.objects.get(pk=pairs[0].pk).history.values_list("history_type", "history_change_reason")
    assert list(story) == [("+", "找回"), ("-", "误录"), ("+", None)]


def test_the_bin_lists_records_not_what_went_along_and_shows_their_history(pairs, client):
    pairs[0].milestones.create(kind="docked", on="2026-03-05", source="出处")
    client.post(f"/admin/pairs/pair/{pairs[0].pk}/delete/", {"post": "yes", "reason": "误录"})
    shown = text(client.get("/en/admin/core/deletedrecord/"))
    for part in ["湖北甲学院 ← 江苏子大学", "Ed Itor", "误录", "1 deleted record"]:
        assert part in shown
    past = text(client.get(f"/en/admin/core/deletedrecord/{DeletedRecord.objects.first().pk}/past/"))
    assert "误录" in past and "Added" in past and "Milestone" in past


def test_a_row_deleted_on_the_page_of_another_stands_there_too(schools, client):
    name = schools["湖北甲学院"].names.create(name="湖北甲学校")
    before = tables([University, UniversityName])
    page = client.get(f"/admin/pairs/university/{name.university_id}/change/")
    send(client, page, "_save", **{"names-0-DELETE": "on", "reason": "误录"})
    assert not UniversityName.objects.filter(pk=name.pk).exists()
    assert "hbjxx" not in University.objects.get(pk=name.university_id).search_text
    Act.objects.get(kind="deletion").undo(None, "找回")
    assert tables([University, UniversityName]) == before


def test_many_pairs_are_deleted_with_one_reason_as_one_act(pairs, client):
    chosen = {"action": "delete_many", "_selected_action": [pair.pk for pair in pairs]}
    assert "湖北甲学院 ← 江苏子大学" in text(client.post("/admin/pairs/pair/", chosen))
    client.post("/admin/pairs/pair/", chosen | {"delete": "1", "reason": ""})
    assert Pair.objects.count() == 2
    answer = client.post("/en/admin/pairs/pair/", chosen | {"delete": "1", "reason": "误发"}, follow=True)
    assert "2 records were deleted" in text(answer)
    assert not Pair.objects.exists()
    assert Act.objects.get().rows.count() == 2


def test_what_stands_in_the_way_is_named_and_none_is_deleted(batch, pairs, person):
    with pytest.raises(Obstructed, match="湖北甲学院 ← 江苏子大学"):
        deletion.delete([batch], person, "x")
    assert (Batch.objects.count(), Pair.objects.count()) == (1, 2)


@pytest.mark.parametrize(("declared", "after"), [(2, "partial"), (1, "complete"), (None, "partial")])
def test_a_public_list_that_lost_a_pair_claims_no_more_than_it_holds(batch, pairs, person, declared, after):
    Batch.objects.update(published_at="2026-03-02T08:00Z", declared_pairs=declared)
    act = deletion.delete(pairs[:1], person, "误录")
    assert Batch.objects.get().list_status == after
    act.undo(person, "找回")
    assert Batch.objects.get().list_status == "complete"


def test_a_public_batch_is_not_emptied_pair_by_pair(batch, pairs, person):
    Batch.objects.update(published_at="2026-03-02T08:00Z")
    with pytest.raises(Obstructed):
        deletion.delete(pairs, person, "误录")
    assert Pair.objects.count() == 2
