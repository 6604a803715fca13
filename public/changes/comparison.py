"""Comparing what is public with what was public, and keeping what became of each row.

All is read in one snapshot, a limited number of rows at a time, and what differs goes into a temporary file; then it is
written in parts. The version to which the records are complete moves last: whoever asks meanwhile, or after a worker
that died half-way, is told the rest when the next comparison is done.
"""

import hashlib
import json
import tempfile
from itertools import islice

from django.db import models, transaction
from django.utils import timezone

from core import data_version
from core.snapshots import snapshot
from opendata.api.projection import Place
from public.api.resources import RESOURCES

from .models import Comparison, PublicRecord

PLACE = Place("", "/")
READ_AT_ONCE = 500  # rows
WRITTEN_AT_ONCE = 5_000  # rows in one transaction: others write in between


def is_due():
    """Whether the public data may have changed since the last comparison."""
    last = Comparison.last()
    return (last.version, last.day) != (data_version.current().number, timezone.localdate())


def compare():
    """Bring the records up to date; how many changed. Nothing more is written once somebody else compares."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        with snapshot():
            last, version = Comparison.last(), data_version.current().number
            day = timezone.localdate()
            for difference in differences():
                file.write(json.dumps(difference) + "\n")
        file.seek(0)
        return write(map(json.loads, file), last, version, day)


def begin_anew():
    """Forget what was public, so that whoever keeps a copy begins anew: the database was restored from a backup.

    The version jumps past every number that readers were told after that backup was made.
    """
    with transaction.atomic():
        PublicRecord.objects.all().delete()
        Comparison.objects.all().delete()
        data_version.jump()


def differences():
    """(kind, key, digest) of each row that is new or not as it was, and (kind, key, "") of each that is gone."""
    for resource in RESOURCES.values():
        yield from differences_of(resource.table, resource.projection)


def differences_of(dataset, projection):
    records = PublicRecord.objects.filter(kind=dataset.kind)
    newest = records.aggregate(newest=models.Max("pk"))["newest"] or 0
    seen = bytearray(newest + 1)  # a byte for each record: keys of a million rows would be many megabytes
    for rows in parts_of(rows_of(dataset), READ_AT_ONCE):
        public = {dataset.name_of(row): digest_of(projection.object(row, PLACE)) for row in rows}
        before = {record.key: record for record in records.filter(key__in=public)}
        for record in before.values():
            seen[record.pk] = 1
        for key, digest in public.items():
            if key not in before or before[key].gone or before[key].digest != digest:
                yield dataset.kind, key, digest
    for pk, key in records.filter(gone=False).values_list("pk", "key").iterator():
        if not seen[pk]:
            yield dataset.kind, key, ""


def rows_of(dataset):
    """The public rows of a table in any order, a limited number of its records at a time."""
    records = dataset.records()
    if not isinstance(records, models.QuerySet):
        yield from dataset.rows(records)
        return
    keys = records.order_by().values_list("pk", flat=True)
    for some in parts_of(keys.iterator(), READ_AT_ONCE):
        yield from dataset.rows(records.filter(pk__in=some))


def digest_of(told):
    """The digest of all that the public reads of a row."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def parts_of(things, size):
    """Lists of `size` things, the last one shorter."""
    things = iter(things)
    while part := list(islice(things, size)):
        yield part


def write(found, last, version, day):
    """Store what was found, in parts; how many records that are."""
    number = 0
    for part in parts_of(found, WRITTEN_AT_ONCE):
        with transaction.atomic():
            if not go_on(last):
                return number
            store(part, version)
        number += len(part)
    go_on(last, version=version, day=day, begun=last.begun or version)
    return number


def go_on(last, **facts):
    """Count one part more; False when somebody else has written one since `last` was read."""
    Comparison.objects.get_or_create(pk=1)
    mine = Comparison.objects.filter(pk=1, parts=last.parts)
    last.parts += 1
    return mine.update(parts=last.parts, **facts) == 1


def store(part, version):
    now = timezone.now()
    records = [
        PublicRecord(kind=kind, key=key, digest=digest, gone=not digest, version=version, changed_at=now)
        for kind, key, digest in part
    ]
    PublicRecord.objects.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["digest", "gone", "version", "changed_at"],
    )
