"""What two records say of a university, side by side, and whose word is proposed."""

from dataclasses import dataclass

from django.utils.text import capfirst

from core.admin.history import shown
from pairs.directory.models.university import University

KEPT, OTHER = "kept", "other"
# Columns that are chosen together, by the first of them, which gives them their name.
GROUPS = [
    ("name", "name_en"),
    ("province", "city"),
    ("authority",),
    ("level",),
    ("ownership",),
    ("facts_as_of", "source", "unlisted_on"),
    ("tier", "tier_source", "tier_inferred"),
    ("website",),
    ("career_site",),
    ("closed_on", "successor", "closing_source", "unlisted_on", "unlisted_reason"),
]
OF_REGISTER = {"name", "province", "authority", "level", "ownership", "facts_as_of"}  # the later register knows better
NOT_KNOWN = (None, "", "unknown")


@dataclass(frozen=True)
class Fact:
    """One thing that both records say: its columns, and the two records."""

    columns: tuple
    kept: University
    other: University

    @property
    def slug(self):
        return self.columns[0]

    @property
    def label(self):
        return capfirst(University._meta.get_field(self.slug).verbose_name)

    def said_by(self, record):
        """What a record says, as a person reads it."""
        fields = [University._meta.get_field(name) for name in self.columns]
        names = {University: {record.successor_id: record.successor}}
        texts = [
            shown(field, getattr(record, field.attname), names) for field in fields if field.name != "tier_inferred"
        ]
        return " · ".join(filter(None, texts))

    @property
    def texts(self):
        return {KEPT: self.said_by(self.kept), OTHER: self.said_by(self.other)}

    @property
    def differs(self):
        return self._values(self.kept) != self._values(self.other)

    @property
    def proposed(self):
        """Whose word is proposed: what is known goes before what is not, the later register before the earlier.

        Whether a school is closed, its later register tells by listing it; a record that was closed because the other
        one succeeds it says nothing of that.
        """
        if self.slug == "closed_on":
            return OTHER if self._other_is_later and self.other.successor_id != self.kept.pk else KEPT
        if getattr(self.other, self.slug) in NOT_KNOWN:
            return KEPT
        if getattr(self.kept, self.slug) in NOT_KNOWN:
            return OTHER
        return OTHER if self.slug in OF_REGISTER and self._other_is_later else KEPT

    @property
    def _other_is_later(self):
        mine, theirs = self.kept.facts_as_of, self.other.facts_as_of
        return bool(theirs and (mine is None or theirs > mine))

    def values_of(self, whose):
        """The values that the columns take when `whose` word stands; no record succeeds itself."""
        record = self.other if whose == OTHER else self.kept
        values = {name: getattr(record, name) for name in self.columns}
        if values.get("successor") in (self.kept, self.other):
            values["successor"] = None
        return values

    def _values(self, record):
        return [getattr(record, name) for name in self.columns]


def facts(kept, other):
    """Every Fact of two records."""
    return [Fact(columns, kept, other) for columns in GROUPS]
