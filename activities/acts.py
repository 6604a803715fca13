"""The acts of this app: what changes many of its rows at once, and who may undo it as a whole."""

from django.utils.translation import gettext_lazy as _

from activities.sheets.workflow import KIND
from core.acts import kinds

kinds.register(KIND, _("Sheet of activities entered"), permissions=("pairs.change_pair",))
