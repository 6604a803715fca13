"""What a list would do to a batch: compared with what it holds, shown in the preview, and applied exactly as shown."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from itertools import islice

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from pairs.directory.name_index import KnownNames, KnownUniversity
from pairs.pairs import composition
from pairs.pairs.models.action import SupporterRole
from pairs.pairs.models.batch import Batch, Side
from pairs.pairs.models.pair import SNAPSHOT, Pair
from pairs.reader import ListIssue, ListRow, Reading, limits

from . import groups, validators

# Odd, but nothing the list would change: shown without asking the editor to accept it.
INFORMATION = {"columns_ignored", "unknown_column", "role_ignored"}
SHOWN = ("serial", "recipient_name", "supporter_name", "role_id")
KEPT = {side: {field: f"{side}_{field}" for field in SNAPSHOT} for side in Side}


@dataclass(frozen=True)
class FieldChange:
    """One field of one pair, before and after, as a person reads it."""

    field: str
    old: object
    new: object

    @property
    def label(self):
        return Pair._meta.get_field(self.field).verbose_name


@dataclass
class PairMatch:
    """A row whose two names are known, and the pair of the batch that it speaks of, if there is one."""

    row: ListRow
    recipient: KnownUniversity
    supporter: KnownUniversity
    pair: Pair | None
    role: SupporterRole | None = None  # as the list states it
    fields: list[FieldChange] = field(default_factory=list)  # what the list says otherwise, as a person reads it

    def __post_init__(self):
        # The number that the pair has once the list is applied.
        self.serial = self.row.serial or (self.pair and self.pair.serial)

    @cached_property
    def values(self):
        """What the list says otherwise than the pair, by attribute; another supporter brings its facts along."""
        wanted = {"serial": self.serial, "recipient_name": self.row.recipient, "supporter_name": self.row.supporter}
        if self.role:
            wanted["role_id"] = self.role.pk
        if self.supporter.pk != self.pair.supporter_id:
            wanted |= {"supporter_id": self.supporter.pk}
            wanted |= snapshot(Side.SUPPORTER, self.supporter, self.row.supporter)
        return {name: value for name, value in wanted.items() if getattr(self.pair, name) != value}


@dataclass
class Plan:
    """A list beside its batch: everything that confirming would do, and everything that speaks against it."""

    batch: Batch
    reading: Reading
    given: int | None = None  # the number of pairs that was declared with the list
    roles: groups.Roles | None = None  # of the supporters of a group, as the action calls them
    pairs: list[Pair] = field(default_factory=list)  # what the batch holds
    matches: list[PairMatch] = field(default_factory=list)
    new: list[PairMatch] = field(default_factory=list)
    changed: list[PairMatch] = field(default_factory=list)
    unchanged: list[ListRow] = field(default_factory=list)
    missing: list[Pair] = field(default_factory=list)  # what the batch holds and the list does not name
    errors: list[ListIssue] = field(default_factory=list)
    warnings: list[ListIssue] = field(default_factory=list)
    composition: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what else confirming means, in the reader's language
    names: KnownNames | None = None  # by which the rows were read
    completes_list: bool = False  # the batch's list was partial and would be complete

    def __post_init__(self):
        own = self.batch.declared_pairs
        self.declared = self.given if own is None else own
        self.rows = len(self.reading.rows)

    def key(self, recipient, supporter):
        """What makes two rows the same pair, by the action's rule."""
        return (recipient, supporter) if self.batch.action.several_supporters else recipient

    @property
    def refused(self):
        """Something is wrong with the list; it cannot be applied."""
        return bool(self.errors)

    @property
    def changes_anything(self):
        return bool(self.new or self.changed or self.completes_list)

    @property
    def to_accept(self):
        """The warnings that an editor must accept before the list is applied."""
        if not self.changes_anything:
            return []
        return [warning for warning in self.warnings if warning.code not in INFORMATION]

    @property
    def information(self):
        """What the list holds beside its pairs, which is not imported."""
        return [warning for warning in self.warnings if warning.code in INFORMATION]

    def as_json(self):
        """The plan as `import_list --json` prints it."""
        return {
            "batch": self.batch.number,
            "format": self.reading.format,
            "encoding": self.reading.encoding,
            "rows": self.rows,
            "new": len(self.new),
            "updated": len(self.changed),
            "unchanged": len(self.unchanged),
            "errors": [finding.as_json() for finding in self.errors],
            "warnings": [finding.as_json() for finding in self.warnings],
            "composition": [line.as_json() for line in self.composition],
        }

    @property
    def fingerprint(self):
        """SHA-256 over all that the preview shows and would do, the same in every language."""
        facts = [
            [self.batch.pk, self.completes_list, [vars(row) for row in self.reading.rows]],
            [[new.row.row, new.recipient, new.supporter] for new in self.new],
            [[change.row.row, change.pair.pk, change.values, *map(vars, change.fields)] for change in self.changed],
            [[pair.pk, pair.serial, pair.recipient_name, pair.supporter_name] for pair in self.missing],
            [[error.code, error.row, error.value, error.suggestions] for error in self.errors],
            [[warning.code, warning.row, warning.value] for warning in self.warnings],
            [[line.as_json(), line.part_of] for line in self.composition],
        ]
        text = json.dumps(facts, ensure_ascii=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def make_plan(batch, reading, declared=None):
    """The Plan of importing `reading` into `batch`; `declared` is the number of pairs where the batch says none."""
    names, roles = KnownNames(batch.announced_on, reading.means), groups.Roles(batch.action)
    spreading = groups.Spreading(names, batch.action, roles)
    read = replace(reading, rows=[*spreading.rows(reading.rows)])
    plan = Plan(batch, read, declared, roles, list(batch.pairs.order_by("pk")), names=names)
    # A row that stands for several supporters has one finding of its recipient.
    faults = [*dict.fromkeys(match(plan, names)), *islice(validators.errors(plan), limits.MAX_FINDINGS + 1)]
    known = [*reading.errors, *spreading.faults]
    if said := {(error.row, error.column) for error in known if error.row}:
        faults = [fault for fault in faults if (fault.row, fault.column) not in said]
    plan.errors = in_order([*known, *faults])
    plan.warnings = in_order([*reading.warnings, *spreading.warnings(), *validators.warnings(plan)])
    if len(plan.errors) > limits.MAX_FINDINGS:  # nobody corrects more at a time
        more = ListIssue.of("more_errors", limit=limits.MAX_FINDINGS)
        plan.errors = [*plan.errors[: limits.MAX_FINDINGS], more]
    plan.composition = composition.check(batch, members_after(plan))
    if batch.list_status == Batch.ListStatus.PARTIAL and not plan.errors and plan.declared is not None:
        judge_list_status(plan)
    return plan


def match(plan, names):
    """Find universities and pair of every row: it is new, changed or unchanged. The faulty names, those listed."""
    held = HeldPairs(plan)
    faults, named, unclear = [], set(), set()
    for row in plan.reading.rows:
        recipients, supporters = names.bearers(row.recipient), names.bearers(row.supporter)
        if len(recipients) == len(supporters) == 1:
            pair = held.get(recipients[0].pk, supporters[0].pk)
            role = plan.roles.named(row.role) if row.role else None
            sort(plan, PairMatch(row, recipients[0], supporters[0], pair, role), names)
            named.add(pair and held.places[pair.pk])
            continue
        unclear.update(known.pk for known in recipients)
        if len(faults) <= limits.MAX_FINDINGS:
            faults += validators.name_faults(names, row, recipients, supporters)
    # A recipient whose supporter is not known is named all the same.
    missing = [pair for pair in plan.pairs if held.places[pair.pk] not in named and not pair.is_replaced]
    plan.missing = [pair for pair in missing if pair.recipient_id not in unclear]
    return faults


class HeldPairs:
    """The pairs of a batch as a list may name them: the one that was printed, and each that took its place."""

    def __init__(self, plan):
        self.key = plan.key
        self.places = {pair.pk: pair.pk for pair in plan.pairs}
        for pair in sorted(filter(lambda pair: pair.replaces_id, plan.pairs), key=lambda pair: pair.group_place):
            self.places[pair.pk] = self.places[pair.replaces_id]
        self._exactly = {(pair.recipient_id, pair.supporter_id): pair for pair in plan.pairs}
        in_place = (pair for pair in plan.pairs if not pair.is_replaced)
        self._in_place = {self.key(pair.recipient_id, pair.supporter_id): pair for pair in in_place}

    def get(self, recipient, supporter):
        """The pair that a row with these two universities speaks of, or None."""
        return self._exactly.get((recipient, supporter)) or self._in_place.get(self.key(recipient, supporter))


def sort(plan, found, names):
    """Put a known row where it belongs; the facts that come with another supporter go without saying."""
    plan.matches.append(found)
    if found.pair is None:
        plan.new.append(found)
    elif values := found.values:
        found.fields = [change(plan, found.pair, name, values[name]) for name in SHOWN if name in values]
        if "supporter_id" in values:
            old = names.universities[found.pair.supporter_id]
            found.fields.insert(0, FieldChange("supporter", str(old), str(found.supporter)))
        plan.changed.append(found)
    else:
        plan.unchanged.append(found.row)


def change(plan, pair, name, new):
    old = getattr(pair, name)
    if name == "role_id":
        return FieldChange("role", *(role and role.name for role in map(plan.roles.by_pk.get, (old, new))))
    return FieldChange(name, old, new)


def snapshot(side, university, printed):
    """What a pair keeps of `university` on `side`, by attribute: its facts as of the notice and its name as printed."""
    facts = {attribute: getattr(university, field) for field, attribute in KEPT[side].items()}
    facts[KEPT[side]["name"]] = printed
    return facts


def members_after(plan):
    """The Members that each of the batch's sides would hold once the plan is applied."""
    printed = [pair for pair in plan.pairs if not pair.replaces_id]  # the check is of what the notice printed
    moved = {change.pair.pk: change for change in plan.changed if "supporter_id" in change.values}
    recipients = [composition.member(pair, Side.RECIPIENT) for pair in printed]
    supporters = [
        known_member(moved[pair.pk].supporter, moved[pair.pk].row.supporter, pair.pk)
        if pair.pk in moved
        else composition.member(pair, Side.SUPPORTER)
        for pair in printed
    ]
    recipients += [known_member(new.recipient, new.row.recipient) for new in plan.new]
    supporters += [known_member(new.supporter, new.row.supporter) for new in plan.new]
    return {Side.RECIPIENT: recipients, Side.SUPPORTER: supporters}


def known_member(university, printed, pair=None):
    """The Member that a university named in a list would be."""
    facts = (getattr(university, fact) for fact in composition.FACTS[1:])
    return composition.Member(university.pk, printed, *facts, pair)


def judge_list_status(plan):
    """Say what becomes of a list that was marked as partial."""
    after = len(plan.new) + sum(not pair.replaces_id for pair in plan.pairs)
    facts = {"after": after, "declared": plan.declared}
    plan.completes_list = after == plan.declared
    if plan.completes_list:
        plan.notes.append(_("With %(after)s of %(declared)s pairs the list becomes complete.") % facts)
    else:
        plan.notes.append(_("The list stays partial: %(after)s of %(declared)s pairs will be known.") % facts)


def in_order(findings):
    """Those about the whole list first, then row by row, as the file shows them."""
    return sorted(findings, key=lambda finding: finding.row or 0)
