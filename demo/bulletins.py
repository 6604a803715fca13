"""Bulletins on the batch that is running: one of a month ago, a newer one, and one that is being written."""

from oversight.bulletins import workflow as bulletins
from oversight.models import Bulletin

from .scheduler import moment

SCOPE = {"scope": "演示第二批", "scope_en": "Demo batch 2"}
NOTE = "演示说明：发布之后才确认的活动计入下一期通报，本期数字保持不变。"
NOTE_EN = "A note made up for demonstration: what was confirmed later counts in the next bulletin; these figures stay."
PUBLISHED = (-32, -4)  # the days as of which they are computed; each comes out on the day after
DRAFTED = -2


def plan(world):
    for as_of in PUBLISHED:
        world.diary.at(moment(world.day(as_of + 1), 16), publish, world, as_of)
    world.diary.at(moment(world.day(PUBLISHED[0] + 3), 10), annotate, world)
    world.diary.at(moment(world.day(DRAFTED + 1), 16, 30), draft, world, DRAFTED)


def draft(world, as_of):
    """Figures with the wordings and the paragraph that the portal proposes."""
    return bulletins.draft(world.editor, [2], world.day(as_of), **SCOPE)


def publish(world, as_of):
    bulletins.publish(draft(world, as_of), world.editor)


def annotate(world):
    """A dated note on what is published, the only thing that is ever added."""
    bulletins.correct(Bulletin.objects.published().newest_first().first(), world.editor, NOTE, NOTE_EN)
