"""The workflow of evidence: a piece is taken away while its record is open, and erased with a reason afterwards."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import MINISTRY, acting_side
from core.exceptions import Refused
from core.personal_data import given_reason
from core.versioning import drop, keep
from core.workflow import transition
from pairs.models import Pair

from .models import totals
from .models.evidence import Evidence


@transition
def redact(piece, by, reason):
    """Erase the bytes of a file for good and keep the hash: for the side that added it, and the ministry."""
    Pair.objects.lock(piece.pair_id)
    if acting_side(by, piece.pair) not in (piece.side, MINISTRY):
        raise Refused(_("Only the side that added it, or the ministry, can erase it."), "not_yours")
    if piece.is_redacted or not piece.file:
        raise Refused(_("There is no file to erase."))
    piece.erase_when_committed()
    piece.redacted_at, piece.redacted_by, piece.redacted_reason = timezone.now(), by, given_reason(reason)
    piece.file, piece.size = "", 0
    keep(piece, by, piece.redacted_reason)
    totals.recount(piece.pair)


@transition
def remove(piece, by):
    """Take a piece away from a record that is still open; of what was erased, hash and reason stay."""
    Evidence.objects.refuse_closed(by, piece.activity or piece.agreement)
    if piece.is_redacted:
        raise Refused(_("There is no file to erase."))
    piece.erase_when_committed()
    drop([piece], by)
