"""The composition check: what a notice declares of each side against what the list adds up to."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import version_facts
from pairs.directory import classes
from pairs.pairs.models.batch import DeclaredCount, Side
from pairs.reader.result import Counted

UNDECLARED = "undeclared"  # the group of those that stand in none of the notice's groups
UNKNOWN = "unknown"  # the group of those of which it is not known where they stand
FACTS = ("name", "tier", "level", "authority", "ownership")


class Member(NamedTuple):
    """One university on one side of a list, with all by which a notice may count it, as of the notice."""

    university: int
    name: str
    tier: str
    level: str
    authority: str
    ownership: str
    pair: int | None = None


@dataclass(frozen=True, slots=True)
class CompositionLine(Counted):
    """One group of one side: the universities declared and found, and whether they agree.

    `schools` are those found, `open` those of which it is not known whether they belong to the group.
    """

    side: str
    group: str
    label: str
    declared: int
    schools: list[Member] = field(compare=False)
    open: list[Member] = field(default_factory=list, compare=False)
    part_of: str = ""
    note: str = ""

    @property
    def found(self):
        return len(self.schools)

    @property
    def difference(self):
        """How many more were found than declared; negative when some are wanting."""
        return self.found - self.declared

    @property
    def undecided(self):
        """Whether those of which it is not known may be the ones that are wanting."""
        return self.found < self.declared <= self.found + len(self.open)

    @property
    def differs(self):
        """Whether list and notice disagree, whatever is not known yet."""
        return not (self.closes or self.undecided or self.group == UNKNOWN)

    @property
    def slug(self):
        """The last part of the address at which its schools are listed."""
        return f"{self.side}-{self.group}"


def check(batch, members=None, lists=None):
    """The lines of `batch`, in the notice's order.

    `members` maps each side to its Members, as of a list not yet imported; without it the batch's own pairs are
    counted, by what they were when the notice was published. `lists` are the Memberships where they are read already.
    """
    counts = list(batch.declared_counts.all())
    if not counts:
        return []
    members = members or members_by_batch(batch.pairs.all())[batch.pk]
    if batch.action.several_supporters:
        members = {side: counted_once(found) for side, found in members.items()}
    listed = (lists or classes.Memberships()).on(batch.announced_on)
    sides = [
        SideCheck([count for count in counts if count.side == side], members[side], listed) for side in Side.values
    ]
    lines = {count: line for side in sides for count, line in side.lines.items()}
    return [*(lines[count] for count in counts), *(line for side in sides for line in side.rest())]


def of_published(batch):
    """`check` of a published batch, once a version for its page and those of its lines."""
    kept = version_facts.FACTS.of_now()
    return kept((of_published, batch.pk, get_language()), lambda: check(batch))


def counted_once(members):
    """Each university once, where a group of supporters names its recipient again and again."""
    return list({member.university: member for member in reversed(members)}.values())[::-1]


class SideCheck:
    """The groups that a notice declares of one side, and the universities on it."""

    def __init__(self, counts, members, listed):
        self.counts, self.members, self.listed = counts, members, listed
        self.by_group = {count.group: count for count in counts}

    @cached_property
    def lines(self):
        """The CompositionLine of each DeclaredCount."""
        return {count: self._line(count) for count in self.counts}

    def _line(self, count):
        answers = [(member, self._belongs(member, count)) for member in self.members]
        schools = [member for member, answer in answers if answer]
        undecided = [member for member, answer in answers if answer is None]
        about = {"part_of": count.part_of, "note": count.local_note}
        return CompositionLine(count.side, count.group, count.local_label, count.count, schools, undecided, **about)

    def _belongs(self, member, count):
        """Whether `member` is in a group; what is “of which” is counted within the group that it is part of."""
        within = self.by_group.get(count.part_of) if count.part_of != count.group else None
        return classes.every(belongs(member, group, self.listed) for group in (count, within) if group)

    def rest(self):
        """The lines of those of whom it is not known where they stand, and of those who stand nowhere."""
        if not any(count.covers for count in self.counts):
            return
        standing = {member for line in self.lines.values() for member in line.schools}
        not_known = {member for line in self.lines.values() if not line.part_of for member in line.open} - standing
        unknown = [member for member in self.members if member in not_known]
        outside = [member for member in self.members if member not in standing | not_known]
        of_types = any(count.tiers for count in self.counts)
        if unknown:
            label = _("Type not known") if of_types else _("Not known")
            yield CompositionLine(self.counts[0].side, UNKNOWN, label, 0, unknown)
        if outside:
            yield CompositionLine(self.counts[0].side, UNDECLARED, _("In none of the declared groups"), 0, outside)


def belongs(member, count, listed):
    """Whether a Member is in the group of a DeclaredCount; None when that is not known."""
    answers = [classes.is_in(member, count.classes, listed)]
    if count.tiers:
        known = member.tier in count.tiers or member.tier not in classes.NOT_KNOWN
        answers.append(member.tier in count.tiers if known else None)
    return classes.every(answers)


def members_by_batch(pairs):
    """The Members of the queryset's pairs, by batch and side, in the order of their lists, in one query."""
    return members_of(member_rows(pairs))


def member_rows(pairs):
    """The rows of a queryset of pairs that `members_of` takes."""
    checked = pairs.as_printed().filter(batch__in=DeclaredCount.objects.order_by().values("batch")).in_order()
    columns = [f"{side}_{fact}" for side in Side.values for fact in FACTS]
    return checked.values_list("batch", "pk", *Side.values, *columns)


def members_of(rows):
    found, half = defaultdict(lambda: {side: [] for side in Side.values}), len(FACTS)
    for batch, pair, recipient, supporter, *facts in rows:
        found[batch][Side.RECIPIENT.value].append(Member(recipient, *facts[:half], pair))
        found[batch][Side.SUPPORTER.value].append(Member(supporter, *facts[half:], pair))
    return found


def member(pair, side):
    """The Member on one side of a Pair, stored or not."""
    facts = (getattr(pair, f"{side}_{fact}") for fact in FACTS)
    return Member(getattr(pair, f"{side}_id"), *facts, pair.pk)
