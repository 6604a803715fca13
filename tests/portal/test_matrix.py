"""Every address times everybody times every method, with something real in every state: no cell is unexpected."""

import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse

from activities.models import Agreement
from tests.access import FACES, MATRIX, SIGN_IN, STEPS, TABLE, answers_of_table, lookup, matrix, steps

from .everything import WHY, Everything
from .test_access import NAMES, path_of, told

CLOSED = {SIGN_IN, 403, 404, 410}
LED_ON = {200, 302, 409}  # the form with what is wrong, on to the next page, or both texts side by side
EMPTY_FORM = {"csrfmiddlewaretoken": "none"}
IN_MATRIX = {(method, name) for method, name, _sample, _cells in matrix()}
OTHERS = [name for name in NAMES if lookup(name) and ("GET", name) not in IN_MATRIX and name != "desk_activity_step"]
AGREEMENT_STEPS = {"accept", "return", "discard", "amend", "document", "remove"}
ACTING = ("recipient", "supporter", "editor")


@pytest.fixture
def world(db):
    return Everything()


@pytest.fixture
def visitors(world):
    return world.visitors()


def rows(of_method):
    return [(name, sample, cells) for method, name, sample, cells in matrix() if method == of_method]


def stored():
    """All that the database holds, apart from sessions: text of those who have to sign in first waits there."""
    models = [model for model in apps.get_models() if model is not Session]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def taken_back(ask, path, *sent):
    """What is answered, as if it had never been asked."""
    with transaction.atomic():
        answer = told(ask(path, *sent))
        transaction.set_rollback(True)
    return answer


def unexpected(answered, expected):
    """Whose answers are not those of the table, as {face: (answered, expected)}."""
    return {face: (answered[face], expected[face]) for face in answered if answered[face] != expected[face]}


def form_of(world, name, sample):
    """An empty form; a step of an agreement names the edition it was shown."""
    pair = world.samples.get(sample.partition("/")[0])
    if name != "desk_agreement_step":
        return EMPTY_FORM
    edition = Agreement.objects.of_pair(pair).first()
    return EMPTY_FORM | {"edition": edition.pk, "version": edition.version}


def test_every_address_of_the_desk_about_a_record_has_its_lines():
    about_one = [name for name in TABLE if TABLE[name].kwargs and not name.startswith("admin:")]
    of_desk = {name for name in about_one if reverse(name, kwargs=made_up(name)).startswith("/desk/")}
    assert of_desk - {name for _method, name in IN_MATRIX} == {"desk_activity_step"}


def made_up(name):
    return {key: value if key == "form" else 1 for key, value in TABLE[name].kwargs.items()}


def test_the_lines_name_addresses_samples_and_states_that_are_there(world):
    named = {word for _method, _name, sample, _cells in matrix() for word in sample.split("/") if word.isidentifier()}
    assert {name for _method, name in IN_MATRIX} <= set(NAMES)
    assert named - {"to_confirm", "nothing", *AGREEMENT_STEPS} <= set(world.samples)
    assert {state for state, *_rest in steps()} <= set(world.samples)


def test_reading(world, visitors):
    found = {}
    for name, sample, cells in rows("GET"):
        path = world.path(name, sample)
        found[name, sample] = unexpected({face: told(visitors[face].get(path)) for face in FACES}, cells)
    assert {row: wrong for row, wrong in found.items() if wrong} == {}


def test_reading_all_other_addresses(world, visitors):
    found = {}
    for name in OTHERS:
        path = path_of(name, lookup(name).kwargs)
        answered = {face: taken_back(visitors[face].get, path) for face in FACES}
        found[name] = unexpected(answered, answers_of_table(name))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_writing(world, visitors):
    """Who may is led on or told what is missing; whoever may not leaves everything as it was."""
    found, before = {}, stored()
    for name, sample, cells in rows("POST"):
        path, form = world.path(name, sample), form_of(world, name, sample)
        answered = {}
        for face, expected in cells.items():
            ask = visitors[face].post
            answered[face] = taken_back(ask, path, form) if expected in LED_ON else told(ask(path, form))
        found[name, sample] = unexpected(answered, cells)
        assert stored() == before, (name, sample)
    assert {row: wrong for row, wrong in found.items() if wrong} == {}


def test_writing_to_all_other_addresses(world, visitors):
    """What is closed to readers is closed to writers, and pages that are only read refuse all forms."""
    found, before = {}, stored()
    for name in OTHERS:
        path, doors = path_of(name, lookup(name).kwargs), answers_of_table(name)
        answered = {face: taken_back(visitors[face].post, path, EMPTY_FORM) for face in FACES}
        found[name] = {face: answer for face, answer in answered.items() if answer not in to_a_form(name, doors[face])}
    assert stored() == before
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def to_a_form(name, door):
    """What may be answered to a form by an address that answers `door` to a reader."""
    if ("POST", name) in IN_MATRIX or not lookup(name).posts:
        return {405, SIGN_IN}
    return {door} if door in CLOSED else LED_ON


def test_the_steps_of_an_entry(world, visitors):
    found = {}
    for state, step, may, have in steps():
        path = reverse("desk_activity_step", args=[world.samples[state].pk, step])
        answered = {face: told(visitors[face].get(path)) for face in ACTING}
        found[state, step] = {face: answer for face, answer in answered.items() if (answer == 200) != (face in may)}
    assert {cell: wrong for cell, wrong in found.items() if wrong} == {}


def test_taking_the_steps_of_an_entry(world, visitors):
    found, before = {}, stored()
    readers = {sample: cells for name, sample, cells in rows("GET") if name == "desk_activity"}
    for state, step, may, have in steps():
        path, answered, expected = reverse("desk_activity_step", args=[world.samples[state].pk, step]), {}, {}
        for face in (*ACTING, "inspector", "hubei", "other"):
            ask = visitors[face].post
            led_on = face in may | have
            answered[face] = taken_back(ask, path, EMPTY_FORM) if led_on else told(ask(path, {"reason": WHY}))
            expected[face] = LED_ON if led_on else {403 if readers[state][face] == 200 else 404}
        found[state, step] = {face: answer for face, answer in answered.items() if answer not in expected[face]}
    assert stored() == before
    assert {cell: wrong for cell, wrong in found.items() if wrong} == {}


def test_what_is_closed_is_the_same_as_what_is_not_there(world, visitors):
    """To the last byte, but for the address itself."""
    differing, compared = [], 0
    for name, sample, cells in rows("GET"):
        path = world.path(name, sample)
        nowhere = re.sub(r"(?<=/)\d+", lambda found: "9" * len(found[0]), path)
        for face in [face for face in FACES if cells[face] == 404]:
            closed, nothing = (whole(visitors[face].get(each), each) for each in (path, nowhere))
            compared += path != nowhere
            differing += [] if closed == nothing else [(name, sample, face)]
    assert differing == [] and compared


def whole(response, path):
    """All that is sent, with its own address blotted out."""
    headers = {name: value for name, value in response.items() if name not in ("ETag", "Content-Length")}
    return response.status_code, headers, response.content.replace(path.encode(), b"...")


def test_the_head_of_a_page_is_closed_where_the_page_is(world, visitors):
    found = {}
    for name, sample, cells in rows("GET"):
        path, open_to = world.path(name, sample), [face for face in FACES if cells[face] not in CLOSED]
        faces = [face for face in FACES if cells[face] in CLOSED] + open_to[-1:]
        found[name, sample] = unexpected({face: told(visitors[face].head(path)) for face in faces}, cells)
    assert {row: wrong for row, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused_everywhere_before_anybody_is_asked_who_they_are(world, visitors, method):
    paths = [path_of(name, lookup(name).kwargs) for name in OTHERS]
    paths += {world.path(name, sample) for _method, name, sample, _cells in matrix()}
    answered = {getattr(visitors[face], method)(path).status_code for path in paths for face in FACES}
    assert answered == {405}
