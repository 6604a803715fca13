"""The columns under which pairs are downloaded, and their rows."""

from django.utils.translation import gettext_lazy as _

from opendata import Column, Day, Number
from pairs.directory.models.university import Tier
from pairs.directory.provinces import Province
from pairs.pairs.models.addresses import group_address, member_address
from pairs.pairs.models.batch import Side
from pairs.pairs.models.pair import Milestone
from pairs.pairs.models.pair_ending import EndKind

from .batch_tables import ACTION, CLASS, FIRST_DAY, LAST_DAY, TRANSLATION

REGISTER = _("The ten-digit code of the national register.")
OF_BATCH = _("The number of the batch; numbered on across all actions.")
ENGLISH = _("Its English name today; empty where none is known.")
PLACE = _("The address of the pair whose place it took.")
ENDED = _("Where it ended before its batch.")
PAIRS = [
    Number("batch", "批次", "Batch", OF_BATCH, refers="batches"),
    Number("serial", "序号", "Serial number", _("As in the published list; empty when it is not known.")),
    Column("recipient", "受援高校", "Recipient", _("The recipient, as printed in the notice."), 30),
    Column("recipient_now", "受援高校现名", "Recipient today", _("The recipient's official name today."), 30),
    Column("recipient_code", "受援高校标识码", "Recipient's code", REGISTER, refers="universities"),
    Column("recipient_province", "受援高校所在省份", "Recipient's province", _("By GB/T 2260."), 18, Province.choices),
    Column("recipient_tier", "受援高校类型", "Recipient's type", CLASS, 24, Tier.choices),
    Column("supporter", "支援高校", "Supporter", _("The supporter, as printed in the notice."), 30),
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
    Column("recipient_now_en", "受援高校英文名称", "Recipient's English name", ENGLISH, 40),
    Column("supporter_now_en", "支援高校英文名称", "Supporter's English name", ENGLISH, 40),
    Column("role_en", "支援高校角色英文名称", "Role of the supporter in English", TRANSLATION, 30),
]  # fmt: skip


# What the values of a row are read from, by the keys of PAIRS; names, tiers and provinces are those of the notice
OF_PAIR = ("serial", "end_kind", "ended_on", "end_reason", "end_source")
OF_SIDE = {
    "": "_name",
    "_now": "__name",
    "_now_en": "__name_en",
    "_code": "__code",
    "_province": "_province",
    "_tier": "_tier",
}
READ = {name: name for name in OF_PAIR} | {
    "batch": "batch__number",
    "starts": "batch__starts",
    "ends": "batch__ends",
    "in_months": "batch__in_months",
    "action_slug": "batch__action__slug",
    "role": "role__name",
    "role_en": "role__name_en",
    **{f"{side}{key}": f"{side}{field}" for side in Side.values for key, field in OF_SIDE.items()},
}
ALSO = ("pk", "source", "batch__source", "group_place", "batch__action__several_supporters", "replaces")
BEFORE = tuple(f"replaces__{name}" for name in ("serial", "group_place", "supporter__code"))
AT_ONCE = 2000  # pairs whose milestones are fetched together


def pair_rows(pairs):
    """The rows of the queryset `pairs` by the keys of PAIRS; two queries, and one more for each 2,000."""
    found = list(pairs.values(*READ.values(), *ALSO, *BEFORE))
    for start in range(0, len(found), AT_ONCE):
        part = found[start : start + AT_ONCE]
        furthest = furthest_of([values["pk"] for values in part])
        for values in part:
            yield pair_row(values, furthest.get(values["pk"]))


def furthest_of(pairs):
    """The furthest milestone of each of the pairs with these keys that has any."""
    columns = ("pair", "kind", "on", "stated_as_of", "source")
    rows = Milestone.objects.filter(pair__in=pairs).order_by().values(*columns)
    return {row["pair"]: row for row in sorted(rows, key=lambda row: Milestone.Kind.values.index(row["kind"]))}


def pair_row(values, furthest):
    """One pair by the keys of PAIRS, of the values that READ, ALSO and BEFORE name and its furthest milestone."""
    row = {key: values[field] for key, field in READ.items()} | {
        "in_months": int(values["batch__in_months"]),
        "address": address_of(values),
        "source": values["source"] or values["batch__source"],
        "status": furthest["kind"] if furthest else Milestone.Kind.ANNOUNCED.value,
        "replaces": predecessor_of(values),
    }
    if furthest:
        row |= {"status_on": furthest["on"], "status_as_of": furthest["stated_as_of"]}
        row["status_source"] = furthest["source"]
    return row


def address_of(values):
    shares = values["replaces"] or values["end_kind"] == EndKind.REPLACED
    place = values["batch__number"], values["serial"], values["recipient__code"]
    if not (shares or values["batch__action__several_supporters"]):
        return group_address(*place)
    return member_address(*place, values["group_place"], values["supporter__code"])


def predecessor_of(values):
    """The address of the pair whose place it took."""
    if not values["replaces"]:
        return None
    serial, place, code = (values[name] for name in BEFORE)
    return member_address(values["batch__number"], serial, values["recipient__code"], place, code)
