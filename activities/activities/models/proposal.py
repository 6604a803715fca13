"""What one side proposes about entries and the other decides: what corrections and mergings share."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.permissions import acting_side
from core.personal_data import REASON_LENGTH

from .states import LoggingSide


class ProposalStatus(models.TextChoices):
    """What became of something one side proposed."""

    OPEN = "open", _("Waiting for the other side")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")


class Proposal(models.Model):
    """A proposal of one side about an `entry`: the other side decides, its own takes it back."""

    side = models.CharField(_("proposed for"), max_length=10, choices=LoggingSide)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    status = models.CharField(_("status"), max_length=10, choices=ProposalStatus, default=ProposalStatus.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    on_behalf = models.BooleanField(_("decided by the ministry on behalf of a side"), default=False)
    answer = models.CharField(_("reason for declining"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        abstract = True

    @property
    def pair(self):
        return self.entry.pair

    def is_own_of(self, by):
        """Return whether the side for which `by` acts proposed it."""
        return acting_side(by, self.pair) == self.side
