"""What pages keep from before a change is never shown after it: they say the same as when nothing had been kept.

Whatever stands in the database is changed, table by table, column by column. `make test` asks a few pages after each;
SOAK=1 (`make soak-answers`) asks all of them.
"""

import os
import random
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client

from core import parts, version_facts
from core.data_version import is_never_public
from pairs.models import Pair
from pairs.pairs.list_places import PLACES
from tests.support.browser.addresses import PUBLIC
from tests.support.factories.everything import Everything

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
ASKED = None if os.environ.get("SOAK") else 2
MACHINE_READ = {"batches"}  # texts in a form of their own
STORES = [version_facts.FACTS, parts.PARTS, PLACES]


def own_pages(world):
    """The pages of what there is in this world, which `PUBLIC` does not know by name."""
    shown = [
        *Pair.objects.published(),
        world.recipient,
        world.supporter,
        *apps.get_model("pairs.Batch").objects.published(),
    ]
    shown += [*apps.get_model("activities.Mechanism").objects.published()[:2]]
    shown += [*apps.get_model("oversight.Practice").objects.published()[:2]]
    return [one.get_absolute_url() for one in shown]


def changed(field):
    """Another value for a column, as SQL finds it; None where it must stay."""
    if field.primary_key or field.remote_field or field.unique or field.name in MACHINE_READ:
        return None
    if isinstance(field, models.BooleanField):
        return ~F(field.name)
    if isinstance(field, models.DateField):
        return F(field.name) - timedelta(days=1)
    if isinstance(field, models.IntegerField):
        return F(field.name) + 1
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return Concat(field.name, Value("改"), output_field=models.TextField())
    return None


def change(model):
    """Change each column of all rows that can be changed by itself; how many were."""
    number = 0
    for field in model._meta.concrete_fields:
        if (value := changed(field)) is not None:
            try:
                with transaction.atomic():
                    number += bool(model._base_manager.update(**{field.name: value}))
            except DatabaseError:
                continue  # the database holds a rule against it
    return number


def answers(addresses):
    client = Client()
    return {address: client.get(address, follow=True).content.decode() for address in addresses}


@contextmanager
def nothing_kept():
    """Whatever was kept until now is kept again afterwards."""
    kept = [store.facts for store in STORES]
    for store in STORES:
        store.clear()
    yield
    for store, facts in zip(STORES, kept, strict=True):
        store.facts = facts


def test_after_any_change_pages_say_what_they_say_when_nothing_was_kept(settings):
    settings.STORED_ANSWERS_MB = 0
    chance, world = random.Random(os.environ.get("SEED", 1)), Everything()
    addresses = [*dict.fromkeys([*PUBLIC, *own_pages(world)])]
    tables = [model for model in apps.get_models() if not is_never_public(model._meta.db_table)]
    answers(addresses)
    written = 0
    for model in tables:
        written += change(model)
        asked = chance.sample(addresses, ASKED or len(addresses))
        known = answers(asked)
        with nothing_kept():
            assert known == answers(asked), model
    assert written > 60
