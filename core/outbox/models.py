"""Letters that wait to be sent, and what became of those that were."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.clock_jumps import AHEAD

# How long after each failed try the next one follows; after the last one the letter is given up.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 720)]
LOST_AFTER = timedelta(minutes=15)  # a letter claimed longer ago than any try can take: its worker has died
KEPT_FOR = timedelta(days=30)
FAULT_LENGTH = 200


class LetterQuerySet(models.QuerySet):
    def queue(self, kind, recipient, expires_at=None, **facts):
        """Put a letter into the outbox, in the transaction of what it tells about; `facts` must fit into JSON."""
        return self.create(kind=kind, recipient=recipient, expires_at=expires_at, facts=facts)

    def due(self, now=None):
        """Those to be sent by now, the one that has waited longest first.

        What lies further ahead than any pause was kept before the clock was put back, and does not wait for it.
        """
        now = now or timezone.now()
        due = models.Q(due_at__lte=now) | models.Q(due_at__gt=now + PAUSES[-1] + AHEAD)
        return self.filter(due, state=Letter.State.DUE).order_by("due_at", "pk")

    def claim(self, now=None):
        """The next letter to send, which nobody else gets; None when nothing is due."""
        now = now or timezone.now()
        if not self.due(now).exists():
            return None  # idling takes no lock
        with transaction.atomic():
            skipping = connection.features.has_select_for_update_skip_locked
            found = self.due(now).select_for_update(skip_locked=skipping).first()
            # Where the database locks no rows, the second to come finds the state changed.
            mine = found and Letter.objects.filter(pk=found.pk, state=Letter.State.DUE)
            taken = {"state": Letter.State.SENDING, "claimed_at": now, "handed_at": None}
            if not mine or not mine.update(tries=found.tries + 1, **taken):
                return None
        return Letter.objects.get(pk=found.pk)

    def lost(self, now=None):
        """Those whose worker died while it was sending them."""
        now = now or timezone.now()
        lost = models.Q(claimed_at__lt=now - LOST_AFTER) | models.Q(claimed_at__gt=now + AHEAD)
        return self.filter(lost, state=Letter.State.SENDING)

    def stuck(self):
        """Those of the last week that staff should know of: given up, or perhaps sent, or late by an hour."""
        now, state = timezone.now(), Letter.State
        late = models.Q(state=state.DUE, queued_at__lt=now - timedelta(hours=1))
        unsure = models.Q(state__in=[state.FAILED, state.UNCLEAR], claimed_at__gt=now - timedelta(days=7))
        return self.filter(late | unsure)

    def past(self, now=None):
        """Those of which nothing need be known any more."""
        before = (now or timezone.now()) - KEPT_FOR
        return self.exclude(state__in=[Letter.State.DUE, Letter.State.SENDING]).filter(claimed_at__lt=before)


class Letter(models.Model):
    """One mail to one address. Its text is not stored: it is written when it is sent."""

    class State(models.TextChoices):
        DUE = "due", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        UNCLEAR = "unclear", _("May have been sent; not sent again")
        FAILED = "failed", _("Given up")
        DROPPED = "dropped", _("No longer needed")

    kind = models.CharField(_("kind"), max_length=30)
    recipient = models.CharField(_("addressee"), max_length=320)
    facts = models.JSONField(_("what it is about"), default=dict, editable=False)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DUE)
    queued_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    due_at = models.DateTimeField(_("next try at"), default=timezone.now)
    expires_at = models.DateTimeField(_("of no use after"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    handed_at = models.DateTimeField(_("handed over at"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    fault = models.CharField(_("what went wrong"), max_length=FAULT_LENGTH, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="letter_state_due")]

    def __str__(self):
        return f"{self.recipient} · {self.get_state_display()}"

    @property
    def has_expired(self):
        return self.expires_at is not None and self.expires_at <= timezone.now()
