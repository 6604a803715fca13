"""Loads the figures the ministry has stated: only what has never been there before."""

from oversight.models import Bulletin, BulletinFigure, ReminderRule
from pairs.published import add_new, day, rows


def load():
    """Load the bulletins and their figures; yields (model, number added, number there before) per table."""
    yield add_new(Bulletin, map(a_bulletin, rows("bulletins")), ["as_of", "scope"])
    yield add_new(BulletinFigure, figures(), ["bulletin_id", "measure"])
    yield add_new(ReminderRule, reminder_rules(), ["duty"])


def a_bulletin(row):
    return Bulletin(**row | {"as_of": day(row["as_of"])})


def reminder_rules():
    """When to remind, until the ministry says otherwise."""
    for row in rows("reminder_rules"):
        yield ReminderRule(duty=row.pop("duty"), **{name: int(number) for name, number in row.items()})


def figures():
    bulletins = {(bulletin.as_of, bulletin.scope): bulletin for bulletin in Bulletin.objects.all()}
    for position, row in enumerate(rows("bulletin_figures")):
        row.pop("source")  # the bulletin has it
        bulletin = bulletins.get((day(row.pop("as_of")), row.pop("scope")))
        if bulletin:
            yield BulletinFigure(**row | {"bulletin": bulletin, "value": int(row["value"]), "position": position})
