"""Good practice: proposed by a side, edited and published by the ministry, taken up by other pairs."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from activities.activities import proposals
from activities.models import Mechanism
from core.exceptions import Conflict
from oversight.models import Adoption, Citation, Practice
from oversight.practices import workflow as practices
from pairs.models import Action, Batch
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.practices import EDITED, RAW, proposed, published

pytestmark = pytest.mark.one_database


def readers(cast):
    """The usernames of those who may read the raw text."""
    return {name for name, person in cast.items() if Practice.objects.open_to(person).exists()}


def test_the_raw_text_is_for_the_proposing_side_and_the_ministry_only(world, rita, cast):
    proposed(rita, world)
    assert readers(cast) == {"rita", "ins", "ed"}


def test_only_a_side_of_the_pair_proposes(world, sam, outsiders, editor):
    for person in [*outsiders, editor]:
        assert refused(proposed, person, world, code="not_yours")
    assert proposed(sam, world).side == "supporter"


def test_what_is_missing_is_named(world, rita):
    assert faults(proposed, rita, world, raw_title=" ") == {"raw_title"}
    assert faults(proposed, rita, world, raw_text="") == {"raw_text"}
    assert faults(proposed, rita, world, raw_text="a\x00b") == {"raw_text"}
    with pytest.raises(ValidationError):
        proposed(rita, world, title="直接写公开标题")
    assert not Practice.objects.exists()


def test_it_stands_under_a_mechanism_of_its_own_action(world, rita):
    other = Action.objects.create(slug="other", name="另一行动")
    foreign = Mechanism.objects.create(action=other, number=1, name="技能培训")
    assert faults(proposed, rita, world, mechanism=foreign) == {"mechanism"}


@pytest.mark.each_database
def test_the_same_form_proposes_once(world, rita, rob):
    first = proposed(rita, world, token="t")
    assert proposed(rita, world, token="t") == first
    assert refused(proposed, rob, world, token="t", code="token")


def cited_by(practice):
    return [activity.pk for activity in practice.told_activities()]


def test_it_cites_public_activities_of_ones_own_pairs_only(world, rita, sam, olga):
    public = world.confirmed(rita, sam)
    draft, waiting = world.drafted(rita, title="草稿"), world.submitted(rita, title="待确认")
    elsewhere = world.planned(olga, pair=world.other_pair)
    assert list(proposed(rita, world, activities=[public]).cites.all()) == [public]
    for secret in (draft, waiting, elsewhere):
        assert faults(proposed, rita, world, activities=[public, secret]) == {"activities"}
    assert Practice.objects.count() == 1


def test_what_cites_a_merged_activity_cites_the_one_that_was_kept(world, rita, sam):
    cited, twin = world.confirmed(rita, sam, title="甲方记录的一场"), world.submitted(sam, title="乙方记录的同一场")
    both = world.confirmed(rita, sam, title="另一场")
    practice, other = proposed(rita, world, activities=[cited]), proposed(rita, world, activities=[cited, both])
    proposals.accept(proposals.propose_merge(twin, sam, cited), rita)
    assert cited_by(practice) == [twin.pk]
    assert {*cited_by(other)} == {twin.pk, both.pk}
    third = world.submitted(sam, title="丙方记录的同一场")
    proposals.accept(proposals.propose_merge(third, sam, both), rita)
    third.refresh_from_db()
    assert {*cited_by(other)} == {twin.pk, third.pk}


@pytest.mark.each_database
def test_what_cites_both_of_two_merged_activities_cites_the_kept_one_once(world, rita, sam):
    kept, merged = world.confirmed(rita, sam, title="甲方记录的一场"), world.confirmed(sam, rita, title="同一场")
    practice = proposed(rita, world, activities=[kept, merged])
    proposals.accept(proposals.propose_merge(kept, rita, merged), sam)
    assert cited_by(practice) == [kept.pk]


def test_what_is_cited_can_be_changed_and_the_history_knows(world, rita, sam):
    first, second = world.confirmed(rita, sam), world.confirmed(rita, sam, title="第二场")
    practice = proposed(rita, world, activities=[first])
    practices.rewrite(practice, rita, None, {}, [second])
    assert list(practice.cites.all()) == [second]
    assert [row.history_type for row in Citation.history.order_by("history_id")] == ["+", "+", "-"]


def test_a_cited_activity_that_is_no_longer_told_is_not_shown(world, rita, sam, editor):
    activity = world.confirmed(rita, sam)
    practice = published(rita, editor, world, activities=[activity])
    assert cited_by(practice) == [activity.pk]
    type(activity).objects.filter(pk=activity.pk).update(public_since=None)
    assert not practice.told_activities()


def test_publishing_asks_for_both_languages_at_once(world, rita, editor):
    practice = proposed(rita, world)
    assert faults(practices.publish, practice, editor) == set(EDITED)
    practices.edit(practice, editor, None, EDITED | {"text_en": " "})
    assert faults(practices.publish, practice, editor) == {"text_en"}
    assert not Practice.objects.published().exists()


def test_published_the_raw_text_stays_beside_the_edited_one(world, rita, editor):
    practice = published(rita, editor, world)
    assert (practice.raw_text, practice.text) == (RAW, EDITED["text"])
    assert list(Practice.objects.published()) == [practice] and practice.is_published


def test_what_is_published_stays_whole_when_it_is_changed(world, rita, editor):
    practice = published(rita, editor, world)
    assert faults(practices.edit, practice, editor, None, {"title_en": ""}) == {"title_en"}
    assert practices.edit(practice, editor, None, {"title": "改题"}).title == "改题"
    assert refused(practices.rewrite, practice, rita, None, {"raw_text": "改写"}, code="locked")


@pytest.mark.each_database
def test_the_database_refuses_half_a_publication(world, rita):
    practice = proposed(rita, world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=practice.pk).update(state="published")


@pytest.mark.each_database
def test_two_practices_cannot_share_an_address(world, rita, sam, editor):
    published(rita, editor, world)
    assert faults(practices.edit, proposed(sam, world), editor, None, EDITED) == {"slug"}


def test_returned_with_a_reason_it_is_mended_and_handed_in_again(world, rita, rob, editor):
    practice = proposed(rita, world)
    assert faults(practices.send_back, practice, editor, "") == {"reason"}
    practices.send_back(practice, editor, "请写明人数")
    assert list(Practice.objects.returned_to(rob)) == [practice]
    assert refused(practices.publish, practice, editor)
    practices.rewrite(practice, rob, practice.version, {"raw_text": "已写明"})
    assert (practice.state, practice.reason) == ("proposed", "")
    assert not Practice.objects.returned_to(rob).exists()


def test_only_editors_edit_publish_and_return(world, rita, cast, editor):
    practice = proposed(rita, world)
    for person in cast.values():
        if person != editor:
            assert refused(practices.edit, practice, person, None, EDITED, code="not_yours")
            assert refused(practices.publish, practice, person, code="not_yours")
            assert refused(practices.send_back, practice, person, "x", code="not_yours")


def test_only_the_proposing_side_rewrites(world, rita, sam, outsiders, editor):
    practice = proposed(rita, world)
    for person in [sam, *outsiders, editor]:
        assert refused(practices.rewrite, practice, person, None, {"raw_text": "x"}, code="not_yours")


def test_a_side_takes_back_a_proposal_the_ministry_what_is_published(world, rita, sam, editor):
    practice = proposed(rita, world)
    assert refused(practices.withdraw, practice, sam, "x", code="not_yours")
    practices.withdraw(practice, rita, "重复报送")
    assert refused(practices.withdraw, practice, rita, "再次")
    public = published(rita, editor, world)
    assert refused(practices.withdraw, public, rita, "不想公开", code="not_yours")
    practices.withdraw(public, editor, "事实有误")
    assert not Practice.objects.published().exists()
    assert list(Practice.objects.told()) == [public]


@pytest.mark.each_database
def test_other_pairs_take_it_up_and_may_take_that_back(world, rita, olga, editor):
    practice = published(rita, editor, world)
    assert practices.adopt(practice, olga, world.other_pair) == practices.adopt(practice, olga, world.other_pair)
    assert [row.pair for row in practice.adoptions.told()] == [world.other_pair]
    practices.abandon(practice, olga, world.other_pair)
    assert not Adoption.objects.exists()
    assert [row.history_user for row in Adoption.history.all()] == [olga, olga]


def test_nobody_else_takes_it_up(world, rita, sam, olga, editor, outsiders):
    practice = published(rita, editor, world)
    for person in (rita, sam):
        assert refused(practices.adopt, practice, person, world.pair, code="own")
        assert refused(practices.adopt, practice, person, world.other_pair, code="not_yours")
    for person in [editor, *(one for one in outsiders if one != olga)]:
        assert refused(practices.adopt, practice, person, world.other_pair, code="not_yours")
    practices.adopt(practice, olga, world.other_pair)
    assert refused(practices.abandon, practice, rita, world.other_pair, code="not_yours")


def test_what_is_not_published_is_not_taken_up(world, rita, olga, editor):
    practice = proposed(rita, world)
    assert refused(practices.adopt, practice, olga, world.other_pair)
    public = published(rita, editor, world)
    practices.withdraw(public, editor, "事实有误")
    assert refused(practices.adopt, public, olga, world.other_pair)


def test_of_an_unpublished_batch_nothing_is_told(world, rita, editor, cast):
    practice = published(rita, editor, world)
    Batch.objects.filter(pk=world.batch.pk).update(published_at=None)
    assert not Practice.objects.told().exists()
    assert readers(cast) == {"ins", "ed"}
    assert not Practice.objects.get(pk=practice.pk).is_published


@pytest.mark.each_database
def test_two_writers_are_shown_both_texts(world, rita, rob):
    practice = proposed(rita, world)
    seen = practice.version
    practices.rewrite(practice, rita, seen, {"raw_text": "先写的"})
    with pytest.raises(Conflict) as conflict:
        practices.rewrite(Practice.objects.get(), rob, seen, {"raw_text": "后写的"}, [])
    assert conflict.value.differing == ["raw_text"]
    assert Practice.objects.get().raw_text == "先写的"


@pytest.mark.each_database
def test_the_search_finds_every_word_in_title_or_text_and_the_sides(world, rita, editor):
    practice = published(rita, editor, world)
    for words in ("值班", "joint QUEUE", "江苏子", "毕业生 排队"):
        assert list(Practice.objects.published().matching(words)) == [practice]
    assert not Practice.objects.published().matching("值班 面试").exists()
    assert not Practice.objects.published().matching("原题").exists()


def test_what_becomes_of_a_practice_is_recorded(world, rita, sam, olga, editor):
    activity = world.confirmed(rita, sam)
    practice = practices.rewrite(proposed(rita, world), rita, None, {}, [activity])
    practices.publish(practices.edit(practice, editor, None, EDITED), editor)
    practices.adopt(practice, olga, world.other_pair)
    practices.withdraw(practice, editor, "事实有误")
    told = [(change.transition, change.by, change.side, change.reason) for change in practice.state_changes.all()]
    assert told == [
        ("withdraw", editor, "ministry", "事实有误"),
        ("adopt", olga, "", ""),
        ("publish", editor, "ministry", ""),
        ("edit", editor, "ministry", ""),
        ("rewrite", rita, "recipient", ""),
        ("propose", rita, "recipient", ""),
    ]
    assert practice.state_changes.get(transition="rewrite").changes == [["activities", [], [str(activity)]]]
