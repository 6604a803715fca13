"""Confirming a stored preview: exactly what was shown, once, by its owner, or not at all."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone, translation

from pairs.lists import workflow
from pairs.lists.resources import RefusedListError, StaleListError
from pairs.models import ListImport, Pair, UniversityName
from tests.support.factories.lists import CHOU, JIA, YI, YIN, ZI, hold, pairs

pytestmark = pytest.mark.django_db
LIST = f"序号,受援高校,支援高校\n1,{JIA},{ZI}\n2,{YI},{CHOU}\n".encode()
TWO = [(1, JIA, ZI), (2, YI, CHOU)]


@pytest.fixture
def listed(batch, schools, editor):
    return workflow.preview(batch, LIST, "名单.csv", editor)


def test_it_applies_what_was_shown_with_who_when_and_why(batch, listed, editor):
    outcome = workflow.confirm(listed, editor, "第二批名单")
    assert (outcome["new"], outcome["updated"], outcome["unchanged"]) == (2, 0, 0)
    assert pairs(batch) == TWO
    for record in Pair.history.all():
        assert (record.history_type, record.history_user, record.history_change_reason) == ("+", editor, "第二批名单")
        assert timezone.localdate(record.history_date) == timezone.localdate()
    listed.refresh_from_db()
    assert (listed.state, listed.reason, listed.outcome) == ("applied", "第二批名单", outcome)
    assert listed.applied_at


def test_history_holds_before_and_after(batch, schools, listed, editor):
    hold(batch, (None, JIA, YIN))
    workflow.confirm(workflow.preview(batch, LIST, owner=editor), editor, "更正")
    pair = Pair.objects.get(recipient=schools[JIA])
    new, old = pair.history.all()
    changes = {change.field: (change.old, change.new) for change in new.diff_against(old).changes}
    assert changes["serial"] == (None, 1)
    assert changes["supporter_name"] == (YIN, ZI)
    assert new.history_type == "~"


def test_confirming_twice_does_it_once_and_answers_the_same(batch, listed, editor):
    first = workflow.confirm(listed, editor, "一次")
    again = workflow.confirm(ListImport.objects.get(pk=listed.pk), editor, "再次")
    assert again == first
    assert Pair.history.count() == 2
    assert ListImport.objects.get().reason == "一次"


def test_a_pair_added_meanwhile_makes_it_stale(batch, listed, editor):
    hold(batch, (1, JIA, ZI))
    with pytest.raises(StaleListError):
        workflow.confirm(listed, editor, "第二批名单")
    assert pairs(batch) == [(1, JIA, ZI)]
    assert ListImport.objects.get().state == "previewed"


def test_a_stale_preview_can_be_looked_at_again_and_confirmed(batch, listed, editor):
    hold(batch, (1, JIA, ZI))
    with pytest.raises(StaleListError):
        workflow.confirm(listed, editor, "第二批名单")
    assert len(workflow.preview_again(listed).plan.unchanged) == 1
    assert workflow.confirm(ListImport.objects.get(), editor, "第二批名单")["new"] == 1
    assert pairs(batch) == TWO


def test_a_changed_fact_of_a_university_makes_it_stale(batch, listed, schools, editor):
    schools[ZI].tier = "central_moe"
    schools[ZI].save()
    with pytest.raises(StaleListError):
        workflow.confirm(listed, editor, "第二批名单")


def test_a_changed_declaration_makes_it_stale(batch, listed, editor):
    batch.declared_counts.create(side="recipient", group="all", tiers=["provincial_undergraduate"], count=2)
    with pytest.raises(StaleListError):
        workflow.confirm(listed, editor, "第二批名单")


def test_a_change_elsewhere_does_not(batch, listed, editor, schools):
    schools["湖北丁学院"].delete()
    assert workflow.confirm(listed, editor, "第二批名单")


def test_the_language_of_the_one_who_confirms_does_not_matter(batch, schools, editor):
    hold(batch, (3, JIA, ZI))
    listed = workflow.preview(batch, LIST, owner=editor)
    with translation.override("en"):
        assert workflow.confirm(listed, editor, "renumbered", accept_warnings=True)["updated"] == 1


def test_a_collision_nobody_saw_coming_is_stale_too(batch, listed, editor, monkeypatch):
    def collide(*arguments, **options):
        raise IntegrityError

    monkeypatch.setattr("pairs.lists.resources.bulk_create_with_history", collide)
    with pytest.raises(StaleListError):
        workflow.confirm(listed, editor, "第二批名单")


def test_errors_refuse_it(batch, schools, editor):
    listed = workflow.preview(batch, LIST.replace(CHOU.encode(), "火星大学".encode()), owner=editor)
    with pytest.raises(RefusedListError):
        workflow.confirm(listed, editor, "第二批名单", accept_warnings=True)
    assert pairs(batch) == []


def test_warnings_refuse_it_until_they_are_accepted(batch, schools, editor):
    listed = workflow.preview(batch, LIST.replace(CHOU.encode(), ZI.encode()), owner=editor)
    with pytest.raises(RefusedListError):
        workflow.confirm(listed, editor, "第二批名单")
    assert pairs(batch) == []
    workflow.confirm(listed, editor, "第二批名单", accept_warnings=True)
    assert len(pairs(batch)) == 2


@pytest.mark.parametrize("reason", ["", "   ", "长" * 501])
def test_a_reason_is_needed(batch, listed, editor, reason):
    with pytest.raises(RefusedListError):
        workflow.confirm(listed, editor, reason)
    assert pairs(batch) == []


def test_nobody_but_its_owner_confirms_it(batch, listed, colleague):
    for stranger in (colleague, None):
        with pytest.raises(PermissionDenied):
            workflow.confirm(listed, stranger, "第二批名单")
    assert pairs(batch) == []


def test_nobody_but_its_owner_finds_it(listed, editor, colleague):
    assert list(ListImport.objects.of(editor)) == [listed]
    assert not ListImport.objects.of(colleague).exists()


def test_pasted_text_is_previewed_as_a_file_is(batch, schools, editor):
    listed = workflow.preview(batch, LIST.decode(), owner=editor)
    assert workflow.confirm(listed, editor, "第二批名单")["new"] == 2


def test_the_number_declared_with_the_list_is_kept(batch, schools, editor):
    listed = workflow.preview(batch, LIST, owner=editor, declared=3)
    assert [error.code for error in workflow.compare(listed).plan.errors] == ["count"]


def test_the_stored_list_is_read_back_as_it_was(batch, listed):
    stored = ListImport.objects.get()
    assert workflow.compare(stored).plan.fingerprint == stored.fingerprint
    assert [(row.serial, row.recipient, row.supporter) for row in stored.as_read.rows] == TWO
    assert (stored.format, stored.encoding) == ("csv", "utf-8")
    assert len(stored.file_hash) == 64


def test_personal_data_is_never_stored(batch, schools, editor):
    data = f"序号,受援高校,支援高校,手机号\n1,{JIA},{ZI},13900000000\n".encode()
    stored = workflow.preview(batch, data, owner=editor)
    assert [error.code for error in workflow.compare(stored).plan.errors] == ["personal_data"]
    assert "13900000000" not in str(ListImport.objects.values_list().get())
    assert stored.as_read.rows == []


@pytest.mark.parametrize(
    "given, kept",
    [("C:\\temp\\名单.csv", "名单.csv"), ("../../名单.csv", "名单.csv"), ("a\x00b\n.csv", "ab.csv"), ("", "")],
)
def test_of_the_name_of_the_file_only_what_is_harmless_is_kept(batch, schools, given, kept):
    assert workflow.preview(batch, LIST, given).file_name == kept


def test_characters_that_a_database_cannot_hold_are_refused_and_not_stored(batch, schools, editor):
    data = f"序号,受援高校,支援高校\n1,{JIA},\x00{ZI}\ud800\n"
    listed = workflow.preview(batch, data, owner=editor)
    assert workflow.compare(ListImport.objects.get()).plan.refused
    assert "\x00" not in str(listed.reading)


def test_a_preview_that_nobody_confirmed_for_a_month_is_thrown_away(batch, listed, editor):
    done = workflow.preview(batch, LIST, owner=editor)
    workflow.confirm(done, editor, "第二批名单")
    ListImport.objects.update(created_at=timezone.now() - datetime.timedelta(days=31))
    new = workflow.preview(batch, LIST, owner=editor)
    assert set(ListImport.objects.all()) == {done, new}


def test_a_name_learnt_after_the_preview_asks_for_another_preview(batch, schools, editor):
    data = f"序号,受援高校,支援高校\n1,荆楚甲校,{ZI}\n".encode()
    listed = workflow.preview(batch, data, owner=editor)
    UniversityName.objects.create(university=schools[JIA], name="荆楚甲校", kind="alias")
    with pytest.raises(StaleListError):
        workflow.confirm(listed, editor, "第二批名单")
    assert not workflow.compare(workflow.preview(batch, data, owner=editor)).plan.refused
