"""What the pages of actions say of each: numbers that are counted, never typed."""

from dataclasses import dataclass
from itertools import zip_longest

from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext

from core.version_facts import FACTS, once_a_version
from pairs.directory import name_matching
from pairs.models import Action, Batch, Milestone
from pairs.pairs.tile_map import SupportFlow

from .action_facts import EXAMPLES, ActionFacts

NAMED = 3  # provinces; of more, the number is said


def overviews(actions):
    """An Overview for each of the actions, in a constant number of queries."""
    actions = list(actions)
    facts = ActionFacts(actions)
    return [Overview(action, facts, alone=len(actions) == 1) for action in actions]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair in words of the reader's language, to show what an answer looks like."""

    recipient: str
    supporter: str
    address: str
    action: str
    place: str
    status: str


def example(pair):
    names = (side.local_name for side in pair.sides)
    action = pair.batch.action.local_name
    return Example(*names, pair.get_absolute_url(), action, " · ".join(place_words(pair)), str(pair.status_line))


def place_words(pair):
    """The batch of a pair and, where it has one, its number in the list."""
    yield str(pair.batch)
    if pair.serial:
        yield gettext("No. %(serial)s") % {"serial": pair.serial}


@once_a_version
def leading_keys():
    return [action.pk for action in Action.objects.leading()]


def leading():
    """The actions that lead, as `Action.objects.leading()` finds them."""
    keys = leading_keys()
    found = Action.objects.in_bulk(keys)
    return [found[key] for key in keys]


@once_a_version
def number_of_actions():
    return Action.objects.published().count()


def example_pairs(overviews):
    """Up to three pairs: of one action, or the first of each of several."""
    shares = [overview.examples for overview in overviews]
    return [pair for place in zip_longest(*shares) for pair in place if pair][:EXAMPLES]


def examples(overviews):
    """The Examples of some actions, found out once a version for each language."""
    key = (example, get_language(), *(overview.action.pk for overview in overviews))
    return FACTS.of_now()(key, lambda: [example(pair) for pair in example_pairs(overviews)])


@once_a_version
def search_examples():
    """What may be typed to find the recipients of some pairs: a name each, and every other way for the first."""
    recipients = [pair.recipient for pair in example_pairs(overviews(leading()))]
    if not recipients:
        return []
    first = recipients[0]
    everyday = [name.name for name in first.names.all() if name.is_everyday]
    ways = (
        [university.name for university in recipients]
        + everyday
        + [first.name_en, name_matching.initials(first), first.code]
    )
    return list(dict.fromkeys(way for way in ways if way))


def furthest(statement):
    """How far along the milestone is that is stated of a whole batch."""
    return Milestone.Kind.values.index(statement.kind)


class Overview(SupportFlow):
    """One action as the public sees it; `alone` where a page tells of no other."""

    def __init__(self, action, facts=None, alone=True):
        self.action = action
        self.facts = facts or ActionFacts([action])
        # With others on the page its sections lie a level deeper, and their anchors say whose they are.
        self.anchor, self.level = ("", 2) if alone else (f"-{action.slug}", 3)
        self.level_below = self.level + 1
        self.named = "" if alone else f"name-{action.slug} "  # a section is called by the action and its heading

    @property
    def part_key(self):
        """What tells it from others where a part of a page is written of it."""
        return self.action.pk, self.anchor

    @cached_property
    def batches(self):
        """The published batches by number."""
        found = self.facts.batches[self.action.pk]
        for batch in found:
            batch.action = self.action
        return found

    @cached_property
    def batches_in_full(self):
        """`batches`, each with its progress and, where it can be checked, with how it stands against its notice."""
        for batch in self.batches:
            batch.progress = self.facts.figures.progress[batch.pk]
            batch.last_statement = max(batch.statements.all(), key=furthest, default=None)
            batch.standing = self.facts.figures.standings.get(batch.pk)
        return self.batches

    @property
    def phase(self):
        """Running while one of its batches is, else upcoming while one is."""
        phases = {batch.phase for batch in self.batches}
        order = (Batch.Phase.RUNNING, Batch.Phase.UPCOMING, Batch.Phase.ENDED)
        return next(phase for phase in order if phase in phases)

    @property
    def place(self):
        """Whom it helps, in words that fit into a sentence: the provinces, or how many where they are many."""
        number = len(self.action.recipient_provinces)
        if number <= NAMED:
            return self.action.place
        return ngettext("%(number)s province", "%(number)s provinces", number) % {"number": number}

    @cached_property
    def declared(self):
        """Pairs the notices declare; for a notice that gives no number, the pairs known."""
        return sum(
            batch.known_pairs if batch.declared_pairs is None else batch.declared_pairs for batch in self.batches
        )

    @property
    def is_declared(self):
        """Whether a notice gives the number of its pairs."""
        return any(batch.declared_pairs is not None for batch in self.batches)

    @cached_property
    def known(self):
        return sum(batch.known_pairs for batch in self.batches)

    @property
    def unknown(self):
        """Pairs that are declared and not held here; one batch that holds too many hides no other's gap."""
        return sum(max((batch.declared_pairs or 0) - batch.known_pairs, 0) for batch in self.batches)

    @property
    def supporters(self):
        return self.facts.figures.supporters[self.action.pk]

    @property
    def flows(self):
        return self.facts.figures.flows[self.action.pk]

    @property
    def coverage(self):
        """None where no register is named to count against."""
        return self.facts.figures.coverage.get(self.action.pk)

    @property
    def examples(self):
        """The first three pairs of the newest batch, to show what an answer looks like."""
        return self.facts.examples[self.action.pk]

    @property
    def mechanisms(self):
        """The ways of helping that are in force, in their numbers' order."""
        return self.facts.mechanisms[self.action.pk]

    @property
    def bulletins(self):
        """The newest bulletins, whose figures are the action's own."""
        return self.facts.bulletins.get(self.action.pk, [])
