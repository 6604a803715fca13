"""Actions in the admin: what an editor adds without a script."""

from pairs.models import Action
from tests.support.browser.admin_forms import send


def test_the_page_of_a_new_action_has_rows_for_its_roles(editor_client):
    facts = {"name": "西部行动", "name_en": "West", "slug": "west", "several_supporters": "on"}
    roles = {"roles-0-name": "牵头", "roles-0-name_en": "Lead", "roles-0-is_lead": "on"}
    page = editor_client.get("/admin/pairs/action/add/")
    assert send(editor_client, page, "_save", **facts, **roles).status_code == 302
    assert [role.name for role in Action.objects.get(slug="west").roles.all()] == ["牵头"]
