"""The acts of this app: what changes many of its rows at once, and can be undone as a whole."""

from django.utils.translation import gettext_lazy as _

from core.acts.kinds import register
from pairs.directory import merging

register(
    merging.KIND,
    _("Merge of two university records"),
    permissions=("pairs.change_university", "pairs.change_pair"),
    undone=merging.undone,
)
