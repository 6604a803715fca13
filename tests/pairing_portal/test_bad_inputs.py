"""Bad inputs are refused on both databases with the same words, in the reader's language, where they were sent."""

import html
import logging

import pytest
from django.db import transaction

from tests.conftest import made_once
from tests.support.bad_inputs import BAD_INPUTS, DOORS, file_of
from tests.support.browser.desk_forms import token_in
from tests.support.factories.everything import Everything


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Everything and everybody, with a token for each form that asks for one."""

    def make():
        world = Everything()
        visitors = world.visitors()
        tokens = {
            name: token_in(visitors[door.who].get(door.of(world)[0])) for name, door in DOORS.items() if door.has_token
        }
        return world, visitors, tokens

    yield from made_once(django_db_blocker, make)


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def sent(stage, bad, prefix):
    """The status of the answer to a bad input, and the words of the page to which it leads; nothing is left of it."""
    with transaction.atomic():
        answer, page = answer_to(stage, bad, prefix)
        transaction.set_rollback(True)
    return answer.status_code, html.unescape(page)


def answer_to(stage, bad, prefix):
    world, visitors, tokens = stage
    if bad.door not in DOORS:
        answer = visitors[bad.door].get(bad.sent if bad.sent.startswith("/api/") else f"{prefix}{bad.sent}")
        return answer, answer.text
    door = DOORS[bad.door]
    path, facts = door.of(world)
    form = door.base | facts | bad.sent | ({"token": tokens[bad.door]} if door.has_token else {})
    form |= {name: file_of(form[name]) for name in ("file", "files") if name in form}
    answer = visitors[door.who].post(f"{prefix}{path}", form)
    page = visitors[door.who].get(answer["Location"]) if answer.status_code == 302 else answer
    return answer, page.text


@pytest.mark.parametrize("bad", BAD_INPUTS, ids=str)
def test_a_bad_input_is_refused_with_the_reason(bad, stage, db):
    status, page = sent(stage, bad, "")
    assert status == bad.status and bad.said in page
    if bad.said_en:
        status, page = sent(stage, bad, "/en")
        assert status == bad.status and bad.said_en in page


def test_there_are_many_of_them():
    assert len(BAD_INPUTS) >= 150 and sum(bool(bad.said_en) for bad in BAD_INPUTS) >= 25
