"""The true answer to "who supports my university?", also where the sources do not say."""

from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from core.compiled_queries import compiled
from pairs.directory.models.university import UniversityName
from pairs.pairs.models.batch import Batch, count_pairs
from pairs.pairs.models.pair import Pair

from .university_tables import standing_inferences


@dataclass(frozen=True)
class UndisclosedBatch:
    """A batch whose list is not held in full: `missing` of its `declared` pairs, None where no number is given.

    `inference` says why the university must be among them all the same; None where nothing says so.
    """

    batch: Batch
    declared: int | None
    missing: int | None
    inference: object = None


@dataclass(frozen=True)
class BatchStanding:
    """What can be said of a university in an action in which it is in no known pair on the side asked about.

    `absent_from` are the batches whose list is complete and does not hold it; `unknown` those that cannot tell.
    `unregistered` says that no register of the action's day shows it, so it could not have been paired.
    """

    action: object
    as_recipient: bool
    absent_from: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    unregistered: bool = False


@dataclass
class Lookup:
    """One university: who supports it, whom it supports, and what is not known."""

    university: object
    supported_by: list
    supports: list
    standings: list
    several: bool = False  # actions are public, so that each pair says whose it is

    @property
    def pairs(self):
        return self.supported_by + self.supports

    @property
    def running(self):
        """Its pairs that last today."""
        return [pair for pair in self.pairs if not pair.has_ended]

    @property
    def by_action(self):
        """The pairs of each action in which it has any, the newest first: `action`, `supported_by`, `supports`."""
        newest = sorted(self.pairs, key=lambda pair: pair.batch.number, reverse=True)
        return [
            {
                "action": action,
                "supported_by": [pair for pair in self.supported_by if pair.batch.action == action],
                "supports": [pair for pair in self.supports if pair.batch.action == action],
            }
            for action in dict.fromkeys(pair.batch.action for pair in newest)
        ]

    @property
    def in_short(self):
        """The standings that a line of a list tells: of several actions those that help it, or that cannot tell."""
        return [one for one in self.standings if not self.several or one.as_recipient or one.unknown]


def answer(university):
    """The Lookup of one university."""
    return answers([university])[0]


def answers(universities, pairs_alone=False):
    """The Lookups of some universities, in a constant number of queries; with `pairs_alone` they have no standings."""
    if not pairs_alone:
        prefetch_related_objects(universities, "names", standing_inferences())
    batches = _batches() if pairs_alone else count_pairs(_batches())
    pairs = _pairs_of(universities, batches)
    return [_answer(university, pairs, batches, pairs_alone) for university in universities]


@compiled
def _batches():
    return Batch.objects.published().select_related("action").order_by("number")


def _pairs_of(universities, batches):
    """The published pairs of these universities, each with its batch out of `batches`, in order."""
    found = Pair.objects.published().of_universities(universities).prefetch_related("milestones").with_names()
    pairs = list(found.select_related("role", "recipient", "supporter", "replaces").as_listed().in_order())
    by_key = {batch.pk: batch for batch in batches}
    for pair in pairs:
        pair.batch = by_key[pair.batch_id]
    return pairs


def _answer(university, pairs, batches, pairs_alone):
    supported_by = [pair for pair in pairs if pair.recipient_id == university.pk]
    supports = [pair for pair in pairs if pair.supporter_id == university.pk]
    actions = {batch.action: None for batch in reversed(batches)}
    if pairs_alone:
        return Lookup(university, supported_by, supports, [], several=len(actions) > 1)
    inferred = {one.batch_id: one for one in university.standing_inferences}
    standings = (_standing(university, action, supported_by, supports, batches, inferred) for action in actions)
    known = [standing for standing in standings if standing]
    return Lookup(university, supported_by, supports, known, several=len(actions) > 1)


def _standing(university, action, supported_by, supports, batches, inferred):
    """The Standing in one action, or None where the known pairs say all that there is to say."""
    as_recipient = action.helps(university.province)
    paired_in = {pair.batch_id for pair in (supported_by if as_recipient else supports)}
    mine = [batch for batch in batches if batch.action == action]
    here = paired_in & {batch.pk for batch in mine}
    if here and as_recipient and not action.several_supporters:
        return None
    rest = [batch for batch in mine if batch.pk not in here]
    absent_from = [] if here else [batch for batch in rest if batch.list_status == Batch.ListStatus.COMPLETE]
    unknown = [_unknown(batch, inferred) for batch in rest if batch.list_status == Batch.ListStatus.PARTIAL]
    unregistered = as_recipient and not here and not _registered(university, action.register_on)
    if not (absent_from or unknown):
        return None
    return BatchStanding(action, as_recipient, absent_from, unknown, unregistered)


def _unknown(batch, inferred):
    missing = batch.declared_pairs - batch.known_pairs if batch.declared_pairs else None
    return UndisclosedBatch(batch, batch.declared_pairs, missing, inferred.get(batch.pk))


def _registered(university, day):
    """Whether a register shows the university on `day`; true where no day is given, for then nothing denies it."""
    if day is None:
        return True
    return any(
        name.kind == UniversityName.Kind.OFFICIAL and name.since and name.until and name.since <= day <= name.until
        for name in university.names.all()
    )
