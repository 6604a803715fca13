"""The list of pairs is paged batch by batch: of many pairs only the batches that stand on a page are sorted."""

import datetime

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from pairs.models import Batch
from pairs.pairs.filters import PairFilterSet

PER_PAGE = 7  # of 80 known pairs, so that batches begin and end within pages
ASKED = ["", "sort=serial", "sort=-serial", "province=32", "status=announced", "batch=1", "q=南京"]
ASKED += ["tier=unknown&q=大学"]


def pages_of(asked, paginated=lambda listing: listing.paginator):
    """The keys of the pairs on each page, and how many there are in all."""
    paginator = paginated(PairFilterSet(QueryDict(asked)))
    paginator.per_page = PER_PAGE
    return [[pair.pk for pair in page.object_list] for page in paginator], paginator.count


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("first_ends", [None, datetime.date(2021, 6, 30)], ids=["both run on", "the second runs on"])
def test_each_page_holds_what_it_would_if_all_were_sorted(published, asked, first_ends):
    Batch.objects.update(ends=None)
    Batch.objects.filter(number=1).update(ends=first_ends)
    pages, number = pages_of(asked)
    assert (pages, number) == pages_of(asked, lambda listing: Paginator(listing.qs, PER_PAGE))
    assert sum(map(len, pages)) == number


def test_nothing_found_is_one_empty_page(published):
    assert pages_of("q=查无此校") == ([[]], 0)


def test_only_the_batches_of_a_page_are_read(published):
    listing = PairFilterSet(QueryDict("page=2"))
    (above, below) = listing.paginator.numbers
    assert listing.paginator.numbers[above] < listing.per_page  # so that page 2 holds none of it
    with CaptureQueriesContext(connection) as asked:
        rows = list(listing.page.object_list)
    assert {pair.batch_id for pair in rows} == {below}
    assert f"IN ({below})" in asked[-1]["sql"]
