"""The columns under which universities and batches are handed out, and their rows."""

from django.utils.translation import gettext_lazy as _

from core import data_version
from core.feeds import absolute
from opendata import Column, Day, Number
from opendata.columns import in_both
from pairs.pairs.models.batch import Batch

SOURCE = _("Notices and statements of the Ministry of Education and other public sources, named in each row.")
RIGHTS = _("Facts compiled from public sources; this portal claims no rights in them. Please name the source.")

CODE = _("The ten-digit code of the national register; it stays when the name changes.")
TODAY = _("Today's official name.")
CLASS = _("The type by the notices' classes, put together by this portal: the notices give totals only.")
PATHS = _("The last parts of the addresses of its published pairs, with spaces between them.")
FIRST_DAY = _("The first day of the period; of the month, where the notice names months only.")
LAST_DAY = _("The last day of the period; of the month, where the notice names months only.")
INFERRED = _("Numbers of the batches in which it must be a recipient by this portal's inference; no pair.")
ORIGIN = _("Where the row comes from.")
TRANSLATION = _("A translation, for reading only.")
PLACE = _("Where the university is.")
LEVEL = _("Undergraduate, junior college or adult education.")


ACTION = _("The short name of the action, as in addresses and filters.")
LABEL = _("As the notice calls it; empty where it gives no name.")
LIST_STATUS = _("Whether this portal holds the whole list or part of it.")

BATCHES = [
    Number("number", "批次", "Batch", _("Numbered on across all actions.")),
    Column("action", "行动", "Action", _("What the batch belongs to."), 30),
    Column("title", "标题", "Title", _("As printed in the notice."), 60),
    Column("title_en", "英文标题", "English title", TRANSLATION, 60),
    Day("notice_on", "通知日期", "Day of the notice", _("Empty when the day is not known.")),
    Day("reported_on", "报道日期", "Reported on", _("The day on which the notice was reported.")),
    Day("starts", "开始", "Starts", FIRST_DAY),
    Day("ends", "结束", "Ends", LAST_DAY),
    Number("in_months", "按月", "In months", _("1 when the notice names months only, otherwise 0.")),
    Number("declared_pairs", "通知所列对数", "Declared pairs", _("How many pairs the notice declares.")),
    Number("known_pairs", "已知对数", "Known pairs", _("How many of them this portal holds.")),
    Column("list_status", "名单状况", "State of the list", LIST_STATUS, choices=Batch.ListStatus.choices),
    Column("phase", "阶段", "Phase", _("By the day of the download."), choices=Batch.Phase.choices),
    Column("source", "来源", "Source", ORIGIN, 60),
    Column("action_slug", "行动简称", "Action's short name", ACTION, refers="actions"),
    Column("label", "批次名称", "Name of the batch", LABEL),
    Column("label_en", "批次英文名称", "English name of the batch", LABEL),
]


def batch_rows(batches):
    """The rows of `batches`, which know their pairs, under BATCHES."""
    for batch in batches.select_related("action"):
        row = {column.key: getattr(batch, column.key, None) for column in BATCHES}
        about = {"action": batch.action.name, "action_slug": batch.action.slug}
        yield row | about | {"in_months": int(batch.in_months)}


def facts(listing=None, request=None):
    """What stands at the head of JSON and on the cover of XLSX: filters, what may be done with it, how to cite it.

    `request` asked for a file that is of no list.
    """
    request = listing.request if listing else request
    found = {"filters": dict(listing.values) if listing else {}}
    if request:
        address = absolute(request, request.get_full_path())
        found |= {"data_version": data_version.current().number, "address": address}
    return found | in_both("source", SOURCE) | in_both("rights", RIGHTS)
