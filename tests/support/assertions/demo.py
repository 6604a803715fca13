"""What the demonstration promises, on whatever day, of whatever size and by whatever chances it is made.

Each function that is a `promise` asks one thing of a demonstration that is in the database and as of now; test_demo
asks them of some, and the soak of hundreds.
"""

import datetime
import runpy
import tempfile
import zipfile

import frictionless
from django.conf import settings
from django.core import mail
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from accounts.models import Invitation, User
from activities.activities.duplicates import flags
from activities.activities.models import totals
from activities.activities.models.proposals import ProposalStatus
from activities.activities.models.states import KnownBy, LoggingSide, PublicState, Stage, Status
from activities.activities.public import project
from activities.inbox import turns_of
from activities.models import Activity, Agreement, Correction, EmploymentSnapshot, Evidence, Mechanism, Merge, Total
from core.models import Letter
from demo import pairs as demo_pairs
from demo import university_names
from demo.context import SHOWN
from oversight.bulletins.publish_checks import Readiness
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
from oversight.notes.workflow import earlier_texts
from oversight.notices.sending import write_letters_of_today
from oversight.obligations.models import LetterState
from pairs.models import Action, Batch, Milestone, Pair, University
from public.packages import building
from tests.support.assertions.bulletins import is_intact

PROMISES = []


def promise(function):
    """Mark a function that fails when the demonstration does not hold what it says."""
    PROMISES.append(function)
    return function


def shown():
    return Pair.objects.get(batch__number=SHOWN[0], serial=SHOWN[1])


def of_shown():
    return Activity.objects.filter(pair=shown())


@promise
def a_batch_has_ended_one_runs_and_one_has_just_started():
    assert [batch.phase for batch in Batch.objects.published()] == ["ended", "running", "running"]
    assert Batch.objects.unpublished().get().imports.waiting().exists()
    newest = Batch.objects.get(number=3)
    assert (timezone.localdate() - newest.starts).days < 14
    assert newest.list_status == "partial" and newest.pairs.filter(serial=None).exists()


@promise
def it_begins_without_the_letters_of_its_day():
    with override_settings(DAILY_LETTER_HOUR=0):
        write_letters_of_today()
    assert not Letter.objects.filter(kind="daily").exists()


@promise
def a_period_was_prolonged_with_the_reason():
    assert Batch.objects.get(number=2).period_changes.get().reason


@promise
def a_supporter_was_replaced_where_the_list_is_long_enough():
    running = Pair.objects.filter(batch__number=2)
    assert running.ended().count() == (running.as_printed().count() >= demo_pairs.REPLACED)


@promise
def every_university_says_that_it_does_not_exist():
    for university in University.objects.all():
        assert "演示" in university.name and "Demo" in university.name_en
        assert university.code.startswith(university_names.PREFIX)
    assert University.objects.values("name").distinct().count() == University.objects.count()
    assert all("演示" in batch.title and "Demonstration" in batch.title_en for batch in Batch.objects.all())


@promise
def whoever_reads_of_an_event_online_can_join_it():
    announced = Activity.objects.filter(stage=Stage.PLANNED, status=Status.SUBMITTED, kind__online=True)
    assert announced.exists() and not announced.filter(link="").exists()
    assert not announced.filter(starts_at=None).exists()


@promise
def supporters_come_from_many_provinces():
    running = Pair.objects.filter(batch__number=2)
    assert len({supporter for supporter, _recipient in running.flows()}) > min(running.count(), 20) / 2


@promise
def nobody_has_the_name_or_the_address_of_a_person():
    assert all(user.is_demo for user in User.objects.all())
    able = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert able == {"editor", "inspector", "recipient", "supporter", "officer"}


@promise
def pairs_have_come_differently_far():
    assert {pair.status for pair in Pair.objects.all()} == set(Milestone.Kind.values)


@promise
def some_pairs_are_silent():
    running = Pair.objects.filter(batch__number=2)
    assert running.exclude(pk__in=Activity.objects.values("pair")).exists()


@promise
def activities_stand_under_every_mechanism_logged_by_everybody():
    counted = Activity.objects.public().counted()
    running = Mechanism.objects.filter(action__in=Action.objects.running())
    assert set(counted.order_by().values_list("kind__mechanism", flat=True)) >= {mechanism.pk for mechanism in running}
    assert {*Activity.objects.values_list("side", flat=True)} == {*LoggingSide.values, ""}


@promise
def activities_are_in_every_status_and_stage():
    assert {*of_shown().values_list("status", flat=True)} == set(Status.values)
    assert {*of_shown().values_list("stage", flat=True)} == set(Stage.values)
    told = {activity.state for activity in project(of_shown().told())}
    assert told == set(PublicState)
    assert {activity.known_by for activity in project(of_shown().told_as(PublicState.HELD))} == set(KnownBy)


@promise
def days_lie_around_today():
    assert Activity.objects.coming().count() >= 3
    assert of_shown().told_as(PublicState.PASSED).exists()
    assert of_shown().counted().filter(ends_on__gte=timezone.localdate() - datetime.timedelta(days=30)).exists()


@promise
def nothing_was_done_after_today_or_before_it_was_due():
    now = timezone.now()
    for model in (Activity, Agreement, Correction, Merge, Milestone, Bulletin, Finding, Practice, GuidanceNote):
        assert not model.history.filter(history_date__gt=now).exists()
    assert not Activity.objects.filter(stage=Stage.HELD, ends_on__gt=timezone.localdate()).exists()
    assert not Activity.objects.filter(confirmed_at__lte=F("logged_at")).exists()


@promise
def corrections_and_mergings_are_open_and_decided():
    assert {*Correction.objects.filter(activity__in=of_shown()).values_list("status", flat=True)} == set(
        ProposalStatus.values
    )
    assert {*Merge.objects.values_list("status", flat=True)} >= {ProposalStatus.OPEN, ProposalStatus.ACCEPTED}
    assert of_shown().exclude(merged_into=None).exists()


@promise
def reports_on_overlapping_weeks_are_flagged():
    waiting = of_shown().filter(kind__code="consultation", status=Status.SUBMITTED)
    assert any(flags(activity) for activity in waiting)


@promise
def agreements_are_in_every_state():
    drafts, in_force = Agreement.objects.drafts(), Agreement.objects.in_force()
    assert {draft.acceptances.count() for draft in drafts.filter(edition=1)} == {0, 1}
    assert drafts.exclude(returned_reason="").exists()
    assert in_force.filter(edition=2).exists() and drafts.filter(edition=2).exists()
    assert in_force.filter(acceptances__on_behalf=True).exists()
    assert in_force.filter(commitments__target__isnull=False).exists()
    assert Evidence.objects.filter(agreement__in=in_force).exists()


@promise
def evidence_is_there_as_file_as_link_and_erased():
    assert {"application/pdf"} < {*Evidence.objects.values_list("type", flat=True)}
    assert Evidence.objects.exclude(link="").exists()
    assert Evidence.objects.exclude(redacted_reason="").exists()


@promise
def employment_is_reported_released_and_too_small():
    snapshots = EmploymentSnapshot.objects.all()
    assert snapshots.exclude(released_at=None).exists() and snapshots.filter(released_at=None).exists()
    assert snapshots.filter(graduates__lt=10).exists()


@promise
def whoever_signs_in_finds_every_kind_of_turn():
    for username in ("recipient", "supporter"):
        find_every_kind_of_turn(username)


def find_every_kind_of_turn(username):
    turns = {name: rows.count() for name, rows in turns_of(User.objects.get(username=username)).items()}
    empty = {
        "recipient": {"agreements_returned"},
        "supporter": {"agreements_returned", "merges", "agreements_to_accept"},
    }
    assert {name for name, number in turns.items() if not number} <= empty[username]


@promise
def everybody_speaks_for_the_pair_that_is_shown():
    people = {name: User.objects.get(username=name) for name in ("recipient", "supporter", "officer")}
    assert shown().recipient_id in people["recipient"].universities
    assert shown().supporter_id in people["supporter"].universities
    assert shown().recipient_province in people["officer"].provinces
    assert {one.state for one in Invitation.objects.all()} == {"open", "expired"}


@promise
def a_bulletin_tells_what_changed_since_the_one_before():
    newest, earlier = Bulletin.objects.published().newest_first()
    was, now = ({row["measure"]: row["value"] for row in one.snapshot["figures"]} for one in (earlier, newest))
    assert now["activities"] > was["activities"]
    assert is_intact(newest) and is_intact(earlier) and earlier.notes.exists()


@promise
def a_bulletin_is_being_written_and_could_be_published():
    draft = Bulletin.objects.get(state="draft")
    assert draft.headline and draft.headline_en and Readiness(draft).blocks == []


@promise
def pairs_are_inspected_by_drawing_and_by_hand():
    assert Draw.objects.get().holds
    assert {inspection.is_drawn for inspection in Inspection.objects.all()} == {True, False}
    assert {*Inspection.objects.values_list("state", flat=True)} == set(Inspection.State.values)


@promise
def an_inspection_says_whether_an_agreement_is_in_force():
    for inspection in Inspection.objects.in_state(Inspection.State.CONCLUDED):
        signed = Agreement.objects.in_force().filter(pair=inspection.pair).exists()
        assert inspection.answers.get(position=1).verdict == ("met" if signed else "not_met")


@promise
def findings_are_in_every_state_and_wait_for_the_pair_that_is_shown():
    findings = Finding.objects.all()
    assert {finding.state for finding in findings} == set(Finding.State)
    assert findings.overdue().exists() and findings.overdue().count() < findings.filter(closed_at=None).count()
    assert findings.to_answer_by(User.objects.get(username="supporter")).count() == 2
    assert findings.to_answer_by(User.objects.get(username="recipient")).count() == 1


@promise
def good_practice_is_published_in_both_languages_and_taken_up():
    published = Practice.objects.published().for_rows()
    assert published.count() == 3 and all(practice.title_en and practice.text_en for practice in published)
    assert sum(practice.adopters > 1 for practice in published) == 2


@promise
def good_practice_cites_what_was_held_before_it_was_proposed():
    cited = [row for practice in Practice.objects.all() for row in practice.citations.all()]
    assert cited and all(row.activity.ends_on < timezone.localdate(row.practice.proposed_at) for row in cited)


@promise
def good_practice_waits_and_came_back():
    assert Practice.objects.in_state(PracticeState.PROPOSED).count() == 1
    recipient, supporter = (User.objects.get(username=name) for name in ("recipient", "supporter"))
    assert Practice.objects.returned_to(supporter).get().reason
    assert not Practice.objects.returned_to(recipient).exists()


@promise
def the_province_has_written_notes_changed_one_and_withdrawn_one():
    notes = GuidanceNote.objects.of_pair(shown())
    assert notes.standing().count() == 2
    assert earlier_texts(notes.exclude(changed_at=None).get())
    assert notes.exclude(withdrawn_at=None).get().withdrawn_reason


@promise
def reminders_are_recorded_and_no_letter_was_sent():
    assert Reminder.objects.filter(asked_by=None).exists() and Reminder.objects.exclude(asked_by=None).exists()
    assert {*ReminderLetter.objects.values_list("state", flat=True)} == {LetterState.SENT}
    assert mail.outbox == []


@promise
def what_oversight_says_is_said_to_be_made_up():
    said = [*Finding.objects.values_list("text", flat=True), *GuidanceNote.objects.values_list("text", flat=True)]
    said += Practice.objects.values_list("raw_text", flat=True)
    said += Practice.objects.published().values_list("text", flat=True)
    assert all("演示" in text for text in said)


@promise
def totals_hold():
    assert totals.differences() == []
    assert Total.objects.exists()


@promise
def frictionless_accepts_the_package():
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(building.build().file).extractall(folder)
        report = frictionless.validate(f"{folder}/datapackage.json")
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []
    assert all(task.stats["rows"] for task in report.tasks)


@promise
def bulletins_are_computed_again_from_the_package_alone():
    recompute = runpy.run_path(settings.BASE_DIR / "docs" / "examples" / "recompute_bulletin.py")["recompute"]
    package = building.build()
    for bulletin in Bulletin.objects.published().exclude(as_of=None):
        found = list(recompute(package.file, bulletin.address))
        assert len(found) > 3
        assert {measure: again for measure, _published, again, _agrees in found} == {
            measure: published for measure, published, _again, _agrees in found
        }
        agreeing = {measure for measure, *_figures, agrees in found if agrees}
        assert agreeing == {measure for measure, *_figures in found} - {"pairs", "agreements"}
