"""A query whose SQL is written once reads what it would read if it were written each time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count, F
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import get_language, override

from core.compiled_queries import compiled
from core.snapshots import opened_snapshot, snapshot
from pairs.models import Batch, Milestone, Pair, University

pytestmark = pytest.mark.django_db(transaction=True)


def rows_of(queryset):
    """What a queryset reads, records with all that was fetched along."""
    return [(row, vars(row)["_state"].fields_cache) if hasattr(row, "pk") else row for row in queryset]


QUERYSETS = {
    "records with others": lambda: Pair.objects.with_sides().with_names().as_listed().in_order(),
    "one column": lambda: Pair.objects.order_by("pk").values_list("recipient__name", flat=True),
    "sums": lambda: Pair.objects.order_by().values("batch").annotate(number=Count("pk")),
    "days": lambda: Batch.objects.values_list("number", "starts", "published_at"),
    "subqueries": lambda: Pair.objects.in_place().furthest_milestones(),
    "expressions": lambda: Pair.objects.annotate(low=Lower("recipient_name")).order_by(F("serial").desc())[:1],
}


@pytest.mark.parametrize("name", QUERYSETS)
def test_it_reads_what_the_queryset_reads_however_often(world, name):
    make = QUERYSETS[name]
    read = compiled(make)
    expected = rows_of(make())
    assert rows_of(read()) == rows_of(read()) == expected != []


def test_it_reads_anew_each_time(world):
    read = compiled(lambda: University.objects.order_by("code").values_list("name", flat=True))
    read()
    University.objects.update(name="改名大学")
    assert {*read()} == {"改名大学"}


def test_what_is_fetched_along_is_read_anew_too(world):
    read = compiled(lambda: Pair.objects.prefetch_related("milestones").order_by("pk"))
    assert [len(pair.milestones.all()) for pair in read()] == [0, 0]
    facts = {"kind": "docked", "source": "tests", "stated_as_of": timezone.localdate()}
    Milestone.objects.create(pair=world.pair, **facts)
    assert [len(pair.milestones.all()) for pair in read()] == [1, 0]


def test_the_records_are_ones_own(world):
    read = compiled(lambda: Pair.objects.order_by("pk"))
    read()[0].recipient_name = "没有保存的名称"
    assert read()[0].recipient_name == world.pair.recipient_name


def test_it_is_written_once_for_each_value_language_and_day(world, monkeypatch):
    asked = []

    @compiled
    def found(code):
        asked.append((code, get_language(), timezone.localdate()))
        return University.objects.filter(code=code).values_list("code", flat=True)

    today = timezone.localdate()
    with override("en"):
        assert [found("4142000001"), found("4142000001"), found("4142000002")] == [
            ["4142000001"],
            ["4142000001"],
            ["4142000002"],
        ]
    with override("zh-hans"):
        found("4142000001")
        monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))
        found("4142000001")
    assert asked == [
        ("4142000001", "en", today),
        ("4142000002", "en", today),
        ("4142000001", "zh-hans", today),
        ("4142000001", "zh-hans", today + timedelta(days=1)),
    ]


def test_what_cannot_be_found_is_not_asked(world):
    read = compiled(lambda: University.objects.filter(pk__in=[]))
    with CaptureQueriesContext(connection) as captured:
        assert read() == read() == []
    assert len(captured) == 0


def test_it_is_given_plain_values_alone(world):
    with pytest.raises(TypeError, match="more than plain values"):
        compiled(lambda pair: Pair.objects.filter(pk=pair.pk))(world.pair)


def test_each_thread_asks_on_a_connection_of_its_own(world):
    read = compiled(lambda: University.objects.order_by("code").values_list("code", flat=True))
    expected = read()

    def elsewhere():
        try:
            return read(), connection.connection
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        found, other = pool.submit(elsewhere).result()
    assert found == expected and other is not connection.connection


def test_which_areas_it_reads_is_noticed(world):
    read = compiled(lambda: University.objects.order_by("code").values_list("code", flat=True))
    for _time in range(2):
        with snapshot():
            read()
            assert opened_snapshot(connection).areas == {"pairs.directory"}
