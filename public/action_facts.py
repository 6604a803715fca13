"""What is counted of several actions, read for all of them at once: as many queries for twenty as for one."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Value, Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property

from activities.models import Mechanism
from core.compiled_queries import compiled
from core.version_facts import FACTS
from oversight.models import Bulletin
from pairs.directory.classes import Memberships
from pairs.directory.models.university import Level
from pairs.models import Action, Batch, Milestone, Pair, SupporterRole, University
from pairs.pairs import composition
from pairs.pairs.list_places import PLACES
from pairs.pairs.models.batch import count_pairs

EXAMPLES = 3  # pairs that show what an answer looks like
BULLETINS = 4  # the newest of an action


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pairs of a batch have come to `kind` and no further, as of `day`."""

    kind: Milestone.Kind
    pairs: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many institutions a register lists, and how many of them are in a known pair."""

    registered: int
    paired: int

    @property
    def rest(self):
        return self.registered - self.paired


@dataclass(frozen=True, slots=True)
class Coverage:
    """The institutions of some provinces in the register of `day`, the adult ones apart from the ordinary ones."""

    ordinary: Share
    adult: Share
    day: object

    @property
    def rest(self):
        return self.ordinary.rest + self.adult.rest


@dataclass(frozen=True, slots=True)
class Differences:
    """How many groups and “of which” lines of a list differ from what its notice declares."""

    differing: int
    differing_parts: int
    undecided: bool


@PLACES.once_a_version
def action_at(slug):
    """The published action at an address; None where there is none."""
    return next(iter(_actions(slug)), None)


@compiled
def roles_of(action):
    """The roles of supporters in the groups of the action with this key, that which leads first."""
    return SupporterRole.objects.filter(action=action).order_by("-is_lead", "position", "pk")


@compiled
def _actions(slug):
    return Action.objects.published().filter(slug=slug)


@PLACES.once_a_version
def mechanism_at(slug, number):
    """The published mechanism at an address, with its action; None where there is none."""
    return next(iter(_mechanisms(slug, number)), None)


@compiled
def _mechanisms(slug, number):
    return Mechanism.objects.published().filter(action__slug=slug, number=number)


def gathered(rows, key):
    """The rows in lists, by what `key` says of each."""
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


class ActionFigures(NamedTuple):
    """What is counted of some actions, in plain numbers."""

    progress: dict
    supporters: Counter
    flows: dict
    coverage: dict
    standings: dict
    bulletins: dict


class Counting:
    """What is counted of some actions, from the queries below, which are given the keys of the actions."""

    def __init__(self, actions):
        self.actions, self.keys = actions, [action.pk for action in actions]
        self.batches = _batches(*self.keys)

    def figures(self):
        counted = self._progress(), Counter(dict(_supporters(*self.keys))), self._flows(), self._coverage()
        return ActionFigures(*counted, self._standings(), self._bulletins())

    def _progress(self):
        """How far the pairs have come, by batch."""
        found = defaultdict(list)
        for row in _furthest(*self.keys):
            kind = Milestone.Kind(Milestone.Kind.values[row["place"] or 0])
            found[row["batch_id"]].append(Progress(kind, row["pairs"], row["day"]))
        return found

    def _flows(self):
        """The pairs by the supporter's and the recipient's province."""
        found = defaultdict(dict)
        for action, supporter, recipient, pairs in _flows(*self.keys):
            found[action][supporter, recipient] = pairs
        return found

    def _coverage(self):
        """The institutions of its provinces in the register that an action names, where one of that day is held."""
        found = {action.pk: action for action in self.actions if action.register_on}
        rows = _registered(*((pk, one.register_on, tuple(one.recipient_provinces)) for pk, one in found.items()))
        held = [row for row in rows if row["ordinary"] or row["adult"]]
        return {row["of"]: coverage(row, found[row["of"]].register_on) for row in held}

    def _standings(self):
        """The Differences of each batch whose whole list is known and whose notice declares groups."""
        own = {action.pk: action for action in self.actions}
        members, lists, found = composition.members_of(_members(*self.keys)), Memberships(), {}
        for batch in self.batches:
            batch.action = own[batch.action_id]
            whole = batch.list_status == Batch.ListStatus.COMPLETE
            if lines := composition.check(batch, members[batch.pk], lists) if whole else []:
                found[batch.pk] = standing(lines)
        return found

    def _bulletins(self):
        """The keys of the newest bulletins that tell of an action and of no other."""
        owners = {batch.number: batch.action_id for batch in self.batches}
        keys = defaultdict(list)
        for pk, numbers in _bulletins():
            of = {owners.get(int(number)) for number in numbers.split(",") if number}
            if len(of) == 1 and of != {None}:
                keys[of.pop()].append(pk)
        return {action: newest[:BULLETINS] for action, newest in keys.items()}


def published_pairs(actions):
    return Pair.objects.published().filter(batch__action__in=actions)


@compiled
def _batches(*actions):
    return Batch.objects.published().filter(action__in=actions).prefetch_related("declared_counts")


@compiled
def _batches_with_statements(*actions):
    return Batch.objects.published().filter(action__in=actions).prefetch_related("statements").order_by("number")


@compiled
def _furthest(*actions):
    return published_pairs(actions).in_place().furthest_milestones()


@compiled
def _supporters(*actions):
    """How many universities support, by action."""
    counted = published_pairs(actions).in_place().order_by().values_list("batch__action")
    return counted.annotate(Count("supporter", distinct=True))


@compiled
def _flows(*actions):
    present = published_pairs(actions).in_place().order_by()
    return present.values_list("batch__action", "supporter_province", "recipient_province").annotate(Count("pk"))


@compiled
def _members(*actions):
    return composition.member_rows(published_pairs(actions))


@compiled
def _bulletins():
    return Bulletin.objects.published().newest_first().values_list("pk", "batches")


@compiled
def _registered(*asked):
    """A row for each action that counts the registered institutions and the paired ones, for each level.

    Asked are the key of each action, the day of the register, and the codes of the provinces.
    """
    parts = [_registered_of(Action(pk=pk, recipient_provinces=[*provinces]), day) for pk, day, provinces in asked]
    return parts[0].union(*parts[1:], all=True).order_by() if parts else University.objects.none()


def _registered_of(action, day):
    paired = Q(pk__in=Pair.objects.published().of_action(action).order_by().values("recipient"))
    adult = Q(level=Level.ADULT)
    registered = action.own_universities().registered_on(day).order_by()
    return registered.values(of=Value(action.pk)).annotate(
        ordinary=Count("pk", filter=~adult),
        ordinary_paired=Count("pk", filter=~adult & paired),
        adult=Count("pk", filter=adult),
        adult_paired=Count("pk", filter=adult & paired),
    )


def figures_of(actions):
    """The figures of some actions; several pages and both languages show them, so each version counts them once."""
    return FACTS.of_now()((ActionFigures, *(action.pk for action in actions)), lambda: Counting(actions).figures())


@compiled
def _mechanisms_in_force(*actions):
    return Mechanism.objects.in_force().filter(action__in=actions)


class ActionFacts:
    """The facts of some actions; each is read when it is first asked for, and filed under the key of its action."""

    def __init__(self, actions):
        self.actions = list(actions)
        self.pairs = Pair.objects.published().filter(batch__action__in=self.actions)

    @cached_property
    def figures(self):
        return figures_of(self.actions)

    @cached_property
    def batches(self):
        """The published batches by number, with `known_pairs` and what is stated of them."""
        found = count_pairs(_batches_with_statements(*(action.pk for action in self.actions)))
        return gathered(found, lambda batch: batch.action_id)

    @cached_property
    def examples(self):
        """The first pairs of the newest batch, each with a recipient of its own."""
        newest = [batches[-1].pk for batches in self.batches.values() if batches]
        earlier = Pair.objects.filter(batch=OuterRef("batch"), recipient=OuterRef("recipient"), pk__lt=OuterRef("pk"))
        place = Window(RowNumber(), partition_by="batch", order_by=[F("serial").asc(nulls_last=True), "pk"])
        first = Pair.objects.present().filter(~Exists(earlier), batch__in=newest).order_by().annotate(place=place)
        keys = first.filter(place__lte=EXAMPLES).values_list("pk", flat=True)
        found = Pair.objects.with_universities().with_names().filter(pk__in=list(keys)).in_order()
        return gathered(found, lambda pair: pair.batch.action_id)

    @cached_property
    def mechanisms(self):
        own = {action.pk: action for action in self.actions}
        found = _mechanisms_in_force(*own)
        for one in found:
            one.action = own[one.action_id]
        return gathered(found, lambda one: one.action_id)

    @cached_property
    def bulletins(self):
        """The newest bulletins that tell of an action and of no other."""
        shown = self.figures.bulletins
        found = Bulletin.objects.in_bulk([pk for newest in shown.values() for pk in newest])
        return {action: [found[pk] for pk in newest] for action, newest in shown.items()}


def coverage(row, day):
    shares = (Share(row[level], row[f"{level}_paired"]) for level in ("ordinary", "adult"))
    return Coverage(*shares, day)


def standing(lines):
    differing = [line for line in lines if line.differs]
    parts = sum(bool(line.part_of) for line in differing)
    return Differences(len(differing) - parts, parts, any(line.undecided for line in lines))
