"""Jobs that wait, that run, and what became of those that did."""

import hashlib
import json
from datetime import timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.clock_jumps import AHEAD
from core.model_fields import RequestNumberField, person_field

from .kinds import KINDS

LEASE = timedelta(seconds=45)  # a running job whose heartbeat is older is taken up again: its worker has died
TRIES = 3
LATE_AFTER = timedelta(seconds=30)  # queued for longer: perhaps no worker runs
KEPT_FOR = timedelta(days=30)
TEXT_LENGTH = 500
FOLDER = "jobs"


def kept_at(job, filename):
    """A path that tells nothing and cannot be guessed."""
    return f"{FOLDER}/{uuid4().hex}"


class JobQuerySet(models.QuerySet):
    def ask(self, kind, owner, subject, file=None, **arguments):
        """Queue a job, in the transaction of what asks for it; the one that waits or runs already is not doubled.

        `arguments` must fit into JSON. `file` is what was uploaded for it, kept until the job has ended.
        """
        facts = {"kind": kind, "owner": owner, "arguments": arguments}
        job = Job(**facts, subject=subject[:200], language=get_language() or "", token=token_of(**facts))
        if there := self.unfinished().filter(token=job.token).first():
            return there
        try:
            with transaction.atomic():
                if file:
                    job.file.save(getattr(file, "name", ""), file, save=False)
                job.save(force_insert=True)
        except IntegrityError:  # asked for twice at once: the other one was quicker
            job.discard_file()
            return self.unfinished().get(token=job.token)
        return job

    def unfinished(self):
        return self.filter(state__in=Job.UNFINISHED)

    def ended(self):
        return self.exclude(state__in=Job.UNFINISHED)

    def due(self, now=None):
        """Those to be done by now, and those whose worker has died; the one that has waited longest first.

        What lies further ahead than any pause was kept before the clock was put back, and does not wait for it.
        """
        now = now or timezone.now()
        queued = models.Q(due_at__lte=now) | models.Q(due_at__gt=now + AHEAD)
        lost = models.Q(heartbeat_at__lt=now - LEASE) | models.Q(heartbeat_at__gt=now + AHEAD)
        queued, lost = queued & models.Q(state=Job.State.QUEUED), lost & models.Q(state=Job.State.RUNNING)
        return self.filter(queued | lost).order_by("due_at", "pk")

    def claim(self, now=None):
        """The next job to do, which nobody else gets; None when nothing is due."""
        now = now or timezone.now()
        if not self.due(now).exists():
            return None  # idling takes no lock
        with transaction.atomic():
            skipping = connection.features.has_select_for_update_skip_locked
            found = self.due(now).select_for_update(skip_locked=skipping).first()
            # Where the database locks no rows, the second to come finds that the job has been tried once more.
            mine = found and Job.objects.filter(pk=found.pk, state=found.state, attempts=found.attempts)
            taken = {"state": Job.State.RUNNING, "started_at": now, "heartbeat_at": now}
            if not mine or not mine.update(attempts=found.attempts + 1, **taken):
                return None
        return Job.objects.get(pk=found.pk)

    def past(self, now=None):
        """Those of which nothing need be known any more."""
        return self.ended().filter(finished_at__lt=(now or timezone.now()) - KEPT_FOR)


def token_of(kind, owner, arguments):
    """The same for two jobs that would do the same for the same person."""
    facts = json.dumps([kind, owner and owner.pk, arguments], sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()


class Job(models.Model):
    """One piece of long work."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to begin")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    UNFINISHED = (State.QUEUED, State.RUNNING)

    kind = models.CharField(_("kind"), max_length=30)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    arguments = models.JSONField(_("what it is about"), default=dict, editable=False)
    file = models.FileField(_("file"), upload_to=kept_at, blank=True, editable=False)
    owner = person_field(_("asked for by"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, editable=False)
    token = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(_("done so far"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    sentence = models.CharField(_("progress"), max_length=TEXT_LENGTH, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=TEXT_LENGTH, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    queued_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    due_at = models.DateTimeField(_("next try at"), default=timezone.now)
    started_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    request_id = RequestNumberField()  # that asked for it; what the job writes carries it on

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-queued_at", "-pk"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["state", "due_at"], name="job_state_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["token"], condition=models.Q(state__in=["queued", "running"]), name="job_asked_once"
            )
        ]

    def __str__(self):
        return f"{self.label} · {self.subject}" if self.subject else self.label

    @property
    def label(self):
        return str(KINDS[self.kind].label) if self.kind in KINDS else self.kind

    @property
    def is_unfinished(self):
        return self.state in self.UNFINISHED

    @property
    def is_late(self):
        """Whether it has waited for so long that perhaps no worker runs."""
        return self.state == self.State.QUEUED and self.due_at < timezone.now() - LATE_AFTER

    @property
    def outcome_url(self):
        """The page that shows what was done; empty before, and where there is none."""
        return KINDS[self.kind].url(self) if self.state == self.State.DONE and self.kind in KINDS else ""

    @property
    def asked_at(self):
        """The page where to go on when it failed or was cancelled; empty when there is none."""
        return KINDS[self.kind].asked_at(self) if self.kind in KINDS else ""

    def cancel(self):
        """Take the job back while nobody has begun it; ValidationError afterwards."""
        waiting = Job.objects.filter(pk=self.pk, state=self.State.QUEUED)
        if not waiting.update(state=self.State.CANCELLED, finished_at=timezone.now()):
            raise ValidationError(_("The job has begun or ended already; it cannot be cancelled."))
        self.discard_file()

    def discard_file(self):
        """Delete what was uploaded for it; the row forgets it as well."""
        if self.file:
            self.file.delete(save=False)
            Job.objects.filter(pk=self.pk).update(file="")
