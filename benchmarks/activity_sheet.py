"""How fast a table of 1,000 activities is read, checked and entered: against the form's own way, in one run.

    python benchmarks/activity_sheet.py                                 a temporary SQLite file, the portal's settings
    python tests/with_postgres.py python benchmarks/activity_sheet.py   a throw-away PostgreSQL database

Shipped: from the bytes of a filled template to entries that are submitted, with figures, history and one act. Stock:
the same rows drafted and submitted one after the other by the transitions of one entry, 100 of them. Exit 1 when
reading and checking, or entering, takes more than 5 s, or entering is not 5 times as fast as one by one. Counted is
the processor's time of this process and of the database server's that works for it, so that a busy machine fails
nobody.
"""

import datetime
import io
import os
import sys
import tempfile
import time
from pathlib import Path

from _portal import empty_portal

ROWS, ONE_BY_ONE, MOST_SECONDS, WANTED = 1_000, 100, 5, 5


def make_world():
    """A pair in a running batch, a kind with three figures, and the coordinator of its recipient."""
    from django.utils import timezone

    from accounts.models import Membership, User
    from activities.models import ActivityKind, Indicator, KindIndicator, Mechanism
    from pairs.models import Action, Batch, Pair, University

    action = Action.objects.create(slug="bench", name="测速", name_en="Benchmark", recipient_provinces=["42"])
    days = {"starts": datetime.date(2001, 1, 1), "ends": datetime.date(2098, 1, 1)}
    facts = {"title": "测速", "source": "generated", "notice_on": datetime.date(2001, 1, 1), **days}
    batch = Batch.objects.create(number=1, action=action, published_at=timezone.now(), **facts)
    sides = [
        University.objects.create(name=f"测速{place}大学", code=f"{place}00000001", province=place, tier="unknown")
        for place in ("42", "32")
    ]
    pair = Pair.objects.create(batch=batch, serial=1, recipient=sides[0], supporter=sides[1])
    mechanism = Mechanism.objects.create(action=action, number=1, name="共享岗位")
    kind = ActivityKind.objects.create(code="fair", mechanism=mechanism, name="招聘会", name_en="Fair")
    for code in ("fairs", "posts", "employers"):
        words = {"name": code, "name_en": code, "unit": "个", "unit_en": code, "rule": code, "rule_en": code}
        KindIndicator.objects.create(kind=kind, indicator=Indicator.objects.create(code=code, **words))
    person = User.objects.create(username="bench")
    Membership.objects.create(user=person, role="coordinator", university=sides[0], since=datetime.date(2001, 1, 1))
    return person, pair, kind


def filled(scope, kind):
    """The bytes of the template with 1,000 rows filled in."""
    from openpyxl import load_workbook

    from activities.sheets.columns import columns_of
    from activities.sheets.template import FIRST, template

    book = load_workbook(io.BytesIO(template(scope)))
    places = {column.key: at for at, column in enumerate(columns_of(scope), 1)}
    for number in range(ROWS):
        for key, value in row_of(number, kind).items():
            book.worksheets[0].cell(FIRST + number, places[key], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(number, kind):
    day = datetime.date.today() - datetime.timedelta(days=1 + number % 600)
    words = {"kind": kind.name, "title": f"专场招聘会{number}", "starts_on": day, "place": "大礼堂"}
    return words | {"n_fairs": 1, "n_posts": number % 40, "n_employers": number % 30}


def seconds():
    """The processor's time that this process has used, and the process of a PostgreSQL server that works for it."""
    return time.process_time() + server_seconds()


def server_seconds():
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # on another machine
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def shipped(person, pair, kind):
    """Seconds until the table is read and checked, and until it is entered."""
    from activities.models import Activity
    from activities.sheets import workflow
    from activities.sheets.university_scope import Scope

    scope = Scope(person, pair.recipient)
    data = filled(scope, kind)
    begun = seconds()
    sheet = workflow.take(scope, data, "sheet.xlsx")
    found = workflow.checked(sheet, person)
    checked = seconds()
    assert found.is_right and len(found.rows) == ROWS, found.findings[:3]
    answered = {question.digest for question, _rows in found.questions}
    begun_entering = seconds()
    workflow.enter(sheet, person, answered)
    entered = seconds()
    assert Activity.objects.filter(status="submitted").count() == ROWS
    begun_undoing = seconds()
    workflow.undo(sheet, person, "benchmark")
    assert not Activity.objects.exists()
    print(f"undone in {seconds() - begun_undoing:.2f} s")
    return checked - begun, entered - begun_entering


def one_by_one(person, pair, kind):
    """Seconds for as many rows, each drafted and submitted by itself."""
    from activities.activities import workflow
    from activities.models import Indicator

    codes = Indicator.objects.values_list("code", flat=True)
    begun = seconds()
    for number in range(ONE_BY_ONE):
        row = row_of(number, kind)
        day = row["starts_on"]
        words = {"title": row["title"], "place": row["place"], "starts_on": day, "ends_on": day}
        figures = {code: row[f"n_{code}"] for code in codes}
        workflow.submit(workflow.draft(person, pair, kind, measures=figures, **words), person)
    return (seconds() - begun) * ROWS / ONE_BY_ONE


def main():
    with tempfile.TemporaryDirectory() as folder:
        empty_portal(folder)
        from django.db import connection
        from django.urls import reverse

        reverse("desk")  # the map of addresses is read once for each process
        world = make_world()
        checked, entered = shipped(*world)
        slow = one_by_one(*world)
        print(f"{connection.vendor}: {ROWS} rows read and checked in {checked:.2f} s, entered in {entered:.2f} s")
        print(f"one by one: {slow:.1f} s for as many; {slow / entered:.1f} times as fast (wanted: {WANTED})")
        connection.close()
    return 0 if max(checked, entered) <= MOST_SECONDS and slow / entered >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
