"""The home page asks the question and says what the action that leads adds up to."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pairs.models import Action, Batch, DeclaredCount, Pair
from tests.support.assertions.css_select import select
from tests.support.casts.other_action import a_university, text
from tests.support.queries import without_version

PREFIXES = {"": "云南行动（2031）", "/en": "Yunnan action (2031)"}


@pytest.mark.parametrize(("prefix", "name"), PREFIXES.items())
def test_asks_the_question_and_names_the_action(page, add_batch, prefix, name):
    add_batch(["32"])
    home = page(f"{prefix}/")
    form = select(home, "form[role=search]")[0]
    assert (form.get("action"), form.get("method")) == (f"{prefix}/search/", None)
    assert select(form, "input[name=q]")
    assert name in text(select(home, ".hero")[0])
    assert name in home.findtext(".//title")


def test_shows_real_pairs_as_examples(page, add_batch):
    batch = add_batch(["32", "44", "32", "11"])
    links = [link.get("href") for link in select(page("/"), ".hero-answers li a")]
    assert links == [pair.get_absolute_url() for pair in batch.pairs.in_order()[:3]]


def figures(home):
    return [text(dd) for dd in select(home, ".facts dd:not(.sub)")]


def test_figures_are_counted(page, add_batch):
    add_batch(["32", "32", "44"], declared_pairs=5, list_status="partial")
    add_batch(["11"], declared_pairs=1)
    a_university("53", registered=True)
    assert figures(page("/")) == ["6", "4 / 5", "4", "3"]


def test_a_supporter_of_two_counts_once(page, add_batch):
    batch = add_batch(["32", "32"])
    first, second = batch.pairs.all()
    Pair.objects.filter(pk=second.pk).update(supporter=first.supporter)
    assert figures(page("/"))[2] == "1"


def test_without_a_register_no_coverage_is_claimed(page, action, add_batch):
    add_batch(["32"])
    Action.objects.update(register_on=None)
    home = page("/")
    assert figures(home)[1] == "–"
    assert not select(home, "#coverage")


def test_what_is_not_public_is_said(page, add_batch):
    add_batch(["32"], declared_pairs=44, list_status="partial")
    coverage = text(select(page("/en/"), "section[aria-labelledby=coverage]")[0])
    assert "43 more pairs are not held here" in coverage


def test_nothing_is_said_to_be_missing_when_all_is_known(page, add_batch):
    add_batch(["32"], declared_pairs=1)
    assert "more pairs" not in text(select(page("/en/"), "section[aria-labelledby=coverage]")[0])


def cards(home):
    return [text(card) for card in select(home, ".batch")]


def test_each_batch_shows_phase_period_and_numbers(page, add_batch):
    add_batch(["32"], declared_pairs=9, list_status="partial")
    add_batch(["32", "44"], declared_pairs=2)
    first, second = cards(page("/en/"))
    assert "9 declared, 1 known" in first and "April to September 2031" in first
    assert "2 declared, all known" in second


def test_progress_is_that_of_the_furthest_milestone(page, add_batch, reach):
    batch = add_batch(["32", "44", "11"])
    reach(batch.pairs.all(), "docked", datetime.date(2031, 4, 20))
    reach(batch.pairs.all()[:2], "signed", datetime.date(2031, 5, 21))
    (card,) = cards(page("/en/"))
    assert "2 pairs: Agreement signed (21 May 2031)" in card
    assert "1 pair: Contact established (20 April 2031)" in card


def test_all_pairs_at_one_point_are_said_to_be_all(page, add_batch, reach):
    batch = add_batch(["32", "44"])
    reach(batch.pairs.all(), "signed", datetime.date(2031, 5, 21))
    assert "All 2 known pairs: Agreement signed" in cards(page("/en/"))[0]


def test_pairs_without_a_milestone_are_announced(page, add_batch):
    add_batch(["32", "44"])
    assert "All 2 known pairs: Announced" in cards(page("/en/"))[0]


@pytest.mark.parametrize(("declared", "told"), [(2, "Every group matches"), (3, "1 group differs from the notice")])
def test_the_composition_check_is_told(page, add_batch, declared, told):
    batch = add_batch(["32", "44"])
    DeclaredCount.objects.create(batch=batch, side="supporter", group="any", tiers=["unknown"], count=declared)
    assert told in cards(page("/en/"))[0]


def test_a_partial_list_is_not_checked(page, add_batch):
    batch = add_batch(["32"], declared_pairs=4, list_status="partial")
    DeclaredCount.objects.create(batch=batch, side="supporter", group="any", tiers=["unknown"], count=4)
    (card,) = cards(page("/en/"))
    assert "Part of the list" in card and "group" not in card


def test_unpublished_batches_stay_unseen(page, add_batch):
    add_batch(["32"])
    hidden = add_batch(["44", "11"])
    Batch.objects.filter(pk=hidden.pk).update(published_at=None)
    home = page("/en/")
    assert figures(home)[0] == "1"
    assert len(cards(home)) == 1 and "Guangdong" not in text(select(home, ".ranking")[0])


def test_with_nothing_published_the_page_helps_on(page, action):
    home = page("/en/")
    assert "No list has been published yet" in text(home)
    assert select(home, "form[role=search]") and not select(home, ".map")


def test_the_real_action_adds_up(page, published):
    home = page("/")
    assert figures(home) == ["124", "79 / 129", "80", "18"]
    assert "近800次" in text(home) and "1.3万人" in text(home)


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_as_many_queries_for_many_batches_as_for_one(client, add_batch, address):
    add_batch(["32", "44"])
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for _number in range(3):
        add_batch(["32", "44", "11", "31", "33", "42", "36", "37"] * 2)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    with CaptureQueriesContext(connection) as again:
        client.get(address)
    assert without_version(many) == without_version(few) <= 25
    assert without_version(again) <= 3


def test_only_reading_is_answered(client, db):
    assert client.post("/").status_code == 405
