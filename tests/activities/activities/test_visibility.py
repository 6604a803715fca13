"""Who sees what: the matrix of records and people."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.permissions import MINISTRY, acting_side
from activities.activities import workflow
from activities.activities.public import project
from activities.models import Activity

INSIDE = {"rita", "sam", "officer", "ins", "ed"}
OWN = {"rita", "ins", "ed"}


def seen_by(cast, queryset_of):
    return {name for name, person in cast.items() if queryset_of(person).exists()}


def everyone(cast):
    return cast | {"anonymous": AnonymousUser()}


@pytest.mark.parametrize(
    ("make", "seen"),
    [
        (lambda w, r, s: w.drafted(r), OWN),
        (lambda w, r, s: w.submitted(r), INSIDE),
        (lambda w, r, s: workflow.send_back(w.submitted(r), s, "x"), INSIDE),
        (lambda w, r, s: workflow.withdraw(w.submitted(r), r, "x"), INSIDE),
        (lambda w, r, s: w.planned(r), "all"),
        (lambda w, r, s: workflow.cancel(w.planned(r), r, "x"), "all"),
        (lambda w, r, s: workflow.withdraw(w.planned(r), r, "x"), "all"),
        (lambda w, r, s: w.confirmed(r, s), "all"),
    ],
)
def test_everybody_sees_exactly_what_the_plan_says(world, rita, sam, cast, make, seen):
    make(world, rita, sam)
    people = everyone(cast)
    assert seen_by(people, Activity.objects.visible_to) == (set(people) if seen == "all" else seen)
    assert Activity.objects.public().exists() == (seen == "all")


def test_a_plan_being_filled_in_shows_its_inner_part_to_its_side_only(world, rita, cast):
    workflow.hold(world.passed(rita), rita, measures={"posts": 3})
    assert seen_by(everyone(cast), Activity.objects.open_to) == OWN


def test_nothing_of_an_unpublished_batch_is_public(world, rita, sam, cast):
    world.confirmed(rita, sam)
    type(world.batch).objects.update(published_at=None)
    assert seen_by(everyone(cast), Activity.objects.visible_to) == {"ins", "ed"}


def test_nobody_acts_for_a_side_of_an_unpublished_batch(world, rita, sam, editor):
    type(world.batch).objects.update(published_at=None)
    world.pair.batch.refresh_from_db()
    assert [acting_side(person, world.pair) for person in (rita, sam, editor)] == [None, None, MINISTRY]


def test_only_the_logging_side_edits_while_it_is_open(world, rita, sam, cast):
    people = everyone(cast)
    entry = world.drafted(rita)
    assert seen_by(people, Activity.objects.editable_by) == {"rita"}
    workflow.submit(entry, rita)
    assert seen_by(people, Activity.objects.editable_by) == {"rita"}
    workflow.confirm(entry, sam)
    assert seen_by(people, Activity.objects.editable_by) == set()


def test_what_the_ministry_logs_both_sides_may_confirm(world, cast, editor):
    world.submitted(editor)
    assert seen_by(cast, Activity.objects.to_confirm_by) == {"rita", "sam"}
    assert seen_by(cast, Activity.objects.editable_by) == {"ed"}


def test_figures_before_confirmation_are_for_those_inside(world, rita, sam, cast):
    entry = world.submitted(rita, measures={"posts": 3})
    assert seen_by(everyone(cast), Activity.objects.open_to) == INSIDE
    assert project(Activity.objects.public()) == []
    workflow.confirm(entry, sam)
    (shown,) = project(Activity.objects.public())
    assert [value for _indicator, value in shown.figures] == [3]
