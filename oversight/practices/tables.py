"""The columns under which good practice is handed out, and its rows."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from activities.catalogue.tables import OF_ACTION
from opendata import Column, Day, Number
from opendata.columns import in_both
from oversight.practices.models.citations import Citation
from pairs.pairs import batch_tables

AS_PRINTED = _("As printed in the notice.")
ORIGIN = _("Proposals of the pairs, edited by the ministry, and public sources named in each row.")
EDITED = _("As edited for publication.")
ADVICE = _("Advice of those who edited it; no source says so.")

PRACTICES = [
    Column("slug", "短名", "Short name", _("The last part of its public address.")),
    Number("mechanism", "帮扶机制", "Mechanism", _("Its number in the notices."), **OF_ACTION),
    Column("title", "标题", "Title", EDITED, 40),
    Column("title_en", "英文标题", "English title", EDITED, 40),
    Column("text", "正文", "Text", EDITED, 80),
    Column("text_en", "英文正文", "Text in English", EDITED, 80),
    Column("advice", "建议", "Advice", ADVICE, 60),
    Column("advice_en", "英文建议", "Advice in English", ADVICE, 60),
    Number("batch", "批次", "Batch", _("The number of the batch; numbered on across all actions."), refers="batches"),
    Column("pair", "结对编号", "Pair", _("The last part of the pair's public address."), refers="pairs"),
    Column("recipient", "受援高校", "Recipient", AS_PRINTED, 30),
    Column("supporter", "支援高校", "Supporter", AS_PRINTED, 30),
    Day("published_on", "发布日期", "Published on", _("The day on which it was published here.")),
    Number("adopters", "采用的结对数", "Adopted by", _("The number of other pairs that have adopted it.")),
    Column(
        "activities",
        "依据的活动",
        "Activities",
        _("Numbers of the activities it cites."),
        20,
        refers="activities",
        several=True,
    ),
    Column("source", "来源", "Source", _("The public source, where no pair proposed it."), 50),
    Column("action_slug", "行动简称", "Action's short name", batch_tables.ACTION, refers="actions"),
]
COPIED = ("slug", "title", "title_en", "text", "text_en", "advice", "advice_en", "adopters", "source")


def practice_rows(practices):
    """The rows of `practices` by the keys of the columns, in a constant number of queries."""
    cited = Citation.objects.filter(practice__in=practices.order_by().values("pk")).told()
    for one in practices.for_rows():
        pair = one.pair
        yield {field: getattr(one, field) for field in COPIED} | {
            "mechanism": one.mechanism.number,
            "batch": pair.batch.number,
            "pair": pair.address,
            "recipient": pair.recipient_name,
            "supporter": pair.supporter_name,
            "action_slug": pair.batch.action.slug,
            "published_on": localdate(one.published_at),
            "activities": " ".join(map(str, cited.get(one.pk, []))),
        }


def facts(listing):
    """What stands at the head of a JSON answer: the filters that are on, and what may be done with the rows."""
    return batch_tables.facts(listing) | in_both("source", ORIGIN)
