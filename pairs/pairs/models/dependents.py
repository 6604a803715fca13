"""What hangs on a pair: as long as there is something, its universities are not corrected and it is not deleted."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from .batch import Batch
from .milestone import Milestone


@dataclass(frozen=True)
class Dependent:
    """Rows of one kind that hang on a pair: what they are called, how many, and where the staff read them."""

    label: str
    count: int
    url: str

    def __str__(self):
        return _("%(label)s: %(count)s") % {"label": self.label, "count": self.count}

    @classmethod
    def of(cls, rows, column, pk, number):
        """So many of the rows of a queryset, which name the pair in `column`."""
        return cls(str(rows.model._meta.verbose_name_plural), number, address(rows.model, column, pk))


def dependents_of(pairs):
    """The Dependents of each of `pairs` that has any, by its key; one query for each kind of row."""
    found, keys = defaultdict(list), [pair.pk for pair in pairs]
    for rows, column in rows_on(keys) if keys else ():
        for pk, number in rows.order_by().values_list(column).annotate(models.Count("pk")):
            found[pk].append(Dependent.of(rows, column, pk, number))
    return dict(found)


def rows_on(keys):
    """The rows that hang on the pairs of these keys, as (queryset, column): what may not lose its pair."""
    yield own_milestones().filter(pair__in=keys), "pair"
    pair = Milestone._meta.get_field("pair").related_model
    for relation in pair._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            column = relation.field.name
            yield relation.related_model._base_manager.filter(**{f"{column}__in": keys}), column


def own_milestones():
    """Milestones of a pair itself: being listed is none, nor is what a source states of its whole batch."""
    statements = Batch._meta.get_field("statements").related_model
    of_all = statements.objects.filter(batch=models.OuterRef("pair__batch"), kind=models.OuterRef("kind"))
    own = models.Q(on__isnull=False) | ~models.Exists(of_all)
    return Milestone.objects.filter(own).exclude(kind=Milestone.Kind.ANNOUNCED)


def address(model, column, pk):
    """The list of these rows in the admin; milestones stand on the pair's own page."""
    try:
        return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?{column}={pk}"
    except NoReverseMatch:
        return reverse("admin:pairs_pair_change", args=[pk])


def in_words(dependents):
    """What hangs on a pair, in one phrase."""
    return _(", ").join(map(str, dependents))
