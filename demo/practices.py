"""Good practice: published in both languages and taken up by others, waiting for the ministry, and returned."""

from activities.activities.models.states import PublicState
from oversight.models import Practice
from oversight.practices import workflow as practices

from . import practice_texts
from .scheduler import moment

# Serial number in the running batch, side, number of the mechanism, and the slug under which its words are kept.
PUBLISHED = [
    (5, "supporter", 1, "one-door-for-posts", -38),
    (10, "recipient", 3, "mock-interviews-by-video", -29),
    (11, "supporter", 4, "courses-with-a-tutor", -16),
]
ADOPTED = {  # by whom, and when
    "one-door-for-posts": [(1, -27), (7, -22), (9, -15), (11, -12)],
    "mock-interviews-by-video": [(4, -18), (12, -9)],
}
WAITING = (11, "recipient", 2, "alumni-day", -3)
RETURNED = (11, "supporter", 5, "start-up-desk", -8)
RETURN_REASON = "请补充具体做法和可以核实的成效，删去评价性语言后重新提交。（演示）"


def plan(world):
    for *facts, offset in PUBLISHED:
        world.diary.at(moment(world.day(offset), 10), publish_later, world, *facts, offset)
    world.diary.at(moment(world.day(WAITING[-1]), 10), propose, world, *WAITING[:-1], WAITING[-1])
    world.diary.at(moment(world.day(RETURNED[-1]), 10), return_later, world, *RETURNED)
    for slug, pairs in ADOPTED.items():
        for serial, offset in pairs:
            world.diary.at(moment(world.day(offset), 15), adopt, world, slug, serial, offset)


def propose(world, serial, side, mechanism, slug, offset):
    """A side proposes what worked, in its own words, with up to two public activities that show it."""
    pair = pair_of(world, serial)
    by = world.speaker(pair, side, world.day(offset))
    title, text = practice_texts.RAW[slug]
    values = {"raw_title": title, "raw_text": text, "mechanism": world.mechanisms[mechanism]}
    held = Practice.citable_by(by).told_as(PublicState.HELD).filter(pair=pair, kind__mechanism__number=mechanism)
    cited = held.order_by("-ends_on", "pk")[:2]
    return practices.propose(by, pair, activities=list(cited), **values)


def publish_later(world, serial, side, mechanism, slug, offset):
    """The editor writes both languages and publishes some days later."""
    proposed = propose(world, serial, side, mechanism, slug, offset)
    world.diary.at(moment(world.day(offset + 3), 11), publish, world, proposed, slug)


def publish(world, proposed, slug):
    practices.edit(proposed, world.editor, None, {"slug": slug, **practice_texts.EDITED[slug]})
    practices.publish(proposed, world.editor)


def return_later(world, *facts):
    proposed = propose(world, *facts)
    world.diary.at(moment(world.day(facts[-1] + 2), 11), practices.send_back, proposed, world.editor, RETURN_REASON)


def adopt(world, slug, serial, offset):
    """Another pair takes it up openly, on either side's word."""
    pair = pair_of(world, serial)
    practices.adopt(Practice.objects.get(slug=slug), world.speaker(pair, "recipient", world.day(offset)), pair)


def pair_of(world, serial):
    return next(pair for pair in world.pairs(2) if pair.serial == serial)
