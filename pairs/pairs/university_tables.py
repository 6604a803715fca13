"""The columns under which universities are downloaded, and their rows."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from opendata import Column, Day, Number
from pairs.directory.models.university import Level, Ownership, Tier
from pairs.directory.provinces import Province
from pairs.pairs.models.batch_statement import InferredRecipient
from pairs.pairs.models.pair import Pair

from .batch_tables import CLASS, CODE, INFERRED, LEVEL, ORIGIN, PATHS, PLACE, TODAY

UNIVERSITIES = [
    Column("code", "学校标识码", "Code", CODE),
    Column("name", "学校名称", "Name", TODAY, 30),
    Column("name_en", "英文名称", "English name", _("Today's English name, where one is known."), 44),
    Column("other_names", "其他名称", "Other names", _("Former, short and other names, with ； between them."), 40),
    Column("province", "省份", "Province", PLACE, choices=Province.choices),
    Column("city", "所在地", "City", _("As the register gives it.")),
    Column("authority", "主管部门", "Authority", _("Who runs the university.")),
    Column("level", "办学层次", "Level", LEVEL, choices=Level.choices),
    Column("ownership", "举办性质", "Ownership", _("Public, private or jointly run."), choices=Ownership.choices),
    Column("tier", "类型", "Type", CLASS, 24, Tier.choices),
    Number(
        "tier_inferred", "类型为推定", "Type inferred", _("1 where the type rests on indirect evidence, otherwise 0.")
    ),
    Column("tier_source", "类型来源", "Source of the tier", _("What the type rests on."), 40),
    Column("website", "学校网站", "Website", _("The university's own site."), 30),
    Column("career_site", "就业网", "Career site", _("The school's site for graduates who look for work."), 30),
    Day("closed_on", "撤销日期", "Closed on", _("Empty while the university exists.")),
    Column(
        "successor", "后继学校标识码", "Successor's code", _("The university that took it over."), refers="universities"
    ),
    Column("as_recipient", "受援结对", "Pairs as recipient", PATHS, refers="pairs", several=True),
    Column("inferred_in", "推定所在批次", "Inferred in", INFERRED, refers="batches", several=True),
    Column("as_supporter", "支援结对", "Pairs as supporter", PATHS, refers="pairs", several=True),
    Day("facts_as_of", "信息截止日期", "Facts as of", _("The day for which authority, city and level are known.")),
    Column("source", "来源", "Source", ORIGIN, 60),
]


def university_rows(universities):
    """The rows of `universities` under UNIVERSITIES, in a constant number of queries."""
    for university in universities.select_related("successor").prefetch_related(
        "names", *published_pairs(), standing_inferences()
    ):
        row = {column.key: getattr(university, column.key, None) for column in UNIVERSITIES}
        row["other_names"] = "；".join(name.name for name in university.names.all() if name.name != university.name)
        row["successor"] = university.successor and university.successor.code
        row["as_recipient"] = " ".join(pair.address for pair in university.published_as_recipient)
        row["tier_inferred"] = int(university.tier_inferred)
        row["inferred_in"] = " ".join(str(one.batch.number) for one in university.standing_inferences)
        row["as_supporter"] = " ".join(pair.address for pair in university.published_as_supporter)
        yield row


def published_pairs():
    """Prefetches of a university's published pairs, by side, as `published_as_recipient` and `…_supporter`."""
    pairs = Pair.objects.published().with_addresses("recipient", "supporter").in_order()
    return [Prefetch(f"pairs_as_{side}", pairs, f"published_as_{side}") for side in ("recipient", "supporter")]


def standing_inferences():
    """A prefetch of a university's inferences on published batches, as `standing_inferences`."""
    standing = InferredRecipient.objects.standing().filter(batch__published_at__isnull=False)
    return Prefetch("inferences", standing.select_related("batch"), "standing_inferences")
