"""Agreements in every state: drafted, accepted by one side, returned, in force, on behalf of a side, amended."""

import datetime

from activities.agreements import workflow as agreements
from activities.models import Evidence

from . import sample_files, sample_texts
from .scheduler import moment, workday

SERIALS = {  # of the running batch; all others have an agreement in force, or none where the pair is silent
    3: "amended",
    4: "half accepted",
    5: "amendment drafted",
    8: "returned",
    9: "on behalf",
    11: "amendment offered",
    12: "drafted",
    18: "drafted",
    24: "returned",
}


def plan(world):
    """Write the agreements of all batches into the diary, once each list is out."""
    for number in world.sizes:
        published = world.starts[number] - datetime.timedelta(days=3)
        world.diary.at(moment(published, 8), begin, world, number)


def begin(world, number):
    for pair in world.pairs(number):
        story = SERIALS.get(pair.serial, "in force") if number == 2 else "in force"
        late = number == 3 and (pair.serial is None or pair.serial > 4)
        if world.temper(pair) != "silent" and not late:
            wait = world.random.randint(2, 5) if number == 3 else world.random.randint(9, 20)
            day = workday(world.starts[number] + datetime.timedelta(days=wait))
            AgreementOf(world, pair, story).plan(day)


class AgreementOf:
    """One pair's agreement on its way; `story` says how far it comes."""

    def __init__(self, world, pair, story):
        self.world, self.pair, self.story = world, pair, story
        self.first = "supporter" if world.chance(0.7) or story != "in force" else "recipient"
        self.second = {"supporter": "recipient", "recipient": "supporter"}[self.first]

    def plan(self, day):
        """Drafted on `day`; answered in the days after; what is amended, in the last fortnight."""
        days = [workday(day + datetime.timedelta(days=wait)) for wait in (0, 1, 3)]
        last = {"drafted": 1, "half accepted": 2, "returned": 2}.get(self.story, 3)
        if self.story in ("drafted", "half accepted", "returned"):
            days = [self.world.day(-wait) for wait in (9, 8, 5)]
        steps = [(self.draft, 10), (self.accept_own, 11), (self.answer, 15)]
        for (step, hour), on in zip(steps[:last], days[:last], strict=True):
            self.world.diary.at(moment(on, hour), step, on)
        if self.story == "returned":
            self.world.diary.at(moment(days[2], 15), self.send_back, days[2])
        if self.story.startswith("amend"):
            self.world.diary.at(moment(self.world.day(-6), 10), self.amend, self.world.day(-6))

    def draft(self, on):
        batch, random = self.pair.batch, self.world.random
        promised = [self.promise(row) for row in sample_texts.PROMISES if row[0] == 1 or random.random() < 0.6]
        facts = {"goals": random.choice(sample_texts.GOALS), "starts": on, "ends": batch.ends}
        self.agreement = agreements.draft(self.by(self.first, on), self.pair, commitments=promised, **facts)
        self.attach(on, "帮扶协议（演示）")

    def promise(self, row):
        mechanism, code, bounds, text = row
        target = bounds and self.world.random.randint(*bounds)
        target = target and (round(target, -1) if target > 30 else target)
        indicator = self.world.indicators.get(code)
        facts = {"indicator": indicator, "target": target, "text": text.format(target=target)}
        return {"mechanism": self.pair.batch.action.mechanisms.get(number=mechanism), **facts}

    def attach(self, on, name):
        Evidence.objects.attach(self.by(self.first, on), self.agreement, sample_files.pdf(name))

    def accept_own(self, on):
        agreements.accept(self.agreement, self.by(self.first, on))

    def answer(self, on):
        if self.story == "on behalf":
            agreements.accept(self.agreement, self.world.editor, side=self.second)
        else:
            agreements.accept(self.agreement, self.by(self.second, on))

    def send_back(self, on):
        agreements.send_back(self.agreement, self.by(self.second, on), "请补充就业指导和实习方面的任务，并写明数量。")

    def amend(self, on):
        """The next edition: more is promised; it takes force where the other side agrees."""
        self.agreement = agreements.amend(self.agreement, self.by(self.first, on))
        promised = [row.facts() for row in self.agreement.commitments.all()]
        promised.append(self.promise(sample_texts.PROMISES[-2]))
        agreements.edit(self.agreement, self.by(self.first, on), None, {}, promised)
        if self.story != "amendment drafted":
            self.world.diary.at(moment(self.world.day(-5), 10), self.accept_own, self.world.day(-5))
        if self.story == "amended":
            self.world.diary.at(moment(self.world.day(-4), 10), self.answer, self.world.day(-4))

    def by(self, side, on):
        return self.world.speaker(self.pair, side, on)
