"""What the home page says of one action: numbers that are counted, never typed."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import cached_property

from pairs.directory.models.university import Level
from pairs.pairs import composition
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Milestone, Pair
from pairs.pairs.tile_map import SupportFlow


@dataclass(frozen=True)
class Progress:
    """How many pairs of a batch have come to `kind` and no further, as of `day`."""

    kind: Milestone.Kind
    pairs: int
    day: object


@dataclass(frozen=True)
class Share:
    """How many institutions a register lists, and how many of them are in a known pair."""

    registered: int
    paired: int

    @property
    def rest(self):
        return self.registered - self.paired


@dataclass(frozen=True)
class Coverage:
    """The institutions of a province in the register of `day`, the adult ones apart from the ordinary ones."""

    ordinary: Share
    adult: Share
    day: object

    @property
    def rest(self):
        return self.ordinary.rest + self.adult.rest


def furthest(statement):
    """How far along the milestone is that is stated of a whole batch."""
    return Milestone.Kind.values.index(statement.kind)


class Overview(SupportFlow):
    """One action as the public sees it. Constant queries, whatever the number of batches and pairs."""

    def __init__(self, action):
        self.action = action
        self.pairs = Pair.objects.published().filter(batch__action=action)

    @cached_property
    def batches(self):
        """The published batches, each with `progress` and, where the whole list is known, with `composition`."""
        batches = self.action.batches.published().with_known_pairs()
        found = list(batches.prefetch_related("declared_counts", "statements"))
        tiers = composition.tiers_by_batch(self.pairs)
        for batch in found:
            batch.action = self.action
            batch.progress = self._progress[batch.pk]
            batch.last_statement = max(batch.statements.all(), key=furthest, default=None)
            if batch.list_status == Batch.ListStatus.COMPLETE:
                batch.composition = composition.check(batch, tiers[batch.pk])
                differing = [line for line in batch.composition if not line.closes]
                batch.differing = [line for line in differing if not line.part_of]
                batch.differing_parts = [line for line in differing if line.part_of]
        return found

    @cached_property
    def _progress(self):
        found = defaultdict(list)
        for row in self.pairs.furthest_milestones():
            kind = Milestone.Kind(Milestone.Kind.values[row["place"] or 0])
            found[row["batch_id"]].append(Progress(kind, row["pairs"], row["day"]))
        return found

    @cached_property
    def declared(self):
        """Pairs the notices declare; for a notice that gives no number, the pairs known."""
        return sum(
            batch.known_pairs if batch.declared_pairs is None else batch.declared_pairs for batch in self.batches
        )

    @cached_property
    def known(self):
        return sum(batch.known_pairs for batch in self.batches)

    @property
    def unknown(self):
        """Pairs that are declared and not held here."""
        return self.declared - self.known

    @cached_property
    def supporters(self):
        return self.pairs.order_by().values("supporter").distinct().count()

    @cached_property
    def flows(self):
        return self.pairs.flows()

    @cached_property
    def coverage(self):
        """None where no register is named to count against."""
        day = self.action.register_on
        if not day:
            return None
        registered = self.action.own_universities().registered_on(day)
        adult = Q(level=Level.ADULT)
        return Coverage(self._share(registered.exclude(adult)), self._share(registered.filter(adult)), day)

    def _share(self, registered):
        paired = registered.filter(pk__in=self.pairs.order_by().values("recipient"))
        return Share(registered.count(), paired.count())

    @cached_property
    def examples(self):
        """The first three pairs of the newest batch, to show what an answer looks like."""
        return list(self.batches[-1].pairs.with_universities().with_names().in_order()[:3])
