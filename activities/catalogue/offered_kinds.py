"""Kinds that the portal offers to actions besides those they have: taken over one by one, with what they count.

Each says since which year it exists. An action whose batches ended before that year is never offered it, so that
nothing is reported of the past under words that came later.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from activities.catalogue.models import ActivityKind, Indicator, KindIndicator
from core.exceptions import Refused
from pairs.fixtures_loader import rows

from .copying import free_code, stored


def offered_to(action):
    """Return the rows of the kinds that an action may take over: those of its time that it does not have by name."""
    ends = list(action.batches.values_list("ends", flat=True))
    own = set(ActivityKind.objects.of_action(action).values_list("name", flat=True))
    return [row for row in rows("offered_kinds") if is_of_its_time(row, ends) and row["name_zh"] not in own]


def is_of_its_time(row, ends):
    """Whether some batch goes on in the year since which the kind exists, or none has begun."""
    return not ends or any(end is None or end.year >= int(row["since"]) for end in ends)


@transaction.atomic
def take_over(mechanism, codes, by, reason):
    """Give a mechanism the kinds of these codes; return them. Refused for one that its action is not offered."""
    offered = {row["code"]: row for row in offered_to(mechanism.action)}
    if not codes or set(codes) - offered.keys():
        raise Refused(_("Choose among the types that are offered to this action."))
    position = mechanism.kinds.count()
    return [_taken(mechanism, offered[code], position + place, by, reason) for place, code in enumerate(codes)]


def _taken(mechanism, row, position, by, reason):
    there = ActivityKind.objects.filter(code=row["code"]).exists()
    facts = {"code": free_code(row["code"]) if there else row["code"], "position": position}
    facts |= {"name": row["name_zh"], "name_en": row["name_en"], "mode": row["mode"], "online": bool(row["online"])}
    facts["for_graduates"] = row["for_graduates"]
    made = stored(ActivityKind(mechanism=mechanism, **facts), by, reason)
    for place, code in enumerate(row["indicators"].split()):
        stored(KindIndicator(kind=made, indicator=_indicator(code, by, reason), position=place), by, reason)
    return made


def _indicator(code, by, reason):
    """Return the indicator of a code, made as it is offered where there is none yet; its whole before it."""
    found = Indicator.objects.filter(code=code).first()
    if found:
        return found
    row = next(row for row in rows("offered_indicators") if row["code"] == code)
    words = {name: row[f"{name}_zh"] for name in ("name", "unit", "rule")}
    words |= {f"{name}_en": row[f"{name}_en"] for name in ("name", "unit", "rule")}
    whole = _indicator(row["part_of"], by, reason) if row["part_of"] else None
    return stored(Indicator(code=code, part_of=whole, **words), by, reason)
