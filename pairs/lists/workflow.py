"""A list on its way: previewed and stored, looked at again, confirmed once. Each goes through PairResource."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pairs import reader
from pairs.pairs.models.batch import Batch

from .models import ListImport
from .resources import PairResource


def preview(batch, data, file_name="", owner=None, declared=None, reading=None):
    """Compare `data` (a file's bytes, or pasted text) with `batch`, and store it for confirming; sent twice, once.

    `declared` is the number of pairs in the notice where the batch does not say it, `reading` what was read already.
    """
    listed = ListImport.of_list(batch, data, reading or reader.read(data), file_name, declared, owner=owner)
    listed.fingerprint = compare(listed).plan.fingerprint
    with transaction.atomic():
        Batch.objects.select_for_update(of=["self"]).get(pk=batch.pk)
        return ListImport.objects.keep(listed)


def compare(listed):
    """What the stored list would do to its batch as it is now, as a PlanResult."""
    return _import(listed, dry_run=True)


def preview_again(listed):
    """Compare anew; what this result shows is what may be confirmed."""
    result = compare(listed)
    listed.fingerprint = result.plan.fingerprint
    ListImport.objects.waiting().filter(pk=listed.pk).update(fingerprint=listed.fingerprint)
    return result


def confirm(listed, by, reason, accept_warnings=False):
    """Apply exactly what was previewed and return the outcome; done once, later calls return the same outcome.

    Raises RefusedListError (errors, warnings not accepted, no reason), StaleListError (preview it again), or
    PermissionDenied.
    """
    if listed.owner_id != getattr(by, "pk", None):
        raise PermissionDenied(_("Only the person who previewed a list may confirm it."))
    with transaction.atomic():
        listed.lock()
        if listed.state != ListImport.State.APPLIED:
            conditions = {"accept_warnings": accept_warnings, "expecting": listed.fingerprint}
            result = _import(listed, by=by, reason=reason, listing=listed, **conditions)
            if result.refusal:
                raise result.refusal
    return listed.outcome


def _import(listed, **options):
    declared = listed.reading["declared"]
    return PairResource().import_data(listed.as_read, batch=listed.batch, declared=declared, **options)
