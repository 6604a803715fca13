"""How the API finds one row by the name that people know it by; what was withdrawn says so."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from core.numbers import MAX_STORED, whole_number
from opendata.api.problems import ProblemError
from pairs.models import Batch, Pair, University

WITHDRAWN = _("This was withdrawn from the public; withdrawn_on and reason say when and why.")


def by(*lookups, numbers=()):
    """Find rows whose name, part by part, is the value of these lookups; those of `numbers` are whole numbers."""

    def find(records, name):
        parts = name.split("/")
        values = [
            whole_number(part, at_most=MAX_STORED) if lookup in numbers else part
            for lookup, part in zip(lookups, parts, strict=False)
        ]
        if len(parts) != len(lookups) or None in values:
            return records.none()
        return records.filter(**dict(zip(lookups, values, strict=True)))

    return find


def pair(records, name):
    """The pair at an address, also at one of its group or of before a correction."""
    try:
        return records.filter(pk=Pair.objects.published().at(name).pk)
    except Pair.DoesNotExist:
        refuse_withdrawn(name.partition("-")[0])
        return records.none()


def batch(records, name):
    found = by("number", numbers=["number"])(records, name)
    if not found:
        refuse_withdrawn(name)
    return found


def refuse_withdrawn(number):
    """410 where the batch with this number was taken from the public."""
    unpublished = Batch.objects.unpublished().filter(number=whole_number(number) or 0).first()
    if unpublished and (gone := unpublished.withdrawal):
        raise ProblemError(410, WITHDRAWN, withdrawn_on=localdate(gone.at).isoformat(), reason=gone.reason)


def university(records, name):
    """The university with a code, also with that of a record that was merged into it."""
    return records.filter(pk__in=University.objects.coded(name).values("pk"))


def activity(records, name):
    """The activity with a number, also with that of a second account of it."""
    number = whole_number(name, at_most=MAX_STORED)
    if number is None:
        return records.none()
    kept = None if records.filter(pk=number).exists() else Activity.objects.kept_for(number)
    return records.filter(pk=kept.pk if kept else number)


def figure(records, name):
    """The bulletin that has the figure."""
    return records.filter(address=name.partition("/")[0])


def total(records, name):
    """The batches of the action whose totals hold it."""
    return records.filter(action__slug=name.partition("/")[0])
