"""Pairs take the facts as of their notice again: shown first, with a reason, names as printed stay."""

import datetime

import pytest

from core.acts.models import Act
from pairs.models import Pair, University, UniversityFacts
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import send, text
from tests.support.casts.admin import *  # noqa: F403
from tests.support.casts.admin import RECIPIENTS, SUPPORTERS

LIST = "/en/admin/pairs/pair/"
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def check(universities, batch):
    """What is shown of a pair whose recipient a register, taken over later, calls private and a junior college."""
    sides = {"recipient": universities[RECIPIENTS[0]], "supporter": universities[SUPPORTERS[0]]}
    pair = Pair.objects.create(batch=batch, **sides)
    said = {"level": "junior_college", "ownership": "private", "province": "42", "name": "旧称学院"}
    UniversityFacts.objects.create(university=sides["recipient"], as_of=datetime.date(2030, 6, 1), **said)
    client = a_client(a_person("ed", "editor"))
    return client, client.post(LIST, {"action": "take_facts_again", "_selected_action": [pair.pk]})


def test_the_differences_are_shown_and_nothing_changes_yet(check):
    _client, page = check
    assert "Undergraduate → Junior college" in text(page) and "Private" in text(page)
    assert Pair.objects.get().recipient_level == "undergraduate"


def test_with_a_reason_the_pair_takes_them_as_one_act_that_can_be_undone(check):
    client, page = check
    assert text(send(client, page, "refill", reason="")).startswith("Error:")
    assert Pair.objects.get().recipient_level == "undergraduate"
    send(client, page, "refill", reason="补录早年名单")
    pair = Pair.objects.get()
    assert (pair.recipient_level, pair.recipient_ownership) == ("junior_college", "private")
    assert pair.recipient_name == RECIPIENTS[0], "a printed name is never rewritten"
    assert pair.history.first().history_change_reason == "补录早年名单"
    Act.objects.get(kind="facts_anew").undo(pair.history.first().history_user, "错了")
    pair.refresh_from_db()
    assert pair.recipient_level == "undergraduate"


def test_what_is_not_known_now_takes_nothing_away(check):
    client, page = check
    University.objects.update(tier="unknown", authority="")
    send(client, page, "refill", reason="x")
    assert Pair.objects.get().supporter_tier == "central_moe"
