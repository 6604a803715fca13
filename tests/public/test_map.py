"""The tile map draws what the table beside it says."""

import pytest
from django.http import QueryDict

from pairs.directory.provinces import Province
from pairs.pairs.filters import PairFilterSet
from pairs.pairs.tile_map import WIDEST, middle, tile_map
from tests.support.assertions.css_select import select
from tests.support.casts.other_action import text

SUPPORT = ["32"] * 5 + ["44"] * 3 + ["65", "31"]


def table(home):
    rows = select(home, ".ranking tbody tr")
    return [(select(row, "a")[0].get("href"), text(select(row, "th")[0]), text(select(row, "td")[0])) for row in rows]


def tiles(home):
    return [
        (a.get("href"), *a.get("aria-label").removesuffix(" pairs").removesuffix(" pair").split(": "))
        for a in select(home, ".map a")
    ]


def test_map_and_table_hold_the_same_numbers(page, add_batch):
    add_batch(SUPPORT)
    home = page("/en/")
    assert sorted(tiles(home)) == sorted(table(home))
    assert [number for _link, _name, number in table(home)] == ["5", "3", "1", "1"]
    assert text(select(home, ".ranking tfoot td")[0]) == "10"


def test_a_number_leads_to_as_many_pairs(page, published):
    for link, _name, number in table(page("/")):
        listing = PairFilterSet(QueryDict(link.partition("?")[2]))
        assert (listing.problems, listing.qs.count()) == ([], int(number))


def test_the_province_helped_is_the_square_one(page, add_batch):
    add_batch(SUPPORT)
    (target,) = select(page("/en/"), ".map .target")
    assert "YN" in text(target)


def test_the_map_is_named_and_described(page, add_batch):
    add_batch(SUPPORT)
    (drawing,) = select(page("/en/"), ".map")
    assert [select(drawing, f"#{name}")[0].text for name in drawing.get("aria-labelledby").split()]


def test_every_province_has_a_place_of_its_own():
    assert len({province.tile for province in Province}) == len(Province)


def points(stream):
    """The corners of a stream's line, in units of the drawing."""
    numbers = stream.path.replace("M", " ").replace("L", " ").replace("Q", " ").split()
    return list(zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=True))


def test_streams_run_in_the_gaps_and_cross_no_other_tile():
    counts = dict.fromkeys(Province.values, 1)
    drawn = tile_map({"42": counts})
    centres = {(tile.x + 26, tile.y + 26) for tile in drawn.tiles}
    for stream in drawn.streams:
        assert not centres & set(points(stream)[1:-1])


def test_streams_grow_where_they_meet():
    drawn = tile_map({"42": {"32": 20, "31": 4, "34": 1}})
    widths = [stream.width for stream in drawn.streams]
    assert widths == sorted(widths) and max(widths) == WIDEST


def test_all_that_is_sent_arrives():
    from pairs.pairs.tile_map import Course

    course = Course(middle("42"))
    for code, count in {"32": 20, "31": 4, "65": 1, "46": 2}.items():
        course.add(middle(code), count)
    assert course.carried[course.mouth] == 27


@pytest.mark.parametrize("counts", [{}, {"42": 3}, {"42": 3, "32": 1}])
def test_support_from_within_the_province_needs_no_line(counts):
    drawn = tile_map({"42": counts})
    assert len(drawn.streams) == len(set(counts) - {"42"})


def test_the_most_pairs_have_the_darkest_tile():
    shades = {tile.province.value: tile.shade for tile in tile_map({"42": {"32": 100, "44": 25, "65": 1}}).tiles}
    assert (shades["32"], shades["44"], shades["65"], shades["54"]) == (5, 2, 1, 0)
