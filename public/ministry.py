"""The first page of the ministry: what runs, what is late, what is not public yet, and what was done last."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.directory import without_coordinator
from accounts.models import Invitation
from accounts.permissions import pairs_overseen_by
from core.acts.models import Act, ActRow
from core.models import Backup
from oversight import todo as oversight
from oversight.bulletins.models.bulletin import Bulletin
from oversight.inspections.models.finding import OVERDUE, Finding, FindingState
from oversight.inspections.models.inspection_round import InspectionRound
from oversight.obligations.models import ObligationKind
from oversight.obligations.obligations import owed, pairs_by_duty
from pairs import todo as pairs
from pairs.directory.models.register_import import RegisterImport
from pairs.lists.models import ListImport
from pairs.models import Batch, Pair

LATEST = 8  # of what was imported and published
SILENT = 5  # of the pairs that have reported nothing for longest
ROUNDS = 10  # with inspections still to do


@dataclass
class Figure:
    """A number that leads to what it counts."""

    label: str
    number: int
    url: str


@dataclass
class LatestEvent:
    """Something that was imported or published: what was done to what, by whom and when."""

    done: str
    subject: str
    url: str
    by: object
    at: datetime


def facts(user):
    """All that the first page shows `user`, in a constant number of queries."""
    dues = owed(pairs_overseen_by(user))
    found = {"running": running(), "late": late(dues), "silent": silent(dues), "latest": latest()}
    found["unpublished"] = [*pairs.unpublished(user), *oversight.unpublished()]
    if user.is_editor:
        return found | {"people": people()}
    return found | {"rounds": rounds(), "findings": findings()}


def backup_tasks(user):
    """That the last good backup is too old, for editors: they know whom to call."""
    if user.is_editor and (standing := Backup.objects.standing()).is_to_be_told:
        wanted = _("%(standing)s Ask whoever runs the server to look at it.") % {"standing": standing.label}
        yield pairs.Task(_("Backup"), wanted, reverse("admin:core_backup_changelist"))


def running():
    """The published batches whose period has not ended, by action: (action, its batches), the newest action first."""
    batches = Batch.objects.published().going_on().select_related("action").with_known_pairs()
    by_action = groupby(batches.order_by("-action", "number"), attrgetter("action"))
    return [(action, [(batch, days_left(batch)) for batch in own]) for action, own in by_action]


def days_left(batch):
    """How long the period of a batch goes on from today, in words; of one to come, when it begins."""
    today = localdate()
    if today < batch.starts:
        days = (batch.starts - today).days
        return ngettext("begins in %(days)s day", "begins in %(days)s days", days) % {"days": days}
    if not batch.ends:
        return _("no last day")
    days = (batch.ends - today).days
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days} if days else _("last day today")


def late(dues):
    """The headlines of the oversight board: how many pairs owe what."""
    board, owing = reverse("desk_oversight"), pairs_by_duty(dues)
    return [Figure(duty.label, owing[duty], f"{board}?duty={duty.value}") for duty in ObligationKind]


def silent(dues):
    """The pairs that have reported nothing for longest, as (pair, the days since), the longest first."""
    days = {due.pair: due.days for due in dues if due.duty == ObligationKind.SILENT}
    first = list(days)[:SILENT]
    pairs = Pair.objects.with_universities().with_names().in_bulk(first)
    return [(pairs[key], days[key]) for key in first]


def latest():
    """What was imported, published or done to many records last, of whatever kind, the last first.

    What was done before such acts were kept stands on the rows themselves.
    """
    found = [*acts(), *lists_imported(), *registers_adopted(), *batches_published(), *bulletins_published()]
    return sorted(found, key=lambda event: event.at, reverse=True)[:LATEST]


def acts():
    for act in Act.objects.select_related("by")[:LATEST]:
        done = _("%(act)s (undone)") % {"act": act.label} if act.undone_at else act.label
        yield LatestEvent(done, act.subject, act.get_absolute_url(), act.by, act.at)


def lists_imported():
    rows = ListImport.objects.exclude(applied_at=None).filter(act=None).select_related("batch__action", "owner")
    for row in rows.defer("reading").order_by("-applied_at")[:LATEST]:
        yield LatestEvent(_("List imported"), named(row.batch), row.get_absolute_url(), row.owner, row.applied_at)


def registers_adopted():
    rows = RegisterImport.objects.exclude(applied_at=None).filter(act=None).select_related("owner")
    for row in rows.defer("reading").order_by("-applied_at")[:LATEST]:
        yield LatestEvent(_("Register taken over"), row.file_name, row.get_absolute_url(), row.owner, row.applied_at)


def batches_published():
    kept = ActRow.objects.filter(model="pairs.batch", object_pk=OuterRef("pk"), act__kind="publication")
    rows = Batch.objects.published().exclude(Exists(kept)).select_related("action")
    for row in rows.order_by("-published_at")[:LATEST]:
        yield LatestEvent(_("Batch published"), named(row), row.get_absolute_url(), None, row.published_at)


def bulletins_published():
    rows = Bulletin.objects.filter(state=Bulletin.State.PUBLISHED).select_related("published_by")
    for row in rows.order_by("-published_at")[:LATEST]:
        url = reverse("desk_bulletin", args=[row.pk])
        yield LatestEvent(_("Bulletin published"), str(row), url, row.published_by, row.published_at)


def named(batch):
    return f"{batch.action} · {batch}"


def people():
    """Who is still to come: offers that nobody took up, and universities that go on without a coordinator."""
    offered, alone = Invitation.objects.open().count(), without_coordinator().count()
    return [
        Figure(_("Open invitations"), offered, reverse("people")),
        Figure(_("Universities without a coordinator"), alone, reverse("people_missing")),
    ]


def rounds():
    """The rounds of inspection that are at hand: going on, or with inspections still to conclude."""
    at_hand = Q(ends__gte=localdate()) | Q(concluded__lt=F("pairs"))
    return InspectionRound.objects.for_rows().filter(at_hand)[:ROUNDS]


def findings():
    """How many findings there are in each state that is not closed, and how many are overdue."""
    page = reverse("desk_findings")
    states = {OVERDUE: _("Overdue"), **{each: each.label for each in (FindingState.OPEN, FindingState.ANSWERED)}}
    return [
        Figure(label, Finding.objects.in_state(state).count(), f"{page}?state={state}")
        for state, label in states.items()
    ]
