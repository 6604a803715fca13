"""The columns under which pairs are downloaded, and their rows."""

from django.utils.translation import gettext_lazy as _

from opendata import Column, Day, Number
from pairs.directory.models.university import Tier
from pairs.directory.provinces import Province
from pairs.pairs.models.pair import Milestone
from pairs.pairs.models.pair_ending import EndKind

from .batch_tables import ACTION, CLASS, FIRST_DAY, LAST_DAY

REGISTER = _("The ten-digit code of the national register.")
OF_BATCH = _("The number of the batch; numbered on across all actions.")
PLACE = _("The address of the pair whose place it took.")
ENDED = _("Where it ended before its batch.")
PAIRS = [
    Number("batch", "批次", "Batch", OF_BATCH, refers="batches"),
    Number("serial", "序号", "Serial number", _("As in the published list; empty when it is not known.")),
    Column("recipient", "受援高校", "Recipient", _("The university that is helped, as printed in the notice."), 30),
    Column("recipient_now", "受援高校现名", "Recipient today", _("The recipient's official name today."), 30),
    Column("recipient_code", "受援高校标识码", "Recipient's code", REGISTER, refers="universities"),
    Column("recipient_province", "受援高校所在省份", "Recipient's province", _("By GB/T 2260."), 18, Province.choices),
    Column("recipient_tier", "受援高校类型", "Recipient's type", CLASS, 24, Tier.choices),
    Column("supporter", "支援高校", "Supporter", _("The university that helps, as printed in the notice."), 30),
    Column("supporter_now", "支援高校现名", "Supporter today", _("The supporter's official name today."), 30),
    Column("supporter_code", "支援高校标识码", "Supporter's code", REGISTER, refers="universities"),
    Column("supporter_province", "支援高校所在省份", "Supporter's province", _("By GB/T 2260."), 18, Province.choices),
    Column("supporter_tier", "支援高校类型", "Supporter's type", CLASS, 24, Tier.choices),
    Column("status", "进展", "Status", _("The furthest milestone that a source states."), 20, Milestone.Kind.choices),
    Day("status_on", "进展日期", "Status since", _("The day it happened, where that day is known.")),
    Day("status_as_of", "进展截至", "Status as of", _("Otherwise the day of the statement that says so.")),
    Column("status_source", "进展来源", "Source of the status", _("Where that milestone is stated."), 50),
    Day("starts", "开始", "Starts", FIRST_DAY),
    Day("ends", "结束", "Ends", LAST_DAY),
    Number("in_months", "按月", "In months", _("1 when the notice names months only, otherwise 0.")),
    Column("address", "结对编号", "Address", _("The last part of the pair's public address.")),
    Column("source", "来源", "Source", _("Where the row comes from."), 50),
    Column("action_slug", "行动简称", "Action's short name", ACTION, refers="actions"),
    Column("role", "支援高校角色", "Role of the supporter", _("Where the action has roles.")),
    Column("end_kind", "结对变更", "Change of the pair", ENDED, choices=EndKind.choices),
    Day("ended_on", "变更前最后一日", "Last day before the change", ENDED),
    Column("end_reason", "变更原因", "Reason for the change", ENDED, 40),
    Column("end_source", "变更依据", "Source of the change", ENDED, 40),
    Column("replaces", "接替的结对编号", "Takes the place of", PLACE, refers="pairs"),
]  # fmt: skip


def pair_rows(pairs):
    """The rows of the queryset `pairs` by the keys of PAIRS, in a constant number of queries."""
    for pair in pairs.with_universities().select_related("replaces__supporter"):
        yield pair_row(pair)


def pair_row(pair):
    """One pair by the keys of PAIRS; names, tiers and provinces are those of the notice."""
    row = {
        "batch": pair.batch.number,
        "serial": pair.serial,
        "starts": pair.batch.starts,
        "ends": pair.batch.ends,
        "in_months": int(pair.batch.in_months),
        "address": pair.address,
        "source": pair.source or pair.batch.source,
        "status": pair.status.value,
        "action_slug": pair.batch.action.slug,
        "role": pair.role and pair.role.name,
        "end_kind": pair.end_kind,
        "ended_on": pair.ended_on,
        "end_reason": pair.end_reason,
        "end_source": pair.end_source,
        "replaces": pair.took_over_from and pair.took_over_from.address,
    }
    for side in ("recipient", "supporter"):
        university = getattr(pair, side)
        row |= {side: getattr(pair, f"{side}_name"), f"{side}_now": university.name}
        row |= {f"{side}_{field}": getattr(pair, f"{side}_{field}") for field in ("province", "tier")}
        row[f"{side}_code"] = university.code
    if reached := pair.furthest_milestone:
        row |= {"status_on": reached.on, "status_as_of": reached.stated_as_of, "status_source": reached.source}
    return row
