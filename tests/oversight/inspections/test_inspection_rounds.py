"""Rounds choose pairs: by hand, or drawn so that anybody can draw them again; each inspection copies its questions."""

import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.exceptions import Conflict
from oversight.inspections.models.inspection_round import drawn, rank
from oversight.inspections.workflow import inspections, rounds
from oversight.models import Draw, Inspection, InspectionRound
from pairs.models import Batch, Pair
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day, school
from tests.support.factories.inspections import QUESTIONS, a_checklist, a_round, an_inspection

pytestmark = pytest.mark.one_database

DRAWN = ["1-4", "1-8", "1-7"]  # of KEYS, from the seed 20200716
KEYS = [f"1-{number}" for number in range(1, 9)]


@pytest.fixture
def pairs(world):
    """Eight pairs in all."""
    for number in range(3, 9):
        sides = {"recipient": school(f"湖北{number}", f"42420000{number:02}", "42")}
        sides["supporter"] = school(f"江苏{number}", f"32320000{number:02}", "32")
        Pair.objects.create(batch=world.batch, serial=number, **sides)
    return list(Pair.objects.published())


def addresses(inspections):
    return {inspection.pair.address for inspection in inspections}


def test_the_drawing_is_that_of_the_rule_for_ever():
    """Worked out by hand with sha256sum: a change of Python, or of the code, must not draw other pairs."""
    assert rank("seed", "1-1") == "559c97b6f58ff9c42b0ae31afa1d0e569fed4d67a9ab9578f368309fcaf9a716"
    assert drawn("20200716", KEYS, 3) == DRAWN
    assert drawn("20200716", KEYS[::-1], 3) == DRAWN


def test_another_process_with_another_hash_seed_draws_the_same():
    code = f"from oversight.inspections.models.inspection_round import drawn; print(drawn('x', {KEYS!r}, 4))"
    told = {drawn_by_process(code, seed) for seed in ("0", "1")}
    assert told == {str(drawn("x", KEYS, 4))}


def drawn_by_process(code, seed):
    start = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; django.setup(); "
    environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"}
    run = subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, env=environment)
    return run.stdout.strip()


@pytest.mark.each_database
def test_a_drawing_keeps_its_candidates_and_seed(world, pairs, inspector):
    made = rounds.draw(a_round(inspector, world), inspector, 3, "20200716")
    assert [key for key, _pk in made.candidates] == KEYS and made.seed == "20200716"
    assert addresses(made.inspections.all()) == set(DRAWN)
    assert made.holds


def test_drawing_again_gives_the_same_also_when_pairs_have_changed(world, pairs, inspector):
    made = rounds.draw(a_round(inspector, world), inspector, 3, "20200716")
    for shift in (100, 90):  # new serial numbers, without meeting the old ones
        for pair in Pair.objects.all():
            Pair.objects.filter(pk=pair.pk).update(serial=pair.serial + shift)
    assert Draw.objects.get().drawn_keys == DRAWN and made.holds


def test_what_was_taken_in_otherwise_is_noticed(world, pairs, inspector):
    made = rounds.draw(a_round(inspector, world), inspector, 3, "20200716")
    Draw.objects.update(seed="another")
    assert not Draw.objects.get(pk=made.pk).holds


def test_without_a_seed_one_is_made_up_and_kept(world, pairs, inspector):
    first, second = a_round(inspector, world), a_round(inspector, world, name="另一轮")
    seeds = {rounds.draw(made, inspector, 2).seed for made in (first, second)}
    assert len(seeds) == 2 and all(len(seed) == 16 for seed in seeds)


@pytest.mark.each_database
def test_a_second_drawing_draws_from_what_is_left(world, pairs, inspector):
    round_ = a_round(inspector, world)
    first, second = rounds.draw(round_, inspector, 3, "x"), rounds.draw(round_, inspector, 3, "x")
    assert not addresses(first.inspections.all()) & addresses(second.inspections.all())
    assert len(second.candidates) == 5 and first.holds and second.holds


def test_a_pair_called_off_cannot_be_drawn_anew(world, inspector):
    inspection = an_inspection(inspector, world)
    inspections.call_off(inspection, inspector, "已于上月检查")
    assert list(inspection.round.candidates()) == [world.other_pair]


@pytest.mark.each_database
def test_the_same_form_draws_once(world, pairs, inspector):
    round_ = a_round(inspector, world)
    assert rounds.draw(round_, inspector, 2, token="t") == rounds.draw(round_, inspector, 2, token="t")
    assert Inspection.objects.count() == 2


@pytest.mark.parametrize("number", [0, 9, -1])
def test_no_more_are_drawn_than_there_are(world, pairs, inspector, number):
    assert faults(rounds.draw, a_round(inspector, world), inspector, number) == {"number"}
    assert not Inspection.objects.exists() and not Draw.objects.exists()


@pytest.mark.each_database
def test_a_seed_that_cannot_be_stored_is_refused(world, inspector):
    assert faults(rounds.draw, a_round(inspector, world), inspector, 1, "a\x00b") == {"seed"}
    assert faults(rounds.draw, a_round(inspector, world), inspector, 1, "x" * 65) == {"seed"}


@pytest.mark.each_database
def test_pairs_are_chosen_by_hand_once(world, inspector):
    round_ = a_round(inspector, world)
    (made,) = rounds.choose(round_, inspector, [world.pair.pk])
    assert (made.pair, made.draw, made.chosen_by) == (world.pair, None, inspector)
    assert refused(rounds.choose, round_, inspector, [world.pair.pk], code="none")
    assert refused(rounds.choose, round_, inspector, [10**9], code="none")


def test_pairs_of_other_batches_and_unpublished_ones_are_no_candidates(world, inspector):
    round_ = a_round(inspector, world)
    Batch.objects.filter(pk=world.batch.pk).update(published_at=None)
    assert not round_.candidates().exists()


def test_each_inspection_copies_its_questions(world, inspector):
    checklist = a_checklist()
    inspection = an_inspection(inspector, world, checklist=checklist)
    checklist.items.update(question="改过的问题")
    checklist.items.first().delete()
    assert [answer.question for answer in inspection.answers.all()] == list(QUESTIONS)


def test_a_later_inspection_of_the_round_copies_the_questions_of_its_day(world, inspector):
    round_ = an_inspection(inspector, world).round
    round_.checklist.items.update(question="改过的问题")
    (second,) = rounds.choose(round_, inspector, [world.other_pair.pk])
    assert {answer.question for answer in second.answers.all()} == {"改过的问题"}


def test_only_the_ministry_opens_chooses_and_draws(world, cast, editor, inspector):
    round_ = a_round(inspector, world)
    for person in cast.values():
        if person not in (editor, inspector):
            assert refused(a_round, person, world, code="not_yours")
            assert refused(rounds.choose, round_, person, [world.pair.pk], code="not_yours")
            assert refused(rounds.draw, round_, person, 1, code="not_yours")
            assert refused(rounds.edit, round_, person, None, {"name": "x"}, code="not_yours")
            assert not InspectionRound.objects.open_to(person).exists()


def test_wrong_values_are_named(world, inspector):
    assert faults(a_round, inspector, world, starts=day(3), ends=day(1)) == {"__all__"}
    assert faults(a_round, inspector, world, name="") == {"name"}
    with pytest.raises(ValidationError):
        rounds.edit(a_round(inspector, world), inspector, None, {"opened_by": None})
    facts = {"name": "x", "starts": day(), "ends": day(), "checklist": a_checklist("另一张表")}
    assert faults(rounds.open_round, inspector, **facts) == {"batches"}
    assert InspectionRound.objects.count() == 1


@pytest.mark.each_database
def test_the_same_form_opens_one_round(world, inspector, editor):
    first = a_round(inspector, world, token="t")
    assert a_round(inspector, world, token="t") == first
    assert refused(a_round, editor, world, token="t", code="token")


@pytest.mark.each_database
def test_two_who_edit_are_shown_both_texts(world, inspector, editor):
    round_ = a_round(inspector, world)
    seen = round_.version
    rounds.edit(round_, inspector, seen, {"name": "先写的"})
    with pytest.raises(Conflict) as conflict:
        rounds.edit(InspectionRound.objects.get(), editor, seen, {"name": "后写的"})
    assert (conflict.value.mine["name"], conflict.value.theirs["name"]) == ("后写的", "先写的")
    assert conflict.value.differing == ["name"]
    assert InspectionRound.objects.get().name == "先写的"


def test_every_step_is_in_the_history_with_its_author(world, inspector, editor):
    round_ = a_round(inspector, world)
    rounds.edit(round_, editor, None, {"name": "改名"})
    assert [row.history_user for row in round_.history.all()][0] == editor
    assert set(round_.history.values_list("history_user", flat=True)) >= {inspector.pk, editor.pk}


def test_the_list_asks_as_many_queries_for_one_as_for_many(world, pairs, inspector, inspector_client):
    round_ = a_round(inspector, world)
    rounds.choose(round_, inspector, [world.pair.pk])
    paths = ["/en/desk/inspections/", f"/en/desk/inspections/rounds/{round_.pk}/", "/desk/inspections.csv"]
    for _time in range(2):  # what a process learns once, such as the types of content, is known the second time
        few = [queries(inspector_client, path) for path in paths]
    rounds.choose(round_, inspector, [pair.pk for pair in pairs])
    assert [queries(inspector_client, path) for path in paths] == few


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_where_all_pairs_are_in_the_round_nothing_is_left_to_draw(world, inspector):
    round_ = a_round(inspector, world)
    rounds.choose(round_, inspector, list(round_.candidates().values_list("pk", flat=True)))
    assert faults(rounds.draw, round_, inspector, 1) == {"number"}
