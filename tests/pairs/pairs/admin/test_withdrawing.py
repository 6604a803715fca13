"""Withdrawing a batch in the admin: what it means, a reason, and the way back."""

import pytest
from django.core.exceptions import ValidationError

from pairs.models import Batch
from tests.support.browser.admin_forms import text


@pytest.fixture
def public_batch(batch, pairs):
    Batch.objects.update(declared_pairs=None)
    batch.refresh_from_db()
    batch.publish()
    return batch


def test_it_says_what_it_means_asks_why_and_withdraws(editor_client, public_batch):
    where = f"/en/admin/pairs/batch/{public_batch.pk}/withdraw/"
    assert "those of its 3 pairs" in text(editor_client.get(where))
    assert "Fill this in" in text(editor_client.post(where, {"reason": ""}))
    assert Batch.objects.published().exists()
    assert "was withdrawn" in text(editor_client.post(where, {"reason": "名单有误"}, follow=True))
    assert not Batch.objects.published().exists()
    assert "Withdrawn on" in text(editor_client.get(f"/en/admin/pairs/batch/{public_batch.pk}/change/"))
    assert "not public" in text(editor_client.post(where, {"reason": "twice"}, follow=True))


def test_personal_data_in_the_reason_is_asked_about(editor_client, public_batch):
    where = f"/en/admin/pairs/batch/{public_batch.pk}/withdraw/"
    editor_client.post(where, {"reason": "请联系13812345678"})
    assert Batch.objects.published().exists()


def test_inspectors_withdraw_nothing(inspector_client, public_batch):
    where = f"/admin/pairs/batch/{public_batch.pk}/withdraw/"
    assert inspector_client.post(where, {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("reason", ["", " "])
def test_nothing_withdraws_without_a_reason(editor, public_batch, reason):
    with pytest.raises(ValidationError) as refused:
        public_batch.withdraw(editor, reason)
    assert set(refused.value.message_dict) == {"reason"} and Batch.objects.published().exists()
