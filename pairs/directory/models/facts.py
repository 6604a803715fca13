"""What the registers said of each university on their days, and which of it a notice goes by."""

import datetime
from typing import NamedTuple

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.model_fields import BoundedDateField
from pairs.directory.provinces import CENTRAL_AUTHORITIES, Province, province_from_name

from .class_list import ClassEntry
from .university import Level, Ownership, Tier, University, UniversityName

FACTS = ("province", "city", "authority", "level", "ownership")
FITTING = {
    Level.UNDERGRADUATE: {Tier.CENTRAL_MOE, Tier.CENTRAL_OTHER, Tier.PROVINCIAL_UNDERGRADUATE},
    Level.JUNIOR_COLLEGE: {Tier.MODEL_VOCATIONAL, Tier.SPECIALTY_VOCATIONAL, Tier.ORDINARY_VOCATIONAL},
    Level.ADULT: {Tier.ADULT},
}


class UniversityFactsQuerySet(models.QuerySet):
    def with_record(self):
        """Each with the key of the university it is about: facts of a merged record stay with that record."""
        return self.annotate(record=Coalesce("university__merged_into", "university"))

    def about(self, universities):
        """All that any register said of these universities, given by their keys."""
        own = models.Q(pk__in=universities) | models.Q(merged_into__in=universities)
        return self.filter(university__in=University.objects.filter(own).order_by().values("pk")).with_record()

    def nearest(self, day):
        """Of each record the facts of the last register up to `day`, failing that of the first after it."""
        own = self.filter(university=models.OuterRef("pk"))
        before = own.filter(as_of__lte=day).order_by("-as_of").values("pk")[:1]
        after = own.filter(as_of__gt=day).order_by("as_of").values("pk")[:1]
        near = University.objects.order_by().annotate(near=Coalesce(models.Subquery(before), models.Subquery(after)))
        return self.filter(pk__in=near.values("near")).with_record()

    def keep(self, rows):
        """Store `rows`, all of one day or of several, in bulk; returns those created, and those changed as a dict.

        A row of a day that is there already takes the new facts; its old ones are the values of the dict.
        """
        key = lambda row: (row.university_id, row.as_of)  # noqa: E731 - two words, used twice
        there = {key(row): row for row in self.filter(as_of__in={row.as_of for row in rows})}
        created, changed = [], {}
        for row in rows:
            if (old := there.get(key(row))) is None:
                created.append(row)
            elif old.facts != row.facts:
                row.pk, changed[row] = old.pk, old.facts
        self.bulk_create(created, batch_size=500)
        self.bulk_update(changed, FACTS, batch_size=200)
        return created, changed


class UniversityFacts(models.Model):
    """What a register of one day says of one university; written in bulk when a register is taken over."""

    university = models.ForeignKey(
        University, on_delete=models.CASCADE, related_name="facts", verbose_name=_("university")
    )
    as_of = BoundedDateField(_("facts as of"))
    name = models.CharField(_("name"), max_length=100)
    province = models.CharField(_("province"), max_length=2, choices=Province)
    city = models.CharField(_("city"), max_length=50, blank=True)
    authority = models.CharField(_("authority"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.UNKNOWN)
    ownership = models.CharField(_("ownership"), max_length=20, choices=Ownership, default=Ownership.UNKNOWN)

    stays_with_record = True  # what a register said of its code is not rewritten by a merge

    objects = UniversityFactsQuerySet.as_manager()

    class Meta:
        verbose_name = _("facts of a university")
        verbose_name_plural = _("facts of universities")
        ordering = ["university", "-as_of"]
        constraints = [models.UniqueConstraint(fields=["university", "as_of"], name="university_facts_once")]
        indexes = [models.Index(fields=["as_of"])]

    def __str__(self):
        return f"{self.name} ({self.as_of})"

    @property
    def facts(self):
        return {fact: getattr(self, fact) for fact in FACTS}

    @classmethod
    def of_university(cls, university, **before):
        """The university's own facts as of their day, `before` for what has changed since; not saved."""
        facts = {fact: getattr(university, fact) for fact in FACTS} | before
        day = facts.pop("facts_as_of", university.facts_as_of)
        name = facts.pop("name", university.name)
        kept = {fact: facts[fact] for fact in FACTS}
        return cls(university=university, as_of=day, name=university.pk and name_on(university, day) or name, **kept)


def name_on(university, day):
    """The official name that a source shows for `day`, empty when none does; reads the prefetched names."""
    for name in university.names.all():
        if name.kind == UniversityName.Kind.OFFICIAL and name.since and name.until and name.since <= day <= name.until:
            return name.name
    return ""


class Stored(NamedTuple):
    """What a register of a day says of a university, without a model's weight: a list asks for thousands."""

    record: int
    as_of: datetime.date
    name: str
    province: str
    authority: str
    level: str
    ownership: str


class FactsOnDay(NamedTuple):
    """What a university was on a day, as well as it is known."""

    name: str
    tier: str
    level: str
    authority: str
    province: str
    ownership: str


def on(day, known):
    """The FactsOnDay on `day` of those of `known`, by key, of whom something else is stored than their own columns.

    `known` maps keys to universities, or to what has their columns. The register nearest before the day decides, else
    the nearest after it; the university's own columns are one of them, as of the day they carry, and the last resort.
    """
    few = known if len(known) < 100 else None
    rows = UniversityFacts.objects.nearest(day) if few is None else UniversityFacts.objects.about(few)
    stored = {}
    for row in map(Stored._make, rows.order_by().values_list(*Stored._fields)):
        best = stored.setdefault(row.record, row)
        if distance(row.as_of, day) < distance(best.as_of, day):
            stored[row.record] = row
    said = {}
    for record, tier, as_of in ClassEntry.objects.types(few):
        if record not in said or distance(as_of, day) <= distance(said[record][1], day):
            said[record] = tier, as_of
    keys = (stored.keys() | said.keys()) & known.keys()
    return {pk: standing(known[pk], stored.get(pk), day, said.get(pk)) for pk in keys}


def standing_on(day, known):
    """The FactsOnDay on `day` of every one of `known`, universities by key."""
    return {pk: standing(own, None, day) for pk, own in known.items()} | on(day, known)


def standing(own, stored, day, said=None):
    """What holds on `day`: of a university's `own` facts and those `stored` of a register, the nearer ones.

    `said` is the type that the list of types nearest to the day says, and the day of that list.
    """
    name = stored.name if stored else own.name
    nearer = stored if stored and distance(stored.as_of, day) < distance(own.facts_as_of, day) else own
    tier = said[0] if said and holds(*said, nearer.level, day) else tier_then(own, nearer)
    return FactsOnDay(name, tier, nearer.level, nearer.authority, nearer.province, nearer.ownership)


def holds(tier, as_of, level, day):
    """Whether a type said as of one day holds on `day` too: a later list only where it fits the level of then."""
    return as_of <= day or tier in FITTING.get(level, Tier.values)


def distance(as_of, day):
    """By what facts are chosen: the nearest before the day, then the nearest after it, then those of no day."""
    if as_of is None:
        return 2, 0
    return (0, (day - as_of).days) if as_of <= day else (1, (as_of - day).days)


def tier_then(own, facts):
    """The type of a university as of `facts`: its own while level and authority were the same, or by definition."""
    if (own.level, own.authority) == (facts.level, facts.authority):
        return own.tier
    defined = tier_by_definition(facts)
    if defined == Tier.UNKNOWN and own.tier in FITTING.get(facts.level, ()):
        return own.tier
    return defined


def tier_by_definition(facts):
    """The type where level and authority leave no choice, otherwise unknown."""
    if facts.level == Level.ADULT:
        return Tier.ADULT
    if facts.level != Level.UNDERGRADUATE:
        return Tier.UNKNOWN
    if province_from_name(facts.authority) or facts.authority.startswith("新疆生产建设兵团"):
        return Tier.PROVINCIAL_UNDERGRADUATE
    if facts.authority == "教育部":
        return Tier.CENTRAL_MOE
    body = facts.authority.partition("（")[0]
    return Tier.CENTRAL_OTHER if body in CENTRAL_AUTHORITIES else Tier.UNKNOWN
