"""make demo makes a running action that is made up: every state, by the rules, the same for the same seed."""

import datetime

import pytest
from django.core import mail
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
from oversight.models import (
    Bulletin,
    Draw,
    Finding,
    GuidanceNote,
    Inspection,
    Practice,
    PracticeState,
    Reminder,
    ReminderLetter,
)
from oversight.models.reminder import LetterState
from oversight.readiness import Readiness
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
    for model in (Activity, Agreement, Correction, Merge, Milestone, Bulletin, Finding, Practice, GuidanceNote):
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


def test_a_bulletin_tells_what_changed_since_the_one_before():
    newest, earlier = Bulletin.objects.published().newest_first()
    was, now = ({row["measure"]: row["value"] for row in one.snapshot["figures"]} for one in (earlier, newest))
    assert now["activities"] > was["activities"]
    assert newest.is_intact and earlier.is_intact and earlier.notes.exists()


def test_a_bulletin_is_being_written_and_could_be_published():
    draft = Bulletin.objects.drafts().get()
    assert draft.headline and draft.headline_en and Readiness(draft).blocks == []


def test_pairs_are_inspected_by_drawing_and_by_hand():
    assert Draw.objects.get().holds
    assert {inspection.is_drawn for inspection in Inspection.objects.all()} == {True, False}
    assert {*Inspection.objects.values_list("state", flat=True)} == set(Inspection.State.values)


def test_an_inspection_says_whether_an_agreement_is_in_force():
    for inspection in Inspection.objects.in_state(Inspection.State.CONCLUDED):
        signed = Agreement.objects.in_force().filter(pair=inspection.pair).exists()
        assert inspection.answers.get(position=1).verdict == ("met" if signed else "not_met")


def test_findings_are_in_every_state_and_wait_for_the_pair_that_is_shown():
    findings = Finding.objects.all()
    assert {finding.state for finding in findings} == set(Finding.State)
    assert findings.overdue().exists() and findings.overdue().count() < findings.unclosed().count()
    assert findings.to_answer_by(User.objects.get(username="supporter")).count() == 2
    assert findings.to_answer_by(User.objects.get(username="recipient")).count() == 1


def test_good_practice_is_published_in_both_languages_and_taken_up():
    published = Practice.objects.published().for_rows()
    assert published.count() == 3 and all(practice.title_en and practice.text_en for practice in published)
    assert sum(practice.adopters > 1 for practice in published) == 2


def test_good_practice_cites_what_was_held_before_it_was_proposed():
    cited = [row for practice in Practice.objects.all() for row in practice.citations.all()]
    assert cited and all(row.activity.ends_on < timezone.localdate(row.practice.proposed_at) for row in cited)


def test_good_practice_waits_and_came_back():
    assert Practice.objects.in_state(PracticeState.PROPOSED).count() == 1
    recipient, supporter = (User.objects.get(username=name) for name in ("recipient", "supporter"))
    assert Practice.objects.returned_to(supporter).get().reason
    assert not Practice.objects.returned_to(recipient).exists()


def test_the_province_has_written_notes_changed_one_and_withdrawn_one():
    notes = GuidanceNote.objects.of_pair(shown())
    assert notes.standing().count() == 2
    assert notes.exclude(changed_at=None).get().earlier().exists()
    assert notes.exclude(withdrawn_at=None).get().withdrawn_reason


def test_reminders_are_recorded_and_no_letter_was_sent():
    assert Reminder.objects.filter(asked_by=None).exists() and Reminder.objects.exclude(asked_by=None).exists()
    assert {*ReminderLetter.objects.values_list("state", flat=True)} == {LetterState.SENT}
    assert mail.outbox == []


def test_what_oversight_says_is_said_to_be_made_up():
    said = [*Finding.objects.values_list("text", flat=True), *GuidanceNote.objects.values_list("text", flat=True)]
    said += Practice.objects.values_list("raw_text", flat=True)
    said += Practice.objects.published().values_list("text", flat=True)
    assert all("演示" in text for text in said)


def test_totals_hold():
    assert Total.objects.differences() == []
    assert Total.objects.exists()
