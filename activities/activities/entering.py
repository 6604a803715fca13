"""Many new entries at once: drafted, checked and submitted by the rules of one, in a constant number of queries."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import acting_side
from core.acts import history
from core.exceptions import Refused
from core.questions import ask
from core.workflow import StateChange
from pairs.models import Pair

from .models.activity import Activity
from .models.editing import Measure
from .plausibility import keep_answers, known_about, questions_about
from .workflow import WORKFLOW, mark_submitted

CHUNK = 500  # rows in one statement


def new_entry(by, pair, kind, stage, values, measures):
    """An entry for the side of `by` with these words and figures; nothing is saved or checked yet.

    Refused to who acts for no side; ValidationError for a kind or a figure that is not offered.
    """
    side = acting_side(by, pair)
    if side is None:
        raise Refused(_("You do not act for either side of this pair."), "not_yours")
    if kind.is_retired:
        raise ValidationError({"kind": _("This kind is no longer used; choose another.")})
    entry = Activity(pair=pair, kind=kind, side=side, logged_by=by, stage=stage)
    entry.take(values, measures)
    return entry


@transaction.atomic
def enter(entries, by, submit=True, answered=()):
    """Store new entries, and submit them unless they are to stay drafts; all of them or none.

    Refused, Unanswered and ValidationError are those of one entry; nothing new counts, so that no total changes.
    """
    lock_pairs(entries)
    known = known_about(entries) if submit else None
    for entry in entries:
        begin(entry, by, known, answered)
    Activity.objects.bulk_create(entries, batch_size=CHUNK)
    figures = [figure_of(entry, row) for entry in entries for row in entry.changed_figures]
    Measure.objects.bulk_create(figures, batch_size=CHUNK)
    for model, rows in ((Activity, entries), (Measure, figures)):
        history.write(model, rows, "created", by, "")
    record(entries, by, ["draft", "submit"] if submit else ["draft"])
    if known:
        keep_answers([(entry, asked_about(entry, known)) for entry in entries], by, answered)
    return entries


def lock_pairs(entries):
    """Nobody else changes the activities of these pairs meanwhile."""
    keys = sorted({entry.pair_id for entry in entries})
    list(Pair.objects.order_by("pk").select_for_update(no_key=True).filter(pk__in=keys).values_list("pk"))


def begin(entry, by, known, answered):
    """Check an entry as the draft that it becomes; with what is `known`, submit it by the table of transitions."""
    entry.version = 1
    if known:
        WORKFLOW.refuse(entry, "check", by)
        mark_submitted(entry)
        entry.version = 2
    entry.check_new()
    if known:
        ask(asked_about(entry, known), answered)


def asked_about(entry, known):
    """The Questions about an entry that is not stored yet."""
    return questions_about(entry, {row.indicator.code: row.value for row in entry.changed_figures}, known)


def figure_of(entry, row):
    row.activity = entry
    return row


def record(entries, by, names):
    """The transitions as one entry would have recorded them."""
    kind, now = ContentType.objects.get_for_model(Activity), timezone.now()
    facts = {"content_type": kind, "by": by, "at": now}
    rows = [
        StateChange(object_id=entry.pk, transition=name, side=entry.side, **facts)
        for entry in entries
        for name in names
    ]
    StateChange.objects.bulk_create(rows, batch_size=CHUNK)
