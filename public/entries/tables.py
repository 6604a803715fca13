"""The entries under columns, for those who may read them: what the public list has, and how far each has come."""

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from activities.activities.models.states import LoggingSide, Stage, Status
from activities.activities.tables import ACTIVITIES, figure_column, figure_key
from activities.catalogue.models import Indicator
from opendata import Column, Day, Number

WORDS = ("title", "title_en", "description", "starts_on", "ends_on", "place", "link")
SHARED = ("id", "batch", "pair", "recipient", "supporter", "mechanism", "kind", *WORDS)
OWN = [
    Column("kind_name", "类别名称", "Name of the kind", "", 20),
    Column("stage", "阶段", "Stage", _("Planned, held or cancelled."), 12, Stage.choices),
    Column("status", "状态", "Status", _("How far the entry has come."), 12, Status.choices),
    Column("side", "登记方", "Logged for", "", 12, LoggingSide.choices),
    Day("submitted_on", "提交日期", "Submitted on", _("Empty for drafts.")),
    Column("reason", "原因", "Reason", _("Why it was returned, cancelled or withdrawn."), 40),
    Number("evidence", "佐证材料数", "Pieces of evidence"),
]


def columns(entries):
    """The columns of `entries`, with one for each indicator that any of them reports."""
    shared = {column.key: column for column in ACTIVITIES}
    reported = Indicator.objects.filter(measures__activity__in=entries.order_by().values("pk")).distinct()
    return [*(shared[key] for key in SHARED), *OWN, *map(figure_column, reported)]


def rows(entries):
    """The rows of `entries` by the keys of the columns, in a constant number of queries; without names of people."""
    for entry in entries.with_figures().annotate(pieces=Count("evidence", distinct=True)):
        figures = {figure_key(one.indicator.code): one.counted_value for one in entry.measures.all()}
        yield {name: getattr(entry, name) for name in WORDS} | of_pair(entry.pair) | of_entry(entry) | figures


def of_pair(pair):
    names = {"recipient": pair.recipient_name, "supporter": pair.supporter_name}
    return names | {"batch": pair.batch.number, "pair": pair.address}


def of_entry(entry):
    return {
        "id": entry.pk,
        "mechanism": entry.kind.mechanism.number,
        "kind": entry.kind.code,
        "kind_name": entry.kind.local_name,
        "stage": entry.stage,
        "status": entry.status,
        "side": entry.side,
        "submitted_on": entry.submitted_at and localdate(entry.submitted_at),
        "reason": entry.reason,
        "evidence": entry.pieces,
    }
