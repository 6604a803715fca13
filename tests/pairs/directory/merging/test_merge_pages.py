"""The pages on which the ministry merges two records of a university."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from pairs.models import Pair, University
from tests.conftest import a_client

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def desk(cast):
    """The browser of the editor, and the address of the check page."""
    cast.client = a_client(cast.editor)
    cast.check = "/en" + reverse("admin:pairs_university_merge", args=[cast.kept.pk, cast.old.pk])
    return cast


def sent(desk, **values):
    page = desk.client.get(desk.check)
    form = page.context["form"]
    first = {name: field.initial for name, field in form.fields.items() if field.initial}
    return desk.client.post(desk.check, first | {"seen": desk_seen(page), "reason": "同一所学校"} | values)


def desk_seen(page):
    return page.context["form"]["seen"].value()


def test_the_other_record_is_proposed_and_searched(desk):
    address = f"/en/admin/pairs/university/{desk.kept.pk}/merge/"

    assert desk.check in desk.client.get(address).content.decode()
    page = desk.client.get(address, {"q": "4142000002"}).content.decode()
    assert desk.check in page and desk.before_old.name not in page


def test_the_check_page_shows_both_side_by_side(desk):
    page = desk.client.get(desk.check).content.decode()

    for text in (
        "样例大学",
        "样例学院 · Sample College",
        "https://old.example.edu.cn",
        str(desk.pair),
        "a@example.org",
    ):
        assert escape(text) in page
    assert page.count("checked") == page.count('type="radio"') / 2


def test_confirming_merges_as_chosen(desk):
    answer = sent(desk, name="other")

    desk.kept.refresh_from_db()
    assert answer["Location"] == f"/en/admin/pairs/university/{desk.kept.pk}/change/"
    assert desk.kept.name == "样例学院"
    assert "was merged into this" in desk.client.get(answer["Location"]).content.decode()


def test_nothing_is_merged_without_a_reason_or_when_the_data_changed(desk):
    assert "required" in sent(desk, reason="").content.decode()
    page = sent(desk, seen="before somebody changed it").content.decode()

    assert "The data have changed" in page
    assert not University.objects.exclude(merged_into=None).exists()


def test_what_stands_in_the_way_is_named_with_a_link(desk):
    Pair.objects.create(batch=desk.batch, serial=2, recipient=desk.kept, supporter=desk.before_old)
    page = desk.client.get(desk.check).content.decode()

    assert f"/en/admin/pairs/pair/{desk.pair.pk}/change/" in page
    assert "already has a supporter in this batch" in page
    assert "Merge the two records" not in page


def test_two_ticked_records_lead_to_the_check_page(desk):
    def ticked(*rows):
        data = {"action": "merge_chosen", "_selected_action": [row.pk for row in rows]}
        return desk.client.post("/en/admin/pairs/university/", data)

    assert ticked(desk.kept, desk.old)["Location"] == desk.check
    assert ticked(desk.kept)["Location"] == "/en/admin/pairs/university/"


def test_a_merged_record_is_in_no_list_and_cannot_be_changed(desk):
    sent(desk)
    listed = desk.client.get("/en/admin/pairs/university/").content.decode()
    page = desk.client.get(f"/en/admin/pairs/university/{desk.old.pk}/change/").content.decode()

    assert "4142000002" not in listed
    assert "4142000002" in desk.client.get("/en/admin/pairs/university/?merged=yes").content.decode()
    assert "This record was merged into 样例" in page
    assert 'name="_save"' not in page


def test_the_history_of_what_was_merged_is_read_with_the_record_that_is_kept(desk):
    desk.old.website = "https://other.example.edu.cn"
    desk.old._change_reason = "网址已变更"
    desk.old.save()
    sent(desk)

    assert "网址已变更" in desk.client.get(f"/admin/pairs/university/{desk.kept.pk}/history/").content.decode()
