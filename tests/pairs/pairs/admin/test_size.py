"""No page of the admin asks more of the database as the data grow."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from pairs.directory.provinces import Province
from pairs.lists import workflow
from pairs.models import Pair, University
from tests.support.casts.admin import a_batch

PAGES = [
    "/admin/",  # session, user and posts; permissions; batches, previews, counts by tier, declared counts
    "/admin/pairs/action/",
    "/admin/pairs/batch/",
    "/admin/pairs/pair/",
    "/admin/pairs/pair/?q=cs",
    "/admin/pairs/pair/?batch=1&status=announced",
    "/admin/pairs/university/",
    "/admin/pairs/university/?q=cs&paired=no",
    "/admin/pairs/listimport/",
    "/admin/pairs/pair/download/csv/",
]


def grow(batch, editor, sizes):
    """Universities, pairs, batches and previews numbered by `sizes`."""
    for n in sizes:
        recipient, supporter = (
            University.objects.create(name=f"测试{side}{n:03}", code=f"4142{side}{n:05}", province=Province.HUBEI)
            for side in (1, 2)
        )
        pair = Pair.objects.create(batch=batch, serial=100 + n, recipient=recipient, supporter=supporter)
        pair.milestones.create(kind="docked", on="2031-03-02", source="x")
        a_batch(batch.action, starts=f"20{40 + n}-01-01", ends=f"20{40 + n}-02-01")
        workflow.preview(batch, "x", "", editor)


def asked(client, address):
    """How many queries the address asks once it has been asked before."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def test_the_same_number_of_queries_at_two_sizes(editor_client, editor, batch):
    counts = []
    for sizes in (range(1, 3), range(3, 20)):
        grow(batch, editor, sizes)
        counts.append({address: asked(editor_client, address) for address in PAGES})
    assert counts[0] == counts[1]


def test_a_preview_asks_the_same_for_three_rows_and_for_sixty(editor_client, editor, batch):
    counts = []
    for size in (3, 60):
        University.objects.all().delete()
        for n in range(size):
            University.objects.create(name=f"甲{n:03}", code=f"41421{n:05}", province=Province.HUBEI)
            University.objects.create(name=f"乙{n:03}", code=f"41111{n:05}", province=Province.BEIJING)
        content = "序号\t受援高校\t支援高校\n" + "\n".join(f"{n + 1}\t甲{n:03}\t乙{n:03}" for n in range(size))
        address = f"/admin/pairs/listimport/{workflow.preview(batch, content, '', editor).pk}/preview/"
        with CaptureQueriesContext(connection) as queries:
            assert len(editor_client.get(address).context["plan"].new) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]
