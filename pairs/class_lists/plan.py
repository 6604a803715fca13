"""What a list of types or of a class would change, and changing exactly that."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from core.acts.recording import recording
from pairs.directory.models import facts
from pairs.directory.models.class_list import ClassEntry, ClassList
from pairs.directory.models.university import Tier, University
from pairs.directory.name_index import KnownNames
from pairs.pairs.models.batch import Side
from pairs.pairs.models.pair import Pair
from pairs.reader import ListIssue

from .reader import CODE, NAME, ClassReading, ClassRow, read

KIND = "class_list"


@dataclass
class MatchedRow:
    """A row, the university it means, and the type that this one has now."""

    row: ClassRow
    university: object
    old: str = ""
    inferred: bool = False

    @property
    def old_label(self):
        return _("Type not known") if self.old == Tier.UNKNOWN else Tier(self.old).label

    @property
    def new_label(self):
        return Tier(self.row.tier).label


@dataclass
class ClassPlan:
    """Everything that importing the list would do, and all that speaks against it."""

    listed: ClassList
    errors: list[ListIssue] = field(default_factory=list)
    new: list[MatchedRow] = field(default_factory=list)
    changed: list[MatchedRow] = field(default_factory=list)
    unchanged: list[MatchedRow] = field(default_factory=list)
    earlier: list[MatchedRow] = field(default_factory=list)  # a newer list says their type; kept for its day only
    gone: list = field(default_factory=list)  # in the edition before, and not in this one
    fills: list = field(default_factory=list)  # (pair, side, type) of pairs whose type is not known

    @property
    def found(self):
        return [*self.new, *self.changed, *self.unchanged, *self.earlier]

    @property
    def rows(self):
        return len(self.listed.reading["rows"]) + len(self.listed.reading["errors"])

    @property
    def filled_batches(self):
        """How many sides of pairs get a type that was not known, by batch."""
        return sorted(Counter(pair.batch for pair, _side, _tier in self.fills).items(), key=lambda one: one[0].number)

    @property
    def fingerprint(self):
        """SHA-256 over all that importing would write; another one means that the data changed meanwhile."""
        said = [
            [(one.university.pk, one.row.tier, one.old) for one in part]
            for part in (self.new, self.changed, self.unchanged, self.earlier)
        ]
        filled = [(pair.pk, side, tier) for pair, side, tier in self.fills]
        about = [self.listed.title, self.listed.as_of, [error.as_json() for error in self.errors]]
        return hashlib.sha256(repr([about, said, filled]).encode()).hexdigest()


def preview(data, file_name, owner, **about):
    """Store a list with what it would change, for its owner to confirm; sent twice, once."""
    listed = ClassList.of_file(data, file_name, owner=owner, **about)
    listed.reading = read(data, of_types=not listed.title).as_stored()
    listed.fingerprint = make_plan(listed).fingerprint
    with transaction.atomic():
        owner._meta.model._base_manager.select_for_update().get(pk=owner.pk)  # the second half of a double tap waits
        return ClassList.objects.keep(listed)


def make_plan(listed):
    """The ClassPlan of the stored list against what is known now. Changes nothing."""
    reading = ClassReading.from_stored(listed.reading)
    plan = ClassPlan(listed, list(reading.errors))
    found = Matching(plan).match(reading.rows)
    if listed.title:
        sort_members(plan, found)
    else:
        sort_types(plan, found)
        plan.fills = list(fills(plan))
    plan.errors.sort(key=lambda error: error.row or 0)
    return plan


class Matching:
    """Finds the university of each row, by its code, its name, or both when they agree."""

    def __init__(self, plan):
        self.plan, self.names = plan, KnownNames()

    def match(self, rows):
        first = {}
        for row in rows:
            university = self._university(row)
            if university and (other := first.setdefault(university.pk, MatchedRow(row, university))).row is not row:
                words = {"name": university.name, "row": other.row.row}
                self._refuse("twice", _("%(name)s is already in row %(row)s. Remove one of the two."), row, NAME, words)
        return list(first.values())

    def _university(self, row):
        coded = self.names.coded(row.code) if row.code else None
        if row.code and coded is None:
            similar = tuple(known.name for known in self.names.bearers(row.name)) if row.name else ()
            message = _("No university has the code %(code)s. Correct it, or leave it empty and give the name.")
            return self._refuse("unknown_code", message, row, CODE, {"code": row.code}, similar)
        if not row.name:
            return coded
        bearers = self.names.bearers(row.name)
        if coded:
            return coded if coded in bearers else self._disagrees(row, coded)
        return bearers[0] if len(bearers) == 1 else self._unclear(row, bearers)

    def _disagrees(self, row, coded):
        message = _("Code and name do not agree: %(code)s is %(known)s. Correct one of the two.")
        return self._refuse("code_and_name", message, row, NAME, {"code": row.code, "known": coded.name}, (coded.name,))

    def _unclear(self, row, bearers):
        if bearers:
            words = {"name": row.name, "bearers": _(", ").join(map(str, bearers))}
            message = _(
                "Several universities are called “%(name)s”: %(bearers)s. Write a name that only one of them bears."
            )
            return self._refuse("ambiguous_name", message, row, NAME, words, tuple(map(str, bearers)))
        similar = self.names.similar(row.name)
        message = _(
            "No university is called “%(name)s”. Correct the list, or add the university to the directory first."
        )
        if similar:
            message = _(
                "No university is called “%(name)s”. Similar names: %(similar)s. "
                "Correct the list, or add this name to its university first."
            )
        words = {"name": row.name, "similar": _(", ").join(similar)}
        return self._refuse("unknown_name", message, row, NAME, words, tuple(similar))

    def _refuse(self, kind, message, row, column, words, suggestions=()):
        value = row.code if column == CODE else row.name
        self.plan.errors.append(ListIssue(kind, message % words, row.row, column, value, suggestions))


def sort_types(plan, found):
    """Put each row where it belongs, by the type that its university has now."""
    own = University.objects.in_bulk([one.university.pk for one in found])
    newest = {}
    for record, _tier, day in ClassEntry.objects.types():
        newest[record] = max(day, newest.get(record, day))
    for one in found:
        university = own[one.university.pk]
        one.old, one.inferred = university.tier, university.tier_inferred
        if newest.get(university.pk, plan.listed.as_of) > plan.listed.as_of:
            plan.earlier.append(one)
        elif one.old == Tier.UNKNOWN:
            plan.new.append(one)
        else:
            same = one.old == one.row.tier and not one.inferred
            (plan.unchanged if same else plan.changed).append(one)


def sort_members(plan, found):
    """Put each row where it belongs, by the edition of the class before this one."""
    entries = ClassEntry.objects.filter(class_list__title=plan.listed.title, class_list__as_of__lte=plan.listed.as_of)
    last = entries.aggregate(day=models.Max("class_list__as_of"))["day"]
    before = set(entries.filter(class_list__as_of=last).with_record().values_list("record", flat=True))
    for one in found:
        (plan.unchanged if one.university.pk in before else plan.new).append(one)
    if last != plan.listed.as_of:
        gone = before - {one.university.pk for one in found}
        plan.gone = list(University.objects.filter(pk__in=gone))


def fills(plan):
    """(pair, side, type) of every side of a pair whose type is not known and that this list makes known."""
    said = {one.university.pk: one.row.tier for one in plan.found}
    not_known = models.Q(recipient_tier__in=("", Tier.UNKNOWN)) | models.Q(supporter_tier__in=("", Tier.UNKNOWN))
    for pair in Pair.objects.filter(not_known).select_related("batch").in_order():
        for side in Side.values:
            tier = said.get(getattr(pair, f"{side}_id"))
            level, day = getattr(pair, f"{side}_level"), pair.batch.announced_on
            known = getattr(pair, f"{side}_tier") not in ("", Tier.UNKNOWN)
            if tier and not known and facts.holds(tier, plan.listed.as_of, level, day):
                yield pair, side, tier


def confirm(listed, by, reason, seen):
    """Import exactly what was previewed, once, as one act; ValidationError when something changed meanwhile."""
    if listed.owner_id is None or listed.owner_id != getattr(by, "pk", None):
        raise PermissionDenied(_("Only the person who previewed a list may confirm it."))
    about = {"kind": KIND, "subject": str(listed), "by": by, "reason": reason}
    with recording(**about) as act:
        listed.refresh_from_db(from_queryset=ClassList.objects.select_for_update(of=["self"]))
        if listed.applied_at:
            return
        list(University.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        plan = make_plan(listed)
        if plan.errors or seen != plan.fingerprint or seen != listed.fingerprint:
            raise ValidationError(
                _("The data changed after the preview; nothing was applied. Preview the list again."), "stale"
            )
        act.watch(*watched(plan))
        write(plan, {"default_user": by, "default_change_reason": reason})
        listed.reason, listed.applied_at, listed.act = reason, timezone.now(), act
        listed.save(update_fields=["reason", "applied_at", "act"])


def watched(plan):
    """The rows that the act changes, as querysets."""
    yield ClassEntry.objects.filter(class_list=plan.listed).select_related("university")
    yield University.objects.filter(pk__in=[one.university.pk for one in [*plan.new, *plan.changed]])
    yield Pair.objects.filter(pk__in={pair.pk for pair, _side, _tier in plan.fills})


def write(plan, told):
    """Write entries, types and the types of pairs in bulk, with history; the caller holds the transaction."""
    listed = plan.listed
    ClassEntry.objects.bulk_create(
        [
            ClassEntry(class_list=listed, university_id=one.university.pk, tier=one.row.tier, source=one.row.source)
            for one in plan.found
        ],
        batch_size=500,
    )
    if listed.title:
        return
    said = {one.university.pk: one.row for one in [*plan.new, *plan.changed]}
    universities = list(University.objects.filter(pk__in=said))
    for university in universities:
        row = said[university.pk]
        university.tier, university.tier_inferred = row.tier, False
        university.tier_source = row.source or listed.source
    columns = ["tier", "tier_source", "tier_inferred"]
    bulk_update_with_history(universities, University, columns, batch_size=200, **told)
    for pair, side, tier in plan.fills:
        setattr(pair, f"{side}_tier", tier)
    pairs = list({pair.pk: pair for pair, _side, _tier in plan.fills}.values())
    bulk_update_with_history(pairs, Pair, ["recipient_tier", "supporter_tier"], batch_size=200, **told)
