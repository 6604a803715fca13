"""Posts outside of the ministry: where they reach, and that they never open the staff's pages."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Membership, User
from accounts.permissions import acting_side, coordinators_of, pairs_of, pairs_watched_by
from tests.conftest import a_person
from tests.support.casts.running_action import *  # noqa: F403 - the cast


@pytest.mark.parametrize(
    ("role", "with_university", "province", "right"),
    [
        ("coordinator", True, "", True),
        ("coordinator", False, "", False),
        ("coordinator", True, "42", False),
        ("officer", False, "42", True),
        ("officer", False, "", False),
        ("officer", True, "42", False),
        ("editor", False, "", True),
        ("editor", True, "", False),
        ("inspector", False, "42", False),
    ],
)
def test_each_role_has_its_own_place(world, passer_by, role, with_university, province, right):
    university = world.recipient if with_university else None
    post = Membership(user=passer_by, role=role, university=university, province=province)
    if right:
        post.full_clean()
    else:
        with pytest.raises(ValidationError, match="needs|须选择"):
            post.full_clean()


def test_a_post_at_the_ministry_excludes_others_at_the_same_time(world, rita, editor):
    with pytest.raises(ValidationError):
        Membership(user=rita, role="inspector").full_clean()
    with pytest.raises(ValidationError):
        Membership(user=editor, role="coordinator", university=world.recipient).full_clean()


def test_a_closed_account_speaks_for_nobody_though_its_post_goes_on(switched_off, world):
    assert switched_off.memberships.current().exists()
    assert (switched_off.universities, list(switched_off.roles)) == (frozenset(), [])
    assert not pairs_of(switched_off).exists() and acting_side(switched_off, world.pair) is None


def test_nobody_outside_is_staff_even_by_a_forced_row(world, rita, officer):
    rita.memberships.create(role="editor")
    assert not User.objects.get(pk=rita.pk).is_staff and not officer.is_staff


def test_whose_pairs_are_whose(world, rita, olga, officer, officer_elsewhere, former, switched_off, editor):
    assert list(pairs_of(rita)) == [world.pair] and list(pairs_of(olga)) == [world.other_pair]
    assert list(pairs_watched_by(officer)) == [world.pair, world.other_pair]
    for nobody in (former, switched_off, officer_elsewhere, officer, editor):
        assert not pairs_of(nobody).exists()
    assert not pairs_watched_by(officer_elsewhere).exists() and not pairs_watched_by(rita).exists()


def test_for_whom_a_person_acts(world, rita, sam, olga, former, officer, inspector, editor):
    people = [rita, sam, olga, former, officer, inspector, editor]
    sides = ["recipient", "supporter", None, None, None, None, "ministry"]
    assert [acting_side(person, world.pair) for person in people] == sides


def test_who_speaks_for_a_side(world, rita, rob, sam, former, switched_off):
    assert {post.user for post in coordinators_of(world.pair, "recipient")} == {rita, rob}
    assert {post.user for post in coordinators_of(world.pair, "supporter")} == {sam}


def test_a_post_begins_and_ends(world):
    later = a_person("later", "coordinator", since=1, university=world.recipient)
    assert not pairs_of(later).exists()
    today = a_person("today", "coordinator", since=0, until=0, university=world.recipient)
    assert list(pairs_of(today)) == [world.pair]
