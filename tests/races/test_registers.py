"""Four editors confirm the same register at the same moment: it is taken over once, and the others are told so."""

import pytest
from django.core.exceptions import ValidationError

from pairs.models import RegisterImport, University
from tests.conftest import a_person
from tests.support.factories.activities import school
from tests.support.factories.everything import A_REGISTER

from .test_activities import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = "".join(f"{at},湖北测试第{at}大学,41420{at:05},湖北省,武汉市,本科,\n" for at in range(1, 40))


@pytest.mark.parametrize("known", [0, 39])
def test_four_editors_confirm_one_register_at_once(db, known):
    for at in range(1, known + 1):
        known_already = school(f"湖北测试第{at}大学", f"41420{at:05}", "42")
        known_already.names.create(name=known_already.name, since="2020-06-30", until="2020-06-30")
    editors = [a_person(f"ed{at}", "editor") for at in range(4)]
    taken = [RegisterImport.objects.preview((A_REGISTER + ROWS).encode(), "名单.csv", editor) for editor in editors]
    answers = at_once(*[lambda one=one: one.confirm(one.owner, "同时") for one in taken])
    assert {type(answer) for answer in answers if answer} == {ValidationError}
    assert answers.count(None) == 1 == RegisterImport.objects.exclude(applied_at=None).count()
    assert University.objects.count() == 39
    assert University.history.filter(history_change_reason="同时").count() == 39


def test_one_editor_presses_four_times(db):
    editor = a_person("ed", "editor")
    taken = RegisterImport.objects.preview((A_REGISTER + ROWS).encode(), "名单.csv", editor)
    answers = at_once(*[lambda: RegisterImport.objects.get(pk=taken.pk).confirm(editor, "一次")] * 4)
    assert answers == [None] * 4 and University.history.count() == 39
