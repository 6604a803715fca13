"""Drafts of entries and agreements that were deleted: an act that their side takes back within some days.

Then their files are erased.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.permissions import acting_side
from activities.agreements.models import Agreement
from core.acts import deletion
from core.acts.relations import by_model
from core.exceptions import Refused
from core.models import Act, ActRow
from core.worker import chore
from pairs.models import Pair

from .models.deleted_files import DeletedFile
from .models.evidence import Evidence

KIND = "drafts_deleted"
BROUGHT_BACK = "bring-back"  # the transition by which a deleted draft is there again
DAYS = 7
KEPT = datetime.timedelta(days=DAYS)


def delete(drafts, by):
    """Delete these drafts of one model, which the caller has locked, as one Act, and return it.

    Their files stay for KEPT.
    """
    holder = "agreement" if isinstance(drafts[0], Agreement) else "activity"
    pieces = Evidence.objects.filter(**{f"{holder}__in": [draft.pk for draft in drafts]}).exclude(file="")
    files = [DeletedFile(file=piece.file.name, sha256=piece.sha256) for piece in pieces.order_by("pk")]
    act = deletion.delete(drafts, by, "", kind=KIND)
    for file in files:
        file.act = act
    DeletedFile.objects.bulk_create(files)
    return act


def bring_back(act, by):
    """Make the drafts of such an act again as they were; Obstructed names what stands in the way, Refused who may."""
    refuse_bringing_back(act, by)
    act.undo(by, "")


def refuse_bringing_back(act, by):
    """Raise Refused unless `by` acts for the side of all drafts of the act, or may undo such acts for the ministry."""
    rows = rows_of(act)
    if not act.may_undo(by) and len(own(rows, by)) < len(rows):
        raise Refused(_("Only the side that entered it can undo it."), "not_yours")


def may_see(act, user):
    """Whether `user` could read these drafts before they were deleted."""
    return user.oversees or bool(own(rows_of(act), user))


def act_of(model, key):
    """The last act by which the draft of `model` with this key was deleted, if it can be taken back, or None."""
    rows = {"rows__model": model._meta.label_lower, "rows__object_pk": key}
    return Act.objects.filter(kind=KIND, undone_at=None, at__gt=timezone.now() - KEPT, **rows).first()


def rows_of(act):
    """The ActRows of the drafts that an act deleted."""
    return list(act.rows.filter(along=False))


def own(rows, user):
    """Those of the rows whose drafts are of the side for which `user` acts, in pairs that are still there."""
    pairs = Pair.objects.with_sides().in_bulk({row.before["pair_id"] for row in rows})
    sides = {key: acting_side(user, pair) for key, pair in pairs.items()}
    return [row for row in rows if sides.get(row.before["pair_id"]) == row.before["side"]]


def until(act):
    """The moment until which a deletion is taken back."""
    return act.at + KEPT


def recent(user):
    """{act: its rows} of the drafts of the side of `user` whose deletion can still be taken back, the last first."""
    acts = Act.objects.filter(kind=KIND, undone_at=None, at__gt=timezone.now() - KEPT)
    rows = ActRow.objects.filter(act__in=acts, along=False).select_related("act__by")
    found = {}
    for row in own(list(rows.order_by("-act", "pk")), user):
        found.setdefault(row.act, []).append(row)
    return found


def too_late(act, rows):
    """What stands in the way once the files may be gone."""
    if timezone.now() >= until(act):
        message = _("The draft was deleted on %(day)s; that can be taken back within %(count)s days only.")
        yield message % {"day": date_format(timezone.localtime(act.at)), "count": DAYS}, act


def settle(rows):
    """Once drafts are there again: their files are theirs, and their record tells who brought them back.

    `rows` are of acts that were done or undone.
    """
    acts = {row.act for row in rows if row.act.kind == KIND and row.act.undone_at}
    DeletedFile.objects.filter(act__in=acts).delete()
    for act in acts:
        drafts = by_model(rows_of(act), ActRow.Kind.DELETED)
        for draft in (each for model, mine in drafts.items() for each in model.objects.filter(pk__in=mine)):
            facts = {"by": act.undone_by, "side": acting_side(act.undone_by, draft.pair) or "", "at": act.undone_at}
            draft.state_changes.create(transition=BROUGHT_BACK, **facts)


@chore
def erase_files():
    """Erase the files of drafts whose deletion can no longer be taken back."""
    with transaction.atomic():
        old = Act.objects.filter(kind=KIND, undone_at=None, at__lte=timezone.now() - KEPT, pk__in=with_files())
        acts = list(old.order_by("pk").select_for_update().values_list("pk", flat=True))
        DeletedFile.objects.filter(act__in=acts).erase()


def with_files():
    return DeletedFile.objects.order_by().values("act")
