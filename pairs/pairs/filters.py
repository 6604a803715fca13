"""What the public lists can be asked for: one FilterSet for the page, its downloads and later the API."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.filters import ListFilterSet, choice, order, words
from core.paging import Grouping
from core.version_facts import once_a_version
from pairs.directory.filters import CODE_DIGITS
from pairs.directory.models.university import Tier
from pairs.directory.provinces import Province
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Milestone, Pair

BY_BATCH = Grouping("batch")


@once_a_version
def published():
    """The choices of actions and of batches."""
    batches = list(Batch.objects.published().select_related("action"))
    actions = {batch.action.slug: batch.action.local_name for batch in batches}
    return [*actions.items()], named(batches)


def named(batches):
    """The choices of `batches`, with their actions where these are several: each may have a 第一批."""
    several = len({batch.action_id for batch in batches}) > 1
    return [(str(batch.number), f"{batch} · {batch.action}" if several else str(batch)) for batch in batches]


def by_action(field_name="batch__action__slug"):
    """A filter by action, among those that the public may see."""
    return choice(_("Action"), _("All actions"), lambda: published()[0], field_name=field_name)


def by_batch(field_name="batch__number"):
    """A filter by published batch."""
    return choice(_("Batch"), _("All batches"), lambda: published()[1], field_name=field_name)


class PairFilterSet(ListFilterSet):
    """The pair list: by words, batch, action, the supporter's province, tiers, status; in an order."""

    is_public = True
    usual = "latest"
    groupings = dict.fromkeys(("latest", "serial", "-serial"), BY_BATCH)
    groupings |= {order: Grouping("recipient__code", CODE_DIGITS) for order in ("recipient", "-recipient")}
    groupings |= {order: Grouping("supporter__code", CODE_DIGITS) for order in ("supporter", "-supporter")}

    page_name, download_name = "pair_list", "pair_download"
    in_front = ("q", "batch", "province", "status")
    found = ngettext_lazy("<strong>%(number)s</strong> pair", "<strong>%(number)s</strong> pairs", "number")

    q = words(_("University"))
    batch = choice(_("Batch"), _("All batches"), [], field_name="batch__number")
    action = choice(_("Action"), _("All actions"), [], field_name="batch__action__slug")
    province = choice(_("Supporter's province"), _("All provinces"), Province.choices, field_name="supporter_province")
    recipient_tier = choice(_("Recipient's type"), _("All types"), Tier.choices, field_name="recipient_tier")
    tier = choice(_("Supporter's type"), _("All types"), Tier.choices, field_name="supporter_tier")
    status = choice(_("Status"), _("All statuses"), Milestone.Kind.choices, asks="with_status")
    sort = order(
        {
            "latest": _("By batch, those that run first"),
            "serial": _("By serial number"),
            "-serial": _("By serial number, last first"),
            "recipient": _("By the recipient's code"),
            "-recipient": _("By the recipient's code, last first"),
            "supporter": _("By the supporter's province and code"),
            "-supporter": _("By the supporter's province and code, last first"),
        }
    )

    def everything(self):
        return Pair.objects.published().latest_first()

    @property
    def is_by_batch(self):
        """Whether the pairs of a batch stand together."""
        return self.grouping is BY_BATCH

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        actions, batches = published()
        self.filters["action"].extra["choices"] = actions
        self.several = len(actions) > 1
        if self.several:
            self.in_front = ("q", "action", *self.in_front[1:])
        self.filters["batch"].extra["choices"] = batches
