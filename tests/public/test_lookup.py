"""The true answer for every university: who supports it, whom it supports, and what the sources do not say."""

import datetime

import pytest

from pairs.models import Action, Pair, University, UniversityName
from pairs.pairs.pairing_lookup import answer, answers
from tests.support.casts.public import a_batch, a_university, some_pairs

pytestmark = pytest.mark.django_db


def of(name):
    return answer(University.objects.get(name=name))


def test_a_recipient_is_answered_with_its_supporter(published):
    found = of("武汉东湖学院")

    assert [pair.supporter.name for pair in found.supported_by] == ["南京大学"]
    assert found.standings == []


def test_a_supporter_is_answered_with_its_recipient_and_with_what_is_not_known(published):
    found = of("南京大学")

    assert [pair.recipient.name for pair in found.supports] == ["武汉东湖学院"]
    (standing,) = found.standings
    assert [(unknown.batch.number, unknown.missing) for unknown in standing.unknown] == [(1, 44)]
    assert standing.absent_from == []


def test_a_school_in_no_known_pair_gets_the_truth_about_each_list(published):
    (standing,) = of("武汉科技大学").standings

    assert [batch.number for batch in standing.absent_from] == [2]
    assert [(unknown.batch.number, unknown.declared, unknown.missing) for unknown in standing.unknown] == [(1, 48, 44)]
    assert not standing.unregistered


def test_a_school_that_no_register_of_the_day_shows_is_told_so(published):
    new = University.objects.create(code="4142099999", name="测试新设学院", province="42")
    UniversityName.objects.create(
        university=new, name="测试新设学院", since=datetime.date(2025, 6, 20), until=datetime.date(2025, 6, 20)
    )

    (standing,) = answer(new).standings
    assert standing.unregistered


def test_without_a_register_nothing_is_denied(db):
    a_batch(1)
    assert Action.objects.get().register_on is None

    assert not answer(a_university(1)).standings[0].unregistered


def test_a_school_elsewhere_is_answered_as_a_supporter(published):
    (standing,) = answer(a_university(1, "65")).standings

    assert not standing.as_recipient
    assert [batch.number for batch in standing.absent_from] == [2]


def test_a_partial_list_without_a_number_says_so(db):
    a_batch(1, list_status="partial")

    (standing,) = answer(a_university(1)).standings
    assert standing.unknown[0].missing is None


def test_a_recipient_that_may_have_several_supporters_is_told_what_is_not_known(db):
    pair = some_pairs(a_batch(1), 1)[0]
    a_batch(2, list_status="partial", declared_pairs=9)
    Action.objects.update(several_supporters=True)

    (standing,) = answer(pair.recipient).standings
    assert [unknown.missing for unknown in standing.unknown] == [9]


def test_unpublished_batches_answer_nothing(secret):
    found = answer(secret.recipient)

    assert (found.pairs, found.standings) == ([], [])


def test_a_page_of_answers_costs_the_same_for_any_number(django_assert_num_queries):
    some_pairs(a_batch(1), 20)
    few = list(University.objects.all()[:2])
    many = list(University.objects.all())
    # names; inferences; pairs, their milestones; batches; the version, and their pairs counted once for it
    with django_assert_num_queries(7):
        answers(few)
    with django_assert_num_queries(6):
        answers(many)
    assert sum(len(found.supported_by) for found in answers(many)) == Pair.objects.count()
