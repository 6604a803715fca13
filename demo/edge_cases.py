"""What is never left to chance: every mechanism, and every state of an activity in the pair that is shown."""

from django.utils import timezone

from activities.activities import evidence_workflow, proposals
from activities.activities.models import totals
from activities.activities.models.states import Stage, Status
from activities.models import Activity, Evidence, Measure

from . import sample_files, sample_texts
from .activity_story import ActivityStory
from .scheduler import moment

GIVEN_UP = [(-16, "propose_withdrawal"), (-15, "agree")]
# Side, kind, last day, and the steps: all days counted from today.
STORIES = [
    # waiting for the other side
    ("supporter", "online_fair", -4, [(-3, "write")]),
    ("supporter", "lecture", -2, [(-1, "write")]),
    ("supporter", "consultation", -5, [(-4, "write")]),  # on weeks that the next one reports on as well
    ("recipient", "consultation", -3, [(-2, "write")]),
    ("recipient", "lecture", -6, [(-4, "write")]),
    ("ministry", "remote_meeting", -5, [(-4, "write")]),
    # back with a reason
    ("supporter", "matching", -8, [(-7, "write"), (-5, "send_back")]),
    ("recipient", "offline_fair", -9, [(-8, "write"), (-6, "send_back")]),
    # planned: coming, over and not yet reported, called off
    ("supporter", "online_fair", 4, [(-5, "announce")]),
    ("recipient", "lecture", 9, [(-4, "announce")]),
    ("supporter", "startup_contest", 16, [(-3, "announce")]),
    ("supporter", "alumni_recruitment", -2, [(-9, "announce")]),
    ("recipient", "graduate_training", -3, [(-9, "announce")]),
    ("recipient", "startup_training", -6, [(-14, "announce"), (-8, "cancel")]),
    ("supporter", "remote_meeting", -10, [(-15, "announce"), (-9, "report"), (-8, "confirm")]),
    # begun and not yet submitted
    ("supporter", "internship", -3, [(-2, "begin")]),
    ("recipient", "experience_exchange", -2, [(-1, "begin")]),
    # corrected: waiting, agreed, declined; and withdrawn before and after the answer
    ("supporter", "lecture", -15, [(-14, "write"), (-12, "confirm"), (-3, "propose")]),
    ("recipient", "staff_training", -16, [(-15, "write"), (-13, "confirm"), (-2, "propose")]),
    ("recipient", "thesis", -18, [(-17, "write"), (-16, "confirm"), (-14, "propose"), (-13, "agree")]),
    ("supporter", "teaching_resources", -19, [(-18, "write"), (-17, "confirm"), (-15, "propose"), (-14, "decline")]),
    ("supporter", "posts_shared", -11, [(-10, "write"), (-9, "withdraw")]),
    ("recipient", "employers_introduced", -20, [(-19, "write"), (-18, "confirm"), *GIVEN_UP]),
    # proposed and taken back; proposed to be withdrawn, and waiting for the other side
    ("supporter", "thesis", -14, [(-13, "write"), (-12, "confirm"), (-9, "propose"), (-8, "take_back")]),
    ("supporter", "posts_shared", -17, [(-16, "write"), (-15, "confirm"), (-4, "propose_withdrawal")]),
    ("recipient", "employers_introduced", -13, [(-12, "write"), (-11, "confirm"), (-3, "propose_withdrawal")]),
    # by the ministry for a side that did not answer
    ("supporter", "experience_exchange", -22, [(-21, "write"), (-4, "confirm_on_behalf")]),
    ("recipient", "rights_protection", -12, [(-11, "write"), (-8, "confirm")]),
    ("supporter", "agreement_signing", -21, [(-20, "write"), (-19, "confirm")]),
    # confirmed, so that something counts under every mechanism, before the first bulletin and since
    ("supporter", "posts_shared", -40, [(-39, "write"), (-37, "confirm")]),
    ("recipient", "alumni_recruitment", -36, [(-35, "write"), (-34, "confirm")]),
    ("supporter", "startup_contest", -30, [(-29, "write"), (-28, "confirm")]),
    ("recipient", "matching", -25, [(-24, "write"), (-23, "confirm")]),
    ("supporter", "employers_introduced", -14, [(-13, "write"), (-12, "confirm")]),
]  # fmt: skip
# What the good practice of other pairs goes by: serial number in the running batch, then as above.
OF_OTHERS = [
    (5, "supporter", "online_fair", -43, [(-42, "write"), (-40, "confirm")]),
    (10, "recipient", "lecture", -34, [(-33, "write"), (-31, "confirm")]),
]
FIRST = -44  # the day on which the stories begin
# What is attached to one story after the other: every kind of file, a link, and nothing.
PROOFS = ("pdf", "link", None, "photograph", "sheet", None)


def plan(world):
    world.diary.at(moment(world.day(FIRST), 7), begin, world)


def begin(world):
    """Write the stories into the diary."""
    pair = world.shown()
    others = {one.serial: one for one in world.pairs(2)}
    stories = [(pair, *story) for story in STORIES] + [(others[serial], *story) for serial, *story in OF_OTHERS]
    for place, (of, side, kind, day, steps) in enumerate(stories):
        entry = EdgeCaseStory(world, of, world.kinds[kind], world.day(day), side, PROOFS[place % len(PROOFS)])
        for offset, step in steps:
            world.diary.at(moment(world.day(offset), 9, place), getattr(entry, step), world.day(offset))
    two_accounts(world, pair, "startup_training", -12, agreed=True)
    two_accounts(world, pair, "staff_training", -7, agreed=False)
    world.diary.at(moment(world.day(-18), 14), sourced, world, pair)
    world.diary.at(moment(world.day(-6), 14), redacted, world, pair)


class EdgeCaseStory(ActivityStory):
    """An entry of which nothing that matters is drawn: every figure is reported, and what is attached is given."""

    def __init__(self, world, pair, kind, day, side, proof=None):
        super().__init__(world, pair, kind, day, side)
        self.given = proof

    def proof(self):
        return self.given

    def figures(self):
        return sample_texts.figures(self.random, self.kind.code, self.world.asked[self.kind.code], left_out=0)


def two_accounts(world, pair, kind, day, agreed):
    """Both sides log the same event; one proposes to count it once, and the other agrees or has yet to answer."""
    entries = [
        EdgeCaseStory(world, pair, world.kinds[kind], world.day(day), side) for side in ("supporter", "recipient")
    ]
    for entry in entries:
        entry.row = entries[0].row
        world.diary.at(moment(world.day(day + 1), 11), entry.write, world.day(day + 1))
    world.diary.at(moment(world.day(day + 4), 11), merge, world, *entries, agreed)


def merge(world, mine, yours, agreed):
    """The supporter proposes the higher of both figures."""
    today = timezone.localdate()
    both = [entry.activity.texts() for entry in (mine, yours)]
    asked = world.asked[mine.kind.code]
    known = {code: [text[code] for text in both if text.get(code) is not None] for code in asked}
    values = {code: max(found) for code, found in known.items() if found}
    proposal = proposals.propose_merge(mine.activity, mine.by("supporter", today), yours.activity, values)
    if agreed:
        proposals.accept(proposal, mine.by("recipient", today))


def sourced(world, pair):
    """What a public source told of, entered by nobody."""
    day, titles = world.day(-24), {"title": "就业帮扶云启动仪式", "title_en": "Opening ceremony online"}
    states = {"stage": Stage.HELD, "status": Status.CONFIRMED, "public_since": timezone.now(), "version": 1}
    source = "演示来源，不是真实报道 / made up for demonstration: https://news.demo.invalid/1"
    kind = world.kinds["remote_meeting"]
    made = Activity.objects.create(pair=pair, kind=kind, starts_on=day, ends_on=day, source=source, **titles, **states)
    Measure.objects.create(activity=made, indicator=world.indicators["meetings"], value=1)
    totals.recount(pair)


def redacted(world, pair):
    """A picture that had to go: its bytes are erased, and the line stays with the reason."""
    today = timezone.localdate()
    entry = EdgeCaseStory(world, pair, world.kinds["offline_fair"], world.day(-8), "supporter")
    entry.begin(today)
    by = entry.by("supporter", today)
    piece = Evidence.objects.attach(by, entry.activity, sample_files.photograph("现场照片（演示）", (90, 60, 60)))
    entry.hand_in(today)
    evidence_workflow.redact(piece, by, "照片中可以看到学生的姓名牌。")
