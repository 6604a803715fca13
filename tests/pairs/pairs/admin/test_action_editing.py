"""Actions in the admin: what an editor adds without a script."""

from pairs.models import Action
from tests.support.browser.admin_forms import send


def test_the_page_of_a_new_action_has_rows_for_its_roles(editor_client):
    facts = {"name": "西部行动", "name_en": "West", "slug": "west", "several_supporters": "on"}
    roles = {"roles-0-name": "牵头", "roles-0-name_en": "Lead", "roles-0-is_lead": "on"}
    page = editor_client.get("/admin/pairs/action/add/")
    assert send(editor_client, page, "_save", **facts, **roles).status_code == 302
    assert [role.name for role in Action.objects.get(slug="west").roles.all()] == ["牵头"]


def test_two_roles_that_lead_are_refused_beside_the_second(editor_client):
    page = editor_client.get("/admin/pairs/action/add/")
    roles = {"roles-0-name": "牵头", "roles-0-is_lead": "on", "roles-1-name": "参与", "roles-1-is_lead": "on"}
    answer = send(editor_client, page, "_save", name="西部行动", slug="west", several_supporters="on", **roles)
    assert answer.status_code == 200 and "最多一个角色牵头，请只保留一处勾选。" in answer.text
    assert not Action.objects.exists()


def test_the_lead_is_moved_to_another_role_in_one_step(editor_client):
    west = Action.objects.create(name="西部行动", slug="west", several_supporters=True)
    for position, name in enumerate(["参与", "牵头"]):
        west.roles.create(name=name, position=position, is_lead=name == "牵头")
    page = editor_client.get(f"/admin/pairs/action/{west.pk}/change/")
    moved = {"roles-0-is_lead": "on", "roles-1-is_lead": None, "reason": "通知如此"}
    assert send(editor_client, page, "_save", **moved).status_code == 302
    assert [role.name for role in west.roles.filter(is_lead=True)] == ["参与"]


def test_adding_is_called_by_one_word_on_every_button(editor_client):
    listed, form = (editor_client.get(f"/admin/pairs/action/{page}").text for page in ("", "add/"))
    assert "新增行动" in listed and "保存并新增下一条" in form
    assert "增加" not in listed and "增加" not in form
