"""What is looked over before a bulletin is published: what blocks it, and what only warns."""

import pytest
from django.utils.translation import override

from activities.activities import workflow
from oversight.bulletins import workflow as bulletins
from oversight.bulletins.publish_checks import Readiness
from oversight.models import Bulletin, BulletinFigure
from tests.support.factories.activities import day
from tests.support.factories.ministry_season import at, noon


def figure(bulletin, measure):
    return bulletin.figures.get(measure=measure)


def test_nothing_blocks_a_good_draft(draft):
    assert Readiness(draft).blocks == []


def blocked(draft):
    with override("en"):
        return [point.message for point in Readiness(draft).blocks]


def warned(draft):
    with override("en"):
        return [point.message for point in Readiness(draft).warnings]


def test_no_figures_block(draft, editor):
    bulletins.edit(draft, editor, draft.version, figures={row.pk: {"included": False} for row in draft.figures.all()})
    assert any("no figures" in message for message in blocked(draft))


def test_a_day_in_the_future_blocks(draft):
    Bulletin.objects.update(as_of=day(1))
    assert any("future" in message for message in blocked(Bulletin.objects.get()))


def test_an_untrue_wording_blocks_however_it_came_there(draft):
    BulletinFigure.objects.filter(measure="meetings").update(wording="近900次")
    assert any("近900次" in message for message in blocked(draft))


@pytest.mark.parametrize("field", ["scope_en", "headline_en", "headline"])
def test_a_missing_text_blocks(draft, field):
    Bulletin.objects.update(**{field: ""})
    assert len(blocked(Bulletin.objects.get())) == 1


def test_a_number_in_the_paragraph_that_no_figure_backs_blocks(draft, editor):
    bulletins.edit(draft, editor, draft.version, {"headline": draft.headline.replace("近800次", "近900次")})
    assert any("近900" in message for message in blocked(draft))


def test_low_coverage_and_waiting_entries_warn(world, draft, rita):
    with at(noon(-3)):
        world.submitted(rita, kind=world.fair, measures={"posts": 7})
    assert any("1 entry of this scope waits" in message for message in warned(draft))
    world.batch.declared_pairs = 48
    world.batch.save()
    bulletins.compute(draft, draft.drafted_by)
    assert any("Only 1 of 48 pairs" in message for message in warned(draft))


def test_a_day_that_is_not_over_warns(world, editor):
    assert any("not over yet" in message for message in warned(world.drafted_bulletin(editor, as_of=0)))


def test_a_figure_lower_than_last_time_warns_and_shows_the_change(world, rita, sam, editor):
    entry, _other = world.the_six(rita, sam)
    world.published_bulletin(editor, as_of=-5)
    with at(noon(-3)):
        workflow.withdraw(entry, editor, "没有举办")
    draft = world.drafted_bulletin(editor, as_of=-1)
    lower = figure(draft, "online_fairs")
    assert (lower.last["value"], lower.last["wording"], lower.last["as_of"]) == (223, "223场", day(-5).isoformat())
    assert any("lower than in the bulletin before: 112 instead of 223" in message for message in warned(draft))
    assert {row.measure: row.change for row in draft.document.figures}["online_fairs"] == -111


def test_data_changed_since_computing_warns(world, draft, rita, sam):
    assert not any("changed since" in message for message in warned(draft))
    world.held(rita, sam, on=-3, confirmed=-2, posts=7)
    assert any("changed since" in message for message in warned(draft))


def test_an_included_figure_that_nobody_reported_warns(world, editor):
    draft = world.drafted_bulletin(editor)
    bulletins.edit(draft, editor, draft.version, figures={figure(draft, "posts").pk: {"included": True}})
    assert any("nothing is known" in message for message in warned(draft))
