"""Publishing a batch: a checklist of all that stands in the way, then one button."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from pairs.lists.resources import complete_list
from pairs.models import Batch
from tests.support.browser.admin_forms import send, text
from tests.support.casts.admin import LIST

NEW_STARTS, NEW_ENDS = datetime.date(2031, 3, 1), datetime.date(2031, 12, 31)


@pytest.fixture
def address(batch):
    return f"/en/admin/pairs/batch/{batch.pk}/publish/"


def test_a_batch_with_its_pairs_is_published(editor_client, address, batch, pairs, client):
    page = editor_client.get(address)
    assert "Publish 3 pairs" in text(page)
    send(editor_client, page)
    batch.refresh_from_db()
    assert batch.published_at
    assert batch.history.latest().history_user.username == "ed"
    assert client.get("/pairs/1-2/").status_code == 200


def test_publishing_twice_is_harmless(editor_client, address, batch, pairs):
    editor_client.post(address)
    batch.refresh_from_db()
    first, rows = batch.published_at, batch.history.count()
    editor_client.post(address)
    batch.refresh_from_db()
    assert (batch.published_at, batch.history.count()) == (first, rows)


def test_all_that_stands_in_the_way_is_said_at_once(editor_client, address, batch, pairs):
    pairs[0].recipient.code = None
    pairs[0].recipient.save()
    pairs[2].delete()
    page = editor_client.post(address, follow=True)
    assert len(page.context["faults"]) == 2
    batch.refresh_from_db()
    assert batch.published_at is None


def test_a_period_changed_meanwhile_stays_when_the_batch_is_published(batch, pairs):
    page = Batch.objects.get(pk=batch.pk)  # as the page of the one who publishes was loaded
    batch.adjust_period(NEW_STARTS, NEW_ENDS, "延长")
    page.publish()
    stored = Batch.objects.get(pk=batch.pk)
    assert (stored.starts, stored.ends) == (NEW_STARTS, NEW_ENDS)
    assert (page.ends, stored.history.latest().ends) == (NEW_ENDS, NEW_ENDS)


def test_a_batch_published_meanwhile_stays_so_when_its_period_is_changed(batch, pairs):
    page = Batch.objects.get(pk=batch.pk)
    batch.publish()
    page.adjust_period(NEW_STARTS, NEW_ENDS, "延长")
    stored = Batch.objects.get(pk=batch.pk)
    assert stored.published_at == batch.published_at
    assert stored.history.latest().published_at


def test_a_list_that_becomes_complete_changes_nothing_else(batch, pairs):
    Batch.objects.filter(pk=batch.pk).update(list_status="partial")
    page = Batch.objects.get(pk=batch.pk)
    batch.adjust_period(NEW_STARTS, NEW_ENDS, "延长")
    with transaction.atomic():
        complete_list(page, None, "x")
    stored = Batch.objects.get(pk=batch.pk)
    assert (stored.list_status, stored.ends) == ("complete", NEW_ENDS)


def test_what_stands_in_the_way_now_counts_and_not_what_stood_there_when_the_page_was_opened(batch, pairs):
    page = Batch.objects.get(pk=batch.pk)
    Batch.objects.filter(pk=batch.pk).update(declared_pairs=4)
    with pytest.raises(ValidationError):
        page.publish()


def test_looking_does_not_publish(editor_client, address, batch, pairs):
    editor_client.get(address)
    batch.refresh_from_db()
    assert batch.published_at is None


def test_inspectors_may_not(inspector_client, address, batch, pairs):
    assert inspector_client.get(address).status_code == 403
    assert inspector_client.post(address).status_code == 403
    batch.refresh_from_db()
    assert batch.published_at is None


def test_to_people_without_a_post_the_page_does_not_exist(passer_by_client, address, pairs):
    assert passer_by_client.post(address).status_code == 404


def test_strangers_sign_in_first(client, address):
    assert client.post(address).url.startswith("/en/accounts/login/")


def test_a_later_full_list_fills_in_a_partial_one_that_is_public(editor_client, batch, pairs):
    for pair in pairs[1:]:
        pair.delete()
    pairs[0].serial, batch.list_status = None, "partial"
    pairs[0].save()
    batch.save()
    batch.publish()
    page = editor_client.post(f"/en/admin/pairs/batch/{batch.pk}/list/", {"text": LIST}, follow=True)
    assert "what you confirm is seen at once" in text(page)
    send(editor_client, page, "confirm", reason="x", accept="on")
    batch.refresh_from_db()
    assert batch.list_status == "complete"
    assert sorted(batch.pairs.values_list("serial", flat=True)) == [1, 2, 3]
