"""The columns under which mechanisms and activities are handed out, and their rows."""

from collections import defaultdict
from dataclasses import replace

from django.utils.functional import lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from activities.activities.models.editing import Measure
from activities.activities.models.states import KnownBy, LoggingSide, PublicState
from activities.activities.public import PublicActivity
from activities.catalogue.models import ActivityKind, Indicator
from activities.catalogue.tables import OF_ACTION
from opendata import Column, Day, Number
from opendata.columns import in_both
from pairs.pairs import batch_tables

AS_WRITTEN = _("As whoever entered it wrote it.")
EITHER = _("As printed in the notice.")
local = lazy(getattr, str)  # an attribute that is asked for anew in each language

ACTIVITIES = [
    Number("id", "编号", "Number", _("The last part of the activity's public address.")),
    Number("batch", "批次", "Batch", _("The number of the batch; numbered on across all actions."), refers="batches"),
    Column("pair", "结对编号", "Pair", _("The last part of the pair's public address."), refers="pairs"),
    Column("recipient", "受援高校", "Recipient", EITHER, 30),
    Column("supporter", "支援高校", "Supporter", EITHER, 30),
    Number("mechanism", "帮扶机制", "Mechanism", _("Its number in the notices."), **OF_ACTION),
    Column("kind", "类别", "Kind", _("What was done, or will be."), 24, refers="kinds"),
    Column("title", "标题", "Title", AS_WRITTEN, 40),
    Column("title_en", "英文标题", "English title", _("Where one was given."), 40),
    Column("description", "说明", "Description", AS_WRITTEN, 60),
    Day("starts_on", "开始日期", "Starts on", _("Empty when the first day is not known: then “up to” the last.")),
    Day("ends_on", "结束日期", "Ends on", _("The last day, or the only one.")),
    Column("starts_at", "时间", "Time", _("Beijing time.")),
    Column("place", "地点", "Place", _("Where it takes place; empty where no place was named."), 24),
    Column("link", "链接", "Link", _("Where to take part or read more."), 40),
    Column("state", "状态", "State", _("Held: confirmed, or sourced."), 16, PublicState.choices),
    Column("reason", "原因", "Reason", _("Why it was cancelled or withdrawn."), 40),
    Column("side", "登记方", "Logged for", _("Empty where a public source says so."), 16, LoggingSide.choices),
    Column("confirmed", "确认方式", "How it is known", _("Empty before it is held."), 20, KnownBy.choices),
    Column("source", "来源", "Source", _("The public source, where there is one."), 50),
    Column("action_slug", "行动简称", "Action's short name", batch_tables.ACTION, refers="actions"),
]
COUNTED_SINCE = Day(
    "counted_since",
    "计入日期",
    "Counted since",
    _("The day on which it was confirmed, or entered from its source; bulletins count it from then on."),
)


def activity_columns():
    """The columns of the activities: those every activity has, one for each indicator, and those that came later."""
    kinds = [(kind.code, kind) for kind in ActivityKind.objects.published()]
    fixed = [replace(column, choices=kinds) if column.key == "kind" else column for column in ACTIVITIES]
    *own, action = fixed
    return [*own, *map(figure_column, Indicator.objects.all()), COUNTED_SINCE, action]


def figure_column(indicator):
    """The column of one indicator, with its unit in the title and its rule for a meaning."""
    titles = f"{indicator.name}（{indicator.unit}）", f"{indicator.name_en} ({indicator.unit_en})"
    return Number(figure_key(indicator.code), *titles, local(indicator, "local_rule"))


def figure_key(code):
    """The key of an indicator's column; the prefix keeps it apart from every other column."""
    return f"count_{code}"


def activity_rows(activities):
    """The rows of `activities` by the keys of the columns, in a constant number of queries."""
    figures = defaultdict(dict)
    counted = Measure.objects.counted().filter(activity__in=activities.order_by().values("pk"))
    for row in counted.select_related("indicator").order_by("activity"):
        figures[row.activity_id][figure_key(row.indicator.code)] = row.counted_value
    for activity in activities.select_related("kind__mechanism", *PAIR_WITH_SIDES):
        yield activity_row(PublicActivity(activity)) | figures[activity.pk]


PAIR_WITH_SIDES = [f"pair__{name}" for name in ("batch__action", "recipient", "supporter")]
SHOWN = ("title", "title_en", "description", "starts_on", "ends_on", "place", "link")


def activity_row(activity):
    """What the public is told of one activity, without its figures."""
    pair, time = activity.pair, activity.starts_at
    words = {name: activity.words[name] for name in SHOWN}
    return words | {
        "id": activity.pk,
        "batch": pair.batch.number,
        "pair": pair.address,
        "recipient": pair.recipient_name,
        "supporter": pair.supporter_name,
        "mechanism": activity.kind.mechanism.number,
        "kind": activity.kind.code,
        "starts_at": time and f"{time:%H:%M}",
        "state": activity.state,
        "reason": activity.reason,
        "side": activity.side,
        "confirmed": activity.known_by,
        "source": activity.source,
        "action_slug": pair.batch.action.slug,
        "counted_since": activity.counted_since and localdate(activity.counted_since),
    }


SOURCE = _(
    "Entries of the two universities of each pair, confirmed by both sides, and public sources named in each row."
)


def facts(listing):
    """What stands at the head of a JSON answer: the filters that are on, and what may be done with the rows."""
    return batch_tables.facts(listing) | in_both("source", SOURCE)
