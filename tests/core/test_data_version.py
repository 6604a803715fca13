"""The version of the public data moves with every committed change, however it is written, and with no other."""

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import BrowserSession
from core import data_version
from core.data_version import DataVersion
from core.snapshots import snapshot
from pairs.models import Action

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action():
    return Action.objects.create(slug="any", name="任一行动")


def raw(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


WAYS = {
    "a record that is saved": lambda action: action.save(),
    "a record that is deleted": lambda action: action.delete(),
    "many at once": lambda action: Action.objects.update(name="改名"),
    "many new ones": lambda action: Action.objects.bulk_create([Action(slug="new", name="新")]),
    "a statement by hand": lambda action: raw("UPDATE pairs_action SET name = 'x' WHERE id = %s", action.pk),
    "the command": lambda action: call_command("data_changed", stdout=io.StringIO()),
    "migrating": lambda action: call_command("migrate", verbosity=0),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_every_way_of_writing_moves_it(action, way):
    before = data_version.current()
    way(action)
    assert data_version.current().number > before.number


def test_what_the_public_never_reads_leaves_it(action):
    before = data_version.current()
    BrowserSession.objects.create(session_key="x", session_data="", expire_date=timezone.now())
    list(Action.objects.all())
    assert data_version.current() == before


def test_a_statement_that_meets_no_row_leaves_it(action):
    before = data_version.current()
    Action.objects.filter(slug="none").update(name="改名")
    Action.objects.filter(slug="none").delete()
    assert data_version.current() == before


def test_one_transaction_moves_it_once_and_one_that_fails_not_at_all(action):
    before = data_version.current()
    with transaction.atomic():
        action.save()
        Action.objects.create(slug="other", name="另一行动")
    assert data_version.current().number == before.number + 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        action.save()
        raise ZeroDivisionError
    assert data_version.current().number == before.number + 1


def test_what_follows_a_part_that_was_rolled_back_moves_it(action):
    """The row of the version that stood in the savepoint is gone with it."""
    before = data_version.current()
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            action.save()
            raise ZeroDivisionError
        action.save()
    assert data_version.current().number == before.number + 1


def test_folding_many_rows_changes_nothing_for_readers(action):
    for _time in range(5):
        action.save()
    before = data_version.current()
    data_version.fold()
    assert data_version.current() == before
    assert DataVersion.objects.count() == 1


def test_in_a_snapshot_nothing_is_written(action):
    with pytest.raises(Exception, match="(?i)read-?only"), snapshot():
        action.save()
    action.save()


def test_the_same_number_of_changes_after_a_restored_backup_is_another_version(action):
    """Who kept answers of the state that is gone must not take them for those of the new one."""
    action.save()
    lost = data_version.current()
    DataVersion.objects.order_by("-pk").first().delete()
    action.save()
    assert data_version.current().number == lost.number
    assert data_version.current() != lost
