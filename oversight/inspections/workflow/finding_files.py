"""Files of an answer: taken away while the finding is open, erased with a reason afterwards."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import MINISTRY, acting_side
from core.exceptions import Refused
from core.personal_data import given_reason
from core.versioning import drop, keep
from core.workflow import transition
from pairs.models import Pair


def why_kept(piece, by):
    """Why `by` cannot take the file away; empty for the side that added it, and for the ministry."""
    if acting_side(by, piece.pair) not in (piece.side, MINISTRY):
        return _("Only the side that added it, or the ministry, can erase it.")
    return _("There is no file to erase.") if piece.is_redacted else ""


def refuse_others(piece, by):
    """Lock the pair; Refused unless `by` may take the file away."""
    Pair.objects.lock(piece.pair_id)
    piece.refresh_from_db(from_queryset=type(piece).objects.select_related("finding", "pair__batch"))
    if why := why_kept(piece, by):
        raise Refused(why, "locked")


@transition
def remove(piece, by):
    """Take a file away from the answer to a finding that is still open."""
    refuse_others(piece, by)
    if piece.finding.closed_at:
        raise Refused(_("The finding is closed: the file can only be erased, with a reason."), "locked")
    piece.erase_when_committed()
    drop([piece], by)


@transition
def redact(piece, by, reason):
    """Erase the bytes for good; name, hash and reason stay."""
    refuse_others(piece, by)
    why = given_reason(reason)
    piece.erase_when_committed()
    piece.file, piece.size = "", 0
    piece.redacted_at, piece.redacted_by, piece.redacted_reason = timezone.now(), by, why
    keep(piece, by, why)
