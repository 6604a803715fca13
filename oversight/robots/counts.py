"""How much waits at a desk, in words for a chat group: numbers and nothing else."""

from django.utils.translation import gettext_lazy as _

from oversight.notices.unsaid import unsaid_for

LABELS = {
    "to_confirm": _("entries to confirm"),
    "returned": _("returned for revision"),
    "proposals": _("proposals to decide on"),
    "findings": _("findings to answer"),
    "notes": _("unread notes"),
    "overdue": _("overdue"),
}


def waiting_at(robot):
    """Return what waits for the place of `robot`, as {words: number}; nothing that is 0."""
    counts = unsaid_for(robot.university or robot.province).as_dict()
    return {LABELS[name]: count for name, count in counts.items() if count}
