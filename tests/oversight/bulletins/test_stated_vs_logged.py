"""The ledger: every stated figure against what is logged, and every difference explained in words."""

from django.utils.translation import override

from activities.activities import workflow
from oversight.bulletins import workflow as bulletins
from oversight.bulletins.stated_vs_logged import Ledger
from oversight.models import Bulletin, BulletinFigure
from pairs.models import Pair
from tests.support.factories.activities import day
from tests.support.factories.ministry_season import at, noon


def state(as_of=-1, batches="1", **wordings):
    """A bulletin of stated figures: measure=(wording, wording in English)."""
    words = {"scope": "第一批", "scope_en": "Batch 1", "source": "tests", "batches": batches}
    found = Bulletin.objects.create(as_of=day(as_of), **words)
    for measure, (chinese, english, value) in wordings.items():
        names = {"name": measure, "name_en": measure, "wording": chinese, "wording_en": english, "source": "tests"}
        BulletinFigure.objects.create(bulletin=found, measure=measure, value=value, unit="个", **names)
    return bulletins.publish_as_stated(found)


POSTS = {"posts": ("500多个", "over 500 posts", 500)}


def entries():
    with override("en"):
        return {entry.figure.measure: (entry, " ".join(map(str, entry.reasons))) for entry in Ledger().entries}


def test_what_agrees_needs_no_excuse(world, rita, sam):
    world.held(rita, sam, posts=512)
    state(**POSTS)
    entry, said = entries()["posts"]
    assert (entry.logged, entry.reporting, entry.agrees) == (512, 1, True)
    assert said == ""


def test_only_what_was_held_by_that_day_is_set_against_it(world, rita, sam):
    world.held(rita, sam, posts=510)
    world.held(rita, sam, on=-1, confirmed=0, posts=80)
    state(as_of=-2, **POSTS)
    assert entries()["posts"][0].logged == 510


def test_pairs_that_are_not_public_are_a_reason(world, rita, sam):
    world.batch.declared_pairs = 48
    world.batch.save()
    world.held(rita, sam, posts=7)
    state(**POSTS)
    entry, said = entries()["posts"]
    assert not entry.agrees
    assert "This portal holds 2 of the 48 pairs" in said


def test_that_the_portal_began_later_is_a_reason(world, rita, sam):
    world.held(rita, sam, on=-10, confirmed=-3, posts=7)
    state(as_of=-5, **POSTS)
    assert "This portal began after that day" in entries()["posts"][1]
    world.held(rita, sam, on=-10, confirmed=-9, posts=7)
    assert "This portal began after that day" not in entries()["posts"][1]


def test_pairs_that_reported_nothing_are_a_reason(world, rita, sam):
    world.held(rita, sam, posts=7)
    state(**POSTS)
    assert "1 of the 2 known pairs have any such entry" in entries()["posts"][1]


def test_another_measure_is_not_compared_but_explained(world):
    state(helped=("1.3万人", "13,000 graduates", 13_000))
    entry, said = entries()["helped"]
    assert (entry.logged, entry.agrees) == (None, False)
    assert "Nothing of this kind is counted here" in said


def test_where_all_have_reported_the_way_of_counting_is_the_reason(world, rita, sam, olga, editor):
    world.held(rita, sam, posts=7)
    with at(noon(-4)):
        workflow.confirm(world.submitted(olga, kind=world.fair, pair=world.other_pair, measures={"posts": 3}), editor)
    state(**POSTS)
    assert "does not say how the figure was counted" in entries()["posts"][1]


def test_pairs_are_set_against_known_pairs(world):
    world.batch.declared_pairs = 124
    world.batch.save()
    state(pairs=("124对", "124 pairs", 124))
    entry, said = entries()["pairs"]
    assert (entry.logged, entry.declared) == (2, 124)
    assert said == "This portal holds 2 of the 124 pairs; the others are not in it."


def test_the_real_ledger_explains_every_difference(published, client):
    found = entries()
    assert len(found) == 8
    assert [measure for measure, (entry, said) in found.items() if not entry.agrees and not said] == []
    assert "This portal holds 4 of the 48 pairs" in found["meetings"][1]
    assert "This portal began after that day" in found["meetings"][1]
    assert "different measure" in found["signed"][1]
    assert "different measure" in found["helped"][1]
    assert (found["pairs"][0].logged, found["pairs"][0].declared) == (80, 124)
    assert found["helped"][0].logged is None


def test_reasons_that_all_share_are_said_once(published):
    with override("en"):
        groups = {group.bulletin.address: group for group in Ledger().groups}
    assert len(groups["2020-05-21"].shared) == 2
    for entry, own in groups["2020-05-21"].rows:
        assert not set(own) & set(groups["2020-05-21"].shared)
        assert own or not entry.agrees


def test_computed_figures_are_not_in_it(world, rita, sam, editor):
    world.the_six(rita, sam)
    world.published_bulletin(editor)
    assert Ledger().entries == []


def test_where_more_is_logged_than_stated_that_is_said(world, rita, sam):
    world.held(rita, sam, posts=700)
    state(**POSTS)
    entry, said = entries()["posts"]
    assert not entry.agrees
    assert said.startswith("More is logged here than was stated")


def test_activities_and_agreements_are_set_against_what_is_here(world, rita, sam, editor):
    world.held(rita, sam, posts=1)
    Pair.objects.filter(pk=world.pair.pk).record_milestone("signed", on=day(-20), source="tests", by=editor)
    state(activities=("近2项", "nearly 2 activities", 2), agreements=("2对", "2 pairs", 2))
    found = entries()
    assert (found["activities"][0].logged, found["agreements"][0].logged) == (1, 1)
    assert all(said for _entry, said in found.values())


def test_a_figure_without_a_number_in_digits_is_explained_too(world, rita, sam, olga, editor):
    world.held(rita, sam, posts=7)
    with at(noon(-4)):
        workflow.confirm(world.submitted(olga, kind=world.fair, pair=world.other_pair, measures={"posts": 3}), editor)
    state(posts=("上万个", "tens of thousands", 10_000))
    assert "does not say how the figure was counted" in entries()["posts"][1]


def test_without_any_the_page_says_so(client, db):
    assert "The ministry has not stated any figures yet." in client.get("/en/bulletins/ledger/").content.decode()
