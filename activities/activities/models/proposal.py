"""What one side proposes about entries and the other decides: the rules that corrections and mergings share."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import MINISTRY, acting_side
from core.exceptions import Conflict, Refused
from core.reasons import given_reason


class Proposal(models.TextChoices):
    """What became of something one side proposed."""

    OPEN = "open", gettext_lazy("Waiting for the other side")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    DECLINED = "declined", gettext_lazy("Declined")
    TAKEN_BACK = "taken_back", gettext_lazy("Taken back")


class Deciding:
    """For a proposal of one `side` about the entries of one `pair`: the other side decides, its own takes it back.

    The verbs run inside a transaction in which the pair is locked.
    """

    def is_own_of(self, by):
        """Whether the side for which `by` acts proposed it."""
        return acting_side(by, self.pair) == self.side

    def _refuse_own(self, by):
        if self.is_own_of(by):
            message = _("Your own side proposed it: the other side decides, and your side can take it back.")
            raise Refused(message, "own_side")

    def _refuse_others(self, by):
        if not self.is_own_of(by):
            raise Refused(_("The other side proposed it: accept it, or decline it with a reason."), "other_side")

    def _refuse_another(self, seen):
        """Conflict when the person looked at another proposal than the one that waits now."""
        if seen is not None and seen != self.pk:
            message = _("Another proposal stands here now. Look at what it says, then decide.")
            raise Conflict(message, {}, {}, None)

    def _decide(self, by, status, answer=None):
        """Close it as `status`; with the answer where one is given, which then must hold a reason."""
        if answer is not None:
            self.answer = given_reason(answer)
        self.status, self.decided_by, self.decided_at = status, by, timezone.now()
        self.on_behalf = status != Proposal.TAKEN_BACK and acting_side(by, self.pair) == MINISTRY
        self._history_user = by
        self.save()
