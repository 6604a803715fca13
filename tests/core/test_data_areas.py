"""What was found out stays known while no area of the data changes that it was made of, and not a change longer."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import lazystr

from core import data_version
from core.data_areas import EVERYTHING, area_of, area_written, areas_read, stored
from core.data_version import DataVersion
from core.snapshots import opened_snapshot, snapshot
from core.version_facts import PLAIN, VersionFacts, is_made_of, once_a_version
from pairs.models import Action, Pair, University, UniversityName
from public.action_facts import Share
from tests.core.test_data_version import raw

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def facts():
    Action.objects.create(slug="any", name="任一行动")
    University.objects.create(code="4142099999", name="测试大学", province="42")
    return VersionFacts(10)


def told(facts, key, read):
    with snapshot():
        return facts.of_now()(key, read)


def names():
    return [*University.objects.values_list("name", flat=True)]


def actions():
    return [*Action.objects.values_list("name", flat=True)]


def rename_action():
    Action.objects.update(name="改名行动")


def rename_university():
    University.objects.update(name="改名大学")


def test_what_is_made_of_universities_outlives_a_change_of_an_action(facts, django_assert_num_queries):
    assert told(facts, "names", names) == ["测试大学"]
    rename_action()
    assert told(facts, "names", lambda: ["not asked"]) == ["测试大学"]
    rename_university()
    assert told(facts, "names", names) == ["改名大学"]


@pytest.mark.parametrize("text", ["大学", "测试大", "测 试"])
def test_whatever_is_searched_for_reads_universities_and_pairs_alone(facts, text):
    with snapshot():
        [*University.objects.search(text)]
        assert opened_snapshot(connection).areas == {"pairs.directory", "pairs.pairs"}


@pytest.mark.parametrize("change", [rename_action, rename_university])
def test_what_is_made_of_both_outlives_neither(facts, change):
    told(facts, "both", lambda: names() + actions())
    change()
    assert told(facts, "both", lambda: ["anew"]) == ["anew"]


def test_what_was_read_before_in_the_snapshot_may_have_been_told(facts):
    with snapshot():
        name = actions()[0]
        facts.of_now()("label", lambda: f"{name}: {names()}")
    rename_action()
    assert told(facts, "label", lambda: "anew") == "anew"


def test_a_fact_is_made_of_what_the_facts_in_it_are_made_of(facts):
    with snapshot():
        facts.of_now()("inner", actions)
    with snapshot():  # the inner one is known, and asks nothing
        facts.of_now()("outer", lambda: facts.of_now()("inner", actions) + names())
    rename_action()
    assert told(facts, "outer", lambda: "anew") == "anew"


def test_what_was_read_for_a_fact_may_be_told_to_the_next(facts):
    with snapshot():
        actions()
        name = facts.by_itself("names", names)[0]
        facts.of_now()("label", lambda: f"the label of {name}")
    rename_university()
    assert told(facts, "label", lambda: "anew") == "anew"


def test_no_fact_outlives_its_day(facts, monkeypatch):
    told(facts, "names", names)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2999, 1, 1))
    assert told(facts, "names", lambda: "anew") == "anew"


def test_a_transaction_that_has_read_the_version_moves_it_again(facts):
    before = data_version.by_area()["pairs.pairs"].number
    with transaction.atomic():
        rename_action()
        data_version.by_area()
        rename_action()
    assert data_version.by_area()["pairs.pairs"].number == before + 2


def test_a_fact_of_what_is_rolled_back_is_nobody_elses(facts):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rename_university()
        assert facts.of_now()("names", names) == ["改名大学"]
        raise ZeroDivisionError
    assert told(facts, "names", names) == ["测试大学"]


def test_what_a_record_reads_when_it_is_used_is_read_anew_by_the_next(facts):
    def named():
        """The universities that the names belong to; only the names are read."""
        return facts.of_now()("names", lambda: [*UniversityName.objects.all()])[0].university.name

    University.objects.get().names.create(name="旧名", kind="former")
    with snapshot():
        assert named() == "测试大学"
    rename_university()
    with snapshot():
        assert named() == "改名大学"


def test_what_knows_nothing_but_its_key_is_made_of_what_it_reads_itself(facts):
    with snapshot():
        actions()
        facts.by_itself("names", names)
        facts.of_now()("both", lambda: "both")
    rename_action()
    assert told(facts, "both", lambda: "anew") == "anew"
    with snapshot():
        assert facts.by_itself("names", lambda: "anew") == ["测试大学"]


def test_such_a_function_is_given_plain_values_alone(facts):
    with pytest.raises(TypeError, match="more than plain values"):
        once_a_version(lambda one: one.name)(Action.objects.get())


def test_what_may_read_more_is_kept_until_anything_changes(facts):
    told(facts, "rows", University.objects.all)
    rename_action()
    assert told(facts, "rows", lambda: "anew") == "anew"


def test_after_its_snapshot_nobody_knows_what_is_read(facts):
    with snapshot():
        of_then = facts.of_now()
    of_then("names", names)
    rename_action()
    assert told(facts, "names", lambda: "anew") == "anew"


def test_without_a_snapshot_nobody_knows_what_was_read(facts):
    facts.of_now()("names", names)
    rename_action()
    assert facts.of_now()("names", lambda: "anew") == "anew"


@pytest.mark.parametrize(
    "change",
    [data_version.move, data_version.jump, lambda: raw("UPDATE  some_table SET x = 1")],
    ids=["moved", "jumped", "unknown table"],
)
def test_a_change_of_nobody_knows_what_changes_everything(facts, change):
    raw("CREATE TABLE some_table (x integer)")
    raw("INSERT INTO some_table VALUES (0)")
    try:
        told(facts, "names", names)
        change()
        assert told(facts, "names", lambda: "anew") == "anew"
    finally:
        raw("DROP TABLE some_table")


def test_a_transaction_moves_each_area_that_it_writes_once(facts):
    before, number = data_version.by_area(), data_version.current().number
    with transaction.atomic():
        rename_action()
        rename_university()
        rename_action()
    after = data_version.by_area()
    assert {area for area in after if after[area] != before.get(area)} == {"pairs.pairs", "pairs.directory"}
    assert DataVersion.objects.order_by("-pk")[0].area == stored("pairs.directory")  # nothing more for the last
    assert data_version.current().number == number + 1 == sum(version.number for version in after.values())


def test_what_is_written_after_a_savepoint_was_rolled_back_moves_the_version_again(facts):
    before = data_version.by_area()["pairs.pairs"].number
    with transaction.atomic():
        savepoint = connection.savepoint()  # by hand: Django does not tell of these what was written within them
        rename_action()
        connection.savepoint_rollback(savepoint)
        rename_action()
    assert data_version.by_area()["pairs.pairs"].number == before + 1


def test_what_is_read_beside_the_snapshot_may_be_of_another_moment():
    """As from the first database while public data are read from a replica."""
    with snapshot():
        data_version.note_read(SimpleNamespace(alias="other"), "SELECT 1 FROM pairs_pair")
        assert opened_snapshot(connection).areas == {EVERYTHING}


def test_a_connection_that_nobody_watches_may_have_read_everything(facts):
    data_version.unwatch("default")
    try:
        told(facts, "names", names)
    finally:
        data_version.watch(connection)
    rename_university()
    assert told(facts, "names", lambda: "anew") == "anew"


def test_the_database_itself_writes_in_no_other_area():
    """No view stands for other tables, no key of another table changes rows, and triggers write their own indexes."""
    with connection.cursor() as cursor:
        tables = connection.introspection.get_table_list(cursor)
        assert [one.name for one in tables if one.type == "v"] == []
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT confdeltype::text || confupdtype::text FROM pg_constraint WHERE contype = 'f'"
            )
            assert cursor.fetchall() == [("aa",)]  # no action
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            assert {table for (table,) in cursor.fetchall()} <= settings.NEVER_PUBLIC_TABLES
            return
        for table in tables:
            cursor.execute(f'PRAGMA foreign_key_list("{table.name}")')
            assert {act for row in cursor.fetchall() for act in row[5:7]} <= {"NO ACTION"}
        cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        for table, sql in cursor.fetchall():
            written = re.findall(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', sql.partition("BEGIN")[2])
            assert {area_of(one) for one in written} <= {area_of(table)}, sql


def test_folding_keeps_the_version_of_every_area(facts):
    for _time in range(3):
        rename_action()
        rename_university()
    before = data_version.by_area()
    data_version.fold()
    assert data_version.by_area() == before
    assert DataVersion.objects.filter(area=stored("pairs.pairs")).count() == 1


def written_by_another_version(monkeypatch, change):
    """As by a process that runs another version of the portal, in which tables may belong to other areas."""
    with monkeypatch.context() as other:
        other.setattr("core.data_areas.edition", lambda: "another")
        change()


def test_what_another_version_of_the_portal_writes_changes_everything(facts, monkeypatch):
    told(facts, "names", names)
    written_by_another_version(monkeypatch, rename_action)
    assert told(facts, "names", lambda: "anew") == "anew"


def test_rows_of_another_version_are_folded_into_those_of_everything(facts, monkeypatch):
    for _time in range(3):
        written_by_another_version(monkeypatch, rename_action)
    rename_university()
    before = data_version.by_area()
    data_version.fold()
    assert data_version.by_area() == before
    assert {row.area for row in DataVersion.objects.all()} <= {stored(area) for area in before}


def test_a_statement_reads_the_areas_of_all_its_tables_and_everything_in_one_that_nobody_knows():
    joined = University.objects.filter(pairs_as_recipient__batch__action__slug="x").query
    assert areas_read(str(joined)) == {"pairs.directory", "pairs.pairs"}
    assert areas_read(str(University.history.all().query)) == {"pairs.directory"}
    assert areas_read('SELECT 1 FROM "pairs_pair" JOIN strange ON true') == {"pairs.pairs", EVERYTHING}
    assert area_of("strange") == EVERYTHING


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM pairs_pair, strange",
        "SELECT 1 FROM pairs_pair p JOIN pairs_batch b ON p.batch_id = b.id, strange WHERE p.id IN (1, 2)",
        "SELECT 1 FROM pairs_pair WHERE id IN (SELECT x FROM pairs_batch AS b, strange)",
        'SELECT 1 FROM "public"."pairs_pair"',
        "SELECT 1 FROM PAIRS_PAIR",
    ],
)
def test_a_statement_whose_tables_cannot_be_told_reads_everything(sql):
    assert EVERYTHING in areas_read(sql)


def test_several_statements_that_write_no_rows_move_nothing():
    assert not data_version.moves_version("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")


def test_what_pages_ask_can_be_told():
    pairs = Pair.objects.published().with_universities().in_order().filter(serial__in=[1, 2])
    assert areas_read(str(pairs.query)) == {"pairs.pairs", "pairs.directory"}
    assert areas_read("SELECT a, b FROM pairs_pair WHERE f(a, b) ORDER BY a, b") == {"pairs.pairs"}


@pytest.mark.parametrize(
    "sql",
    [
        "WITH found AS (SELECT 1) UPDATE pairs_pair SET serial = 1",
        "UPDATE pairs_pair SET serial = 1; DELETE FROM activities_total",
        "SELECT 1; DELETE FROM activities_total",
        'UPDATE "public"."pairs_pair" SET serial = 1',
        "TRUNCATE pairs_pair",
        "MERGE INTO pairs_pair USING pairs_batch ON true WHEN MATCHED THEN DELETE",
        "EXPLAIN ANALYZE DELETE FROM pairs_pair",
        "COPY pairs_pair FROM STDIN",
        "/* why */ DELETE FROM pairs_pair",
        "DELETE FROM accounts_user; DELETE FROM pairs_pair",
        "DELETE FROM some_view",
    ],
)
def test_a_statement_of_which_it_cannot_be_told_what_it_writes_writes_everything(sql):
    assert data_version.moves_version(sql) and area_written(sql) == EVERYTHING


def test_a_search_by_three_letters_reads_universities_alone(facts):
    with snapshot():
        list(University.objects.filter(search_text__contains="测试大"))
        assert opened_snapshot(connection).areas == {"pairs.directory"}


@pytest.mark.parametrize(
    "value", [1, "a", None, Decimal(1), date.today(), True, [("a", {"b": {1.5}})], Share(1, 2)], ids=repr
)
def test_values_are_plain(value):
    assert is_made_of(value, PLAIN)


@pytest.mark.parametrize("value", [Action(), [Action()], {"a": (Action(),)}, lazystr("a"), object(), str])
def test_what_may_tell_something_else_later_is_not(value):
    assert not is_made_of(value, PLAIN)


@dataclass(frozen=True)
class Open:
    """What may keep more than its fields, such as a property that was read once."""

    number: int


def test_what_may_hold_more_than_its_fields_is_not():
    assert not is_made_of(Open(1), PLAIN)
