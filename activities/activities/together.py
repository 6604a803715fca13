"""Several entries submitted as one act and taken back as a whole; several drafts deleted, all or none."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import acting_side
from core.acts.recording import recording
from core.exceptions import Refused
from core.models import Act
from core.personal_data import given_reason
from pairs.models import Pair

from . import deleted_drafts, workflow
from .entering import lock_pairs
from .models.activity import Activity
from .models.question_answers import QuestionAnswer

KIND = "activities_submitted"
TAKEN_BACK = "take-back-submission"  # the transition by which an entry is what it was before it was submitted


class NotAll(Exception):  # noqa: N818 - it is an answer, not a failure
    """Of several entries nothing is done; `faults` has messages or a ValidationError for each that cannot be."""

    def __init__(self, faults):
        super().__init__(faults)
        self.faults = faults


def submit_all(versions, by):
    """Submit the drafts that are the keys of `versions`, each in the version that was seen; the Act, all or none.

    Raises NotAll with what stands in the way of each.
    """
    faults, keys = {}, [entry.pk for entry in versions]
    with recording(KIND, subject_of(versions), by) as act:
        lock_pairs(versions)
        act.watch(
            Activity.objects.filter(pk__in=keys).order_by(), QuestionAnswer.objects.filter(activity__in=keys).order_by()
        )
        for entry, version in versions.items():
            try:
                workflow.submit(entry, by, version)
            except Refused as refusal:
                faults[entry] = [refusal.message]
            except ValidationError as error:
                faults[entry] = error
        if faults:
            raise NotAll(faults)
    return act


@transaction.atomic
def discard_all(versions, by):
    """Delete the drafts that are the keys of `versions`, each in the version that was seen; the Act, all or none.

    Raises NotAll with what stands in the way of each.
    """
    faults = {}
    lock_pairs(versions)
    for entry, version in versions.items():
        try:
            workflow.WORKFLOW.begin(entry, "discard", by, version)
        except Refused as refusal:
            faults[entry] = [refusal.message]
    if faults:
        raise NotAll(faults)
    return deleted_drafts.delete(list(versions), by)


def subject_of(entries):
    count, pairs = len(entries), dict.fromkeys(str(entry.pair) for entry in entries)
    words = ngettext("%(pairs)s: %(count)s activity", "%(pairs)s: %(count)s activities", count)
    return words % {"pairs": _(", ").join(pairs), "count": count}


def undo(act, by, reason):
    """Make all entries of such an act drafts again, as they were; Obstructed names what stands in the way."""
    refuse_undoing(act, by)
    act.undo(by, given_reason(reason))


def refuse_undoing(act, by):
    """Raise Refused unless `by` acts for the side of all entries of the act, or may undo such acts for the ministry."""
    if act.may_undo(by):
        return
    sides = set(Activity.objects.filter(pk__in=keys_of(act)).order_by().values_list("pair", "side"))
    pairs = Pair.objects.select_related("batch").in_bulk({pair for pair, _side in sides})
    if not sides or any(acting_side(by, pairs[pair]) != side for pair, side in sides):
        raise Refused(_("Only the side that entered it can undo it."), "not_yours")


def keys_of(act):
    """The keys of the entries that an act made or submitted."""
    return list(act.rows.filter(model=Activity._meta.label_lower).values_list("object_pk", flat=True))


def act_of(entry):
    """The act by which an entry was submitted together with others and that can still be undone, or None."""
    rows = {"rows__model": Activity._meta.label_lower, "rows__object_pk": entry.pk}
    return Act.objects.filter(kind=KIND, undone_at=None, **rows).first()


def record_taking_back(rows):
    """Record who took the submission of each entry back, and why, where `rows` are of such acts that were undone."""
    taken_back = {row.object_pk: row.act for row in rows if row.act.kind == KIND and row.model_class is Activity}
    for entry in Activity.objects.filter(pk__in=taken_back).select_related("pair__batch").order_by("pk"):
        act = taken_back[entry.pk]
        workflow.WORKFLOW.record(entry, TAKEN_BACK, act.undone_by, act.undo_reason)
