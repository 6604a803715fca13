"""Publishing a batch: a checklist of all that stands in the way, then one button."""

import pytest

from .conftest import LIST
from .pages import send, text


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


def test_only_get_and_post(editor_client, address):
    assert editor_client.delete(address).status_code == 405


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
