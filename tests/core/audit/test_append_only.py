"""The database holds the entries of the audit log against everything that speaks to it; both in the same words."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from core.audit.append_only import MESSAGE
from core.audit.models import KEPT_DAYS, AuditCount, AuditEntry
from demo.audit_log import replaceable

pytestmark = pytest.mark.django_db
Kind = AuditEntry.Kind


def made(days_ago, subject):
    """An entry of so many days ago by the clock of the database, which the triggers go by."""
    return AuditEntry.objects.create(kind=Kind.REFUSAL, subject=subject, at=Now() - timedelta(days=days_ago))


@pytest.fixture
def entry():
    return made(1, "yesterday")


def sql(statement):
    def run(entry):
        with connection.cursor() as cursor:
            cursor.execute(statement.format(pk=entry.pk))

    return run


EVERY_WAY = {
    "save": lambda entry: AuditEntry(pk=entry.pk, kind=Kind.SIGN_IN).save(),
    "delete": lambda entry: AuditEntry.objects.get(pk=entry.pk).delete(),
    "update of all": lambda entry: AuditEntry.objects.update(subject=""),
    "deletion of all": lambda entry: AuditEntry.objects.all().delete(),
    "raw deletion": lambda entry: AuditEntry.objects.all()._raw_delete("default"),
    "conflict": lambda entry: AuditEntry.objects.bulk_create(
        [AuditEntry(pk=entry.pk, kind=Kind.SIGN_IN)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["kind"],
    ),
    "SQL to change": sql("UPDATE core_auditentry SET at = '1999-01-01' WHERE id = {pk}"),
    "SQL to remove": sql("DELETE FROM core_auditentry"),
}
OF_ONE_DATABASE = {
    "sqlite": {
        "SQL to replace": sql(
            "INSERT OR REPLACE INTO core_auditentry (id, at, kind, outcome, subject)"
            " VALUES ({pk}, '2020-07-07', 'refusal', '', 'another')"
        ),
        "REPLACE": sql(
            "REPLACE INTO core_auditentry (id, at, kind, outcome, subject)"
            " VALUES ({pk}, '2020-07-07', 'refusal', '', 'another')"
        ),
    },
    "postgresql": {
        "TRUNCATE": sql("TRUNCATE core_auditentry"),
        "TRUNCATE of what it refers to": sql("TRUNCATE accounts_user CASCADE"),
    },
}


def test_no_way_changes_or_removes_an_entry(entry):
    ways = EVERY_WAY | OF_ONE_DATABASE[connection.vendor]
    connection.check_constraints()  # PostgreSQL empties no table for which a check is still waiting
    for name, way in ways.items():
        with pytest.raises(IntegrityError, match=MESSAGE), transaction.atomic():
            way(entry)
            pytest.fail(name)
    entry.refresh_from_db()
    assert (AuditEntry.objects.count(), entry.subject) == (1, "yesterday")


def test_only_the_triggers_hold_them(entry):
    with replaceable():
        AuditEntry.objects.all()._raw_delete("default")
    assert not AuditEntry.objects.exists()


def test_a_restored_backup_brings_old_entries_under_their_keys():
    AuditEntry.objects.bulk_create([AuditEntry(pk=77, kind=Kind.SIGN_IN, at="2020-07-07T00:00Z", subject="old")])
    assert AuditEntry.objects.get(pk=77).subject == "old"


def test_what_is_past_its_time_goes_by_the_command_which_leaves_an_entry(capsys):
    made(KEPT_DAYS + 20, "older")
    made(KEPT_DAYS + 1, "old")
    kept = made(KEPT_DAYS - 1, "kept")
    call_command("trim_audit_log")
    assert capsys.readouterr().out == "已删除 2 条日志。\n"
    told = AuditEntry.objects.exclude(pk=kept.pk).get()
    assert (told.kind, told.outcome, told.user) == ("maintenance", "removed", None)
    assert "2" in told.subject and "删除" in told.subject
    assert AuditEntry.objects.filter(pk=kept.pk).exists()


def test_where_there_is_nothing_to_remove_there_is_nothing_to_tell():
    made(KEPT_DAYS - 1, "kept")
    call_command("trim_audit_log")
    assert AuditEntry.objects.get().subject == "kept"


def test_counts_go_with_the_entries_of_their_day():
    made(KEPT_DAYS + 1, "old")
    past = AuditEntry.objects.get().at.date()
    AuditCount.objects.create(day=past - timedelta(days=2), kind="anonymous", number=3)
    AuditCount.objects.create(day=past + timedelta(days=2), kind="anonymous", number=4)
    call_command("trim_audit_log")
    assert AuditCount.objects.get().number == 4


def test_nobody_keeps_them_for_less_than_half_a_year(entry):
    with pytest.raises(CommandError, match="183"):
        call_command("trim_audit_log", days=182)
    made(KEPT_DAYS + 10, "kept for longer where that is wanted")
    call_command("trim_audit_log", days=400)
    assert AuditEntry.objects.count() == 2
