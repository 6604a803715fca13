"""A bulletin's life: drafted and computed, worded, looked over, published once and for all, corrected by notes."""

import hashlib
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.exceptions import Conflict, Refused
from oversight.bulletins import workflow as bulletins
from oversight.models import Bulletin, BulletinFigure
from pairs.models import Action, Batch
from tests.support.assertions.bulletins import is_intact
from tests.support.factories.activities import day
from tests.support.factories.ministry_season import SIX, stored

pytestmark = pytest.mark.one_database


def figure(bulletin, measure):
    return bulletin.figures.get(measure=measure)


# Drafting


@pytest.mark.each_database
def test_the_six_wordings_are_proposed_in_both_languages(draft):
    found = {row.measure: (row.value, row.wording, row.wording_en) for row in draft.figures.filter(in_headline=True)}
    assert found == SIX


def test_batches_of_two_actions_never_stand_in_one_bulletin(world, editor):
    other = Action.objects.create(slug="another", name="另一行动", name_en="Another action")
    facts = {"title": "另一批次", "notice_on": day(-30), "source": "tests", "published_at": timezone.now()}
    batch = Batch.objects.create(number=9, action=other, starts=day(-30), **facts)
    with pytest.raises(ValidationError) as caught:
        bulletins.draft(editor, [world.batch.number, batch.number], day(-1), "两个行动", "Two actions")
    assert set(caught.value.message_dict) == {"batches"}
    assert bulletins.draft(editor, [world.batch.number], day(-1), "一个行动", "One action").pk


def test_the_paragraph_is_proposed_in_both_languages(draft):
    wordings = [(chinese, english.split(" ")[:-1]) for _value, chinese, english in SIX.values()]
    assert all(chinese in draft.headline for chinese, _english in wordings)
    assert all(" ".join(english) in draft.headline_en for _chinese, english in wordings)
    assert "第一批" in draft.headline
    assert "Batch 1" in draft.headline_en
    assert "1 of 2 pairs" in draft.headline_en


def test_each_computed_figure_has_its_rule_its_coverage_and_its_hash(draft):
    row = figure(draft, "posts")
    assert (row.origin, row.reporting, row.pairs) == ("computed", 1, 2)
    assert row.rule.startswith("向受援高校共享的岗位条数")
    assert row.rule_en.startswith("Number of posts")
    assert len(row.data_hash) == 64


def test_what_nobody_reported_is_left_out_until_an_editor_wants_it(world, editor):
    draft = world.drafted_bulletin(editor)
    assert not figure(draft, "posts").included
    assert figure(draft, "pairs").included


def test_only_editors_draft(world, inspector, rita, officer):
    for person in (inspector, rita, officer):
        with pytest.raises(Refused):
            world.drafted_bulletin(person)
    assert not Bulletin.objects.exists()


@pytest.mark.each_database
def test_one_form_makes_one_bulletin(world, editor):
    first = world.drafted_bulletin(editor, token="1.abc")
    assert world.drafted_bulletin(editor, token="1.abc") == first
    assert Bulletin.objects.count() == 1


@pytest.mark.each_database
def test_one_day_and_scope_has_one_bulletin(world, editor):
    world.drafted_bulletin(editor)
    with pytest.raises(ValidationError):
        world.drafted_bulletin(editor)


@pytest.mark.parametrize("batches", [[], [9], [1, 9]])
def test_it_covers_published_batches_only(world, editor, batches):
    with pytest.raises(ValidationError):
        world.drafted_bulletin(editor, batches=batches)


# Wording


def test_a_true_wording_may_be_chosen_instead(draft, editor):
    row = figure(draft, "employers")
    bulletins.edit(
        draft, editor, draft.version, figures={row.pk: {"wording": "5.3万家", "wording_en": "over 53,000 employers"}}
    )
    row.refresh_from_db()
    assert (row.wording, row.wording_en) == ("5.3万家", "over 53,000 employers")
    assert "5.3万家" in draft.headline  # a paragraph that was only proposed follows
    assert "over 53,000" in draft.headline_en


@pytest.mark.parametrize(("field", "text"), [("wording", "近900次"), ("wording_en", "over 796 meetings")])
def test_an_untrue_wording_is_refused_and_nothing_is_kept(draft, editor, field, text):
    row = figure(draft, "meetings")
    with pytest.raises(ValidationError) as refused:
        bulletins.edit(draft, editor, draft.version, {"scope": "改过"}, {row.pk: {field: text}})
    assert list(refused.value.message_dict) == [f"{row.pk}-{field}"]
    assert Bulletin.objects.get().scope == "第一批"
    assert figure(draft, "meetings").wording == "近800次"


def test_a_paragraph_the_editor_wrote_stays_when_figures_change(draft, editor, world, rita, sam):
    bulletins.edit(draft, editor, draft.version, {"headline": "招聘活动223场。"})
    world.held(rita, sam, on=-3, confirmed=-2, online_fairs=2)
    bulletins.compute(draft, editor)
    assert draft.headline == "招聘活动223场。"
    assert "225 joint online job fairs" in draft.headline_en


def test_computing_anew_keeps_wordings_that_are_still_true(draft, editor, world, rita, sam):
    row = figure(draft, "employers")
    bulletins.edit(draft, editor, draft.version, figures={row.pk: {"wording": "5.3万家"}})
    world.held(rita, sam, on=-3, confirmed=-2, employers=10, online_fairs=1)
    bulletins.compute(draft, editor)
    assert (figure(draft, "employers").value, figure(draft, "employers").wording) == (53_130, "5.3万家")
    assert figure(draft, "online_fairs").wording == "224场"


def test_of_two_editors_the_second_is_shown_both_texts(draft, editor):
    seen = draft.version
    bulletins.edit(draft, editor, seen, {"headline": "先写的。"})
    with pytest.raises(Conflict) as conflict:
        bulletins.edit(draft, editor, seen, {"headline": "后写的。"})
    assert (conflict.value.mine["headline"], conflict.value.theirs["headline"]) == ("后写的。", "先写的。")
    assert Bulletin.objects.get().headline == "先写的。"


# Computed or stated


def stated(draft, editor, **facts):
    words = {"name": "帮助就业", "name_en": "Helped into work", "wording": "1.3万人", "wording_en": "13,000 graduates"}
    return bulletins.state_figure(draft, editor, **words | {"source": "https://example.edu.cn/"} | facts)


def test_a_stated_figure_has_its_source_and_no_rule(draft, editor):
    stated(draft, editor)
    row = draft.figures.stated().get()
    assert (row.value, row.measure, row.data_hash, row.rule) == (13_000, "helped-into-work", "", "")


@pytest.mark.parametrize(
    "facts",
    [{"source": ""}, {"wording": "上万人"}, {"wording_en": "14,000 graduates"}, {"name_en": ""}, {"wording_en": ""}],
)
def test_a_stated_figure_needs_its_source_and_the_same_number_twice(draft, editor, facts):
    with pytest.raises(ValidationError):
        stated(draft, editor, **facts)
    assert not draft.figures.stated().exists()


DISGUISES = [
    ("posts", {"origin": "stated"}),
    ("posts", {"origin": "stated", "source": "https://example.edu.cn/"}),
    ("posts", {"source": "https://example.edu.cn/"}),
    ("posts", {"data_hash": ""}),
    ("posts", {"rule": ""}),
    ("helped-into-work", {"origin": "computed"}),
    ("helped-into-work", {"data_hash": "0" * 64}),
    ("helped-into-work", {"source": ""}),
]


@pytest.mark.each_database
def test_the_database_lets_neither_be_dressed_as_the_other(draft, editor):
    stated(draft, editor)
    for measure, disguise in DISGUISES:
        with pytest.raises(IntegrityError), transaction.atomic():
            BulletinFigure.objects.filter(measure=measure).update(**disguise)


def test_only_a_stated_figure_is_taken_out(draft, editor):
    stated(draft, editor)
    bulletins.take_out(draft, editor, draft.figures.stated().get().pk)
    with pytest.raises(Refused):
        bulletins.take_out(draft, editor, figure(draft, "posts").pk)
    assert not draft.figures.stated().exists()


# Publishing


@pytest.mark.each_database
def test_publishing_freezes_figures_and_text(draft, editor):
    bulletins.publish(draft, editor)
    draft.refresh_from_db()
    assert (draft.state, draft.address) == ("published", day(-1).isoformat())
    assert draft.snapshot["headline"] == draft.headline
    assert {row["measure"]: row["wording"] for row in draft.snapshot["figures"]}["meetings"] == "近800次"
    text = json.dumps(draft.snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert draft.snapshot_hash == hashlib.sha256(text.encode()).hexdigest()
    assert is_intact(draft)


def test_what_blocks_is_refused_with_all_that_is_wrong(draft, editor):
    Bulletin.objects.update(headline="", headline_en="")
    with pytest.raises(ValidationError) as refused:
        bulletins.publish(draft, editor)
    assert len(refused.value.messages) == 2
    assert Bulletin.objects.get().state == "draft"


@pytest.mark.each_database
def test_published_it_takes_no_change_any_more(draft, editor):
    bulletins.publish(draft, editor)
    row = figure(draft, "posts")
    for change in (
        lambda: bulletins.edit(draft, editor, draft.version, {"headline": "改过。"}),
        lambda: bulletins.compute(draft, editor),
        lambda: bulletins.publish(draft, editor),
        lambda: bulletins.discard(draft, editor),
        lambda: stated(draft, editor),
        draft.save,
        draft.delete,
        row.save,
        row.delete,
    ):
        with pytest.raises(Refused):
            change()
    assert Bulletin.objects.get().snapshot == draft.snapshot


@pytest.mark.each_database
def test_a_snapshot_that_was_tampered_with_is_noticed(draft, editor):
    bulletins.publish(draft, editor)
    Bulletin.objects.update(snapshot=draft.snapshot | {"headline": "改过。"})
    assert not is_intact(Bulletin.objects.get())


@pytest.mark.each_database
def test_published_without_snapshot_is_refused_by_the_database(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.update(state="published")


def test_two_scopes_of_one_day_have_two_addresses(world, draft, editor):
    bulletins.publish(draft, editor)
    other = world.drafted_bulletin(editor, scope="测试范围", scope_en="A made-up scope")
    bulletins.publish(other, editor)
    assert [draft.address, other.address] == [day(-1).isoformat(), f"{day(-1).isoformat()}-2"]


def test_only_editors_write_and_publish(draft, inspector, rita, officer):
    for person in (inspector, rita, officer):
        for verb in (
            lambda by: bulletins.edit(draft, by, None, {"headline": "改过。"}),
            lambda by: bulletins.compute(draft, by),
            lambda by: bulletins.publish(draft, by),
            lambda by: bulletins.discard(draft, by),
        ):
            with pytest.raises(Refused):
                verb(person)
    assert Bulletin.objects.get().state == "draft"


# Corrections


def test_a_correction_is_added_and_never_changed(draft, editor):
    bulletins.publish(draft, editor)
    note = bulletins.correct(draft, editor, "数字有误。", "The number was wrong.")
    with pytest.raises(Refused):
        note.save()
    assert is_intact(Bulletin.objects.get())
    assert [one.note_en for one in draft.notes.all()] == ["The number was wrong."]


@pytest.mark.parametrize("words", [("", "Wrong."), ("有误。", ""), (" ", " ")])
def test_a_correction_needs_both_languages(draft, editor, words):
    bulletins.publish(draft, editor)
    with pytest.raises(ValidationError):
        bulletins.correct(draft, editor, *words)


@pytest.mark.each_database
def test_a_correction_sent_twice_is_added_once(draft, editor):
    bulletins.publish(draft, editor)
    words = ("有误。", "Wrong.", "1.x")
    assert bulletins.correct(draft, editor, *words) == bulletins.correct(draft, editor, *words)
    assert draft.notes.count() == 1


def test_drafts_are_changed_and_not_corrected_and_inspectors_correct_nothing(draft, editor, inspector):
    with pytest.raises(Refused):
        bulletins.correct(draft, editor, "有误。", "Wrong.")
    bulletins.publish(draft, editor)
    with pytest.raises(Refused):
        bulletins.correct(draft, inspector, "有误。", "Wrong.")


@pytest.mark.each_database
def test_stored_values_behind_the_portals_back_do_not_reach_a_published_bulletin(draft, editor, world):
    bulletins.publish(draft, editor)
    stored(world.pair.activities.first(), posts=1)
    assert Bulletin.objects.get().document.figures[0].value == draft.document.figures[0].value


def test_what_becomes_of_a_bulletin_is_recorded(draft, editor):
    bulletins.edit(draft, editor, draft.version, {"scope": "第一、二批"})
    bulletins.publish(draft, editor)
    bulletins.correct(draft, editor, "数字有误。", "The number was wrong.")
    told = [(change.transition, change.by) for change in draft.state_changes.all()]
    assert told == [(name, editor) for name in ("correct", "publish", "edit", "compute", "draft")]
    (scope, *_headline) = draft.state_changes.get(transition="edit").changes
    assert scope == ["scope", "第一批", "第一、二批"]


def test_the_proposed_paragraph_comes_back_in_place_of_ones_own(draft, editor):
    proposed = draft.headline
    bulletins.edit(draft, editor, draft.version, {"headline": "第一批共1对结对填报。"})
    assert bulletins.propose_headline(draft, editor).headline == proposed


def test_a_draft_is_discarded_with_its_figures(draft, editor):
    bulletins.discard(draft, editor)
    assert not Bulletin.objects.exists() and not BulletinFigure.objects.exists()


def test_what_was_computed_here_is_not_published_as_stated_elsewhere(draft):
    with pytest.raises(Refused):
        bulletins.publish_as_stated(draft)
    assert not Bulletin.objects.published().exists()
