"""Loads the figures the ministry has stated: only what has never been there before."""

from oversight.models import Bulletin, BulletinFigure, ReminderRule
from oversight.published_practices import load_checklists, load_practices
from pairs.published import add_new, day, rows


def load():
    """Load the bulletins and their figures; yields (model, number added, number there before) per table."""
    yield add_new(Bulletin, map(a_bulletin, rows("bulletins")), ["stated_on", "scope"])
    yield add_new(BulletinFigure, figures(), ["bulletin_id", "measure"])
    yield from load_to_begin_with()
    yield from load_practices()
    publish()


def load_to_begin_with():
    """Load what the ministry goes by until it says otherwise: when to remind, and what to ask; yields as `load`."""
    yield add_new(ReminderRule, reminder_rules(), ["duty"])
    yield from load_checklists()


def a_bulletin(row):
    return Bulletin(**row | {"stated_on": day(row["stated_on"])})


def reminder_rules():
    """When to remind, until the ministry says otherwise."""
    for row in rows("reminder_rules"):
        yield ReminderRule(duty=row.pop("duty"), **{name: int(number) for name, number in row.items()})


def figures():
    """The stated figures; a bulletin that is published takes no new ones."""
    bulletins = {(bulletin.stated_on, bulletin.scope): bulletin for bulletin in Bulletin.objects.all()}
    there = set(BulletinFigure.objects.order_by().values_list("bulletin_id", "measure"))
    for position, row in enumerate(rows("bulletin_figures")):
        bulletin = bulletins.get((day(row.pop("stated_on")), row.pop("scope")))
        if bulletin and (not bulletin.is_published or (bulletin.pk, row["measure"]) in there):
            yield BulletinFigure(**row | {"bulletin": bulletin, "value": int(row["value"]), "position": position})


def publish():
    """Publish what was loaded and not yet published; what editors write has its writer and is left alone."""
    stated = {(day(row["stated_on"]), row["scope"]): row["batches"] for row in rows("bulletins")}
    for bulletin in Bulletin.objects.drafts().filter(drafted_by=None):
        if (bulletin.stated_on, bulletin.scope) in stated and bulletin.figures.exists():
            bulletin.batches = bulletin.batches or stated[bulletin.stated_on, bulletin.scope]
            bulletin.publish_as_stated()
