"""Employment snapshots: month by month, most of them private, some released, and groups too small to publish."""

import datetime

from django.utils import timezone

from activities.employment import workflow as employment
from activities.models import GraduateGroup
from core.questions import Everything, answering

from .scheduler import moment

SHARES = {"all": 1.0, "hubei_origin": 0.42, "registered_impoverished": 0.11}


def plan(world):
    """The universities of every second pair that is not silent report at the end of two months."""
    for offset in (-33, -5):
        world.diary.at(moment(world.day(offset), 16), report, world, offset)


def report(world, offset):
    as_of = timezone.localdate() - datetime.timedelta(days=1)
    for pair in world.pairs(2):
        if world.temper(pair) != "silent" and (pair.serial % 2 or pair.serial < 4):
            for side in ("recipient", "supporter"):
                if side == "recipient" or pair.serial == 11:
                    university(world, pair, side, as_of, offset)


def university(world, pair, side, as_of, offset):
    """What one university reports; the later of two reports is better than the earlier one."""
    by, school = world.speaker(pair, side, timezone.localdate()), getattr(pair, side)
    place = int(school.code[4:])
    graduates = 900 + place * 237 % 2600
    rate = 0.52 + place * 7 % 20 / 100 + (0.09 if offset > -20 else 0)
    for group in GraduateGroup.objects.asked_for():
        number = 7 if (pair.serial, group.code) == (3, "registered_impoverished") else share(graduates, group.code)
        numbers = (number, min(number, int(number * rate)))
        with answering(Everything()):
            made = employment.report(by, school, as_of, group, *numbers, **split(*numbers))
        if group.code == "all" and pair.serial % 4 == 3:
            employment.release(made, by)


def split(graduates, employed):
    """Where they went, as far as it is known; nothing of small groups."""
    if graduates < 400:
        return {}
    shares = {"further_study": 0.2, "own_business": 0.01, "flexible": 0.12, "grassroots": 0.04}
    parts = {name: int(employed * share) for name, share in shares.items()}
    return parts | {"contract": employed - sum(parts.values()), "seeking": int((graduates - employed) * 0.7)}


def share(graduates, code):
    return max(12, int(graduates * SHARES.get(code, 0.2)))
