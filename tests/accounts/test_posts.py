"""What a post allows: permissions follow from the posts a person holds today."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Membership, User
from tests.conftest import a_person

EDITS = ["pairs.add_pair", "pairs.change_university", "pairs.delete_pair", "pairs.import_pairs", "pairs.publish_batch"]
READS = ["pairs.view_pair", "pairs.view_batch", "accounts.view_user", "oversight.view_bulletin"]


def allowed(user, permissions):
    """Those of the permissions that a fresh look at the user grants."""
    user = User.objects.get(pk=user.pk)
    return [permission for permission in permissions if user.has_perm(permission)]


def test_an_editor_may_edit_import_and_publish(editor):
    assert allowed(editor, EDITS + READS) == EDITS + READS


def test_an_inspector_may_look_and_nothing_else(inspector):
    assert allowed(inspector, EDITS + READS) == READS
    assert all(permission.partition(".")[2].startswith("view_") for permission in inspector.get_all_permissions())


def test_nobody_writes_previews_or_rewrites_history_by_hand(editor):
    assert allowed(editor, ["pairs.change_listimport", "pairs.add_listimport", "pairs.delete_periodchange"]) == []


def test_without_a_post_nothing_is_allowed(passer_by):
    assert passer_by.get_all_permissions() == set()
    assert not passer_by.is_staff


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [(-9, None, True), (0, 0, True), (-9, 0, True), (-9, -1, False), (1, None, False), (1, 9, False)],
)
def test_a_post_counts_from_its_first_day_to_its_last(db, since, until, held):
    user = a_person("anna", Membership.Role.EDITOR, since, until)
    assert user.is_staff is held
    assert bool(allowed(user, EDITS)) is held
    assert user.memberships.get().is_current() is held


def test_an_ended_post_takes_nothing_away_from_another(former_editor):
    Membership.objects.create(user=former_editor, role=Membership.Role.INSPECTOR)
    assert allowed(former_editor, EDITS + READS) == READS


def test_a_deactivated_person_may_nothing(editor):
    editor.is_active = False
    editor.save()
    assert allowed(editor, EDITS + READS) == []
    assert not User.objects.get(pk=editor.pk).is_staff


def test_a_superuser_needs_no_post(db):
    root = User.objects.create_superuser("root", password="x")
    assert root.is_staff and allowed(root, EDITS) == EDITS


def test_a_post_cannot_end_before_it_begins(passer_by):
    today = timezone.localdate()
    post = Membership(user=passer_by, role="editor", since=today, until=today - datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="cannot end before it begins|不能早于"):
        post.full_clean()


def test_the_history_of_a_person_never_holds_the_password(editor):
    kept = {field.name for field in User.history.model._meta.get_fields()}
    assert kept.isdisjoint({"password", "last_login"})
