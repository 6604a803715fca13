"""Comparing a list with what its batch holds."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from pairs.directory.name_index import KnownNames, KnownUniversity
from pairs.pairs import composition
from pairs.pairs.models.batch import Batch, Side
from pairs.pairs.models.pair import Pair
from pairs.reader import ListRow, limits

from . import name_errors, validators
from .plan import FieldChange, NewPair, PairChange, Plan
from .writer import snapshot

SHOWN = ("serial", "recipient_name", "supporter_name")


@dataclass(frozen=True)
class PairMatch:
    """A row whose two names are known, and the pair of the batch that it speaks of, if there is one."""

    row: ListRow
    recipient: KnownUniversity
    supporter: KnownUniversity
    pair: Pair | None = None

    @property
    def serial(self):
        """The number that the pair has once the list is applied."""
        return self.row.serial or (self.pair and self.pair.serial)


@dataclass
class Comparison:
    """A list beside its batch: what every rule looks at."""

    batch: Batch
    rows: list[ListRow]
    declared: int | None
    names: KnownNames
    pairs: list[Pair] = field(default_factory=list)
    matches: list[PairMatch] = field(default_factory=list)
    unclear: set[int] = field(default_factory=set)  # recipients of rows whose supporter is not known

    @property
    def several(self):
        return self.batch.action.several_supporters

    @property
    def missing(self):
        """Pairs that the batch holds and the list does not name."""
        named = {match.pair.pk for match in self.matches if match.pair}
        return [pair for pair in self.pairs if pair.pk not in named and pair.recipient_id not in self.unclear]

    def key(self, recipient, supporter):
        """What makes two rows the same pair, by the action's rule."""
        return (recipient, supporter) if self.several else recipient


def make_plan(batch, reading, declared=None):
    """The Plan of importing `reading` into `batch`; `declared` is the number of pairs where the batch says none."""
    comparison = Comparison(batch, reading.rows, declared, KnownNames(), list(batch.pairs.order_by("pk")))
    faults = [*match(comparison), *islice(validators.errors(comparison, reading), limits.MAX_FINDINGS + 1)]
    plan = Plan(batch, reading.format, reading.encoding, len(reading.rows), missing=comparison.missing)
    plan.errors = listed(in_order([*reading.errors, *unsaid(faults, reading)]))
    plan.warnings = in_order([*reading.warnings, *validators.warnings(comparison)])
    sort(comparison, plan)
    plan.composition = composition.check(batch, tiers_after(comparison, plan))
    judge_list_status(comparison, plan)
    return plan


def match(comparison):
    """Find the universities and the pair of every row; the findings about the names, no more than are listed."""
    faults = []
    held = {comparison.key(pair.recipient_id, pair.supporter_id): pair for pair in comparison.pairs}
    for row in comparison.rows:
        recipients, supporters = comparison.names.bearers(row.recipient), comparison.names.bearers(row.supporter)
        if len(recipients) == len(supporters) == 1:
            recipient, supporter = recipients[0], supporters[0]
            pair = held.get(comparison.key(recipient.pk, supporter.pk))
            comparison.matches.append(PairMatch(row, recipient, supporter, pair))
        else:
            comparison.unclear.update(known.pk for known in recipients)
        if len(faults) <= limits.MAX_FINDINGS:
            faults += name_errors.faults(comparison.names, row, Side.RECIPIENT, recipients)
            faults += name_errors.faults(comparison.names, row, Side.SUPPORTER, supporters)
    return faults


def sort(comparison, plan):
    """Put every known row where it belongs: new, changed or unchanged."""
    for found in comparison.matches:
        if found.pair is None:
            plan.new.append(NewPair(found.row, found.recipient, found.supporter))
        elif values := differences(found):
            plan.changed.append(PairChange(found.row, found.pair, shown(comparison, found, values), values))
        else:
            plan.unchanged.append(found.row)


def differences(found):
    """What the list says otherwise than the pair, by attribute: number, names as printed, another supporter."""
    wanted = {"serial": found.serial, "recipient_name": found.row.recipient, "supporter_name": found.row.supporter}
    if found.supporter.pk != found.pair.supporter_id:
        wanted |= {"supporter_id": found.supporter.pk} | snapshot(Side.SUPPORTER, found.supporter, found.row.supporter)
    return {name: value for name, value in wanted.items() if getattr(found.pair, name) != value}


def shown(comparison, found, values):
    """The changes that a person is shown; the facts that come with another supporter go without saying."""
    changes = [FieldChange(name, getattr(found.pair, name), values[name]) for name in SHOWN if name in values]
    if "supporter_id" in values:
        old = comparison.names.universities[found.pair.supporter_id]
        changes.insert(0, FieldChange("supporter", str(old), str(found.supporter)))
    return changes


def tiers_after(comparison, plan):
    """The tiers that the batch's two sides would hold once the plan is applied."""
    sides = {side: Counter() for side in Side.values}
    changed = {change.pair.pk: change.values for change in plan.changed}
    for new in plan.new:
        sides[Side.RECIPIENT][new.recipient.tier] += 1
        sides[Side.SUPPORTER][new.supporter.tier] += 1
    for pair in comparison.pairs:
        sides[Side.RECIPIENT][pair.recipient_tier] += 1
        sides[Side.SUPPORTER][changed.get(pair.pk, {}).get("supporter_tier", pair.supporter_tier)] += 1
    return sides


def judge_list_status(comparison, plan):
    """Say what becomes of a list that was marked as partial."""
    batch = comparison.batch
    declared = validators.declared(comparison)
    if batch.list_status != Batch.ListStatus.PARTIAL or plan.refused or declared is None:
        return
    after = len(plan.new) + len(comparison.pairs)
    facts = {"after": after, "declared": declared}
    plan.completes_list = after == declared
    if plan.completes_list:
        plan.notes.append(_("With %(after)s of %(declared)s pairs the list becomes complete.") % facts)
    else:
        plan.notes.append(_("The list stays partial: %(after)s of %(declared)s pairs will be known.") % facts)


def unsaid(findings, reading):
    """Those about a cell of which the reader has not complained already."""
    said = {(finding.row, finding.column) for finding in reading.errors if finding.row}
    return [finding for finding in findings if (finding.row, finding.column) not in said]


def listed(findings):
    """As many as anybody corrects at a time, and that there are more."""
    more = [limits.more_errors()] if len(findings) > limits.MAX_FINDINGS else []
    return [*findings[: limits.MAX_FINDINGS], *more]


def in_order(findings):
    """Those about the whole list first, then row by row, as the file shows them."""
    return sorted(findings, key=lambda finding: finding.row or 0)
