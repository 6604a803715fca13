"""One side of a pair as a page shows it: as it was printed, and as it stood when the notice was published."""

from typing import NamedTuple

from django.utils.functional import cached_property

from core.localized import Localized
from pairs.directory import name_matching, provinces
from pairs.directory.models.university import Level, Ownership, Tier
from pairs.directory.provinces import Province

# What a pair keeps of each side as it stood when the notice was published.
SNAPSHOT = ("name", "tier", "level", "authority", "province", "ownership")

# What a list of pairs shows of other tables than theirs.
SHOWN_OF_SIDES = ["code", "name", "name_en", "city", "province", "tier", "tier_inferred"]
SHOWN_OF_OTHERS = [
    *(f"batch__{name}" for name in ("number", "label", "label_en", "title", "title_en", "starts", "ends")),
    *("batch__action__name", "batch__action__name_en"),
    *("batch__action__several_supporters", "role__name", "role__name_en", "replaces__ended_on"),
    *(f"{side}__{name}" for side in ("recipient", "supporter") for name in SHOWN_OF_SIDES),
]

# What the names of both sides and the address of a pair are made of.
SHOWN_IN_NAME = [
    *("serial", "group_place", "end_kind", "replaces", "batch__number", "batch__action__several_supporters"),
    *(f"{side}_{field}" for side in ("recipient", "supporter") for field in SNAPSHOT),
    *(f"{side}__{name}" for side in ("recipient", "supporter") for name in ("code", "name", "name_en", "province")),
]


class PairSide:
    """The recipient or the supporter of `pair`. Asks no query when universities and names are fetched with it.

    `printed` is the name as the notice printed it; tier, level, authority and province are those of the notice.
    """

    def __init__(self, pair, side):
        self.pair, self.side = pair, side
        name, tier, level, self.authority, province, ownership = (
            getattr(pair, f"{side}_{field}") for field in SNAPSHOT
        )
        self.printed = name or self.university.name
        self.tier, self.level = Tier(tier or "unknown"), Level(level or "unknown")
        self.ownership = Ownership(ownership or "unknown")
        self.province = Province(province or self.university.province)

    @property
    def university(self):
        return getattr(self.pair, self.side.value)

    @property
    def tier_inferred(self):
        """Whether the type rests on indirect evidence; known of the university, whose type the pair has kept."""
        return self.university.tier_inferred and self.university.tier == self.tier

    @property
    def printed_en(self):
        """The English of the printed name; failing that today's English name, failing that the Chinese."""
        return self._own_english or self.university.name_en or self.printed

    @property
    def english_is_todays(self):
        """Whether `printed_en` belongs to a name the university bears today, and not to the printed one."""
        return not self._own_english and bool(self.university.name_en)

    @cached_property
    def _own_english(self):
        key = name_matching.fold(self.printed)
        if key == name_matching.fold(self.university.name):
            return self.university.name_en
        return next((name.name_en for name in self.university.names_in_english if name.key == key), "")

    local_authority = Localized("authority", en=provinces.authority_en)
    local_name = Localized("printed")

    @property
    def renamed(self):
        """Whether the university is called differently today."""
        return name_matching.fold(self.printed) != name_matching.fold(self.university.name)


class Sides(NamedTuple):
    """Both PairSides of a pair, in the order in which the notices print them."""

    recipient: PairSide
    supporter: PairSide
