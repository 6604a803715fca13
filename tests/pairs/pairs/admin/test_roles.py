"""Who may open which of the staff's pages; and nothing on them needs a script or a style of its own."""

import re

import pytest

from pairs.lists import workflow
from tests.support.casts.admin import LIST

LOOKING = [
    "/admin/",
    "/admin/pairs/action/",
    "/admin/pairs/batch/",
    "/admin/pairs/batch/{batch}/change/",
    "/admin/pairs/batch/{batch}/history/",
    "/admin/pairs/pair/",
    "/admin/pairs/pair/{pair}/change/",
    "/admin/pairs/university/",
    "/admin/pairs/university/{university}/change/",
    "/admin/pairs/listimport/",
    "/admin/activities/mechanism/",
    "/admin/oversight/bulletin/",
]
EDITING = [
    "/admin/pairs/action/add/",
    "/admin/pairs/batch/add/",
    "/admin/pairs/batch/from-notice/",
    "/admin/pairs/batch/{batch}/list/",
    "/admin/pairs/batch/{batch}/period/",
    "/admin/pairs/batch/{batch}/publish/",
    "/admin/pairs/batch/{batch}/delete/",
    "/admin/pairs/listimport/{listed}/preview/",
    "/admin/pairs/pair/add/",
    "/admin/pairs/pair/{pair}/delete/",
    "/admin/pairs/university/add/",
    "/admin/pairs/university/register/",
    "/admin/activities/mechanism/add/",
]
NOBODY = [
    "/admin/oversight/bulletin/add/",
    "/admin/pairs/listimport/add/",
    "/admin/pairs/listimport/{listed}/delete/",
]
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>")


@pytest.fixture
def at(batch, pairs, editor):
    listed = workflow.preview(batch, LIST, "", editor)
    keys = {"batch": batch.pk, "pair": pairs[0].pk, "university": pairs[0].recipient_id, "listed": listed.pk}
    return lambda address: address.format(**keys)


def answers(client, at, addresses, language=""):
    """The status of the answer at each address."""
    return {address: client.get(language + at(address)).status_code for address in addresses}


@pytest.mark.parametrize("language", ["", "/en"])
def test_editors_open_everything_and_nothing_is_inline(editor_client, at, language):
    pages = {address: editor_client.get(language + at(address)) for address in LOOKING + EDITING}
    assert {address: page.status_code for address, page in pages.items()} == dict.fromkeys(pages, 200)
    assert {address: INLINE.findall(page.text) for address, page in pages.items()} == dict.fromkeys(pages, [])


def test_inspectors_look_and_do_not_edit(inspector_client, at):
    assert answers(inspector_client, at, LOOKING) == dict.fromkeys(LOOKING, 200)
    assert set(answers(inspector_client, at, EDITING + NOBODY).values()) <= {403, 404}


def test_what_the_steps_write_is_never_edited_by_hand(editor_client, at):
    assert answers(editor_client, at, NOBODY) == dict.fromkeys(NOBODY, 403)


BEHIND_THE_DOOR = [address for address in LOOKING + EDITING + NOBODY if address != "/admin/"]


def test_people_without_a_post_find_nothing(passer_by_client, former_editor_client, at):
    for client in (passer_by_client, former_editor_client):
        assert answers(client, at, BEHIND_THE_DOOR) == dict.fromkeys(BEHIND_THE_DOOR, 404)


def test_strangers_are_led_to_the_sign_in_page(client, at):
    for address in LOOKING + EDITING:
        assert client.get(at(address)).url.startswith("/accounts/login/?next="), address


def test_inspectors_read_the_log_of_imports(inspector_client, at):
    assert inspector_client.get("/admin/pairs/listimport/").context["cl"].queryset.exists()
