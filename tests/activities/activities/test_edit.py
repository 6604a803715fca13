import pytest

from activities.activities import workflow
from activities.models import Activity
from core.exceptions import Conflict
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day


def test_a_colleague_of_the_same_side_goes_on_writing(world, rita, rob):
    entry = world.drafted(rita)
    workflow.edit(entry, rob, entry.version, {"title": "医药类专场"}, {"posts": 12})
    entry.refresh_from_db()
    assert (entry.title, entry.measures.get().value, entry.version) == ("医药类专场", 12, 2)


def test_nobody_else_edits(world, rita, sam, editor, outsiders):
    entry = world.submitted(rita)
    for person in [sam, editor, *outsiders]:
        refused(workflow.edit, entry, person, entry.version, {"title": "x"}, code="not_yours")
    assert Activity.objects.get().title == "化工类专场"


def test_the_second_of_two_gets_both_texts_and_loses_nothing(world, rita, rob):
    entry = world.drafted(rita, measures={"posts": 1})
    first, second = Activity.objects.get(), Activity.objects.get()
    workflow.edit(first, rita, 1, {"title": "甲"}, {"posts": 2})
    with pytest.raises(Conflict) as caught:
        workflow.edit(second, rob, 1, {"title": "乙", "place": "线上"}, {"posts": 3})
    conflict = caught.value
    assert (conflict.mine["title"], conflict.mine["place"], conflict.mine["posts"]) == ("乙", "线上", 3)
    assert (conflict.theirs["title"], conflict.theirs["place"], conflict.theirs["posts"]) == ("甲", "", 2)
    assert set(conflict.differing) == {"title", "place", "posts"} and conflict.version == 2
    entry.refresh_from_db()
    assert entry.title == "甲"


def test_without_the_version_check_the_first_text_would_be_lost(world, rita, rob, monkeypatch):
    monkeypatch.setattr(Activity, "compare", lambda *args: None)
    world.drafted(rita)
    first, second = Activity.objects.get(), Activity.objects.get()
    workflow.edit(first, rita, 1, {"title": "甲"})
    workflow.edit(second, rob, 1, {"title": "乙"})
    assert Activity.objects.get().title == "乙"


def test_what_is_handed_in_stays_complete(world, rita):
    entry = world.submitted(rita)
    assert faults(workflow.edit, entry, rita, entry.version, {"title": ""}) == {"title"}
    assert (entry.title, entry.version) == ("化工类专场", 2)  # the object is left as it was, too


def test_a_confirmed_entry_is_locked(world, rita, sam):
    entry = world.confirmed(rita, sam)
    refused(workflow.edit, entry, rita, entry.version, {"title": "x"}, code="locked")


def test_another_kind_takes_away_figures_it_does_not_ask_for(world, rita):
    entry = world.drafted(rita, measures={"posts": 5, "signed": 2})
    workflow.edit(entry, rita, entry.version, {"kind": "matching"})
    assert [row.indicator.code for row in entry.measures.all()] == ["signed"]


def test_kind_and_stage_stay_once_handed_in(world, rita):
    entry = world.submitted(rita)
    refused(workflow.edit, entry, rita, entry.version, {"kind": "lecture"}, code="locked")
    refused(workflow.edit, entry, rita, entry.version, {"stage": "planned"}, code="locked")


def test_a_draft_may_still_become_a_plan(world, rita):
    entry = world.drafted(rita)
    workflow.edit(entry, rita, entry.version, {"stage": "planned", "starts_on": day(3), "ends_on": day(3)})
    workflow.submit(entry, rita)
    assert list(Activity.objects.coming()) == [entry]


@pytest.mark.parametrize("field", ["status", "side", "source", "pair_id", "confirmed_by"])
def test_what_verbs_decide_is_not_edited(world, rita, field):
    entry = world.drafted(rita)
    faults(workflow.edit, entry, rita, entry.version, {field: "confirmed"})
    assert Activity.objects.get().status == "draft"
