"""make demo makes a running action that is made up: every state, by the rules, the same for the same seed."""

import datetime

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Invitation, User
from activities.flags import flags
from activities.models import Activity, Agreement, Correction, EmploymentSnapshot, Evidence, Mechanism, Merge, Total
from activities.models.correction import Proposal
from activities.models.states import LoggingSide, Stage, Status
from activities.models.told import KnownBy, Told
from activities.turns import turns_of
from pairing_portal.demo import making, names
from pairing_portal.demo.world import SHOWN
from pairs.models import Batch, Milestone, Pair, University

pytestmark = pytest.mark.django_db
SIZES = {1: 1, 2: 12, 3: 3}
PACE = 0.1  # the stories of the pair that is shown are told in full


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """One small demonstration for all tests of this file; it is gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield making.make(sizes=SIZES, pace=PACE)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def at_hand(demo):
    """Every test here looks at the demonstration."""


def shown():
    return Pair.objects.get(batch__number=SHOWN[0], serial=SHOWN[1])


def of_shown():
    return Activity.objects.filter(pair=shown())


def test_a_batch_has_ended_one_runs_and_one_has_just_started():
    assert [batch.phase for batch in Batch.objects.published()] == ["ended", "running", "running"]
    assert Batch.objects.unpublished().get().imports.waiting().exists()
    newest = Batch.objects.get(number=3)
    assert (timezone.localdate() - newest.starts).days < 14
    assert newest.list_status == "partial" and newest.pairs.filter(serial=None).exists()


def test_a_period_was_prolonged_with_the_reason():
    assert Batch.objects.get(number=2).period_changes.get().reason


def test_every_university_says_that_it_does_not_exist():
    for university in University.objects.all():
        assert "演示" in university.name and "Demo" in university.name_en
        assert university.code.startswith(names.PREFIX)
    assert University.objects.values("name").distinct().count() == University.objects.count()
    assert all("演示" in batch.title and "Demonstration" in batch.title_en for batch in Batch.objects.all())


def test_supporters_come_from_many_provinces():
    assert len(Pair.objects.filter(batch__number=2).supporter_provinces()) > SIZES[2] / 2


def test_nobody_has_the_name_or_the_address_of_a_person():
    assert all(user.is_demo for user in User.objects.all())
    able = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert able == {"editor", "inspector", "recipient", "supporter", "officer"}


def test_pairs_have_come_differently_far():
    assert {pair.status for pair in Pair.objects.all()} == set(Milestone.Kind.values)


def test_some_pairs_are_silent():
    running = Pair.objects.filter(batch__number=2)
    assert running.exclude(pk__in=Activity.objects.values("pair")).exists()


def test_activities_stand_under_every_mechanism_logged_by_everybody():
    counted = Activity.objects.public().counted()
    assert set(counted.by_mechanism()) == {mechanism.pk for mechanism in Mechanism.objects.all()}
    assert {*Activity.objects.values_list("side", flat=True)} == {*LoggingSide.values, ""}


def test_activities_are_in_every_status_and_stage():
    assert {*of_shown().values_list("status", flat=True)} == set(Status.values)
    assert {*of_shown().values_list("stage", flat=True)} == set(Stage.values)
    told = {activity.told for activity in of_shown().told()}
    assert told == set(Told)
    assert {activity.known_by for activity in of_shown().told_as(Told.HELD)} == set(KnownBy)


def test_days_lie_around_today():
    assert Activity.objects.coming().count() >= 3
    assert of_shown().told_as(Told.PASSED).exists()
    assert of_shown().counted().filter(ends_on__gte=timezone.localdate() - datetime.timedelta(days=30)).exists()


def test_nothing_was_done_after_today_or_before_it_was_due():
    now = timezone.now()
    for model in (Activity, Agreement, Correction, Merge, Milestone):
        assert not model.history.filter(history_date__gt=now).exists()
    assert not Activity.objects.filter(stage=Stage.HELD, ends_on__gt=timezone.localdate()).exists()
    assert not Activity.objects.filter(confirmed_at__lte=F("logged_at")).exists()


def test_corrections_and_mergings_are_open_and_decided():
    assert {*Correction.objects.filter(activity__in=of_shown()).values_list("status", flat=True)} == set(
        Proposal.values
    )
    assert {*Merge.objects.values_list("status", flat=True)} >= {Proposal.OPEN, Proposal.ACCEPTED}
    assert of_shown().exclude(merged_into=None).exists()


def test_reports_on_overlapping_weeks_are_flagged():
    waiting = of_shown().filter(kind__code="consultation", status=Status.SUBMITTED)
    assert any(flags(activity) for activity in waiting)


def test_agreements_are_in_every_state():
    drafts, in_force = Agreement.objects.drafts(), Agreement.objects.in_force()
    assert {draft.acceptances.count() for draft in drafts.filter(edition=1)} == {0, 1}
    assert drafts.exclude(returned_reason="").exists()
    assert in_force.filter(edition=2).exists() and drafts.filter(edition=2).exists()
    assert in_force.filter(acceptances__on_behalf=True).exists()
    assert in_force.filter(commitments__target__isnull=False).exists()
    assert Evidence.objects.filter(agreement__in=in_force).exists()


def test_evidence_is_there_as_file_as_link_and_erased():
    assert {"application/pdf"} < {*Evidence.objects.values_list("type", flat=True)}
    assert Evidence.objects.exclude(link="").exists()
    assert Evidence.objects.exclude(redacted_reason="").exists()


def test_employment_is_reported_released_and_too_small():
    snapshots = EmploymentSnapshot.objects.all()
    assert snapshots.exclude(released_at=None).exists() and snapshots.filter(released_at=None).exists()
    assert snapshots.filter(graduates__lt=10).exists()


@pytest.mark.parametrize("username", ["recipient", "supporter"])
def test_whoever_signs_in_finds_every_kind_of_turn(username):
    turns = {name: rows.count() for name, rows in turns_of(User.objects.get(username=username)).items()}
    empty = {
        "recipient": {"agreements_returned"},
        "supporter": {"agreements_returned", "merges", "agreements_to_accept"},
    }
    assert {name for name, number in turns.items() if not number} <= empty[username]


def test_everybody_speaks_for_the_pair_that_is_shown():
    people = {name: User.objects.get(username=name) for name in ("recipient", "supporter", "officer")}
    assert shown().recipient_id in people["recipient"].universities
    assert shown().supporter_id in people["supporter"].universities
    assert shown().recipient_province in people["officer"].provinces
    assert {one.state for one in Invitation.objects.all()} == {"open", "expired"}


def test_totals_hold():
    assert Total.objects.differences() == []
    assert Total.objects.exists()
