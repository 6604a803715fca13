"""Makes the demonstration: every part writes its plan into the scheduler, then the days pass."""

from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from activities import fixtures_loader as activities_loader
from activities.activities.models.evidence import stored_names
from activities.catalogue.copying import copy_mechanisms
from activities.catalogue.offered_kinds import take_over
from oversight import fixtures_loader as oversight_loader
from oversight.models import LetterRound

from . import agreements, bulletins, edge_cases, employment, inspections, marker, notes_and_reminders, pairs, practices
from . import daily_activities as doings
from .audit_log import replaceable
from .context import World
from .models import Demonstration

# A feature that is to be demonstrated adds its module here; each has plan(world).
PLANS = (pairs, agreements, doings, edge_cases, employment, bulletins, inspections, practices, notes_and_reminders)


@transaction.atomic
def make(seed=1, until=None, sizes=None, pace=1):
    """Fill an empty database with a running action as of `until` (now), and mark it; all of it or nothing."""
    world = World(until or timezone.now(), seed, sizes, pace)
    Demonstration.objects.create(pk=1, made_at=world.diary.until, seed=seed)
    world.actions = pairs.actions(world)
    published = activities_loader.load(with_pairs=False, action=world.actions[2])
    for _table in (*published, *oversight_loader.load_to_begin_with()):
        pass
    for number, code in ((2, "employer_visits"), (3, "ability_training"), (4, "internship_base")):
        take_over(world.actions[2].mechanisms.get(number=number), [code], None, "演示数据")
    copy_mechanisms(world.actions[2], world.actions[1], None, "演示数据")
    world.learn()
    for feature in PLANS:
        feature.plan(world)
    with unwatched():
        world.diary.run()
    # Today's letters count as written: fifty of them would bury what `make demo` prints to begin with.
    LetterRound.objects.get_or_create(on=timezone.localdate(world.diary.until))
    Demonstration.objects.filter(pk=1).update(made_at=max(timezone.now(), world.diary.until))
    return world


@contextmanager
def unwatched():
    """Without the record that DEBUG keeps of every statement; it would double the time."""
    connection.make_debug_cursor = connection.make_cursor
    try:
        yield
    finally:
        del connection.make_debug_cursor


def make_anew(seed=1):
    """Empty a database that is marked, and make its demonstration again; the old files go once that is certain."""
    if not marker.made():
        raise RuntimeError("only what was made up is made anew")
    old = list(stored_names())
    with transaction.atomic():
        connection.check_constraints()  # PostgreSQL empties no table for which a check is still waiting
        with replaceable():
            call_command("flush", interactive=False, verbosity=0)
        make(seed)
    for name in old:
        default_storage.delete(name)
