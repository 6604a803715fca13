"""The columns under which actions are downloaded, and their rows."""

from django.utils.translation import gettext_lazy as _

from opendata import Column, Day, Number
from pairs.pairs.models.batch import Batch

from .batch_tables import ACTION, ORIGIN, TRANSLATION

PLACE = _("The provinces of the recipients, with 、 between them; empty where they are anywhere.")
NUMBERS = _("The numbers of its published batches, with spaces between them.")

ACTIONS = [
    Column("slug", "行动简称", "Action's short name", ACTION, 20),
    Column("name", "行动", "Action", _("As its notices call it."), 30),
    Column("name_en", "英文名称", "English name", TRANSLATION, 40),
    Column("provinces", "受援省份", "Provinces of the recipients", PLACE, 24),
    Number("several", "可有多所支援高校", "Several supporters", _("1 when a recipient may have several, otherwise 0.")),
    Column("batches", "批次", "Batches", NUMBERS, refers="batches", several=True),
    Day("starts", "开始", "Starts", _("The first day of its first batch.")),
    Day("ends", "结束", "Ends", _("The last day of its last batch; empty where that names none.")),
    Number("known_pairs", "已知对数", "Known pairs", _("How many pairs this portal holds.")),
    Column("introduction", "简介", "Introduction", _("An empty line between paragraphs."), 60),
    Column("introduction_en", "英文简介", "Introduction in English", _("An empty line between paragraphs."), 60),
    Column("source", "来源", "Source", ORIGIN, 60),
]


def action_rows(actions):
    """The rows of `actions` under ACTIONS, in two queries."""
    found = {action.pk: (action, []) for action in actions}
    for batch in Batch.objects.published().filter(action__in=found).with_known_pairs():
        found[batch.action_id][1].append(batch)
    for action, batches in found.values():
        plain = {column.key: getattr(action, column.key, None) for column in ACTIONS}
        ends = [batch.ends for batch in batches]
        yield plain | {
            "provinces": "、".join(str(province.label) for province in action.provinces),
            "several": int(action.several_supporters),
            "batches": " ".join(str(batch.number) for batch in batches),
            "starts": min(batch.starts for batch in batches),
            "ends": None if None in ends else max(ends),
            "known_pairs": sum(batch.known_pairs for batch in batches),
        }
