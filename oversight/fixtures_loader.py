"""Loads the figures the ministry has stated; their words, days and sources follow corrections, never the numbers."""

from core.fixtures import add_new, ever
from oversight.bulletins.fixtures_loader import a_bulletin, restated
from oversight.bulletins.models.bulletin import Bulletin
from oversight.bulletins.models.bulletin_figure import BulletinFigure
from oversight.bulletins.workflow import publish_as_stated
from oversight.obligations.models import ReminderRule
from oversight.practices.fixtures_loader import load_checklists, load_practices
from pairs.fixtures_loader import day, rows


def load():
    """Load the bulletins and their figures; yields a Loaded per table."""
    there = restated()
    new = add_new(Bulletin, new_bulletins(), ["stated_on", "scope"])
    yield there._replace(added=new.added)
    yield add_new(BulletinFigure, figures(), ["bulletin_id", "measure"])
    yield from load_to_begin_with()
    yield from load_practices()
    publish()


def load_to_begin_with():
    """Load what the ministry goes by until it says otherwise: when to remind, and what to ask; yields as `load`."""
    yield add_new(ReminderRule, reminder_rules(), ["duty"])
    yield from load_checklists()


def new_bulletins():
    """Those of which there never was one, as of their day or stated on it."""
    there = ever(Bulletin, "as_of", "scope")
    made = map(a_bulletin, rows("bulletins"))
    return [bulletin for bulletin in made if (bulletin.stated_on, bulletin.scope) not in there]


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
    for bulletin in Bulletin.objects.filter(state=Bulletin.State.DRAFT, drafted_by=None):
        if (bulletin.stated_on, bulletin.scope) in stated and bulletin.figures.exists():
            bulletin.batches = bulletin.batches or stated[bulletin.stated_on, bulletin.scope]
            publish_as_stated(bulletin)
