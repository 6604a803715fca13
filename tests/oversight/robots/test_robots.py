"""Group robots: whose they are, when they are told what, and that each message goes out once."""

import datetime
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import worker
from core.audit.models import AuditEntry
from core.exceptions import Refused
from core.models import Letter
from core.outbox.models import LOST_AFTER
from core.outbox.sending import send_due
from core.outbox.smtp import MayHaveGone
from oversight.models import ObligationKind, ReminderRule, Robot, RobotService
from oversight.robots import calling, emails, workflow
from oversight.robots.models import FAILURES_ALLOWED, TRIALS_A_DAY
from oversight.robots.services import SERVICES, robot_at
from pairs.models import University
from tests.conftest import a_client
from tests.support.factories.activities import JIANGSU
from tests.support.factories.robots import ADDRESSES, KEY, TOKEN, a_robot

pytestmark = pytest.mark.one_database

State = Letter.State
STEPS = [workflow.stop, workflow.start, workflow.remove, workflow.try_out]


class Services:
    """The three services: what they were sent; `fault` is raised in place of an answer, or given as one."""

    def __init__(self):
        self.sent, self.fault, self.answer = [], None, {"errcode": 0, "code": 0}

    def post(self, host, path, body):
        if self.fault:
            raise self.fault
        self.sent.append((host, path, json.loads(body)))
        return self.answer


@pytest.fixture
def services(monkeypatch, settings):
    settings.SITE = settings.SITE | {"address": "https://pairing.example.cn"}
    found = Services()
    monkeypatch.setattr(calling, "post", found.post)
    return found


def at(hour, day=0):
    today = timezone.localdate() + datetime.timedelta(days=day)
    return timezone.make_aware(datetime.datetime.combine(today, datetime.time(hour, 5)))


def told(hour=9, day=0):
    """How many messages the worker puts into the outbox when it looks at this time."""
    before = Letter.objects.count()
    emails.tell_groups(at(hour, day))
    return Letter.objects.count() - before


def work_off():
    """Send what waits, as if its time had come and not yet passed."""
    waiting = Letter.objects.filter(state=State.DUE)
    waiting.update(due_at=timezone.now(), expires_at=timezone.now() + datetime.timedelta(hours=1))
    emails.send_messages(lambda: False)


@pytest.fixture
def patient_rules(world):
    """Nothing is overdue in these tests."""
    ReminderRule.objects.bulk_create(ReminderRule(duty=duty, after=365) for duty in ObligationKind)


@pytest.fixture
def waits(world, sam, patient_rules):
    """An entry waits for the recipient."""
    return world.submitted(sam, title="秘密题目")


def test_the_three_services_are_known_by_their_address():
    assert {name: robot_at(address)[0].name for name, address in ADDRESSES.items()} == {
        name: name for name in ADDRESSES
    }


@pytest.mark.parametrize(
    "address",
    [
        ADDRESSES["wecom"].replace("https", "http"),
        ADDRESSES["wecom"].replace("qyapi.", "evil."),
        ADDRESSES["wecom"].replace(".com/", ".com.evil.example/"),
        ADDRESSES["wecom"].replace(".com/", ".com:8443/"),
        ADDRESSES["wecom"].replace("https://", "https://user@"),
        ADDRESSES["wecom"].replace("https://", "https://127.0.0.1/?@"),
        ADDRESSES["wecom"].replace("/send", "/upload_media"),
        ADDRESSES["wecom"].replace("/cgi-bin/", "/cgi-bin/../"),
        ADDRESSES["wecom"] + "#there",
        ADDRESSES["wecom"] + "&debug=1",
        ADDRESSES["wecom"] + "\n",
        ADDRESSES["wecom"] + "\r\nHost: evil.example",
        ADDRESSES["wecom"].upper(),
        ADDRESSES["wecom"][:-1],
        ADDRESSES["dingtalk"].replace("access_token", "token"),
        ADDRESSES["feishu"].replace("open.feishu.cn", "open.larksuite.com"),
        ADDRESSES["feishu"].replace("/v2/", "/v1/"),
        "https://qyapi.weixin.qq.com/",
        "",
    ],
)
def test_every_other_address_is_refused(rita, address):
    with pytest.raises(ValidationError):
        workflow.set_up(rita, workflow.places_of(rita)[0], address)
    assert not Robot.objects.exists()


def test_only_those_whose_group_it_is_set_it(rita, sam, officer, editor):
    (place,) = workflow.places_of(rita)
    for other in (sam, officer, editor):
        with pytest.raises(Refused):
            workflow.set_up(other, place, ADDRESSES["wecom"])
    robot = a_robot(rita)
    for step in workflow.STEPS.values():
        with pytest.raises(Refused):
            step(robot, sam)


@pytest.mark.each_database
def test_a_place_has_one_robot_of_each_service_and_a_new_address_is_allowed_anew(rita):
    first = a_robot(rita)
    again = workflow.set_up(rita, workflow.places_of(rita)[0], ADDRESSES["wecom"].replace("7c2f", "7c2e"), hour=10)
    assert (again.pk, again.allowed, again.hour) == (first.pk, False, 10) and first.allowed


@pytest.mark.each_database
def test_who_allows_or_takes_away_stands_in_the_audit_log_without_a_word_of_the_key(rita, editor):
    robot = a_robot(rita, allowed=False)
    admin, number = a_client(editor), robot.pk
    admin.post("/admin/oversight/robotservice/add/", {"name": "wecom", "allowed": "on", "reason": "试点"})
    admin.post(f"/admin/oversight/robot/{number}/change/", {"allowed": "on", "reason": "本校工作群"})
    robot.refresh_from_db()
    robot.hour = 11
    robot.save()  # no right
    workflow.remove(robot, rita)
    place = f"群机器人 {number}: 企业微信 · 湖北甲学院"
    of_service = f"群机器人服务 {RobotService.objects.get().pk}: 企业微信"
    entries = AuditEntry.objects.filter(kind="rights", subject__contains="机器人").order_by("pk")
    assert list(entries.values_list("outcome", "user__username", "subject")) == [
        ("added", "rita", place),
        ("added", "ed", of_service),
        ("changed", "ed", place),
        ("removed", "rita", place),
    ]
    assert all(entry.request_id for entry in entries.filter(user=editor))


@pytest.mark.each_database
def test_once_a_day_at_its_hour_a_group_is_told_how_much_waits_and_nothing_else(services, rita, waits):
    a_robot(rita, hour=10)
    assert (told(9), told(10), told(11), told(10, day=1)) == (0, 1, 0, 1)
    Letter.objects.last().delete()
    work_off()
    ((host, path, body),) = services.sent
    assert (host, path) == ("qyapi.weixin.qq.com", f"/cgi-bin/webhook/send?key={KEY}")
    assert body == {
        "msgtype": "text",
        "text": {"content": "高校结对帮扶：工作台有待办事项：待确认的记录 1。https://pairing.example.cn/desk/"},
    }


def test_nothing_is_said_when_nothing_waits_nor_at_night(services, rita, patient_rules):
    a_robot(rita)
    assert (told(9), told(22, day=1)) == (0, 0)


def test_what_was_dealt_with_before_it_was_sent_is_not_told(services, rita, waits):
    a_robot(rita)
    assert told() == 1
    waits.delete()
    work_off()
    assert services.sent == [] and Letter.objects.get().state == State.DROPPED


def test_a_province_is_told_of_its_pairs(services, officer, waits):
    assert a_robot(officer).province == JIANGSU
    assert told() == 1
    work_off()
    assert "待确认的记录 1" in services.sent[0][2]["text"]["content"]


@pytest.mark.parametrize("missing", ["service", "robot", "stopped", "worn out"])
def test_it_is_silent_until_the_ministry_allows_both_the_service_and_the_robot(services, rita, waits, missing):
    robot = a_robot(rita)
    assert told() == 1
    off = {"robot": {"allowed": False}, "stopped": {"active": False}, "worn out": {"failures": FAILURES_ALLOWED}}
    if missing == "service":
        RobotService.objects.update(allowed=False)
    else:
        Robot.objects.filter(pk=robot.pk).update(**off[missing])
    assert told(day=1) == 0
    work_off()
    assert services.sent == []  # not even what waited


def test_dingtalk_and_feishu_are_signed_as_they_ask(services, rita, waits, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_599_360_473.0)
    for service in ("dingtalk", "feishu"):
        a_robot(rita, service, secret="this-is-a-secret")
    told()
    work_off()
    ding, fei = sorted(services.sent)
    asked = parse_qs(urlsplit(ding[1]).query)
    assert asked == {
        "access_token": [TOKEN],
        "timestamp": ["1599360473000"],
        "sign": ["TBvnDMogddRZMpXxDDrwSIIHgcXWRw/0Iwv03s1fK0w="],
    }
    assert (fei[2]["timestamp"], fei[2]["sign"]) == ("1599360473", "WT9FvHlWZSvHH9BhKZRgU+a7B3o4t0UckdBXDNLnZeA=")


def test_wecom_has_no_secret_to_sign_with(rita):
    with pytest.raises(ValidationError):
        a_robot(rita, secret="this-is-a-secret")


@pytest.mark.each_database
def test_a_killed_sender_leaves_each_message_sent_once(services, rita, waits, monkeypatch):
    a_robot(rita)
    told()
    services.fault = KeyboardInterrupt()  # killed in the middle of sending
    with pytest.raises(KeyboardInterrupt):
        work_off()
    services.fault = None
    Letter.objects.update(claimed_at=timezone.now() - LOST_AFTER - LOST_AFTER)
    work_off()
    assert services.sent == [] and Letter.objects.get().state == State.UNCLEAR
    assert told(10) == 0  # nor is it put into the outbox anew


@pytest.mark.parametrize("fault", [MayHaveGone(), calling.RejectedError(93000), calling.UnreachableError()])
def test_it_is_switched_off_when_it_has_failed_too_often(services, rita, waits, fault):
    robot, services.fault = a_robot(rita), fault
    for day in range(FAILURES_ALLOWED):
        told(day=day)
        work_off()
    robot.refresh_from_db()
    assert robot.is_worn_out and robot.state[0] == "worn_out" and robot.trouble
    assert told(day=FAILURES_ALLOWED) == 0
    workflow.start(robot, rita)
    services.fault = None
    assert told(day=FAILURES_ALLOWED + 1) == 1
    work_off()
    robot.refresh_from_db()
    assert (robot.failures, robot.last_state, robot.last_code, robot.trouble) == (0, State.SENT, None, "")


def test_an_answer_with_a_number_is_a_failure_that_is_tried_again(services, rita, waits):
    robot, services.answer = a_robot(rita), {"errcode": 310000, "errmsg": "keywords not in content"}
    told()
    work_off()
    robot.refresh_from_db()
    assert (robot.last_state, robot.last_code, robot.failures) == (State.DUE, 310000, 1)
    services.answer = {"errcode": 0}
    work_off()
    assert len(services.sent) == 2 and Letter.objects.get().state == State.SENT


@pytest.mark.each_database
def test_a_trial_is_sent_at_once_and_not_without_end(services, rita):
    robot = a_robot(rita)
    for _each in range(TRIALS_A_DAY):
        workflow.try_out(robot, rita)
    with pytest.raises(Refused):
        workflow.try_out(robot, rita)
    work_off()
    assert len(services.sent) == TRIALS_A_DAY and "测试消息" in services.sent[0][2]["text"]["content"]


def test_a_robot_that_is_not_allowed_cannot_be_tried(rita):
    with pytest.raises(Refused):
        workflow.try_out(a_robot(rita, allowed=False), rita)


def test_what_waits_for_another_address_is_not_sent_to_the_new_one(services, rita):
    robot = a_robot(rita)
    workflow.try_out(robot, rita)
    a_robot(rita)
    work_off()
    assert services.sent == []


def test_letters_do_not_wait_for_robots(services, rita, monkeypatch):
    monkeypatch.setattr(worker, "CHORES", {})  # whether one is due depends on the time of day
    workflow.try_out(a_robot(rita), rita)
    worker.Letters()(lambda: False)
    assert services.sent == [] and Letter.objects.get().state == State.DUE
    assert send_due() == 1


def test_a_school_that_is_merged_away_leaves_its_robot_behind():
    assert Robot.stays_with_record and University  # nobody else's group is told of the school that stays
    assert set(SERVICES) == set(ADDRESSES)


def test_its_own_side_sets_the_hour_stops_starts_and_removes_it_and_nobody_else(world, rita, sam, editor):
    robot = a_robot(rita)
    steps = [lambda by: workflow.change_hour(robot, by, 15), *(lambda by, step=step: step(robot, by) for step in STEPS)]
    for step in steps:
        for stranger in (sam, editor):
            with pytest.raises(Refused):
                step(stranger)
    Robot.objects.update(failures=3)
    assert workflow.change_hour(robot, rita, 15).hour == 15
    workflow.stop(robot, rita)
    assert not Robot.objects.get().active
    workflow.start(robot, rita)
    assert (Robot.objects.get().active, Robot.objects.get().failures) == (True, 0)
    workflow.remove(robot, rita)
    assert not Robot.objects.exists()
