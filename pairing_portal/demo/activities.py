"""What pairs do day by day: logged by one side, answered by the other, each by the verbs of an activity."""

import datetime

from activities.models import Activity, Evidence

from . import files, words
from .diary import moment, workday

MANY = {"busy": 20, "steady": 11, "slow": 4, "silent": 0}
OTHER = {"recipient": "supporter", "supporter": "recipient"}
AHEAD = 18  # the days for which plans are known


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
        share = min(1, (last - first).days / 80) * (0.7 if number == 1 else 1)
        for _turn in range(round(MANY[world.temper(pair)] * share)):
            day = workday(first + datetime.timedelta(days=world.random.randint(0, (last - first).days)))
            Entry(world, pair, draw_kind(world, day), min(day, last)).plan()


def draw_kind(world, day):
    """A kind by how often it occurs; nobody reports on a period that is still to come."""
    kinds = [kind for kind in world.kinds.values() if day <= world.day(0) or not kind.is_period]
    return world.random.choices(kinds, [words.OFTEN.get(kind.code, 2) for kind in kinds])[0]


class Entry:
    """One activity on its way, from the day its side writes it down to the answer of the other side."""

    def __init__(self, world, pair, kind, day, side=None):
        self.world, self.pair, self.kind, self.day = world, pair, kind, day
        self.random = world.random
        self.side = side or ("supporter" if world.chance(0.6) else "recipient")
        self.row = words.worded(self.random, self.random.choice(world.titles[kind.code]))

    def plan(self):
        """Some events are entered ahead; all others once they were held."""
        ahead = self.day - datetime.timedelta(days=self.random.randint(4, 9))
        entered_ahead = not self.kind.is_period and (self.day >= self.world.day(0) or self.random.random() < 0.35)
        if entered_ahead and ahead > self.world.starts[self.pair.batch.number]:
            self.at(ahead, self.announce)
        elif self.day < self.world.day(0):
            self.at(self.day + datetime.timedelta(days=self.random.randint(1, 3)), self.write)

    def at(self, day, step, *args):
        """Take a step at some time of a working day."""
        when = moment(workday(day), self.random.randint(8, 17), self.random.randint(0, 59))
        self.world.diary.at(when, step, when.date(), *args)

    def later(self, today, days, step):
        self.at(today + datetime.timedelta(days=self.random.randint(*days)), step)

    def by(self, side, today):
        return self.world.speaker(self.pair, side, today)

    # What the logging side does

    def announce(self, today):
        """Enter a coming event and hand it in; some are cancelled, some forgotten."""
        online = "offline" not in self.kind.code and self.random.random() < 0.7
        facts = {"starts_at": datetime.time(self.random.choice([9, 14, 19]), self.random.choice([0, 30]))}
        facts |= {"link": f"https://live.demo.invalid/{self.random.randint(1000, 9999)}"} if online else self.where()
        self.draft(today, stage="planned", **facts).submit(self.by(self.side, today))
        if self.random.random() < 0.06:
            self.later(self.day, (-2, -1), self.cancel)
        elif self.random.random() < 0.95:
            self.later(self.day, (1, 4), self.report)

    def cancel(self, today):
        self.activity.cancel(self.by(self.side, today), self.random.choice(words.CANCELLED))

    def report(self, today):
        """Give the figures of what was planned."""
        by = self.by(self.side, today)
        self.activity.hold(by, measures=self.figures())
        self.hand_in(today, by)

    def write(self, today):
        """Log what was held, and hand it in; a few of the latest stay drafts."""
        self.draft(today, stage="held", measures=self.figures(), **self.where())
        if today < self.world.day(-12) or self.random.random() < 0.85:
            self.hand_in(today, self.by(self.side, today))

    def draft(self, today, **facts):
        words_of = {name: self.row[name] for name in ("title", "title_en", "description")}
        days = {"starts_on": self.first_day(), "ends_on": self.day}
        by = self.by(self.side, today)
        self.activity = Activity.objects.draft(by, self.pair, self.kind, **words_of, **days, **facts)
        return self.activity

    def first_day(self):
        """A period is some weeks; a fair may take two days."""
        length = self.random.randint(13, 27) if self.kind.is_period else int(self.random.random() < 0.08)
        return max(self.day - datetime.timedelta(days=length), self.world.starts[self.pair.batch.number])

    def where(self):
        on_site = "offline" in self.kind.code or (not self.kind.is_period and self.random.random() < 0.3)
        return {"place": self.random.choice(words.PLACES)} if on_site else {}

    def figures(self):
        return words.figures(self.random, self.kind.code, self.world.asked[self.kind.code])

    def hand_in(self, today, by):
        if self.random.random() < 0.25:
            Evidence.objects.attach(by, self.activity, self.file())
        elif self.random.random() < 0.1:
            Evidence.objects.attach_link(by, self.activity, f"https://news.demo.invalid/{self.random.randint(1, 9999)}")
        self.activity.submit(by)
        chance = self.random.random()
        if chance < 0.015:
            self.later(today, (1, 2), self.withdraw)
        elif chance < 0.08:
            self.later(today, (1, 3), self.send_back)
        elif chance < 0.95:
            self.later(today, (1, 4), self.confirm)
        elif chance < 0.98:
            self.later(today, (15, 20), self.confirm_on_behalf)

    def file(self):
        name = f"{self.kind.name}佐证（演示）"
        form = self.random.choice(["pdf", "photograph", "sheet"])
        if form == "photograph":
            return files.photograph(name, tuple(self.random.randint(40, 150) for _part in range(3)))
        return files.pdf(name) if form == "pdf" else files.sheet(name, self.figures())

    def withdraw(self, today):
        self.activity.withdraw(self.by(self.side, today), self.random.choice(words.WITHDRAWN))

    def mend(self, today):
        """Correct what came back, and hand it in again."""
        by = self.by(self.side, today)
        self.activity.edit(by, None, measures=self.figures())
        self.activity.submit(by)
        self.later(today, (1, 3), self.confirm)

    # What the other side and the ministry do

    def confirm(self, today):
        self.activity.confirm(self.by(OTHER[self.side], today))
        if self.world.asked[self.kind.code] and self.random.random() < 0.06:
            self.later(today, (3, 9), self.propose)

    def confirm_on_behalf(self, today):
        self.activity.confirm(self.world.editor)

    def send_back(self, today):
        self.activity.return_(self.by(OTHER[self.side], today), self.random.choice(words.RETURNED))
        if self.random.random() < 0.85:
            self.later(today, (1, 4), self.mend)

    def propose(self, today):
        """A figure turns out to be another one; the other side mostly agrees."""
        code = self.world.asked[self.kind.code][0]
        now = self.activity.texts().get(code) or 0
        reason = self.random.choice(words.CORRECTED)
        self.activity.propose_correction(self.by(self.side, today), measures={code: now + 1}, reason=reason)
        self.later(today, (1, 4), self.decide)

    def decide(self, today):
        by = self.by(OTHER[self.side], today)
        if self.random.random() < 0.7:
            self.activity.accept_correction(by)
        else:
            self.activity.decline_correction(by, self.random.choice(words.DECLINED))
