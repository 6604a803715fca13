"""The first page of the admin: what waits, and the way in."""

from lxml import html

from pairs.lists import workflow
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import text
from tests.support.casts.admin import LIST


def wanted(client):
    page = html.fromstring(client.get("/en/admin/").text)
    return [" ".join(item.text_content().split()) for item in page.xpath("//section[@class='todo']//li/span")]


def test_an_empty_batch_waits_for_its_list(editor_client, batch):
    assert wanted(editor_client) == ["No pairs yet: import its list"]


def test_a_batch_with_pairs_waits_to_be_published_and_its_open_group_for_a_note(editor_client, batch, pairs):
    first, second = wanted(editor_client)
    assert first.startswith("Not published yet")
    assert second.startswith("1 group does not close")
    batch.declared_counts.filter(count=2).update(note="通知如此")
    assert wanted(editor_client) == [first]


def test_a_preview_waits_for_its_owner_only(editor_client, editor, batch, universities):
    workflow.preview(batch, LIST, "", editor)
    assert "Previewed, not confirmed yet" in wanted(editor_client)
    assert "Previewed, not confirmed yet" not in wanted(a_client(a_person("eve", "editor")))


def test_the_way_from_a_notice_is_the_first_thing(editor_client, inspector_client):
    assert "/admin/pairs/batch/from-notice/" in editor_client.get("/admin/").text
    assert "/admin/pairs/batch/from-notice/" not in inspector_client.get("/admin/").text


def test_inspectors_have_nothing_to_do_and_everything_to_see(inspector_client, batch, pairs):
    shown = inspector_client.get("/en/admin/")
    assert "To do" not in text(shown)
    assert "/en/admin/pairs/pair/" in shown.text


def test_the_other_language_is_one_click_away(editor_client, batch):
    assert 'href="/en/admin/pairs/batch/"' in editor_client.get("/admin/pairs/batch/").text
    assert 'href="/admin/pairs/batch/"' in editor_client.get("/en/admin/pairs/batch/").text


def test_people_without_a_post_are_led_from_its_door_to_their_account(passer_by_client):
    assert passer_by_client.get("/admin/")["Location"] == "/accounts/"
