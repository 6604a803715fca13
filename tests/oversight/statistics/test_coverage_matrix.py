"""The grid of what was promised and done: every pair under each mechanism."""

from activities.agreements import workflow as agreements
from pairs.models import Pair
from tests.support.assertions.css_select import select
from tests.support.factories.activities import day, school
from tests.support.factories.agreements import agreed

from .statistics_pages import page_of, rows, said


def promise(world, rita, sam, mechanisms):
    promises = [{"mechanism": mechanism, "text": "承诺"} for mechanism in mechanisms]
    agreed(rita, sam, world.pair, "目标", day(), day(30), promises)


def test_every_pair_has_a_row_under_each_mechanism(client, season, rita, sam):
    promise(season, rita, sam, [season.jobs, season.jobs])
    page = page_of(client, "commitments")
    first, silent = [row[1:] for row in rows(page, "table.grid")]
    assert first == ["promised 2 done 3 evidenced 3", "done 1 evidenced 1"]
    assert silent == ["– nothing on record", "– nothing on record"]
    assert [row[1:] for row in rows(page, "table.columns-of-grid")] == [["1", "1", "1"], ["0", "1", "1"]]


def test_a_draft_promises_nothing(client, season, rita):
    promises = [{"mechanism": season.guidance, "text": "承诺"}]
    agreements.draft(rita, season.pair, "目标", day(), day(30), promises)
    assert [row[1] for row in rows(page_of(client, "commitments"), "table.columns-of-grid")] == ["0", "0"]


def test_the_grid_is_read_page_by_page_in_the_order_of_the_lists(client, season):
    schools = [school(f"湖北第{n}学院", f"41429{n:05}", "42") for n in range(30)]
    for number, recipient in enumerate(schools, 3):
        Pair.objects.create(batch=season.batch, serial=number, recipient=recipient, supporter=season.supporter)
    assert len(rows(page_of(client, "commitments"), "table.grid")) == 25
    page = page_of(client, "commitments", "?page=2")
    assert "Pairs 26 to 32 of 32" in said(page, "grid-pairs")
    assert rows(page, "table.grid")[0][0].startswith("湖北第23学院")
    assert select(page, "nav.pages a")[0].get("href").endswith("#grid-pairs")
