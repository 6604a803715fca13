"""What the public reads of employment snapshots: every page, file and answer takes it from here.

What of a snapshot stays hidden is decided by `suppression` when it becomes public or changes while it is, and is kept
with it, so that it never depends on who asks, and what was hidden once is not shown because of a later change.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from pairs.directory.signals import universities_merged

from . import suppression
from .models import PART_LABELS, EmploymentSnapshot, GraduateGroup
from .suppression import EMPLOYED, RESTS, SIDES, WHOLE, Record, Table

LABELS = PART_LABELS | {
    RESTS["employed"]: _("Employed in other or unknown ways"),
    RESTS["others"]: _("Others not employed, or not known"),
}


@dataclass
class PublicCell:
    """One part of the whole: its name, and its value or None where that is hidden."""

    name: str
    label: str
    value: int | None


@dataclass
class PublicFigures:
    """One public snapshot without what is hidden of it."""

    snapshot: EmploymentSnapshot
    employed: int | None
    rate: Decimal | None
    parts: list
    hides: bool

    def __getattr__(self, name):
        if name in ("group", "as_of", "graduates", "source", "is_stated", "university", "pk"):
            return getattr(self.snapshot, name)
        raise AttributeError(name)


def public_figures(snapshot):
    """Return what the public reads of a snapshot that is public."""
    table = table_of(snapshot)
    if table is None:
        return PublicFigures(snapshot, None, snapshot.rate, [], False)
    shows = table.shows(EMPLOYED)
    parts = [
        PublicCell(name, LABELS[name], value if table.shows(name) else None)
        for side in SIDES
        for name, value in table.sides[side].items()
    ]
    facts = (snapshot.employed, snapshot.rate) if shows else (None, None)
    return PublicFigures(snapshot, *facts, parts, bool(table.hidden))


def table_of(snapshot):
    """Return a snapshot as a Table, or None for one of which only a rate is stated."""
    if snapshot.graduates is None:
        return None
    parts = {name: getattr(snapshot, name) for name in suppression.PARTS}
    numbers = (snapshot.graduates, snapshot.employed)
    hidden = frozenset(snapshot.withheld.split())
    return Table(snapshot.group_id, snapshot.as_of, *numbers, parts, hidden)


def withhold(snapshot):
    """Set what must be hidden of a snapshot beside all others that are public; return whether anything can be shown."""
    others = EmploymentSnapshot.objects.public().filter(university=snapshot.university_id, graduates__isnull=False)
    tables = [table_of(one) for one in others.exclude(pk=snapshot.pk).order_by("pk")]
    record, table = Record(tables, wholes()), table_of(snapshot)
    hidden = record.add(table, table.hidden) if table else frozenset()
    snapshot.withheld = " ".join(sorted(hidden))
    return WHOLE not in hidden


def withhold_again(snapshots):
    """Hide what must be hidden of public snapshots, one after the other: when groups or what was loaded changed."""
    for snapshot in snapshots.filter(graduates__isnull=False).order_by("pk"):
        before = snapshot.withheld
        withhold(snapshot)
        if snapshot.withheld != before:
            EmploymentSnapshot.objects.filter(pk=snapshot.pk).update(withheld=snapshot.withheld)


@receiver(universities_merged)
def withhold_of_merged(sender, **kwargs):
    """What two records showed side by side may tell a number under ten once it is the figures of one university."""
    withhold_again(EmploymentSnapshot.objects.public().filter(university=sender))


def wholes():
    """Return the groups of which each group is a part, directly or through others."""
    above = dict(GraduateGroup.objects.order_by().values_list("pk", "part_of"))
    found = {}
    for group in above:
        chain, one = [], above[group]
        while one is not None and one not in chain:
            chain.append(one)
            one = above.get(one)
        found[group] = set(chain)
    return found
