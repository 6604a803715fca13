"""The columns under which mechanisms are downloaded, and their rows."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from opendata import Column, Number
from pairs.pairs.batch_tables import ACTION

MECHANISMS = [
    Number("number", "序号", "Number", _("As in the notices.")),
    Column("name", "帮扶机制", "Mechanism", "", 24),
    Column("name_en", "英文名称", "English name", "", 40),
    Column("summary", "简介", "In short", "", 50),
    Column("summary_en", "英文简介", "In short, in English", "", 60),
    Column("covers", "内容", "What it covers", _("One point a line, retold from the notices."), 60),
    Column("covers_en", "英文内容", "What it covers, in English", _("One point a line."), 60),
    Column("action_slug", "行动简称", "Action's short name", ACTION),
]


def mechanism_rows(mechanisms):
    named = mechanisms.annotate(action_slug=F("action__slug"))
    return named.values(*(column.key for column in MECHANISMS))
