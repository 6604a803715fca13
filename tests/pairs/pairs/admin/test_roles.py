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


@pytest.fixture
def at(batch, pairs, editor):
    listed = workflow.preview(batch, LIST, "", editor)
    keys = {"batch": batch.pk, "pair": pairs[0].pk, "university": pairs[0].recipient_id, "listed": listed.pk}
    return lambda address: address.format(**keys)


@pytest.mark.parametrize("address", LOOKING + EDITING)
@pytest.mark.parametrize("language", ["", "/en"])
def test_editors_open_everything(editor_client, at, address, language):
    assert editor_client.get(language + at(address)).status_code == 200


@pytest.mark.parametrize("address", LOOKING)
def test_inspectors_look(inspector_client, at, address):
    assert inspector_client.get(at(address)).status_code == 200


@pytest.mark.parametrize("address", EDITING + NOBODY)
def test_inspectors_do_not_edit(inspector_client, at, address):
    assert inspector_client.get(at(address)).status_code in (403, 404)


@pytest.mark.parametrize("address", NOBODY)
def test_what_the_steps_write_is_never_edited_by_hand(editor_client, at, address):
    assert editor_client.get(at(address)).status_code == 403


BEHIND_THE_DOOR = [address for address in LOOKING + EDITING + NOBODY if address != "/admin/"]


@pytest.mark.parametrize("address", BEHIND_THE_DOOR)
def test_people_without_a_post_find_nothing(passer_by_client, former_editor_client, at, address):
    assert passer_by_client.get(at(address)).status_code == 404
    assert former_editor_client.get(at(address)).status_code == 404


@pytest.mark.parametrize("address", LOOKING + EDITING)
def test_strangers_are_led_to_the_sign_in_page(client, at, address):
    assert client.get(at(address)).url.startswith("/accounts/login/?next=")


def test_one_editor_does_not_see_the_lists_of_another(inspector_client, at):
    assert not inspector_client.get("/admin/pairs/listimport/").context["cl"].queryset.exists()


@pytest.mark.parametrize("address", LOOKING + EDITING)
def test_nothing_is_inline(editor_client, at, address):
    page = editor_client.get(at(address)).text
    assert not re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", page)
