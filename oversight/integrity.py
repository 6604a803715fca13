"""What was published as a bulletin is what its hash says."""

from django.utils.translation import gettext as _

from core.integrity import IntegrityProblem, integrity_check
from oversight.bulletins.bulletin_document import hash_of
from oversight.bulletins.models.bulletin import Bulletin


@integrity_check("bulletins")
def bulletins_are_as_published():
    for bulletin in Bulletin.objects.published().order_by("pk").iterator():
        if hash_of(bulletin.snapshot) != bulletin.snapshot_hash:
            sentence = _("The published bulletin %(bulletin)s does not have the hash of its publication.")
            yield IntegrityProblem(f"bulletin {bulletin.pk}", sentence % {"bulletin": bulletin})
