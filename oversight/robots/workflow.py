"""Setting, trying, stopping and removing the group robots of one's own university or province."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.exceptions import Refused
from core.versioning import drop, keep, refuse_unless

from .models import TRIALS_A_DAY, Robot
from .services import robot_at

NOT_YOURS = _("Group robots are managed by the coordinators of the university or the officers of the province.")
NOT_ALLOWED = _("The ministry has not allowed this robot, so nothing is sent to it.")
ENOUGH_TRIALS = _("This robot has been tried often enough today; try again tomorrow.")


def places_of(user):
    """Return the places for which `user` may set robots, as the columns of a robot."""
    universities = [{"university_id": university, "province": ""} for university in sorted(user.universities)]
    return universities + [{"university_id": None, "province": province} for province in sorted(user.provinces)]


@transaction.atomic
def set_up(by, place, address, secret="", hour=9):
    """Set the robot at `address` for `place`, in the stead of the one it has with that service; the Robot.

    ValidationError for an address that is none of a robot. The ministry decides about each address anew.
    """
    refuse_unless(place in places_of(by), NOT_YOURS, "not_yours")
    service, _key = robot_at(address)
    robot = Robot.objects.select_for_update(of=("self",)).filter(service=service.name, **place).first()
    robot = robot or Robot(service=service.name, **place)
    robot.take_address(address, secret)
    robot.hour, robot.set_by, robot.set_at = hour, by, timezone.now()
    robot.active, robot.allowed, robot.refused = True, False, False
    robot.failures, robot.last_state, robot.last_fault, robot.last_code = 0, "", "", None
    robot.full_clean()
    keep(robot, by)
    return robot


@transaction.atomic
def change_hour(robot, by, hour):
    """Have the messages come at another time of day."""
    locked(robot, by)
    robot.hour = hour
    robot.full_clean()
    keep(robot, by, fields=["hour"])
    return robot


@transaction.atomic
def stop(robot, by):
    """Send nothing to it until it is started again."""
    locked(robot, by)
    robot.active = False
    keep(robot, by, fields=["active"])


@transaction.atomic
def start(robot, by):
    """Send to it again, also after it was switched off because it failed too often."""
    locked(robot, by)
    robot.active, robot.failures = True, 0
    keep(robot, by, fields=["active", "failures"])


@transaction.atomic
def remove(robot, by):
    """Forget it, and its address."""
    locked(robot, by)
    drop([robot], by)


@transaction.atomic
def try_out(robot, by):
    """Have a trial message sent; Refused while nothing may be sent to it, or when it was tried too often today."""
    from .emails import queue_trial

    locked(robot, by)
    refuse_unless(Robot.objects.sending().filter(pk=robot.pk).exists(), NOT_ALLOWED)
    today = timezone.localdate()
    robot.trials = robot.trials + 1 if robot.trials_on == today else 1
    refuse_unless(robot.trials <= TRIALS_A_DAY, ENOUGH_TRIALS)
    robot.trials_on = today
    Robot.objects.filter(pk=robot.pk).update(trials=robot.trials, trials_on=today)
    queue_trial(robot)


STEPS = {"trial": try_out, "stop": stop, "start": start, "remove": remove}


def locked(robot, by):
    """Read the robot anew, for nobody else to change meanwhile; Refused unless it is one of `by`'s own."""
    found = Robot.objects.of(by).select_for_update(of=("self",)).filter(pk=robot.pk)
    if not found.exists():
        raise Refused(NOT_YOURS, "not_yours")
    robot.refresh_from_db(from_queryset=found)
