"""The columns under which the commitments of accepted agreements are downloaded, and their rows."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from activities.activities.tables import ACTIVITIES, PAIR_WITH_SIDES
from activities.catalogue.tables import SHOWN
from opendata import Column, Day, Number
from pairs.pairs.batch_tables import TRANSLATION

OF_PAIR = ("batch", "pair", "recipient", "supporter", "mechanism")
DONE = _("What has been counted of the indicator under the mechanism; empty where there is no indicator.")

COMMITMENTS = [
    Number("id", "编号", "Number", _("It stays while the edition of the agreement is in force.")),
    *(column for column in ACTIVITIES if column.key in OF_PAIR),
    Column("text", "承诺", "Commitment", _("As the two universities agreed it."), 60),
    Column("indicator", "指标", "Indicator", _("What is counted; empty where nothing is."), 20, refers="indicators"),
    Column("unit", "单位", "Unit", _("Different units are never added.")),
    Number("target", "目标", "Target", _("Empty where none was set.")),
    Number("done", "已完成", "Done", DONE),
    Number("edition", "协议版次", "Edition", _("Of the agreement of the pair; only the one in force is public.")),
    Day("accepted_on", "双方确认日期", "Accepted on", _("The day on which both sides had accepted it.")),
    Day("starts", "开始", "Starts", _("The first day of the agreement.")),
    Day("ends", "结束", "Ends", _("The last day of the agreement.")),
    *(column for column in ACTIVITIES if column.key == "action_slug"),
    Column("indicator_name", "指标名称", "Name of the indicator", SHOWN, 24),
    Column("indicator_name_en", "指标英文名称", "English name of the indicator", TRANSLATION, 30),
    Column("unit_en", "英文单位", "Unit in English", TRANSLATION),
]


def commitment_rows(commitments):
    """The rows of `commitments`, all of them public, under COMMITMENTS, in one query."""
    paths = [f"agreement__{path}" for path in PAIR_WITH_SIDES]
    for one in commitments.with_progress().select_related(*paths):
        agreement, indicator = one.agreement, one.indicator
        pair = agreement.pair
        yield {
            "id": one.pk,
            "batch": pair.batch.number,
            "pair": pair.address,
            "recipient": pair.recipient_name,
            "supporter": pair.supporter_name,
            "mechanism": one.mechanism.number,
            "text": one.text,
            "indicator": indicator and indicator.code,
            "unit": indicator and indicator.unit,
            "target": one.target,
            "done": one.done,
            "edition": agreement.edition,
            "accepted_on": localdate(agreement.accepted_at),
            "starts": agreement.starts,
            "ends": agreement.ends,
            "action_slug": pair.batch.action.slug,
            "indicator_name": indicator and indicator.name,
            "indicator_name_en": indicator and indicator.name_en,
            "unit_en": indicator and indicator.unit_en,
        }
