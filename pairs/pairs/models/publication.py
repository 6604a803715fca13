"""Publishing a batch, and taking a published one from the public."""

import datetime
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.acts.models import ActRow
from core.acts.recording import recording
from core.exceptions import Refused
from core.versioning import keep
from pairs.pairs.signals import batch_published

from .second_editor import refuse_alone


class Publication:
    """What makes a Batch public or takes it back; each is an act with who, when and why."""

    def publish(self, by=None, reason=""):
        """Make the batch and its pairs public; ValidationError saying all that is missing when it may not be.

        Refused where its action asks for a second editor and nobody else has asked for it.
        """
        with self.locked_act("publication", by, reason):
            if self.published_at:
                return
            refuse_alone(self, by)
            if faults := self.publication_faults():
                raise ValidationError(faults)
            self.store_publication(timezone.now(), by, reason)
            batch_published.send(self)

    def withdraw(self, by, reason):
        """Take a published batch and its pairs from the public; its address goes on to say when and why."""
        with self.locked_act("withdrawal", by, reason):
            if not reason.strip():
                raise ValidationError({"reason": _("Say why; the public reads it at the address of the batch.")})
            if self.published_at:
                self.store_publication(None, by, reason)
        return True

    @contextmanager
    def locked_act(self, kind, by, reason):
        """Make what happens inside an act on this batch, which nobody else changes meanwhile."""
        with transaction.atomic():
            self.lock()
            with recording(kind, self.heading, by, reason, watch=[type(self).objects.filter(pk=self.pk)]):
                yield

    def store_publication(self, moment, by, reason):
        self.published_at = moment
        if by:
            self._history_user = by
        self._change_reason = reason.strip() or None
        self.save(update_fields=["published_at"])

    @property
    def withdrawal(self):
        """When and why a batch that was public is not any more, as a Withdrawal; None for any other."""
        return None if self.published_at else withdrawal_of(self)

    def deletion_faults(self):
        """What speaks against deleting it: what the public reads is withdrawn first, with a reason for the public."""
        return [_("This batch is public; withdraw it first.")] if self.published_at else []

    def doubt_completeness(self, act, by, reason):
        """Call the list of a public batch partial once a pair was deleted that it needs to be complete."""
        if self.published_at and not self.pairs.exists():
            raise Refused(_("%(batch)s is public and would have no pair left; withdraw it first.") % {"batch": self})
        claims = self.published_at and self.list_status == self.ListStatus.COMPLETE
        if not claims or self.declared_pairs == self.pairs.as_printed().count():
            return
        act.watch(type(self).objects.filter(pk=self.pk))
        self.list_status = self.ListStatus.PARTIAL
        keep(self, by, reason, ["list_status"])

    def publication_faults(self):
        """What stands in the way of publishing, as a list of messages."""
        faults = []
        found = self.pairs.as_printed().count()
        if not found:
            faults.append(_("The batch has no pairs yet; import its list first."))
        elif self.list_status == self.ListStatus.COMPLETE and self.declared_pairs not in (None, found):
            faults.append(
                _(
                    "The notice declares %(declared)s pairs and the list holds %(found)s; "
                    "import the missing ones or mark the list as partial."
                )
                % {"declared": self.declared_pairs, "found": found}
            )
        for name in self.pairs.filter(recipient__code=None).values_list("recipient_name", flat=True):
            faults.append(_("%(name)s has no code yet; add it before publishing.") % {"name": name})
        for name in self.pairs.filter(supporter__code=None).values_list("supporter_name", flat=True):
            faults.append(_("%(name)s has no code yet; add it before publishing.") % {"name": name})
        return faults


@dataclass(frozen=True)
class Withdrawal:
    """The day on which a batch was taken from the public, and the reason that the public reads."""

    at: datetime.datetime
    reason: str


def withdrawal_of(batch):
    """The last Withdrawal of a batch: withdrawn by an act of its own, or its publication undone."""
    rows = ActRow.objects.filter(model=type(batch)._meta.label_lower, object_pk=batch.pk).select_related("act")
    withdrawn = [row.act for row in rows.filter(act__kind="withdrawal", act__undone_at=None)]
    undone = [row.act for row in rows.filter(act__kind="publication", act__undone_at__isnull=False)]
    found = [Withdrawal(act.at, act.reason) for act in withdrawn]
    found += [Withdrawal(act.undone_at, act.undo_reason) for act in undone]
    return max(found, key=attrgetter("at"), default=None)
