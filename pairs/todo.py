"""What waits for somebody at the ministry: shown on the first page of the admin."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Job, Letter
from pairs.directory.classes import Memberships
from pairs.directory.models.register_import import RegisterImport
from pairs.directory.models.university import University
from pairs.lists.models import ListImport
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Pair
from pairs.pairs.models.publication_request import PublicationRequest

from .pairs import composition

MOST_PREVIEWS = 10
MOST_JOBS = 10


@dataclass
class Task:
    """One thing to do: what it is about, what is wanted, and where it is done."""

    subject: str
    wanted: str
    url: str


def tasks(user):
    """Everything that waits for `user`, in a constant number of queries; nothing for those who only look."""
    if not user.has_perm("pairs.import_pairs"):
        return []
    own = [*jobs_under_way(user), *publications(user), *waiting_previews(user)]
    return [*own, *open_groups(), *unlisted_universities(), *letters_not_sent()]


def jobs_under_way(user):
    """Jobs of anybody that wait or run, and those of `user` that failed within a week."""
    failed = models.Q(state=Job.State.FAILED, owner=user, finished_at__gt=timezone.now() - timedelta(days=7))
    for job in Job.objects.filter(models.Q(state__in=Job.UNFINISHED) | failed)[:MOST_JOBS]:
        wanted = f"{job.get_state_display()}{_(': ')}{job.error}" if job.error else job.get_state_display()
        yield Task(str(job), wanted, reverse("admin:core_job_progress", args=[job.pk]))


def unpublished(user):
    """Batches that are not public yet, and what each of them needs; who only looks is led to the batch itself."""
    asked_by = {asked.batch_id: asked.asked_by for asked in PublicationRequest.objects.latest() if asked.is_open}
    for batch in Batch.objects.unpublished().with_known_pairs():
        page, wanted = "publish", _("Not published yet: check and publish it")
        if batch.pk in asked_by:
            wanted = _("%(name)s asks for its publication: another editor decides") % {"name": asked_by[batch.pk]}
        elif not batch.known_pairs:
            page, wanted = "list", _("No pairs yet: import its list")
        page = page if user.has_perm("pairs.import_pairs") else "change"
        yield Task(batch.heading, wanted, reverse(f"admin:pairs_batch_{page}", args=[batch.pk]))


def waiting_previews(user):
    for listed in ListImport.objects.of(user).waiting().select_related("batch")[:MOST_PREVIEWS]:
        yield Task(str(listed), _("Previewed, not confirmed yet"), listed.preview_url)
    for taken in RegisterImport.objects.of(user).waiting()[:MOST_PREVIEWS]:
        if taken.can_be_applied:
            yield Task(str(taken), _("Previewed, not confirmed yet"), taken.get_absolute_url())


def publications(user):
    """Requests to publish that others have made, and one's own that came back."""
    for asked in PublicationRequest.objects.latest().select_related("batch"):
        url = reverse("admin:pairs_batch_publish", args=[asked.batch_id])
        if asked.is_open and asked.asked_by != user:
            wanted = _("%(name)s asks for its publication: publish it or return it") % {"name": asked.asked_by}
            yield Task(asked.batch.heading, wanted, url)
        elif asked.is_returned and asked.asked_by == user:
            wanted = _("Returned by %(name)s: %(reason)s") % {"name": asked.decided_by, "reason": asked.reason}
            yield Task(asked.batch.heading, wanted, url)


def open_groups():
    """Batches with groups that do not close and carry no note that says so."""
    counted = Batch.objects.with_known_pairs().filter(known_pairs__gt=0)
    lists = Memberships()
    sides = composition.members_by_batch(Pair.objects.all())
    for batch in counted.prefetch_related("declared_counts").select_related("action"):
        lines = (
            composition.check(batch, sides[batch.pk], lists) if batch.list_status == Batch.ListStatus.COMPLETE else []
        )
        if number := sum(line.differs and not line.note for line in lines):
            text = ngettext(
                "%(number)s group does not match the notice; add a note for the public",
                "%(number)s groups do not match the notice; add a note for the public",
                number,
            )
            url = reverse("admin:pairs_batch_change", args=[batch.pk])
            yield Task(batch.heading, text % {"number": number}, url)


def unlisted_universities():
    """Schools that the register no longer shows, until somebody notes what became of them."""
    if number := University.objects.to_settle().count():
        text = ngettext(
            "%(number)s university is no longer listed: note what became of it",
            "%(number)s universities are no longer listed: note what became of them",
            number,
        )
        yield Task(_("National register"), text % {"number": number}, reverse("admin:pairs_university_unlisted"))


def letters_not_sent():
    """Letters that were given up or may not have gone out, and those that nothing seems to send."""
    if number := Letter.objects.stuck().count():
        text = ngettext("%(number)s was not sent: see why", "%(number)s were not sent: see why", number)
        yield Task(_("Letters"), text % {"number": number}, reverse("admin:core_letter_changelist"))
