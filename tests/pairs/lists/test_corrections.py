"""Corrections made in the preview: an overlay over the rows as read, used by whatever comes after."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from pairs.lists import workflow
from pairs.models import ListImport
from tests.support.factories.lists import CHOU, JIA, YI, ZI, codes, pairs

pytestmark = pytest.mark.django_db
WRONG = f"序号,受援高校,支援高校\n1,{JIA},江苏子学大\n二,{YI},{CHOU}\n3,,{ZI}\n".encode()
SERIAL, RECIPIENT, SUPPORTER = range(3)


@pytest.fixture
def listed(batch, schools, editor):
    return workflow.preview(batch, WRONG, "名单.csv", editor)


def corrected(listed, editor, **options):
    changes = {(2, SUPPORTER): ZI, (3, SERIAL): "2", (4, None): ""}
    workflow.correct(listed, changes, editor)
    return workflow.preview_again(listed)


def test_what_the_reader_could_not_read_is_corrected_too(listed, editor):
    assert codes(workflow.compare(listed).plan.errors) == ["unknown_name", "serial_not_number", "empty_cell"]
    plan = corrected(listed, editor).plan
    assert not plan.errors
    assert [(row.serial, row.recipient, row.supporter) for row in plan.reading.rows] == [(1, JIA, ZI), (2, YI, CHOU)]


def test_what_was_read_stays_and_who_changed_what_is_kept(listed, editor):
    read = listed.reading
    corrected(listed, editor)
    stored = ListImport.objects.get()
    assert stored.reading == read
    first = stored.corrections[0]
    facts = ("row", "column", "was", "value", "by")
    assert [first[name] for name in facts] == [2, SUPPORTER, "江苏子学大", ZI, editor.pk]
    assert first["at"]


def test_confirming_applies_the_corrected_rows(listed, editor, batch):
    corrected(listed, editor)
    workflow.confirm(listed, editor, "第二批名单")
    assert pairs(batch) == [(1, JIA, ZI), (2, YI, CHOU)]


def test_a_correction_after_the_last_preview_is_not_applied_unseen(listed, editor, batch):
    corrected(listed, editor)
    workflow.correct(listed, {(3, SUPPORTER): ZI}, editor)
    with pytest.raises(ValidationError):
        workflow.confirm(listed, editor, "第二批名单", accept_warnings=True)
    assert pairs(batch) == []


def test_a_correction_is_taken_back(listed, editor):
    corrected(listed, editor)
    workflow.correct(listed, {(2, SUPPORTER): None, (4, None): None}, editor)
    assert codes(workflow.compare(listed).plan.errors) == ["unknown_name", "empty_cell"]
    workflow.correct(listed, {(3, SERIAL): "二"}, editor)
    assert listed.corrections == []


def test_a_row_too_short_grows(batch, schools, editor):
    listed = workflow.preview(batch, f"序号,受援高校,支援高校\n1,{JIA}\n".encode(), "", editor)
    workflow.correct(listed, {(2, SUPPORTER): ZI}, editor)
    assert not workflow.compare(listed).plan.errors


def test_personal_data_is_never_kept(listed, editor):
    with pytest.raises(ValidationError):
        workflow.correct(listed, {(2, SUPPORTER): "13900000000"}, editor)
    assert ListImport.objects.get().corrections == listed.corrections == []


def test_nobody_corrects_the_list_of_another(listed, colleague):
    with pytest.raises(PermissionDenied):
        workflow.correct(listed, {(2, SUPPORTER): ZI}, colleague)


def test_an_applied_list_is_corrected_no_more(listed, editor):
    corrected(listed, editor)
    workflow.confirm(listed, editor, "第二批名单")
    kept = ListImport.objects.get().corrections
    workflow.correct(listed, {(2, SUPPORTER): CHOU}, editor)
    assert ListImport.objects.get().corrections == kept


def test_a_refused_preview_waits_no_more_once_its_corrected_list_is_applied(listed, batch, editor):
    good = workflow.preview(batch, f"序号,受援高校,支援高校\n1,{JIA},{ZI}\n".encode(), "", editor)
    assert set(ListImport.objects.waiting()) == {listed, good}
    workflow.confirm(good, editor, "第二批名单")
    assert not ListImport.objects.waiting().exists()
    listed.refresh_from_db()
    listed.discard(back=True)
    assert ListImport.objects.waiting().get() == listed
