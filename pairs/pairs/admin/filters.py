"""Filters of the staff's lists, with the names that the public list uses in its address."""

from django.utils.translation import gettext_lazy as _

from core.admin.base import choice_filter
from pairs.pairs.filters import named
from pairs.pairs.models.action import Action
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Milestone

BatchFilter = choice_filter(
    _("batch"),
    "batch",
    lambda: named(list(Batch.objects.select_related("action"))),
    lambda pairs, number: pairs.filter(batch__number=number),
)
ActionFilter = choice_filter(
    _("action"),
    "action",
    lambda: [(action.slug, action.local_name) for action in Action.objects.all()],
    lambda pairs, slug: pairs.filter(batch__action__slug=slug),
)
StatusFilter = choice_filter(
    _("status"), "status", lambda: Milestone.Kind.choices, lambda pairs, kind: pairs.with_status(kind)
)
