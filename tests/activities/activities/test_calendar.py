"""Coming events as calendars: read by the library that judges them, and by the rules of RFC 5545 on the bytes."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from activities.activities import workflow
from activities.activities.calendar_views import MOST
from activities.activities.models.querysets import CALLED_OFF_DAYS
from activities.models import Activity, ActivityKind
from tests.activities.activities.test_secrets import SECRET, UNTOLD, every
from tests.support.factories.activities import day
from tests.support.factories.ministry_season import at, noon

FEEDS = {
    "whole": "/feeds/events.ics",
    "action": "/feeds/actions/made-up/events.ics",
    "batch": "/feeds/batches/1/events.ics",
    "recipient": "/feeds/universities/4142000001/events.ics",
    "supporter": "/feeds/universities/4132000001/events.ics",
    "mechanism": "/feeds/actions/made-up/mechanisms/1/events.ics",
}
LONG = "面向化学、材料与制药专业的毕业生，现场设有简历诊断、政策咨询和岗位推介；逗号,分号;反斜杠\\和\n第二行。"


def asked(client, path=FEEDS["whole"]):
    response = client.get(path)
    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8", path
    return response.content


def events_of(client, path=FEEDS["whole"]):
    calendar = Calendar.from_ical(asked(client, path))
    assert calendar.errors == [] and [event.errors for event in calendar.events] == [[]] * len(calendar.events)
    assert [zone["TZID"] for zone in calendar.timezones] == ["Asia/Shanghai"]
    return calendar.events


def the_event(client, path=FEEDS["whole"]):
    (event,) = events_of(client, path)
    return event


@pytest.mark.one_database
@pytest.mark.parametrize("path", FEEDS.values(), ids=FEEDS)
def test_meetings_of_the_staff_are_in_no_calendar_but_their_own(client, world, rita, path):
    fair, meeting = world.planned(rita), world.planned(rita, title="工作会议", kind=world.lecture)
    ActivityKind.objects.filter(pk=world.lecture.pk).update(for_graduates="")
    assert the_event(client, path)["SUMMARY"] == fair.title
    assert the_event(client, f"/activities/{meeting.pk}.ics")["SUMMARY"] == "工作会议"


def test_an_event_tells_when_where_and_who(client, world, rita):
    plan = world.planned(rita, starts_at="14:30", place="大礼堂", description=LONG)
    event = the_event(client)
    at = datetime.datetime.combine(day(7), datetime.time(14, 30), datetime.timezone(datetime.timedelta(hours=8)))
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai" and event.start == at and "DTEND" not in event
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == ("化工类专场", "大礼堂", "CONFIRMED")
    assert event["URL"] == f"http://testserver/activities/{plan.pk}/"
    assert (
        LONG in event["DESCRIPTION"] and "湖北甲学院" in event["DESCRIPTION"] and "江苏子大学" in event["DESCRIPTION"]
    )


@pytest.mark.one_database
def test_lines_are_folded_at_75_octets_and_no_sign_is_cut(client, world, rita):
    world.planned(rita, description=LONG * 5)
    lines = asked(client).split(b"\r\n")
    assert max(map(len, lines)) <= 75 and all(line.decode() is not None for line in lines)
    assert sum(line.startswith(b" ") for line in lines) > 10 and b"\n" not in b"".join(lines)


def test_a_day_ends_before_the_next_one(client, world, rita):
    world.planned(rita, starts_on=day(3), ends_on=day(5))
    event = the_event(client)
    assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"
    assert (event.start, event.end) == (day(3), day(6))


def test_what_begins_at_a_time_and_lasts_for_days_ends_with_its_last(client, world, rita):
    world.planned(rita, starts_on=day(3), ends_on=day(5), starts_at="09:00")
    event = the_event(client)
    assert event["DTEND"].params["TZID"] == "Asia/Shanghai" and event.end.date() == day(6) and event.end.hour == 0


def test_a_change_keeps_the_uid_and_raises_the_sequence(client, world, rita):
    plan = world.planned(rita)
    Activity.history.update(history_date=timezone.now() - datetime.timedelta(hours=1))
    before = the_event(client)
    workflow.edit(plan, rita, plan.version, {"place": "图书馆"})
    after = the_event(client)
    assert before["UID"] == after["UID"] == f"activity-{plan.pk}@testserver"
    assert after["SEQUENCE"] > before["SEQUENCE"] and after["LOCATION"] == "图书馆"
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt and after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt


@pytest.mark.parametrize("step", ["cancel", "withdraw"])
def test_what_is_called_off_says_so_until_some_days_after_its_day(client, world, rita, step):
    plan = world.planned(rita, link="https://example.edu.cn/live", starts_at="14:30")
    before = the_event(client)
    getattr(workflow, step)(plan, rita, "主讲人有事")
    event = the_event(client)
    assert event["STATUS"] == "CANCELLED" and "主讲人有事" in event["DESCRIPTION"]
    assert event["UID"] == before["UID"] and event["SEQUENCE"] > before["SEQUENCE"]
    assert b"example.edu.cn/live" not in asked(client)
    for days, shown in ((CALLED_OFF_DAYS, 1), (CALLED_OFF_DAYS + 1, 0)):
        Activity.objects.update(starts_on=day(-days), ends_on=day(-days))
        assert len(events_of(client)) == shown


def test_nothing_in_it_is_of_the_moment_it_was_asked(client, world, rita):
    world.planned(rita)
    before = asked(client)
    with at(noon(1)):
        assert asked(client) == before


def test_each_calendar_holds_its_own(client, world, rita, olga):
    mine = world.planned(rita)
    world.planned(olga, kind=world.lecture, pair=world.other_pair)
    shown = {name: [event["UID"] for event in events_of(client, path)] for name, path in FEEDS.items()}
    own = [f"activity-{mine.pk}@testserver"]
    assert shown["recipient"] == shown["supporter"] == shown["mechanism"] == own
    assert len(shown["whole"]) == len(shown["action"]) == len(shown["batch"]) == 2


def test_in_english_names_and_addresses_are_english(client, world, rita):
    plan = world.planned(rita, title_en="Jobs in chemistry")
    event = the_event(client, "/feeds/en/events.ics")
    assert event["SUMMARY"] == "Jobs in chemistry" and event["URL"] == f"http://testserver/en/activities/{plan.pk}/"
    assert event["UID"] == the_event(client)["UID"]


@pytest.mark.parametrize(
    ("language", "name"), [("", "高校结对帮扶：即将举行的活动"), ("en/", "University Pairing Portal: coming events")]
)
def test_among_other_calendars_that_of_all_is_called_as_the_site_is(client, world, rita, language, name):
    world.planned(rita)
    assert Calendar.from_ical(asked(client, f"/feeds/{language}events.ics"))["X-WR-CALNAME"] == name


def test_one_event_alone_is_a_file(client, world, rita):
    plan = world.planned(rita)
    response = client.get(f"/en/activities/{plan.pk}.ics")
    assert response["Content-Disposition"] == f'attachment; filename="activity-{plan.pk}.ics"'
    assert the_event(client, f"/activities/{plan.pk}.ics")["UID"] == f"activity-{plan.pk}@testserver"


def test_nothing_that_is_not_public_comes_in(client, world, rita, sam):
    every(UNTOLD, world, rita, sam)
    world.confirmed(rita, sam)
    world.drafted(rita, stage="planned", **{**SECRET, "measures": {}, "starts_on": day(5), "ends_on": day(5)})
    for path in FEEDS.values():
        assert events_of(client, path) == []
    assert client.get("/feeds/activities.atom").content.count(b"<entry>") == 1  # what was confirmed
    for pk in Activity.objects.values_list("pk", flat=True):
        assert client.get(f"/activities/{pk}.ics").status_code == 404


def test_what_belongs_to_a_batch_that_is_not_public_is_nowhere(client, world, rita):
    plan = world.planned(rita)
    world.batch.published_at = None
    world.batch.save()
    assert events_of(client) == events_of(client, FEEDS["recipient"]) == []
    for path in (FEEDS["batch"], FEEDS["action"], FEEDS["mechanism"], f"/activities/{plan.pk}.ics"):
        assert client.get(path).status_code == 404, path


@pytest.mark.one_database
@pytest.mark.parametrize(
    "path", ["actions/x", "batches/9", "universities/x", "universities/4142000009", "actions/made-up/mechanisms/9"]
)
def test_a_key_that_is_nowhere(client, world, path):
    assert client.get(f"/feeds/{path}/events.ics").status_code == 404


def test_it_may_be_read_from_anywhere_and_takes_no_parameters(client, world):
    assert client.get(FEEDS["whole"])["Access-Control-Allow-Origin"] == "*"
    assert client.get(FEEDS["whole"], {"batch": 1}).status_code == 400


def test_twenty_events_ask_the_queries_of_two(client, world, rita):
    assert queries(client, plans(world, rita, 2)) == queries(client, plans(world, rita, 18))
    assert len(events_of(client)) == 20 < MOST


def plans(world, rita, number):
    facts = {"stage": "planned", "status": "submitted", "starts_on": day(3), "ends_on": day(3), "side": "recipient"}
    facts |= {"logged_by": rita, "public_since": "2026-01-01T00:00:00Z", "kind": world.fair}
    pairs = [world.pair, world.other_pair]
    Activity.objects.bulk_create(Activity(pair=pairs[n % 2], **facts) for n in range(number))
    return FEEDS["whole"]


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        asked(client, path)
    return len(captured)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("prefix", "feeds", "words"), [("", "/feeds/", "订阅日历"), ("/en", "/feeds/en/", "Subscribe")]
)
def test_pages_lead_to_their_calendar_while_something_is_coming(client, world, rita, prefix, feeds, words):
    pages = (
        "universities/4142000001/",
        "batches/1/",
        "actions/made-up/",
        "actions/made-up/mechanisms/1/",
        "activities/",
    )
    assert not [page for page in pages if "webcal" in client.get(f"{prefix}/{page}").content.decode()]
    world.planned(rita)
    for page in pages:
        said = client.get(f"{prefix}/{page}").content.decode()
        address = feeds + page.replace("activities/", "") + "events.ics"
        assert f'href="webcal://testserver{address}">{words}' in said and f'href="{address}" download' in said, page
