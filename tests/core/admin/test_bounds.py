"""What is typed into the admin has bounds: words that are looked for, days, and numbers that a table can hold."""

import datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override

from core.filters import LONGEST_SEARCH
from core.model_fields import BoundedDateField
from pairs.models import Batch

OWN = ("accounts", "activities", "core", "oversight", "pairs", "public")
# Written by the portal itself, or a month; no form, file or command brings them a day.
WITHOUT_BOUNDS = {
    ("auditcount", "day"),
    ("comparison", "day"),
    ("dailyletter", "on"),
    ("letterround", "on"),
    ("robot", "looked_on"),
    ("robot", "trials_on"),
    ("tally", "first_on"),
    ("tally", "month"),
    ("total", "month"),
}
FULL = [model for model in admin.site._registry if admin.site._registry[model].search_fields]


@pytest.mark.parametrize("model", FULL, ids=str)
def test_thousands_of_words_are_refused_and_not_looked_for(model, editor_client):
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    page = editor_client.get(address, {"q": "a " * 1500})
    assert page.status_code == 200
    assert f"查找内容不能超过 {LONGEST_SEARCH} 个字符（现有 3000 个），请缩短。" in page.text
    assert page.context["cl"].query == ""


def test_a_field_that_offers_records_offers_none_for_thousands_of_words(editor, rf):
    request = rf.get("/")
    request.user = editor
    for model in FULL:
        lists = admin.site._registry[model]
        rows, _several = lists.get_search_results(request, lists.get_queryset(request), "a " * 1500)
        assert not rows.exists()


def test_every_day_that_is_typed_is_one_that_can_be_reckoned_with():
    own = [model for label in OWN for model in apps.get_app_config(label).get_models()]
    own = [model for model in own if not hasattr(model, "history_object")]
    days = [(model._meta.model_name, field) for model in own for field in model._meta.local_fields]
    days = [(name, field) for name, field in days if type(field) in (models.DateField, BoundedDateField)]
    unbounded = {(name, field.name) for name, field in days if not isinstance(field, BoundedDateField)}
    assert unbounded == WITHOUT_BOUNDS


@pytest.mark.parametrize("day", [datetime.date.min, datetime.date(1799, 12, 31), datetime.date(2100, 1, 1)])
def test_the_first_and_the_last_day_there_are_begin_and_end_no_batch(batch, day):
    batch.starts = batch.ends = day
    for language, said in (("zh-hans", "应在 1800 年至 2099 年之间"), ("en", "outside 1800 to 2099")):
        with override(language):
            with pytest.raises(ValidationError) as refused:
                batch.full_clean()
            assert all(said in refused.value.message_dict[name][0] for name in ("starts", "ends"))


@pytest.mark.parametrize(("name", "most"), [("number", 2**15 - 1), ("declared_pairs", 2**31 - 1)])
def test_what_one_database_cannot_hold_the_other_refuses_in_the_same_words(batch, name, most):
    setattr(batch, name, most + 1)
    with pytest.raises(ValidationError) as refused:
        batch.full_clean()
    assert refused.value.message_dict[name][0] == f"不能大于 {most}。"
    assert not Batch.objects.filter(**{name: most + 1}).exists()


@pytest.mark.parametrize("number", [10_000, 32_767])
def test_a_batch_has_a_number_that_addresses_can_hold(batch, number):
    batch.number = number
    with pytest.raises(ValidationError) as refused:
        batch.full_clean()
    assert refused.value.message_dict == {"number": ["批次编号最大为 9999，请填写较小的、尚未使用的编号。"]}


def test_after_the_last_number_a_lower_one_is_asked_for(batch):
    Batch.objects.filter(pk=batch.pk).update(number=9999)
    batch.pk, batch.number, batch._state.adding, batch.label = None, None, True, "又一批"
    with pytest.raises(ValidationError) as refused:
        batch.full_clean()
    assert "number" in refused.value.message_dict
