"""A list on its way: previewed and stored, looked at again, confirmed once. Each goes through PairResource."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs import reader
from pairs.directory.name_index import KnownNames
from pairs.pairs.models.batch import Batch
from pairs.reader.limits import RefusedError
from pairs.reader.row_reader import MAX_NAME

from .groups import shape_of
from .models import PERSONAL, ListImport, NameDecision, stored
from .resources import PairResource


def preview(batch, data, file_name="", owner=None, declared=None, reading=None):
    """Compare `data` (a file's bytes, or pasted text) with `batch`, and store it for confirming; sent twice, once.

    `declared` is the number of pairs in the notice where the batch does not say it, `reading` what was read already.
    """
    return store(read(batch, data, file_name, owner, declared, reading))


def read(batch, data, file_name="", owner=None, declared=None, reading=None):
    """What is to be stored of a list, compared with its batch. Writes nothing."""
    reading = reading or reader.read(data, shape_of(batch.action))
    listed = ListImport.of_list(batch, data, reading, file_name, declared, owner=owner)
    plan = compare(listed).plan
    listed.fingerprint, listed.refused = plan.fingerprint, plan.refused
    return listed


def store(listed):
    """Keep a list that was read; the same one sent twice by its owner, once."""
    with transaction.atomic():
        Batch.objects.select_for_update(of=["self"]).get(pk=listed.batch_id)
        return ListImport.objects.keep(listed)


def compare(listed):
    """What the stored list would do to its batch as it is now, as a PlanResult."""
    return _import(listed, dry_run=True)


def preview_again(listed):
    """Compare anew; what this result shows is what may be confirmed."""
    result = compare(listed)
    listed.fingerprint, listed.refused = result.plan.fingerprint, result.plan.refused
    facts = {"fingerprint": listed.fingerprint, "refused": listed.refused}
    ListImport.objects.waiting().filter(pk=listed.pk).update(**facts)
    return result


def why_unclear(listed):
    """Why the tables that are kept are not read as a list by themselves, in the reader's language."""
    shape = shape_of(listed.batch.action)
    return reader.read_again(listed.tables, listed.format, listed.encoding, shape).errors


def choose(listed, choice, by):
    """Read the list anew with the table and columns that its owner chose, and compare it; said again, the same.

    Corrections stay where the table does.
    """
    only_owner(listed, by)
    with transaction.atomic():
        listed.lock()
        if listed.applied_at:
            return
        shape = replace(shape_of(listed.batch.action), choice=choice)
        reading = reader.read_again(listed.tables, listed.format, listed.encoding, shape)
        if listed.choice is None or listed.choice.table != choice.table:
            listed.corrections = []
        kept = {name: listed.reading[name] for name in ("declared", "tables")}
        listed.reading = stored(reading) | kept | {"choice": choice.as_stored()}
        listed.save(update_fields=["reading", "corrections"])
        preview_again(listed)


def correct(listed, corrections, by, decisions=None):
    """Keep what was entered in the preview; preview again to see what it does. What was read stays untouched.

    `corrections` are {(row, column): text}, `decisions` {printed name: key of the university that is meant}. Raises
    ValidationError for personal data, or more rows than a list has, and keeps nothing then.
    """
    only_owner(listed, by)
    with transaction.atomic():
        listed.lock()
        if listed.applied_at:
            return
        before = listed.corrections, listed.decisions
        listed.correct(corrections, by)
        listed.decide(decisions or {}, by)
        if refused := refusals(listed):
            listed.corrections, listed.decisions = before
            raise ValidationError([error.message for error in refused])
        listed.save(update_fields=["corrections", "decisions"])


def refusals(listed):
    """What is wrong with a list as corrected that must not be kept."""
    try:
        return [error for error in listed.as_corrected.errors if error.code == PERSONAL]
    except RefusedError as refused:
        return [refused.finding]


def confirm(listed, by, reason, accept_warnings=False):
    """Apply exactly what was previewed and return the outcome; done once, later calls return the same outcome.

    Raises RefusedListError (errors, warnings not accepted, no reason), StaleListError (preview it again), or
    PermissionDenied.
    """
    only_owner(listed, by)
    with transaction.atomic():
        listed.lock()
        if listed.state != ListImport.State.APPLIED:
            conditions = {"accept_warnings": accept_warnings, "expecting": listed.fingerprint}
            result = _import(listed, by=by, reason=reason, listing=listed, **conditions)
            if result.refusal:
                raise result.refusal
            put_aside_refused(listed)
            remember(listed, by)
    return listed.outcome


def only_owner(listed, by):
    if listed.owner_id != getattr(by, "pk", None):
        raise PermissionDenied(_("Only the person who previewed a list may confirm it."))


def put_aside_refused(listed):
    """Discard earlier previews of the same batch that had errors: their corrected list is applied."""
    others = ListImport.objects.waiting().filter(batch=listed.batch, owner=listed.owner, refused=True)
    others.update(discarded_at=timezone.now())


def _import(listed, **options):
    declared = listed.reading["declared"]
    return PairResource().import_data(listed.as_corrected, batch=listed.batch, declared=declared, **options)


def remember(listed, by):
    """Keep for the next list which universities the editor took for names that none bears."""
    names, found = KnownNames(), {}
    for one in listed.corrections:
        meant = names.bearers(one["value"]) if one["column"] is not None and one["was"] else []
        if len(meant) == 1 and len(names.bearers(one["was"])) != 1:
            found[NameDecision.key_of(one["was"]), meant[0].pk] = one["was"], False
    for one in listed.decisions:
        found[NameDecision.key_of(one["name"]), one["university"]] = one["name"], True
    facts = {"batch": listed.batch, "decided_by": by, "decided_at": listed.applied_at}
    NameDecision.objects.bulk_create(
        [
            NameDecision(printed=printed, key=key, university_id=university, keeps_printed=keeps, **facts)
            for (key, university), (printed, keeps) in found.items()
            if university in names.universities and len(printed) <= MAX_NAME
        ],
        update_conflicts=True,
        unique_fields=["key", "university"],
        update_fields=["printed", "keeps_printed", *facts],
    )
