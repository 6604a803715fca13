"""The acts of this app: what changes many of its rows at once, and who may undo it as a whole."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.activities import deleted_drafts, together
from activities.activities.models.activity import Activity
from activities.activities.models.states import Stage
from activities.sheets.models import Sheet
from activities.sheets.workflow import KIND
from core.acts import kinds

MOST = 20  # public events that are named


def public_plans(act, rows):
    """What was public as a coming event never vanishes: it is called off, or withdrawn, by itself."""
    keys = [row.object_pk for row in rows if row.model_class is Activity]
    plans = Activity.objects.filter(pk__in=keys, stage=Stage.PLANNED, public_since__isnull=False)
    message = _(
        "%(title)s is public as a coming event, so not all can be taken back at once: withdraw or cancel one by one."
    )
    for plan in plans.order_by("pk")[:MOST]:
        yield message % {"title": plan}, plan


@kinds.computed_from("activities.activity", "activities.agreement")
def wait_again(rows):
    """What is taken back waits to be submitted, as before: the sheet of these entries, and entries that are drafts.

    Drafts whose deletion is taken back have their files again.
    """
    together.record_taking_back(rows)
    deleted_drafts.settle(rows)
    Sheet.objects.filter(act__in={row.act_id for row in rows}).update(applied_at=None, act=None, entries=0)


kinds.register(
    KIND,
    gettext_lazy("Sheet of activities entered"),
    permissions=("pairs.change_pair",),
    obstacles=public_plans,
    reason_help=gettext_lazy("Kept in the history of every record."),
    is_import=True,
)
kinds.register(
    together.KIND,
    gettext_lazy("Activities submitted together"),
    permissions=("pairs.change_pair",),
    obstacles=public_plans,
    reason_help=gettext_lazy("Kept in the history of every record."),
)
kinds.register(
    deleted_drafts.KIND,
    gettext_lazy("Drafts deleted"),
    permissions=("pairs.change_pair",),
    button=gettext_lazy("Bring back"),
    obstacles=deleted_drafts.too_late,
    is_deletion=True,
)
