"""Adjusting the period of a batch: its own form, the old period stays on record."""

import datetime

import pytest

from tests.support.browser.admin_forms import fields, text


@pytest.fixture
def address(batch):
    return f"/en/admin/pairs/batch/{batch.pk}/period/"


NEW = {"starts": "2031-03-01", "ends": "2031-12-05", "reason": "延长"}


def test_the_period_is_adjusted_and_the_old_one_listed(editor_client, address, batch):
    page = editor_client.post(address, NEW, follow=True)
    batch.refresh_from_db()
    assert batch.ends == datetime.date(2031, 12, 31), "the period is printed in months"
    change = batch.period_changes.get()
    assert (change.old_ends, change.reason, change.changed_by.username) == (datetime.date(2031, 8, 31), "延长", "ed")
    assert "延长" in text(page)


def test_the_reason_is_asked_for(editor_client, address, batch):
    answer = editor_client.post(address, NEW | {"reason": ""})
    assert [problem["id"] for problem in answer.context["problems"]] == ["id_reason"]
    assert fields(answer)["ends"] == ["2031-12-05"]
    assert not batch.period_changes.exists()


def test_a_period_that_ends_before_it_starts_is_refused_with_a_message(editor_client, address, batch):
    answer = editor_client.post(address, NEW | {"ends": "2030-01-01"})
    assert "ends before it starts" in text(answer)
    batch.refresh_from_db()
    assert batch.ends == datetime.date(2031, 8, 31)


def test_the_ordinary_form_does_not_change_the_period(editor_client, batch):
    page = editor_client.get(f"/en/admin/pairs/batch/{batch.pk}/change/")
    assert {"starts", "ends", "in_months", "number"}.isdisjoint(fields(page))


def test_inspectors_may_not(inspector_client, address, batch):
    assert inspector_client.get(address).status_code == 403
    assert inspector_client.post(address, NEW).status_code == 403


def test_to_people_without_a_post_the_page_does_not_exist(passer_by_client, address):
    assert passer_by_client.post(address, NEW).status_code == 404


def test_an_unknown_batch(editor_client, db):
    assert editor_client.get("/en/admin/pairs/batch/424242/period/").status_code == 404
