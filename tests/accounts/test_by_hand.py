"""What an editor may write by hand is a list; whatever nobody listed is refused."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from accounts.backends import WRITES, PostBackend

WRITING = ("add", "change", "delete")


def writes_of(user):
    """(app, action_model) of everything that `user` may do beyond reading."""
    found = (permission.split(".") for permission in user.get_all_permissions())
    return {(app, name) for app, name in found if not name.startswith("view_")}


def offered_by_admin(user, rf):
    """What the pages of the admin let `user` write, inlines included."""
    request = rf.get("/admin/")
    request.user = user
    for page in admin.site._registry.values():
        for part, args in [(page, ()), *((inline, (None,)) for inline in page.get_inline_instances(request))]:
            name, app = part.opts.model_name, part.opts.app_label
            yield from (
                (app, f"{action}_{name}")
                for action in WRITING
                if getattr(part, f"has_{action}_permission")(request, *args)
            )


def test_editors_write_what_the_list_names(editor):
    assert writes_of(editor) == WRITES


def test_the_list_is_what_the_admin_offers(editor, rf):
    assert {(app, name) for app, name in WRITES if name.startswith(WRITING)} == set(offered_by_admin(editor, rf))


@pytest.mark.parametrize("app", ["oversight", "pairs", "auth", "somebody_else"])
def test_a_model_that_nobody_listed_is_refused(editor, app):
    kind = ContentType.objects.create(app_label=app, model="newcomer")
    for action in (*WRITING, "publish"):
        Permission.objects.create(content_type=kind, codename=f"{action}_newcomer", name=f"may {action}")
    assert not any(editor.has_perm(f"{app}.{action}_newcomer") for action in (*WRITING, "publish"))


def test_a_model_of_another_app_with_a_listed_name_is_refused(editor):
    kind = ContentType.objects.create(app_label="somebody_else", model="pair")
    Permission.objects.create(content_type=kind, codename="add_pair", name="add")
    assert not editor.has_perm("somebody_else.add_pair")


def test_no_history_is_written_by_hand(editor):
    histories = [model for model in apps.get_models() if "history_id" in {field.name for field in model._meta.fields}]
    assert len(histories) > 20
    names = {(model._meta.app_label, f"{action}_{model._meta.model_name}") for model in histories for action in WRITING}
    assert not names & writes_of(editor)


def test_inspectors_and_others_write_nothing(inspector, passer_by, former_editor):
    assert writes_of(inspector) == writes_of(passer_by) == writes_of(former_editor) == set()


def test_editors_and_inspectors_read_the_same(editor, inspector):
    reads = [{name for name in user.get_all_permissions() if ".view_" in name} for user in (editor, inspector)]
    assert reads[0] == reads[1]
    assert PostBackend().has_perm(inspector, "oversight.view_bulletin")
