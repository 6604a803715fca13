"""The columns under which mechanisms, kinds and indicators are downloaded, and their rows."""

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from activities.catalogue.models import ActivityKind, KindIndicator
from opendata import Column, Number
from pairs.pairs.batch_tables import ACTION, TRANSLATION

OF_ACTION = {"refers": "mechanisms", "by": ("action_slug", "mechanism")}  # of a column with the number of a mechanism
RETIRED = _("1 where it is no longer offered for new entries, otherwise 0.")
SHORT = _("Its short name, as in activities and filters.")
PART = _("The indicator of which this one counts a part; the two are never added. Empty for all others.")
COUNTED = _("The short names of what is counted, with spaces between them.")
FOR_GRADUATES = _("For what graduates come to it; empty where it is not for them.")
IN_SHORT = _("A sentence of this portal on what it covers.")
SHOWN = _("Its name, as pages and lists show it.")
ONLINE = _("1 where everybody can join online, otherwise 0.")

MECHANISMS = [
    Number("number", "序号", "Number", _("As in the notices.")),
    Column("name", "帮扶机制", "Mechanism", _("As the notices of its action call it."), 24),
    Column("name_en", "英文名称", "English name", TRANSLATION, 40),
    Column("summary", "简介", "In short", IN_SHORT, 50),
    Column("summary_en", "英文简介", "In short, in English", IN_SHORT, 60),
    Column("covers", "内容", "What it covers", _("One point a line, retold from the notices."), 60),
    Column("covers_en", "英文内容", "What it covers, in English", _("One point a line."), 60),
    Column("action_slug", "行动简称", "Action's short name", ACTION, refers="actions"),
]
KINDS = [
    Column("code", "简称", "Short name", SHORT, 24),
    Column("name", "类别", "Kind", SHOWN, 24),
    Column("name_en", "英文名称", "English name", TRANSLATION, 30),
    Number("mechanism", "帮扶机制", "Mechanism", _("Its number in the notices."), **OF_ACTION),
    Column("action_slug", "行动简称", "Action's short name", ACTION, refers="actions"),
    Column("mode", "形式", "Form", _("On days, or over a stretch of time."), choices=ActivityKind.Mode.choices),
    Number("online", "线上", "Online", ONLINE),
    Column("indicators", "统计指标", "Indicators", COUNTED, 40, refers="indicators", several=True),
    Number("retired", "已停用", "Retired", RETIRED),
    Column(
        "for_graduates", "面向毕业生", "For graduates", FOR_GRADUATES, choices=ActivityKind.ForGraduates.choices[1:]
    ),
]
INDICATORS = [
    Column("code", "简称", "Short name", SHORT, 24),
    Column("name", "指标", "Indicator", SHOWN, 24),
    Column("name_en", "英文名称", "English name", TRANSLATION, 30),
    Column("unit", "单位", "Unit", _("Different units are never added.")),
    Column("unit_en", "英文单位", "Unit in English", TRANSLATION),
    Column("rule", "统计口径", "Rule", _("How it is counted."), 50),
    Column("rule_en", "英文统计口径", "Rule in English", _("How it is counted."), 50),
    Number("headline_order", "要目次序", "Place among the headline figures", _("Empty for all others.")),
    Number("retired", "已停用", "Retired", RETIRED),
    Column("whole", "其中项，属于", "Part of", PART, 24, refers="indicators"),
]


def mechanism_rows(mechanisms):
    named = mechanisms.annotate(action_slug=F("action__slug"))
    return named.values(*(column.key for column in MECHANISMS))


def indicator_rows(indicators):
    retired = Case(When(retired_at=None, then=Value(0)), default=Value(1))
    return indicators.annotate(retired=retired, whole=F("part_of__code")).values(*(column.key for column in INDICATORS))


def kind_rows(kinds):
    """The rows of `kinds` under KINDS, in two queries."""
    counted = {}
    for link in KindIndicator.objects.filter(kind__in=kinds.order_by().values("pk")).select_related("indicator"):
        counted.setdefault(link.kind_id, []).append(link.indicator.code)
    for kind in kinds.select_related("mechanism__action"):
        row = {name: getattr(kind, name) for name in ("code", "name", "name_en", "mode", "for_graduates")}
        yield row | {
            "mechanism": kind.mechanism.number,
            "action_slug": kind.mechanism.action.slug,
            "online": int(kind.online),
            "indicators": " ".join(counted.get(kind.pk, [])),
            "retired": int(kind.is_retired),
        }
