"""How long pairs took from step to step."""

import datetime

from activities.models import ActivityKind
from pairs.models import Pair
from tests.support.assertions.css_select import select
from tests.support.factories.activities import day, school
from tests.support.factories.documented_activities import documented, milestone

from .statistics_pages import page_of, rows, said, words

# The phase clock

FIRST = "From the notice to the first documented activity, signings aside"


def clock(page):
    """The numbers of each step, by its name."""
    return {row[0]: row[1:] for row in rows(page, "table.clock")}


def test_days_between_steps_where_both_are_known(client, season):
    notice = season.batch.notice_on
    for pair, days in ((season.pair, 3), (season.other_pair, 8)):
        milestone(pair, "docked", notice + datetime.timedelta(days))
        milestone(pair, "signed", stated_as_of=notice + datetime.timedelta(30))
    steps = clock(page_of(client, "durations"))
    assert steps["From the notice to contact"] == ["2", "3", "–", "–", "–", "8", "0"]
    assert steps["From the notice to signing"] == ["0", "–", "–", "–", "–", "–", "2"]
    assert steps["From contact to negotiation"] == ["0", "–", "–", "–", "–", "–", "0"]


def test_a_statement_gives_a_limit_and_no_more(client, season):
    milestone(season.pair, "docked", stated_as_of=season.batch.notice_on + datetime.timedelta(12))
    docking = said(page_of(client, "durations"), "step-docking")
    assert "For 1 more a statement says: at most 12 days. For 1 pair it is not known." in docking


def test_the_first_event_ends_the_clock_and_a_report_does_not(client, world):
    documented(world.pair, world.matching, day(-55), {world.signed: 4})
    documented(world.pair, world.fair, day(-50))
    assert clock(page_of(client, "durations"))[FIRST][:2] == ["1", "10"]


def test_a_signing_is_no_first_activity(client, world):
    signing = ActivityKind.objects.create(
        code="agreement_signing", mechanism=world.jobs, name="签署", name_en="Signing"
    )
    documented(world.pair, signing, day(-50))
    assert clock(page_of(client, "durations"))[FIRST][0] == "0"


def test_under_five_pairs_there_is_no_median_and_no_picture(client, season):
    for pair, days in ((season.pair, 3), (season.other_pair, 8)):
        milestone(pair, "docked", season.batch.notice_on + datetime.timedelta(days))
    page = page_of(client, "durations")
    assert "The days are known for only 2 of 2 pairs: too few for a median." in said(page, "step-docking")
    assert not select(page, "main svg")


def test_quartiles_are_given_from_five_pairs_on(client, season):
    pairs = [season.pair, season.other_pair]
    for number in (3, 4, 5):
        recipient = school(f"湖北{number}学院", f"414200001{number}", "42")
        pairs.append(Pair.objects.create(batch=season.batch, recipient=recipient, supporter=season.supporter))
    for pair, days in zip(pairs, (1, 2, 3, 12, 40), strict=True):
        milestone(pair, "docked", season.batch.notice_on + datetime.timedelta(days))
    page = page_of(client, "durations")
    assert clock(page)["From the notice to contact"] == ["5", "1", "2", "3", "12", "40", "0"]
    finding = "Half of the 5 pairs whose days are known took no more than 3 days; the middle half took 2 to 12."
    assert finding in said(page, "step-docking")


def test_no_pair_is_named_by_the_clock(client, season):
    milestone(season.pair, "docked", season.batch.notice_on)
    assert season.recipient.name not in words(select(page_of(client, "durations"), "main")[0])
