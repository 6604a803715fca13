"""How fast lists are imported: the shipped way against a stock ModelResource, in one run.

    python benchmarks/import_list.py                                    a temporary SQLite file, the portal's settings
    DATABASE_URL=postgres://… python benchmarks/import_list.py          a throw-away PostgreSQL database

Shipped: from the bytes of a CSV list of 10,000 rows to committed pairs with history, as the admin does it (read,
store the preview, confirm). Stock: import-export's default options with ForeignKeyWidgets by name, 1,500 rows, no
history. Then both import the same list again. Also how long the preview of a list of 76 rows takes. Exit 1 when the
shipped way is not 20 times as fast with new rows and 30 times with unchanged ones.
"""

import datetime
import statistics
import sys
import tempfile
import time

from _portal import empty_portal

ROWS, STOCK_ROWS, PREVIEW_BUDGET = 10_000, 1_500, 0.3
WANTED = {"new": 20, "unchanged": 30}  # times as fast as stock
REGISTER, SCHOOLS = 3_000, 20_000  # universities: as many as a national register has; two for each row


def make_schools(first, last):
    """Generated universities, half of them in Hubei, each with its name among the dated names."""
    from pairs.directory.name_matching import fold
    from pairs.models import University, UniversityName

    made = University.objects.bulk_create(
        University(code=f"{province}{number:08}", name=name(province, number), province=province, tier="unknown")
        for number in range(first // 2, last // 2)
        for province in ("42", "32")
    )
    UniversityName.objects.bulk_create(
        UniversityName(university=university, name=university.name, key=fold(university.name)) for university in made
    )


def make_world(schools):
    """Generated universities, and three batches whose periods do not overlap."""
    from pairs.models import Action, Batch

    make_schools(0, schools)
    action = Action.objects.create(slug="bench", name="测速", name_en="Benchmark", recipient_provinces=["42"])
    for year in (2031, 2032, 2033):
        Batch.objects.create(
            number=year,
            action=action,
            title=f"测速{year}",
            source="generated",
            notice_on=datetime.date(year, 1, 1),
            starts=datetime.date(year, 1, 1),
            ends=datetime.date(year, 12, 31),
        )


def name(province, number):
    return f"{'湖北' if province == '42' else '江苏'}测速第{number}大学"


def a_list(rows):
    """The bytes of a CSV list."""
    lines = [f"{number},{name('42', number - 1)},{name('32', number - 1)}" for number in range(1, rows + 1)]
    return ("\ufeff序号,受援高校,支援高校\r\n" + "\r\n".join(lines)).encode()


def shipped(year, kind):
    """Rows per second from bytes to committed pairs with history, all of them `kind`: new or unchanged."""
    from accounts.models import User
    from pairs.lists import workflow
    from pairs.models import Batch, ListImport, Pair

    editor, _new = User.objects.get_or_create(username="bench")
    data = a_list(ROWS)
    begun = time.perf_counter()
    listed = workflow.preview(Batch.objects.get(number=year), data, "list.csv", editor)
    previewed = time.perf_counter()
    outcome = workflow.confirm(ListImport.objects.of(editor).get(pk=listed.pk), editor, "benchmark")
    ended = time.perf_counter()
    assert outcome[kind] == ROWS == Pair.objects.filter(batch__number=year).count()
    history = Pair.history.filter(batch__number=year, history_user=editor, history_change_reason="benchmark")
    assert history.count() == ROWS
    parts = f"preview {previewed - begun:.2f}, confirm {ended - previewed:.2f}"
    print(f"shipped: {ROWS} {kind} rows in {ended - begun:.2f} s ({parts})")
    return ROWS / (ended - begun)


def stock(year, kind):
    """Rows per second of a stock ModelResource, from the bytes too; it writes rows that are unchanged again."""
    import tablib
    from import_export.fields import Field
    from import_export.resources import ModelResource
    from import_export.widgets import ForeignKeyWidget

    from pairs.models import Batch, Pair, University

    class StockResource(ModelResource):
        batch = Field("batch", "batch", ForeignKeyWidget(Batch, "title"))
        recipient = Field("recipient", "recipient", ForeignKeyWidget(University, "name"))
        supporter = Field("supporter", "supporter", ForeignKeyWidget(University, "name"))

        class Meta:
            model = Pair
            fields = ["batch", "serial", "recipient", "supporter"]
            import_id_fields = ["batch", "serial"]

    text = a_list(STOCK_ROWS).decode("utf-8-sig").replace("序号,受援高校,支援高校", "serial,recipient,supporter")
    begun = time.perf_counter()
    dataset = tablib.Dataset().load(text, format="csv")
    dataset.append_col([f"测速{year}"] * len(dataset), header="batch")
    with without_history():
        result = StockResource().import_data(dataset, raise_errors=True)
    ended = time.perf_counter()
    assert (
        result.totals["update" if kind == "unchanged" else kind]
        == STOCK_ROWS
        == Pair.objects.filter(batch__number=year).count()
    )
    print(f"stock:   {STOCK_ROWS} {kind} rows in {ended - begun:.2f} s")
    return STOCK_ROWS / (ended - begun)


def without_history():
    from django.test import override_settings

    return override_settings(SIMPLE_HISTORY_ENABLED=False)


def preview_of_76(year):
    """Seconds until a list of 76 rows is read, compared and stored; the median of ten."""
    from pairs.lists import workflow
    from pairs.models import Batch

    batch, data, times = Batch.objects.get(number=year), a_list(76), []
    for _round in range(10):
        begun = time.perf_counter()
        workflow.compare(workflow.preview(batch, data, "list.csv"))
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main():
    with tempfile.TemporaryDirectory() as folder:
        empty_portal(folder)
        from django.db import connection
        from django.urls import reverse

        reverse("home")  # all pages are loaded, as in a server that stands
        make_world(REGISTER)
        preview = preview_of_76(2033)
        print(f"{connection.vendor}: preview of 76 rows among {REGISTER} universities: {preview * 1000:.0f} ms")
        make_schools(REGISTER, SCHOOLS)
        reached = {kind: times_as_fast(kind) for kind in WANTED}
        connection.close()
    return 0 if preview <= PREVIEW_BUDGET and all(reached[kind] >= WANTED[kind] for kind in WANTED) else 1


def times_as_fast(kind):
    slow, fast = stock(2032, kind), shipped(2031, kind)
    print(f"{kind}: shipped {fast:.0f} rows/s, stock {slow:.0f}: {fast / slow:.1f} times (wanted: {WANTED[kind]})")
    return fast / slow


if __name__ == "__main__":
    sys.exit(main())
