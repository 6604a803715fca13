"""What a group robot says, as letters of the outbox: sent at most once, by a thread of the worker of its own."""

from datetime import datetime, time, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from core.localized import localized
from core.models import Letter
from core.numbers import MAX_NUMBER
from core.outbox.kinds import LetterKind, register
from core.outbox.sending import send_due
from core.outbox.smtp import MayHaveGone
from core.worker import chore, repeated

from .calling import RejectedError
from .counts import waiting_at
from .models import FAILURES_ALLOWED, Robot
from .services import SERVICES

LOOK_EVERY = timedelta(minutes=10)
TRIAL_VALID_FOR = timedelta(hours=1)
LATEST = time(22)  # after that a group is left alone until the next day
FAILED = [Letter.State.DUE, Letter.State.UNCLEAR, Letter.State.FAILED]


def queue_trial(robot):
    queue(robot, timezone.now() + TRIAL_VALID_FOR, trial=True)


def queue(robot, until, **facts):
    with override(settings.LANGUAGE_CODE):
        recipient = str(robot)
    Letter.objects.queue(RobotMessage.code, recipient, until, robot=robot.pk, set_at=robot.set_at.isoformat(), **facts)
    Robot.objects.filter(pk=robot.pk).update(last_state=Letter.State.DUE, last_at=timezone.now(), last_fault="")


@chore(every=LOOK_EVERY)
def tell_groups(now=None):
    """Put a message into the outbox for each robot whose hour has come and at whose desk something waits."""
    now = timezone.localtime(now)
    until = timezone.make_aware(datetime.combine(now.date(), LATEST))
    if now < until:
        for robot in due(now):
            look(robot, now.date(), until)


def due(now):
    """The robots at whose desk nobody has looked today, and whose hour has come."""
    not_yet = models.Q(looked_on=None) | models.Q(looked_on__lt=now.date())
    return Robot.objects.sending().filter(not_yet, hour__lte=now.hour, failures__lt=FAILURES_ALLOWED)


@transaction.atomic
def look(robot, today, until):
    """Look once a day, whoever else does so at the same time."""
    mine = due(timezone.make_aware(datetime.combine(today, LATEST))).filter(pk=robot.pk).update(looked_on=today)
    if mine and waiting_at(robot):
        queue(robot, until)


@repeated
def send_messages(stop):
    """Send what waits for robots; a service that is slow holds up no mail."""
    send_due(Letter.objects.filter(kind=RobotMessage.code), stop=stop)


class Message:
    """A message to one robot, as the outbox sends its letters."""

    def __init__(self, robot, text):
        self.robot, self.text, self.extra_headers = robot, text, {}
        self.subject = gettext("Message to a group robot")

    def send(self):
        """Hand it over; RejectedError when the service answers that it does not take it, with its number kept."""
        try:
            self.hand_over()
        except RejectedError as error:
            code = error.code if isinstance(error.code, int) and abs(error.code) <= MAX_NUMBER else None
            Robot.objects.filter(pk=self.robot.pk).update(last_code=code)
            raise

    def hand_over(self):
        service = SERVICES[self.robot.service]
        host, path, secret = self.robot.target()
        answer = import_string(settings.ROBOT_CALLER)(host, path, service.body(self.text, secret))
        if service.success not in answer:
            raise MayHaveGone("an answer without its number")
        if answer[service.success] != 0:
            raise RejectedError(answer[service.success])


@register
class RobotMessage(LetterKind):
    """How much waits, or that a trial has arrived."""

    code = "robot"
    label = _("Message to a group robot")
    apart = True

    def compose(self, letter):
        """None when nothing may be sent to the robot any more, it has another address now, or nothing waits."""
        robot = Robot.objects.sending().select_related("university").filter(pk=letter.facts["robot"]).first()
        if robot is None or robot.is_worn_out or robot.set_at.isoformat() != letter.facts["set_at"]:
            return None
        with override(settings.LANGUAGE_CODE):
            if letter.facts.get("trial"):
                return Message(robot, trial_text())
            found = waiting_at(robot)
            return Message(robot, text_of(found)) if found else None

    def after(self, letter):
        """Keep at the robot what became of the message, and how often it failed since the last success."""
        facts = {"last_state": letter.state, "last_at": timezone.now()}
        if letter.state in FAILED:
            facts |= {"failures": models.F("failures") + 1, "last_fault": letter.fault[:40]}
        elif letter.state == Letter.State.SENT:
            facts |= {"failures": 0, "last_fault": "", "last_code": None}
        Robot.objects.filter(pk=letter.facts["robot"]).update(**facts)


def text_of(found):
    """Counts, and where the desk is; never a title or a name."""
    words = {"link": desk(), "site": localized(settings.SITE, "name")}
    words["parts"] = gettext(", ").join(f"{label} {count}" for label, count in found.items())
    return gettext("%(site)s: waiting at the desk: %(parts)s. %(link)s") % words


def trial_text():
    words = {"link": desk(), "site": localized(settings.SITE, "name")}
    return (
        gettext("%(site)s: this is a trial message. This group will be told how much waits at the desk. %(link)s")
        % words
    )


def desk():
    return urljoin(settings.SITE["address"], reverse("desk")) if settings.SITE["address"] else ""
