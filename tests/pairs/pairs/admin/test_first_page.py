"""The first page of the admin: what waits, and the way in."""

from lxml import html

from pairs.lists import workflow
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import text
from tests.support.casts.admin import LIST


def wanted(client, section="todo"):
    page = html.fromstring(client.get("/en/admin/").text)
    found = page.xpath(f"//section[@aria-labelledby='{section}']//li/span")
    return [" ".join(item.text_content().split()) for item in found]


def test_an_empty_batch_waits_for_its_list(editor_client, batch):
    assert wanted(editor_client, "unpublished") == ["No pairs yet: import its list"]


def test_a_batch_with_pairs_waits_to_be_published_and_its_open_group_for_a_note(editor_client, batch, pairs):
    assert wanted(editor_client, "unpublished") == ["Not published yet: check and publish it"]
    (open_group,) = wanted(editor_client)
    assert open_group.startswith("1 group does not match")
    batch.declared_counts.filter(count=2).update(note="通知如此")
    assert wanted(editor_client) == []


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


def test_what_was_imported_and_published_last_says_who(editor, inspector_client, batch, universities):
    workflow.confirm(workflow.preview(batch, LIST, "", editor), editor, "the list came")
    batch.publish()
    (published, imported) = wanted(inspector_client, "latest")
    assert imported.endswith("Ed Itor")
    page = text(inspector_client.get("/en/admin/"))
    assert page.index("Batch published") < page.index("List imported")


def test_the_other_language_is_one_click_away(editor_client, batch):
    assert 'href="/en/admin/pairs/batch/"' in editor_client.get("/admin/pairs/batch/").text
    assert 'href="/admin/pairs/batch/"' in editor_client.get("/en/admin/pairs/batch/").text


def test_people_without_a_post_are_led_from_its_door_to_their_account(passer_by_client):
    assert passer_by_client.get("/admin/")["Location"] == "/accounts/"
