"""Mechanisms of one action for another: with their kinds, and with the indicators that these ask for."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from activities.catalogue.models import ActivityKind, KindIndicator, Mechanism
from core.exceptions import Refused

WORDS = ("name", "name_en", "summary", "summary_en", "covers", "covers_en")
OF_KINDS = ("name", "name_en", "mode", "online", "for_graduates", "position")


@transaction.atomic
def copy_mechanisms(source, target, by, reason):
    """Give the action `target` the mechanisms in force of `source`, numbered on; those it has by name are left out.

    The new mechanisms, as a list. Refused where there is nothing to copy.
    """
    own = list(target.mechanisms.select_for_update().values_list("number", "name"))
    names, number = {name for _number, name in own}, max((number for number, _name in own), default=0)
    wanted = [one for one in source.mechanisms.in_force() if one.name not in names]
    if not wanted:
        raise Refused(_("There is nothing to copy: this action has them all already."))
    return [_copied(one, target, number + place, by, reason) for place, one in enumerate(wanted, start=1)]


def _copied(mechanism, target, number, by, reason):
    made = Mechanism(action=target, number=number, **{name: getattr(mechanism, name) for name in WORDS})
    stored(made, by, reason)
    for kind in mechanism.kinds.in_force():
        words = {name: getattr(kind, name) for name in OF_KINDS}
        new = stored(ActivityKind(mechanism=made, code=free_code(kind.code), **words), by, reason)
        for asked in kind.kind_indicators.all():
            stored(KindIndicator(kind=new, indicator=asked.indicator, position=asked.position), by, reason)
    return made


def stored(row, by, reason):
    row._history_user, row._change_reason = by, reason
    row.save()
    return row


def free_code(code):
    """`code` with the next free number behind it, for short names of kinds are unique over all actions."""
    stem = re.sub(r"-[0-9]+$", "", code)[:34]
    taken = set(ActivityKind.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(name for name in (f"{stem}-{number}" for number in range(2, len(taken) + 3)) if name not in taken)
