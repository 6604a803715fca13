"""What a register would change: new institutions, newer facts, dated names. And changing exactly that."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from core.acts.recording import recording
from pairs.directory import name_matching
from pairs.directory.models.facts import FACTS, UniversityFacts, tier_by_definition
from pairs.directory.models.university import Level, University, UniversityName
from pairs.reader import ListIssue

from .result import RegisterReading, RegisterRow

OFFICIAL = UniversityName.Kind.OFFICIAL
BATCH = 200


class StaleRegisterError(ValueError):
    """The register is not taken over: it has errors, or the data changed since it was previewed."""


@dataclass
class UniversityChange:
    """One known university and what the register makes of it; nothing is written before the plan is applied."""

    row: RegisterRow
    university: University
    before: dict  # fields of the university that change, with their old values
    new_names: list[UniversityName] = field(default_factory=list)
    changed_names: list[UniversityName] = field(default_factory=list)

    def __bool__(self):
        return bool(self.before or self.new_names or self.changed_names)


@dataclass
class RegisterPlan:
    """Everything that taking the register over would do, and everything that speaks against it."""

    reading: RegisterReading
    new: list[University] = field(default_factory=list)
    updated: list[UniversityChange] = field(default_factory=list)
    unchanged: list[RegisterRow] = field(default_factory=list)
    missing: list[University] = field(default_factory=list)
    errors: list[ListIssue] = field(default_factory=list)
    warnings: list[ListIssue] = field(default_factory=list)
    act: object = None  # the Act that taking it over was, where it changed anything

    @property
    def as_of(self):
        return self.reading.as_of

    @property
    def refused(self):
        return bool(self.errors)

    @property
    def source(self):
        return register_source(self.as_of)

    @cached_property
    def gone(self):
        """Those missing of which this is noted: only a register that is complete for their province tells.

        It is complete where its headings state numbers that were found.
        """
        complete = {}
        for heading in self.reading.composition:
            complete[heading.province] = complete.get(heading.province, True) and heading.closes
        return [item for item in self.missing if complete.get(item.province) and not item.unlisted_on]

    def as_json(self):
        """The plan as `import_register --json` prints it."""
        return {
            "batch": None,
            "format": self.reading.format,
            "encoding": self.reading.encoding,
            "as_of": self.as_of and self.as_of.isoformat(),
            "rows": self.reading.total,
            "new": len(self.new),
            "updated": len(self.updated),
            "unchanged": len(self.unchanged),
            "errors": [finding.as_json() for finding in self.errors],
            "warnings": [finding.as_json() for finding in self.warnings],
            "composition": [heading.as_json() for heading in self.reading.composition],
        }

    @property
    def fingerprint(self):
        """SHA-256 over all that applying the plan would write; another one means that the data changed meanwhile."""
        facts = [str(self.as_of), [(item.code, item.name, _facts(item), item.unlisted_on) for item in self.new]]
        facts.append([item.pk for item in self.gone])
        for change in self.updated:
            named = [(n.name, n.kind, n.name_en, n.since, n.until) for n in change.new_names + change.changed_names]
            item = change.university
            facts.append((item.pk, item.name, item.name_en, _facts(item), sorted(change.before.items()), named))
        return hashlib.sha256(repr(facts).encode()).hexdigest()


def _facts(university):
    return [str(getattr(university, fact)) for fact in FACTS]


def register_source(day):
    return f"全国高等学校名单（截至{day}）"


def plan(reading):
    """The RegisterPlan of `reading` against the universities known now. Changes nothing."""
    result = RegisterPlan(reading, errors=list(reading.errors), warnings=list(reading.warnings))
    if result.refused:
        return result
    known, codes = known_by_code(), {row.code for row in reading.rows}
    newest = newest_days(known.values())
    for row in reading.rows:
        if row.code not in known:
            newer = newest.get(covering(row), reading.as_of)
            result.new.append(new_university(row, reading.as_of, newer if newer > reading.as_of else None))
        elif known[row.code].code in codes - {row.code}:
            result.unchanged.append(row)  # of a merged record; it stands under its own code too
        elif change := compared(row, known[row.code], reading.as_of):
            result.updated.append(change)
        else:
            result.unchanged.append(row)
    _warn_of_known_names(result, known)
    _warn_of_missing(result, known)
    return result


def known_by_code():
    """Every university under its code, and under those of the records that were merged into it."""
    public = University.objects.public().prefetch_related("names").in_bulk()
    return {code: public[key] for code, key in University.objects.keys_by_code().items()}


def covering(school):
    """What a register covers or leaves out as a whole, of a row or a university: a province, of ordinary or adult."""
    return school.province, school.level == Level.ADULT


def newest_days(universities):
    """The day of the newest register that was taken over for each province and kind."""
    newest = {}
    for university in universities:
        if university.facts_as_of and university.source.startswith(register_source(university.facts_as_of)):
            key = covering(university)
            newest[key] = max(university.facts_as_of, newest.get(key, university.facts_as_of))
    return newest


def new_university(row, day, unlisted_on=None):
    """A university that is not known yet; one of an older register is in the newer one of `unlisted_on` no more."""
    return University(
        unlisted_on=unlisted_on,
        code=row.code,
        name=row.name,
        tier=tier_by_definition(row),
        facts_as_of=day,
        source=register_source(day),
        **row.facts,
    )


def compared(row, university, day):
    """The Change that `row` of the register of `day` makes to `university`; false when it makes none."""
    change = UniversityChange(row, university, {})
    newest = max((name.until for name in _official(university) if name.until), default=None)
    if university.facts_as_of is None or day > university.facts_as_of:
        for fact in FACTS:
            _set(change, fact, getattr(row, fact) or getattr(university, fact))
        _set(change, "facts_as_of", day)
        _set(change, "source", register_source(day))
        _set(change, "unlisted_on", None)
        _set(change, "unlisted_reason", "")
    name = _dated(change, row, day)
    if (newest is None or day > newest) and name_matching.fold(university.name) != name_matching.fold(row.name):
        _rename(change, name)
    return change


def _official(university):
    return [name for name in university.names.all() if name.kind == OFFICIAL]


def _set(change, attribute, value):
    old = getattr(change.university, attribute)
    if old != value:
        change.before[attribute] = old
        setattr(change.university, attribute, value)


def _dated(change, row, day):
    """The university's name of this row, its span of days reaching to `day`."""
    key = name_matching.fold(row.name)
    name = next((name for name in change.university.names.all() if name.key == key), None)
    if name is None:
        name = UniversityName(university=change.university, name=row.name, since=day, until=day)
        name.source = register_source(day)
        change.new_names.append(name)
        return name
    span = min(filter(None, (name.since, day))), max(filter(None, (name.until, day)))
    if (name.kind, name.since, name.until) != (OFFICIAL, *span):
        name.kind, (name.since, name.until) = OFFICIAL, span
        name.source = name.source or register_source(day)
        change.changed_names.append(name)
    return name


def _rename(change, name):
    """Make `name` today's name. The English of the old one stays with the old one."""
    university = change.university
    key = name_matching.fold(university.name)
    former = next((item for item in university.names.all() if item.key == key), None)
    if former is None:
        former = UniversityName(university=university, name=university.name, kind=UniversityName.Kind.ALIAS)
        former.name_en = university.name_en
        change.new_names.append(former)
    elif university.name_en and not former.name_en:
        former.name_en = university.name_en
        change.changed_names.append(former)
    _set(change, "name", name.name)
    _set(change, "name_en", name.name_en)


def _warn_of_known_names(result, known):
    """A new code under a name that another code has: perhaps the code changed, perhaps it is mistyped."""
    by_name = {name.key: university for university in known.values() for name in university.names.all()}
    rows = {row.code: row for row in result.reading.rows}
    for university in result.new:
        other = by_name.get(name_matching.fold(university.name))
        if other:
            message = _("%(name)s is known with the code %(code)s. If that changed, note the successor there.")
            words = {"name": university.name, "code": other.code}
            row = rows[university.code].row
            result.warnings.append(ListIssue("name_known", message % words, row, "学校标识码", university.code))


def _warn_of_missing(result, known):
    """Universities of the provinces and kinds in the register that it no longer shows: that is noted, and no more."""
    listed = {known[row.code].code for row in result.reading.rows if row.code in known}
    covered = {covering(row) for row in result.reading.rows}
    for university in dict.fromkeys(known.values()):
        shown_until = max((name.until for name in _official(university) if name.until), default=None)
        newer = shown_until is None or result.as_of > shown_until
        if covering(university) in covered and newer and university.code not in listed and not university.closed_on:
            message = _(
                "%(name)s (%(code)s) is no longer in the register. Its record is kept; note its closing or successor."
            )
            words = {"name": university.name, "code": university.code}
            result.missing.append(university)
            result.warnings.append(ListIssue("missing", message % words, value=university.code))


@transaction.atomic
def apply(reading, by=None, reason="", expecting=None):
    """Take the register over, in one transaction with its history; the RegisterPlan that was carried out.

    StaleRegisterError when the reading has errors, and when the plan no longer has the fingerprint `expecting`, that
    of the one that was previewed.
    """
    list(University.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    result = plan(reading)
    if result.refused:
        raise StaleRegisterError("A refused register cannot be applied.")
    if expecting not in (None, result.fingerprint):
        raise StaleRegisterError("The data changed since the preview.")
    reason = reason or _("register as of %(day)s") % {"day": reading.as_of}
    told = {"default_user": by, "default_change_reason": reason, "batch_size": BATCH}
    days = {change.before.get("facts_as_of") for change in result.updated} | {result.as_of}
    facts = UniversityFacts.objects.filter(as_of__in=days - {None})
    watched = [University.objects.all(), UniversityName.objects.all(), facts]
    with recording("register_import", result.source, by, reason, watch=watched) as act:
        _create(result, told)
        _update(result.updated, told)
        _note_missing(result, told)
        keep_facts(result)
    result.act = act if act.pk else None
    return result


def keep_facts(result):
    """Keep what the register says of its day, and what a newer one has just replaced in the universities."""
    keys = dict(University.objects.exclude(code=None).values_list("code", "pk"))
    replaced = [
        UniversityFacts.of_university(change.university, **change.before)
        for change in result.updated
        if change.before.get("facts_as_of")
    ]
    of_day = [
        UniversityFacts(university_id=keys[row.code], as_of=result.as_of, name=row.name, **row.facts)
        for row in result.reading.rows
    ]
    return UniversityFacts.objects.keep([*replaced, *of_day])


def _create(result, told):
    if result.new:
        created = bulk_create_with_history(result.new, University, **told)
        span = {"since": result.as_of, "until": result.as_of, "source": result.source}
        dated = [UniversityName(university=item, name=item.name, **span) for item in created]
        bulk_create_with_history(dated, UniversityName, **told)


def _update(changes, told):
    changed = [change for change in changes if change.before]
    for fact in (*FACTS, "facts_as_of", "source", "unlisted_on", "unlisted_reason"):
        _write(University, [change.university for change in changed if fact in change.before], fact)
    renamed = [change.university for change in changed if {"name", "name_en"} & set(change.before)]
    University.objects.bulk_update(renamed, ["name", "name_en"], batch_size=BATCH)
    University.history.bulk_history_create([change.university for change in changed], update=True, **told)
    redated = [name for change in changes for name in dict.fromkeys(change.changed_names)]
    for column in ("kind", "since", "until", "source", "name_en"):
        _write(UniversityName, redated, column)
    UniversityName.history.bulk_history_create(redated, update=True, **told)
    University.objects.filter(names__in=redated).distinct().refresh_search_text()
    bulk_create_with_history([name for change in changes for name in change.new_names], UniversityName, **told)


def _note_missing(result, told):
    """Keep which register was the first that no longer showed a university."""
    for university in result.gone:
        university.unlisted_on = result.as_of
    _write(University, result.gone, "unlisted_on")
    University.history.bulk_history_create(result.gone, update=True, **told)


def _write(model, items, column):
    """Store one column of `items`, a statement for each value: nearly all of them share theirs."""
    sharing = defaultdict(list)
    for item in items:
        sharing[getattr(item, column)].append(item.pk)
    for value, keys in sharing.items():
        model.objects.filter(pk__in=keys).update(**{column: value})
