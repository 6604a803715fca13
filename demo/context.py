"""What the parts of a demonstration share: its calendar, its chances, and who speaks for whom."""

from random import Random

from accounts.models import Membership, User
from activities.models import ActivityKind, Indicator
from pairs.models import Pair

from . import sample_texts
from .scheduler import Diary

# How many pairs stand in the batch that has ended, in the one under way, and in the one that has just started.
SIZES = {1: 12, 2: 30, 3: 14}
LEAST = {1: 1, 2: 12, 3: 3}  # with fewer, not every story has its pair
MOST = 40  # as many supporters as there are: with more, one would stand twice in a list
SHOWN = (2, 11)  # batch and serial number of the pair for which both demo coordinators speak
TEMPERS = ["busy", "steady", "steady", "slow", "steady", "busy", "silent", "steady", "slow", "steady"]


class World:
    """One demonstration, until `until`; the same `seed` on the same day gives the same one.

    `sizes` are the pairs of each batch, `pace` is how much they do beside what is never left to chance: 1 is as much
    as a lively action, 0 is nothing. ValueError for sizes that not every story would fit.
    """

    def __init__(self, until, seed=1, sizes=None, pace=1):
        self.diary, self.random = Diary(until), Random(seed)
        self.sizes, self.pace = sizes or SIZES, pace
        if any(not LEAST[number] <= self.sizes[number] <= MOST for number in LEAST):
            raise ValueError(f"a demonstration has from {LEAST} to {MOST} pairs in its batches, not {self.sizes}")
        self.batches, self.people = {}, {}
        self.titles = sample_texts.titles()

    def learn(self):
        """Keep at hand what activities are made of."""
        kinds = ActivityKind.objects.select_related("mechanism")
        self.own_kinds = {(kind.mechanism.action_id, kind.name): kind for kind in kinds}
        self.kinds = {kind.code: kind for kind in kinds if kind.mechanism.action_id == self.actions[2].pk}
        self.asked = {code: [one.code for one in kind.asked_indicators] for code, kind in self.kinds.items()}
        self.mechanisms = {one.number: one for one in self.actions[2].mechanisms.all()}
        self.indicators = {one.code: one for one in Indicator.objects.all()}

    def kind_for(self, pair, kind):
        """The kind of the same name in the action of a pair."""
        return self.own_kinds[pair.batch.action_id, kind.name]

    def day(self, offset):
        return self.diary.day(offset)

    def chance(self, share):
        return self.random.random() < share

    def pairs(self, number):
        """The pairs of one batch with what deciding about them needs."""
        return list(Pair.objects.filter(batch=self.batches[number]).with_universities().in_order())

    def shown(self):
        """The pair that shows everything."""
        number, serial = SHOWN
        return next(pair for pair in self.pairs(number) if pair.serial == serial)

    def temper(self, pair):
        """How much a pair does; the one that is shown does most."""
        if (pair.batch.number, pair.serial) == SHOWN:
            return "busy"
        return TEMPERS[(pair.serial or 0) % len(TEMPERS)]

    def appoint(self, university, user, until=None):
        """Let `user` speak for a university from now on."""
        Membership.objects.create(user=user, role="coordinator", university=university, until=until)
        self.people.setdefault(university.pk, []).append((user.pk, until))

    def speaker(self, pair, side, today):
        """Whoever speaks for one side of a pair on that day, read anew, since posts come and go."""
        held = self.people[getattr(pair, f"{side}_id")]
        return User.objects.get(pk=next(pk for pk, until in held if until is None or today <= until))
