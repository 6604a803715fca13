"""What happened, for whom: the transitions of the record that concern a person, newest first.

Who hears of which transition stands in the tables below, and nowhere else. Own acts are never told, nor what a
colleague did for the same side, nothing of pairs or batches that have ended, and nothing of what was taken back since.
"""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from accounts.permissions import pairs_watched_by
from activities.activities.models.activity import Activity
from activities.activities.together import TAKEN_BACK
from activities.agreements.models import Agreement
from core.workflow import StateChange
from oversight.inspections.models.finding import Finding
from oversight.notes.models import GuidanceNote, NoteReading
from oversight.practices.models.practice import Practice
from pairs.models import Pair, Side

from .models import NoticeMark

KEPT_FOR = datetime.timedelta(days=30)  # how long the desk tells of what happened
PROPOSED = [
    f"{what}-{subject}" for what in ("propose", "accept", "decline") for subject in ("correction", "withdrawal")
]
MERGES = ["propose-merge", "accept-merge", "decline-merge"]
# Of what each side of the pair hears that did not do it, by model.
SIDES = {
    Activity: ["submit", "return", "confirm", "nudge", *PROPOSED],
    Agreement: ["draft", "edit", "return", "accept", "nudge"],
    GuidanceNote: ["write", "edit"],
}
SIDE_CONCERNED = {Finding: ["record", "reopen", "close"], Practice: ["return", "publish"]}  # only the side it is of
OFFICERS = {Finding: ["record", "answer"]}
OVERSEERS = {Finding: ["answer"]}
EDITORS = {Practice: ["propose", "rewrite"]}
TO_PAIR = {Finding: "inspection__pair"}  # "pair" for all others
STANDING = {GuidanceNote: {"withdrawn_at": None}}  # of what was taken back nobody hears


def of_records(heard, **conditions):
    """The Q of transitions among `heard` of records that meet `conditions`, whose "pair" is the way to their pair."""
    found = models.Q(pk__in=[])
    for model, transitions in heard.items():
        here = {name.replace("pair", TO_PAIR.get(model, "pair"), 1): value for name, value in conditions.items()}
        records = model.objects.filter(**here, **STANDING.get(model, {})).order_by().values("pk")
        kind = ContentType.objects.get_for_model(model)
        found |= models.Q(content_type=kind, object_id__in=records, transition__in=transitions)
    return found


def heard_by(user):
    """The Q of transitions of which `user` hears by the posts held today."""
    found, going_on = models.Q(pk__in=[]), Pair.objects.published().not_ended().order_by()
    for side in Side.values if user.universities else ():
        pairs = list(going_on.filter(**{f"{side}__in": user.universities}).values_list("pk", flat=True))
        if not pairs:
            continue
        own = of_records(SIDES, pair__in=pairs) | of_records(SIDE_CONCERNED, pair__in=pairs, side=side)
        found |= own & ~models.Q(side=side)
    if user.provinces:
        watched = pairs_watched_by(user).not_ended().order_by().values("pk")
        found |= of_records(OFFICERS, pair__in=watched)
    for holds, heard in ((user.oversees, OVERSEERS), (user.is_editor, EDITORS)):
        found |= of_records(heard, pair__in=going_on.values("pk")) if holds else models.Q(pk__in=[])
    return found


def happened_to(user, now=None):
    """The transitions that concern `user`, since the first post held today began, newest first."""
    if not user.posts:
        return StateChange.objects.none()
    first = min(post.since for post in user.posts)
    begun = timezone.make_aware(datetime.datetime.combine(first, datetime.time()))
    since = max(begun, (now or timezone.now()) - KEPT_FOR)
    same = {name: models.OuterRef(name) for name in ("content_type", "object_id")}
    taken_back = StateChange.objects.filter(**same, transition=TAKEN_BACK, pk__gt=models.OuterRef("pk")).order_by()
    found = StateChange.objects.filter(heard_by(user), at__gte=since).exclude(by=user)
    return found.exclude(models.Exists(taken_back))


def with_reading(changes, user):
    """Annotate `is_read`: marked, or followed by an own act on the same record, or by the reading of the note."""
    marked = NoticeMark.objects.filter(person=user, change=models.OuterRef("pk"), read_at__isnull=False)
    same = {name: models.OuterRef(name) for name in ("content_type", "object_id")}
    acted = StateChange.objects.filter(**same, by=user, pk__gt=models.OuterRef("pk")).order_by()
    seen = NoteReading.objects.filter(
        note=models.OuterRef("object_id"), reader=user, read_at__gte=models.OuterRef("at")
    )
    note = models.Q(content_type=ContentType.objects.get_for_model(GuidanceNote))
    return changes.annotate(is_read=models.Exists(marked) | models.Exists(acted) | note & models.Exists(seen))


def unread_by(user, now=None):
    """What happened of which `user` has not read."""
    return with_reading(happened_to(user, now), user).filter(is_read=False)


def mark_read(user, changes):
    """Keep that `user` has read of `changes`, once each."""
    now = timezone.now()
    marks = [NoticeMark(person=user, change=change, read_at=now) for change in changes]
    facts = {"update_fields": ["read_at"], "unique_fields": ["person", "change"]}
    NoticeMark.objects.bulk_create(marks, update_conflicts=True, **facts)
