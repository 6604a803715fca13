"""Long lists are paged group by group: of many rows only those groups are sorted that stand on a page."""

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from activities.activities.filters import ActivityFilterSet
from activities.models import Activity
from pairs.directory.filters import UniversityFilterSet
from pairs.models import Batch
from pairs.pairs.filters import PairFilterSet
from tests.support.factories.activities import day, school

PER_PAGE = 7  # of 80 known pairs, so that batches begin and end within pages
PAIRS = ["", "sort=serial", "sort=-serial", "province=32", "status=signed", "batch=1", "q=南京"]
PAIRS += [
    "tier=provincial_undergraduate&q=大学",
    "sort=recipient",
    "sort=-recipient",
    "sort=supporter",
    "sort=-supporter",
]
PAIRS += ["sort=-supporter&province=32", "sort=recipient&q=武汉"]
ACTIVITIES = ["", "sort=day", "sort=pair", "sort=mechanism", "mechanism=3", "province=32&sort=day", "q=讲座", "batch=1"]


def pages_of(listing, paginator, per_page):
    """The keys on each page, and how many there are in all."""
    paginator.per_page = per_page
    keys = [[row[0] if isinstance(row, tuple) else row.pk for row in page.object_list] for page in paginator]
    return keys, paginator.count


def assert_paged_as_if_sorted(listing, per_page):
    whole = pages_of(listing, Paginator(listing.qs, per_page), per_page)
    assert pages_of(listing, listing.paginator, per_page) == whole
    return whole[1]


@pytest.mark.parametrize("asked", PAIRS)
@pytest.mark.parametrize("ends", ["as published", "one open", "both open"])
def test_each_page_of_pairs_holds_what_it_would_if_all_were_sorted(published, asked, ends):
    """Also where the first batch stands last, since the other runs on."""
    open_ended = {"as published": [], "one open": [1], "both open": [1, 2]}[ends]
    Batch.objects.filter(number__in=open_ended).update(ends=None)
    assert assert_paged_as_if_sorted(PairFilterSet(QueryDict(asked)), PER_PAGE)


def test_a_pair_whose_side_has_no_code_stands_on_one_page_of_the_codes(published):
    side = Batch.objects.get(number=1).pairs.order_by("serial")[3].supporter
    side.pairs_as_supporter.update(supporter=school("尚无代码的大学", None, "32"))
    for order in ("supporter", "-supporter"):
        assert assert_paged_as_if_sorted(PairFilterSet(QueryDict(f"sort={order}")), PER_PAGE)


@pytest.mark.parametrize("asked", ["", "province=42", "level=undergraduate", "paired=supporter", "q=大学"])
def test_each_page_of_universities_holds_what_it_would_if_all_were_sorted(published, asked):
    assert assert_paged_as_if_sorted(UniversityFilterSet(QueryDict(asked)), PER_PAGE)


@pytest.mark.parametrize("asked", ACTIVITIES)
def test_each_page_of_activities_holds_what_it_would_if_all_were_sorted(world, rita, sam, asked):
    """Several of a day, and some of which no day is known."""
    for number in range(9):
        kind, on = (world.lecture, world.fair)[number % 2], day(-number // 3)
        world.confirmed(rita, sam, title=f"讲座{number}", kind=kind, starts_on=on, ends_on=on)
    undated = Activity.objects.filter(title__in=["讲座2", "讲座5", "讲座7"])
    undated.update(starts_on=None, ends_on=None, status="withdrawn", reason="重复登记")
    assert assert_paged_as_if_sorted(ActivityFilterSet(QueryDict(asked)), 2)


def test_nothing_found_is_one_empty_page(published):
    listing = PairFilterSet(QueryDict("q=查无此校"))
    assert pages_of(listing, listing.paginator, PER_PAGE) == ([[]], 0)


def test_only_the_groups_of_a_page_are_read(published):
    listing = PairFilterSet(QueryDict("page=2"))
    (above, below) = listing.paginator.numbers
    assert listing.paginator.numbers[above] < listing.per_page  # so that page 2 holds none of it
    with CaptureQueriesContext(connection) as asked:
        rows = list(listing.page.object_list)
    assert {pair.batch_id for pair in rows} == {below}
    assert f"IN ({below})" in asked[-1]["sql"]


def test_of_what_a_page_passes_over_only_the_keys_are_read(published):
    with CaptureQueriesContext(connection) as asked:
        list(PairFilterSet(QueryDict("page=3")).page.object_list)
    passing_over = asked[-1]["sql"].partition(" IN (SELECT ")[2]
    assert "OFFSET" in passing_over
    assert passing_over.partition(" FROM ")[0].replace('"', "") == "U0.id AS pk"


def test_of_codes_only_those_are_read_that_begin_like_the_ones_of_a_page(published):
    listing = UniversityFilterSet(QueryDict("page=3"))
    with CaptureQueriesContext(connection) as asked:
        codes = [*listing.paginator.object_list.filter(pk__in=[pk for pk, _rank in listing.page]).values_list("code")]
    assert codes
    assert "BETWEEN" in asked[-2]["sql"]
