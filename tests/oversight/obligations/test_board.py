"""The board: what the pairs of running batches owe, for whom, filtered, paged and handed out."""

import csv
import io
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from accounts.models import Membership
from activities.activities import workflow
from activities.agreements import workflow as agreements
from activities.models import Activity, LoggingSide
from oversight.models import ObligationKind, Reminder, ReminderRule
from oversight.obligations.obligations import owed
from pairs.models import Batch, Milestone, Pair
from tests.conftest import a_client, a_person
from tests.support.factories.activities import HUBEI, ZHEJIANG, day, school
from tests.support.factories.agreements import agreed

BOARD = "/en/desk/oversight/"
Role = Membership.Role


@pytest.fixture(autouse=True)
def for_two_months(world):
    """The batch has been public since it began."""
    Batch.objects.update(published_at=timezone.now() - timezone.timedelta(days=60))


def dues(pairs=None, on=None):
    return owed(pairs or Pair.objects.published(), on)


def keys(duty, **options):
    return {due.key[1:] for due in dues(**options) if due.duty == duty}


def signed(*pairs):
    for pair in pairs:
        facts = {"kind": Milestone.Kind.SIGNED, "on": day(-20), "source": "tests"}
        Milestone.objects.create(pair=pair, **facts)


def handed_in(world, by, days_ago, **facts):
    """An entry handed in some days ago."""
    entry = world.submitted(by, **facts)
    at = timezone.now() - timezone.timedelta(days=days_ago)
    Activity.objects.filter(pk=entry.pk).update(submitted_at=at)
    return entry


def board(user, query=""):
    return a_client(user).get(BOARD + query)


def listed(user, query=""):
    return [turn.due.key for turn in turns(user, query)]


def turns(user, query=""):
    return [turn for row in board(user, query).context["rows"] for turn in row.turns]


# What is owed


def test_a_pair_that_reports_nothing_is_silent_on_both_sides(world, rita):
    assert keys(ObligationKind.SILENT) == {
        (pair.pk, side) for pair in Pair.objects.all() for side in ("recipient", "supporter")
    }
    handed_in(world, rita, days_ago=13)
    assert {pair for pair, _side in keys(ObligationKind.SILENT)} == {world.other_pair.pk}
    assert {pair for pair, _side in keys(ObligationKind.SILENT, on=day(1))} == {world.pair.pk, world.other_pair.pk}


def test_the_ministrys_rule_says_when_a_pair_is_silent(world, rita):
    handed_in(world, rita, days_ago=5)
    ReminderRule.objects.update_or_create(duty=ObligationKind.SILENT, defaults={"after": 5})
    assert {pair for pair, _side in keys(ObligationKind.SILENT)} == {world.pair.pk, world.other_pair.pk}


def test_a_draft_does_not_break_the_silence(world, rita):
    before = dues()
    world.drafted(rita)
    assert dues() == before


def test_silence_counts_from_the_day_the_batch_could_be_worked_on(world):
    Batch.objects.update(published_at=timezone.now() - timezone.timedelta(days=13))
    assert keys(ObligationKind.SILENT) == set()
    assert keys(ObligationKind.SILENT, on=day(1))


def test_an_entry_waits_for_the_other_side_since_it_was_handed_in(world, rita, sam):
    handed_in(world, rita, days_ago=4)
    handed_in(world, rita, days_ago=2)
    handed_in(world, sam, days_ago=1)
    waiting = {due.side: (due.count, due.days) for due in dues() if due.duty == ObligationKind.CONFIRM}
    assert waiting == {"supporter": (2, 4), "recipient": (1, 1)}


def test_what_the_ministry_logged_either_side_may_confirm(world, editor):
    handed_in(world, editor, days_ago=1)
    assert keys(ObligationKind.CONFIRM) == {(world.pair.pk, "recipient"), (world.pair.pk, "supporter")}


def test_plans_returned_and_confirmed_entries_do_not_wait(world, rita, sam):
    world.planned(rita)
    workflow.send_back(world.submitted(rita), sam, "数字不符")
    world.confirmed(rita, sam)
    assert keys(ObligationKind.CONFIRM) == set()


def test_an_unsigned_agreement_is_owed_since_the_announcement(world):
    signed(world.other_pair)
    owed_now = [due for due in dues() if due.duty == ObligationKind.AGREEMENT]
    assert {due.key[1:] for due in owed_now} == {(world.pair.pk, "recipient"), (world.pair.pk, "supporter")}
    assert {due.days for due in owed_now} == {60}
    Milestone.objects.create(pair=world.pair, kind="announced", on=day(-7), source="tests")
    assert {due.days for due in dues() if due.duty == ObligationKind.AGREEMENT} == {7}


def test_at_a_draft_it_is_the_turn_of_who_has_not_accepted_it_or_has_it_back(world, rita, sam):
    signed(world.other_pair)
    draft = agreements.accept(agreements.draft(rita, world.pair, "目标", day(), day(30)), rita)
    assert keys(ObligationKind.AGREEMENT) == {(world.pair.pk, "supporter")}
    agreements.send_back(draft, sam, "请补充")
    assert keys(ObligationKind.AGREEMENT) == {(world.pair.pk, "recipient")}


def test_with_both_acceptances_nothing_is_owed(world, rita, sam):
    signed(world.other_pair)
    agreed(rita, sam, world.pair, "目标", day(), day(30))
    assert keys(ObligationKind.AGREEMENT) == set()


@pytest.mark.parametrize("period", [(-60, -1), (1, 60)])
def test_batches_that_have_ended_or_not_begun_are_not_on_the_board(world, rita, editor, period):
    handed_in(world, rita, days_ago=40)
    assert dues()
    Batch.objects.update(starts=day(period[0]), ends=day(period[1]))
    assert dues() == []
    page = board(editor)
    assert page.context["rows"] == [] and not any(page.context["listing"].totals.values())


def test_a_batch_without_an_end_stays_on_the_board(world, rita):
    handed_in(world, rita, days_ago=40)
    Batch.objects.update(ends=None)
    assert dues()


def test_on_its_last_day_a_batch_is_still_on_the_board(world):
    Batch.objects.update(ends=day())
    assert dues()


# For whom


def test_the_ministry_sees_all_an_officer_the_pairs_of_the_province(world, editor, inspector, officer):
    far = Pair.objects.create(
        batch=world.batch,
        serial=3,
        recipient=school("湖北丙学院", "4142000003", HUBEI),
        supporter=school("浙江子大学", "4133000001", ZHEJIANG),
    )
    everything = set(listed(editor))
    assert set(listed(inspector)) == everything and any(pair == far.pk for _duty, pair, _side in everything)
    assert set(listed(officer)) == {key for key in everything if key[1] != far.pk}
    of_zhejiang = a_person("zhe", Role.OFFICER, province=ZHEJIANG)
    assert set(listed(of_zhejiang)) == {key for key in everything if key[1] == far.pk}
    assert board(of_zhejiang).context["listing"].totals[ObligationKind.AGREEMENT] == 1


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["rita", "sam", "olga", "former", "pat"])
def test_to_everybody_else_the_board_does_not_exist(cast, name):
    client = a_client(cast[name])
    twin = reverse("desk_oversight_download", kwargs={"form": "csv"})
    answers = [client.get(BOARD), client.post(BOARD, {"only": "x"}), client.get(twin)]
    assert [answer.status_code for answer in answers] == [404] * 3


@pytest.mark.one_database
def test_strangers_sign_in_first_and_come_back(client, world):
    for method in (client.get, client.post):
        answer = method(BOARD + "?duty=silent")
        assert answer.status_code == 302 and answer["Location"].endswith("?next=/en/desk/oversight/%3Fduty%3Dsilent")


@pytest.mark.one_database
def test_an_officer_without_pairs_has_an_empty_board(world, officer_elsewhere):
    page = board(officer_elsewhere)
    assert page.context["rows"] == [] and "Nothing outstanding" in page.content.decode()


def test_a_pair_of_a_batch_that_is_not_published_owes_nothing(world, editor):
    Batch.objects.update(published_at=None)
    assert listed(editor) == []


@pytest.mark.one_database
def test_the_desk_leads_there_only_whom_it_concerns(world, editor, officer, rita):
    assert [BOARD in a_client(user).get("/en/desk/", follow=True).text for user in (editor, officer, rita)] == [
        True,
        True,
        False,
    ]


# Filters, pages, files


def test_filters_narrow_the_rows_and_totals_say_what_is_beside(world, editor, rita):
    handed_in(world, rita, days_ago=2)
    signed(world.pair)
    assert listed(editor, "?duty=confirm") == [("confirm", world.pair.pk, "supporter")]
    assert {side for _duty, _pair, side in listed(editor, "?side=recipient")} == {"recipient"}
    assert {pair for _duty, pair, _side in listed(editor, "?q=湖北乙学院")} == {world.other_pair.pk}
    assert listed(editor, f"?province={ZHEJIANG}") == []
    totals = board(editor, "?duty=confirm&side=supporter").context["listing"].totals
    assert totals == {ObligationKind.SILENT: 1, ObligationKind.CONFIRM: 1, ObligationKind.AGREEMENT: 1}


def test_the_longest_owed_stands_first_unless_asked_otherwise(world, editor, rita):
    handed_in(world, rita, days_ago=2, pair=world.pair)
    days = [row.first.days for row in board(editor).context["rows"]]
    assert days == sorted(days, reverse=True) and len(days) > 2
    pairs = [pair for _duty, pair, _side in listed(editor, "?sort=pair")]
    assert pairs == sorted(pairs, key=[world.pair.pk, world.other_pair.pk].index)


def test_both_sides_of_a_pair_stand_in_one_row(world, editor, rita):
    rows = board(editor, "?duty=silent").context["rows"]
    assert [[turn.due.side for turn in row.turns] for row in rows] == [["recipient", "supporter"]] * 2
    assert [row.pair for row in rows] == [world.pair, world.other_pair]
    assert rows[0].ticked == f"silent-{world.pair.pk}-recipient"  # nobody speaks for the supporter


def test_a_tick_reminds_both_sides_and_not_those_that_a_filter_leaves_out(world, editor, rita, sam):
    (ticked,) = {row.ticked for row in board(editor, "?duty=silent&side=supporter").context["rows"] if row.ticked}
    a_client(editor).post(BOARD, {"due": ticked})
    assert {reminder.side for reminder in Reminder.objects.all()} == {"supporter"}
    (both,) = {row.ticked for row in board(editor, "?duty=agreement&q=湖北甲学院").context["rows"]}
    a_client(editor).post(BOARD, {"due": both})
    assert {r.side for r in Reminder.objects.all() if r.duty == "agreement"} == {"recipient", "supporter"}


@pytest.mark.one_database
def test_only_provinces_of_the_pairs_are_offered_and_all_are_understood(world, officer):
    field = board(officer).context["listing"].form["province"].field
    assert {value for value, _label in field.widget.choices} == {"", HUBEI, "32"}
    Pair.objects.update(supporter_province=HUBEI)
    assert board(officer).context["listing"].form["province"].is_hidden
    assert listed(officer, f"?province={ZHEJIANG}") == []


@pytest.mark.one_database
def test_what_cannot_be_understood_is_said(world, editor):
    page = board(editor, "?duty=everything&batch=9&page=99")
    assert {problem["field"] for problem in page.context["listing"].problems} == {"duty", "batch", "page"}
    assert page.status_code == 200 and page.context["rows"]


@pytest.mark.one_database
def test_only_running_batches_are_offered(world, editor):
    facts = {"title": "旧", "notice_on": day(-90), "source": "tests", "starts": day(-90), "ends": day(-61)}
    Batch.objects.create(number=2, action=world.batch.action, published_at=timezone.now(), **facts)
    assert board(editor).context["listing"].form.fields["batch"].choices[1:] == [("1", "Batch 1")]


@pytest.mark.one_database
def test_the_files_hold_exactly_the_filtered_rows(world, editor, officer, rita):
    handed_in(world, rita, days_ago=2)
    for user in (editor, officer):
        for query in ("", "?duty=silent&side=supporter", "?q=湖北甲学院"):
            wanted = [(key[0], key[2]) for key in listed(user, query)]
            assert Counter(wanted) == Counter(read_csv(user, query))
            assert read_csv(user, query) == read_xlsx(user, query)


def read_csv(user, query):
    answer = a_client(user).get(reverse("desk_oversight_download", kwargs={"form": "csv"}) + query)
    assert answer["Cache-Control"] == "private, no-store"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    return [(duties()[row["事项"]], sides()[row["待办方"]]) for row in rows]


def read_xlsx(user, query):
    answer = a_client(user).get(reverse("desk_oversight_download", kwargs={"form": "xlsx"}) + query)
    head, *rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    return [(duties()[row["事项"]], sides()[row["待办方"]]) for row in rows]


def duties():
    with override("zh-hans"):
        return {str(duty.label): duty.value for duty in ObligationKind}


def sides():
    with override("zh-hans"):
        return {str(side.label): side.value for side in LoggingSide}


@pytest.mark.one_database
def test_a_file_asked_for_something_unknown_is_refused(world, editor):
    answer = a_client(editor).get(reverse("desk_oversight_download", kwargs={"form": "csv"}) + "?duty=everything")
    assert answer.status_code == 400 and "duty" in answer.content.decode()


@pytest.mark.one_database
def test_who_has_no_coordinator_is_said(world, editor, rita):
    rows = {turn.due.key: turn for turn in turns(editor)}
    assert rows["silent", world.pair.pk, "recipient"].people == [rita]
    assert rows["silent", world.pair.pk, "supporter"].people == []
    assert board(editor).content.decode().count("No coordinator") == 6  # of both pairs' duties, all but two rows


@pytest.mark.one_database
def test_the_number_of_queries_does_not_grow(world, editor, rita):
    client = a_client(editor)
    few = queries(client)
    for number in range(3, 12):
        recipient = school(f"湖北{number}学院", f"41420001{number:02}", HUBEI)
        supporter = school(f"江苏{number}大学", f"41320001{number:02}", "32")
        Pair.objects.create(batch=world.batch, serial=number, recipient=recipient, supporter=supporter)
        a_person(f"c{number}", Role.COORDINATOR, university=recipient)
    many = queries(client)
    assert few == many <= 30


def queries(client):
    with CaptureQueriesContext(connection) as found:
        assert client.get(BOARD).status_code == 200
    return len(found)
