"""What pairs do day by day, drawn by chance: many entries, and most of them answered within days."""

import datetime

from . import sample_texts
from .activity_story import ActivityStory
from .scheduler import moment, workday

MANY = {"busy": 20, "steady": 11, "slow": 4, "silent": 0}
AHEAD = 18  # the days for which plans are known
# After a step: the share of stories, the days until the next step, and that step. The rest ends there.
NEXT = {
    "announced": [(0.94, (1, 4), "report")],
    "submitted": [
        (0.86, (1, 4), "confirm"),
        (0.065, (1, 3), "send_back"),
        (0.03, (15, 20), "confirm_on_behalf"),
        (0.015, (1, 2), "withdraw"),
    ],
    "returned": [(0.95, (1, 4), "mend")],
    "mended": [(1, (1, 3), "confirm")],
    "confirmed": [(0.06, (3, 9), "propose")],
    "proposed": [(0.6, (1, 4), "agree"), (0.25, (1, 4), "decline")],
}


def plan(world):
    """Write what all pairs do into the diary, once each list is out."""
    for number in world.sizes:
        published = world.starts[number] - datetime.timedelta(days=3)
        world.diary.at(moment(published, 8, 30), begin, world, number)


def begin(world, number):
    """Draw what each pair does: as many entries as its temper and the days it has had allow."""
    for pair in world.pairs(number):
        first = world.starts[number] + datetime.timedelta(days=3)
        last = min(pair.batch.ends, world.day(AHEAD))
        share = world.pace * min(1, (last - first).days / 80) * (0.7 if number == 1 else 1)
        for _turn in range(round(MANY[world.temper(pair)] * share)):
            day = min(workday(first + datetime.timedelta(days=world.random.randint(0, (last - first).days))), last)
            side = "supporter" if world.chance(0.6) else "recipient"
            Drawn(world, pair, draw_kind(world, day), day, side).plan()


def draw_kind(world, day):
    """A kind by how often it occurs; nobody reports on a period that is still to come."""
    kinds = [kind for kind in world.kinds.values() if day <= world.day(0) or not kind.is_period]
    return world.random.choices(kinds, [sample_texts.OFTEN.get(kind.code, 2) for kind in kinds])[0]


class Drawn(ActivityStory):
    """An entry whose every next step is drawn by chance."""

    def plan(self):
        """Some events are entered ahead, and few of them cancelled; all else is logged once it was held."""
        ahead = self.day - datetime.timedelta(days=self.random.randint(4, 9))
        planned = not self.kind.is_period and (self.day >= self.world.day(0) or self.random.random() < 0.35)
        if planned and ahead > self.world.starts[self.pair.batch.number]:
            self.at(ahead, "announce")
        elif self.day < self.world.day(0):
            late = self.day > self.world.day(-10) and self.random.random() < 0.15
            self.at(self.day + datetime.timedelta(days=self.random.randint(1, 3)), "begin" if late else "write")

    def then(self, happened, today):
        chance = self.random.random()
        if happened == "announced" and chance > 0.95:
            return self.at(workday(self.day - datetime.timedelta(days=1), -1), "cancel")
        if happened == "confirmed" and not self.world.asked[self.kind.code]:
            return None
        since = self.day if happened == "announced" else today
        for share, days, step in NEXT[happened]:
            chance -= share
            if chance < 0:
                return self.at(since + datetime.timedelta(days=self.random.randint(*days)), step)
        return None

    def at(self, day, step):
        """Take a step at some time of a working day."""
        when = moment(workday(day), self.random.randint(8, 17), self.random.randint(0, 59))
        self.world.diary.at(when, getattr(self, step), when.date())
