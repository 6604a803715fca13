"""One activity on its way: what its side writes, what the other side answers, each by a transition."""

import datetime

from activities.activities import proposals, workflow
from activities.activities.plausibility import questions_about
from activities.models import Evidence
from core.questions import Everything, answering

from . import sample_files
from . import sample_texts as words

OTHER = {"recipient": "supporter", "supporter": "recipient"}


class ActivityStory:
    """An activity of one pair, told from `day` on. Each step is taken on the day it is given; `then` follows it up."""

    def __init__(self, world, pair, kind, day, side):
        self.world, self.pair, self.kind, self.day, self.side = world, pair, kind, day, side
        self.random = world.random
        self.row = words.worded(self.random, self.random.choice(world.titles[kind.code]))

    def by(self, side, today):
        """Whoever acts for a side on that day; the editor for the ministry."""
        return self.world.speaker(self.pair, side, today) if side in OTHER else self.world.editor

    @property
    def other(self):
        return OTHER.get(self.side, "recipient")

    def then(self, happened, today):
        """What comes of a step that was taken: nothing here; a story that goes on by chance plans it."""

    # What the logging side does

    def announce(self, today):
        """Enter a coming event with its time and where to join it, and hand it in."""
        facts = {"starts_at": datetime.time(self.random.choice([9, 14, 19]), self.random.choice([0, 30]))}
        facts |= self.where()
        if self.kind.online or "place" not in facts:
            facts["link"] = f"https://live.demo.invalid/{self.random.randint(1000, 9999)}"
        draft = self.draft(today, stage="planned", **facts)
        workflow.submit(draft, self.by(self.side, today), answered=self.answers())
        self.then("announced", today)

    def cancel(self, today):
        workflow.cancel(self.activity, self.by(self.side, today), self.random.choice(words.CANCELLED))

    def report(self, today):
        """Give the figures of what was planned, and hand them in."""
        workflow.hold(self.activity, self.by(self.side, today), measures=self.figures())
        self.hand_in(today)

    def begin(self, today):
        """Note what was held, as a draft."""
        self.draft(today, stage="held", measures=self.figures(), **self.where())

    def write(self, today):
        """Log what was held, and hand it in."""
        self.begin(today)
        self.hand_in(today)

    def hand_in(self, today):
        by, proof = self.by(self.side, today), self.proof()
        if proof == "link":
            Evidence.objects.attach_link(by, self.activity, f"https://news.demo.invalid/{self.random.randint(1, 9999)}")
        elif proof:
            Evidence.objects.attach(by, self.activity, self.file(proof))
        workflow.submit(self.activity, by, answered=self.answers())
        self.then("submitted", today)

    def answers(self):
        """What is answered to the questions about strange figures, by their keys."""
        questions = questions_about(self.activity)
        return {question.digest: self.random.choice(words.ANSWERED) for question in questions}

    def withdraw(self, today):
        workflow.withdraw(self.activity, self.by(self.side, today), self.random.choice(words.WITHDRAWN))

    def mend(self, today):
        """Correct what came back, and hand it in again."""
        by = self.by(self.side, today)
        workflow.edit(self.activity, by, None, measures=self.figures())
        workflow.submit(self.activity, by, answered=self.answers())
        self.then("mended", today)

    def propose(self, today):
        """A figure turns out to be another one."""
        code = self.world.asked[self.kind.code][0]
        now, reason = self.activity.texts().get(code) or 0, self.random.choice(words.CORRECTED)
        facts = {"measures": {code: now + 1}, "reason": reason}
        with answering(Everything()):
            proposals.propose_correction(self.activity, self.by(self.side, today), **facts)
        self.then("proposed", today)

    def propose_withdrawal(self, today):
        reason = self.random.choice(words.WITHDRAWN)
        proposals.propose_correction(self.activity, self.by(self.side, today), reason=reason, withdraw=True)

    def take_back(self, today):
        proposals.take_back(proposals.waiting_correction(self.activity), self.by(self.side, today))

    # What the other side and the ministry do

    def confirm(self, today):
        workflow.confirm(self.activity, self.by(self.other, today))
        self.then("confirmed", today)

    def confirm_on_behalf(self, today):
        workflow.confirm(self.activity, self.world.editor)

    def send_back(self, today):
        workflow.send_back(self.activity, self.by(self.other, today), self.random.choice(words.RETURNED))
        self.then("returned", today)

    def agree(self, today):
        proposals.accept(proposals.waiting_correction(self.activity), self.by(self.other, today))

    def decline(self, today):
        proposals.decline(
            proposals.waiting_correction(self.activity), self.by(self.other, today), self.random.choice(words.DECLINED)
        )

    # What an entry says

    def draft(self, today, **facts):
        texts = {name: self.row[name] for name in ("title", "title_en", "description")}
        days = {"starts_on": self.first_day(), "ends_on": self.day}
        by = self.by(self.side, today)
        self.activity = workflow.draft(
            by, self.pair, self.world.kind_for(self.pair, self.kind), **texts, **days, **facts
        )
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

    def proof(self):
        """What is attached when it is submitted: the form of a file, "link", or None for nothing."""
        chance = self.random.random()
        if chance < 0.25:
            return self.random.choice(["pdf", "photograph", "sheet"])
        return "link" if chance < 0.35 else None

    def file(self, form):
        name = f"{self.kind.name}佐证（演示）"
        if form == "photograph":
            return sample_files.photograph(name, tuple(self.random.randint(40, 150) for _part in range(3)))
        return sample_files.pdf(name) if form == "pdf" else sample_files.sheet(name, self.figures())
