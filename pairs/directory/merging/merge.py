"""Merging a record into another: what stands in the way, what follows, and carrying it out as one act."""

import hashlib
from functools import cached_property

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.acts.obstacles import Obstacle, page_of
from core.acts.recording import recording
from pairs.directory.models.university import University, UniversityName
from pairs.directory.signals import universities_merged

from . import name_history
from .facts import KEPT, OTHER, facts
from .relations import relations

KIND = "university_merge"


class UniversityMerge:
    """The merge of `other` into `kept`; `chosen` says whose word stands of a fact, where not as proposed."""

    def __init__(self, kept, other, chosen=()):
        self.kept, self.other, self.chosen = kept, other, dict(chosen)
        self.facts = facts(kept, other)

    @property
    def ends(self):
        return [self.kept, self.other]

    @property
    def values(self):
        """What the record that stays says afterwards, by column."""
        found = {}
        for fact in self.facts:
            found |= fact.values_of(self.chosen.get(fact.slug, fact.proposed))
        return found

    @cached_property
    def following(self):
        """(relation, rows) of all that refers to the other record and follows."""
        return [(relation, list(self.rows_of(relation))) for relation in relations() if relation.moves]

    def rows_of(self, relation):
        """The rows that follow; the two records themselves are dealt with by their facts."""
        rows = relation.rows(self.other)
        return rows.exclude(pk__in=[one.pk for one in self.ends]) if relation.model is University else rows

    @property
    def fingerprint(self):
        """SHA-256 over what the records say and what refers to them; another one means that something changed."""
        said = [fact.values_of(whose) for fact in self.facts for whose in (KEPT, OTHER)]
        refers = [[one.name, *one.rows(*self.ends).values_list("pk", one.field.attname)] for one in relations()]
        return hashlib.sha256(repr([self.kept.pk, self.other.pk, said, refers]).encode()).hexdigest()

    @property
    def obstacles(self):
        """Everything that stands in the way, as a list of Obstacle."""
        return list(self.wrong_records()) or list(self.wrong_rows())

    def wrong_records(self):
        if self.kept.pk == self.other.pk:
            yield Obstacle(_("A record cannot be merged with itself."))
        for one in self.ends:
            if one.merged_into_id:
                message = _("%(name)s has been merged into another record already.") % {"name": one}
                yield Obstacle(message, page_of(University, one.pk))
        if self.other.code and not self.kept.code:
            yield Obstacle(_("The record that is kept has no code; keep the one with the code."))

    def wrong_rows(self):
        """Rows that would break a rule if they followed."""
        after = University.objects.get(pk=self.kept.pk)
        for name, value in self.values.items():
            setattr(after, name, value)
        for relation in relations():
            for row in self.rows_of(relation) if relation.moves else ():
                for message in relation.faults(row, after):
                    yield Obstacle(f"{relation.label} · {row}: {message}", page_of(relation.model, row.pk))

    def watched(self):
        """The rows that the act changes, as querysets."""
        yield University.objects.filter(pk__in=[one.pk for one in self.ends])
        yield UniversityName.objects.filter(university__in=self.ends)
        for relation, rows in self.following:
            yield relation.model._base_manager.filter(pk__in=[row.pk for row in rows])

    def write(self, by, reason):
        values = self.values
        name_history.follow(self.kept, self.other, values["name"], by, reason)
        for relation, rows in self.following:
            relation.move(rows, self.kept, by, reason)
        for name, value in values.items():
            setattr(self.kept, name, value)
        self.other.merged_into = self.kept
        for record in self.ends:
            record._history_user, record._change_reason = by, reason
            record.save()
        universities_merged.send(self.kept)


def merge(kept, other, by, reason, chosen=(), seen=None):
    """Merge `other` into `kept`; the Act. ValidationError with everything that stands in the way.

    `chosen` is as for UniversityMerge; `seen` is the fingerprint of what whoever decided was shown.
    """
    with recording(KIND, f"{other} → {kept}", by, reason) as act:
        plan = UniversityMerge(*locked(kept, other), chosen)
        if seen not in (None, plan.fingerprint):
            raise ValidationError(_("The data have changed; nothing was merged. Check both records again."), "stale")
        if obstacles := plan.obstacles:
            raise ValidationError([str(each) for each in obstacles])
        act.watch(*plan.watched())
        plan.write(by, reason)
    return act


def locked(*records):
    """These records as they stand now; until the transaction ends nobody changes them, refers to them or imports."""
    list(apps.get_model("pairs.Batch").objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    keys = [one.pk for one in records]
    there = {one.pk: one for one in University.objects.filter(pk__in=keys).order_by("pk").select_for_update()}
    if len(there) < len(set(keys)):
        raise ValidationError(_("One of the two records is no longer there."))
    return [there[key] for key in keys]
