"""Every address times everybody times every method, with something real in every state: no cell is unexpected."""

import logging
import re

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from accounts.models import BrowserSession, Membership
from activities.activities import workflow as activities
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import Agreement
from core.audit.models import AUDIT_TABLES
from core.models import Lock
from oversight.bulletins import workflow as bulletins
from oversight.inspections.workflow import findings, inspections, rounds
from oversight.notes import workflow as notes
from oversight.practices import workflow as practices
from pairing_portal.middleware import is_data
from pairs.pairs import publication_workflow as publications
from tests.conftest import made_once
from tests.support.access import MATRIX, PRINCIPALS, SIGN_IN, TABLE, answers_of_table, lookup, transitions
from tests.support.assertions.walks import statements_that_write, undrawn
from tests.support.factories.everything import WHY, Everything

from .test_access import NAMES, path_of, told

# Who may what is asked of Python, and the same on each database; what is written there the tests of features try.
pytestmark = pytest.mark.one_database

CLOSED = {SIGN_IN, 403, 404, 410}
TAKEN = {200, 302, 409}  # the form with what is wrong, on to the next page, or both texts side by side
EMPTY_FORM = {"csrfmiddlewaretoken": "none"}
IN_MATRIX = {(method, name) for method, name, sample, _cells in MATRIX if "?" not in sample}
READERS = {"GET": {}, "FRAGMENT": {"HTTP_HX_REQUEST": "true"}}  # the page, and its part as scripts ask for it
SOME = ("anonymous", "recipient", "editor")  # enough where nobody is asked who they are
# Where no record is concerned, one coordinator and one officer stand for all of them.
KINDS = ("anonymous", "gone", "recipient", "hubei", "inspector", "editor")
OTHERS = [name for name in NAMES if lookup(name) and ("GET", name) not in IN_MATRIX and name != "desk_activity_step"]
WITH_PARTS = ("gone", "recipient", "hubei")  # everybody else is asked for every address in test_access
# The admin's forms that are shown to some only to be read.
READ_BY_SOME = {name for name in NAMES if name.startswith("admin:") and name.endswith("_change")}
READ_BY_SOME |= {"admin:core_job_progress", "admin:pairs_listimport_log", "admin:pairs_university_register_preview"}
# Words in the samples that are no sample: names of transitions and lists, and codes.
WORDS = {"accept", "return", "discard", "amend", "document", "remove", "withdraw", "reopen", "answer", "close"}
WORDS |= {
    "compute",
    "publish",
    "to_confirm",
    "nothing",
    "csv",
    "fair",
    "posts",
    "stated",
    "trial",
    "stop",
    "start",
    "allow",
    "coordinators",
}
ACTING = ("recipient", "supporter", "editor")


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Everything and everybody, made once for all tests of this file."""

    def make():
        world = Everything()
        return world, world.visitors()

    yield from made_once(django_db_blocker, make)


@pytest.fixture
def world(stage, db):
    return stage[0]


@pytest.fixture
def visitors(stage, db):
    return stage[1]


@pytest.fixture(scope="module", autouse=True)
def quiet():
    """Thousands are refused here, and telling the log why takes as long as refusing them."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def status_only():
    """Pages are not drawn: here it is asked who may open them, not what stands in them."""
    with undrawn():
        yield


def rows(of_method):
    return [(name, sample, cells) for method, name, sample, cells in MATRIX if method == of_method]


def stored():
    """All that the database holds, but for locks, which count who asks, the audit log, and sessions.

    Text of those who have to sign in first waits in these.
    """
    aside = {BrowserSession._meta.db_table, Lock._meta.db_table, *AUDIT_TABLES}
    models = [model for model in apps.get_models() if model._meta.db_table not in aside]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def taken_back(ask, path, *sent):
    """What is answered, as if it had never been asked."""
    with transaction.atomic():
        answer = told(ask(path, *sent))
        transaction.set_rollback(True)
    return answer


def only_wrong(found):
    """The lines of a walk in which something was found."""
    return {row: wrong for row, wrong in found.items() if wrong}


def unexpected(answered, expected):
    """Whose answers are not those of the table, as {who: (answered, expected)}."""
    return {who: (answer, expected[who]) for who, answer in answered.items() if answer != expected[who]}


def form_of(world, name, sample):
    """An empty form; a merge is decided by its button, and of an agreement the edition that was shown is named."""
    pair = world.samples.get(sample.partition("/")[0])
    if name == "desk_merge":
        return EMPTY_FORM | {"accept": ""}
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
    named = {word for _method, _name, sample, _cells in MATRIX for word in sample.split("/") if word.isidentifier()}
    assert {name for _method, name in IN_MATRIX} <= set(NAMES)
    assert named - WORDS <= set(world.samples)
    assert {state for _record, state, *_rest in transitions()} <= set(world.samples)


def test_somebody_of_every_role_is_asked(world):
    asked = [world.people[name] for name in PRINCIPALS if name in world.people]
    assert {role for person in asked for role in person.roles} == {*Membership.Role.values}


def test_the_table_is_as_large_as_it_is_said_to_be():
    """Each of its cells is asked below: those of readers in test_reading, those of writers in test_writing."""
    assert sum(len(cells) for _method, _name, _sample, cells in MATRIX) >= 3_000


def test_reading(world, visitors, status_only):
    """Whatever is read, and by whomever, nothing is written."""
    found, wrote = {}, {}
    for way, headers in READERS.items():
        for name, sample, cells in rows(way):
            path, answered = world.path(name, sample), {}
            for who in PRINCIPALS:
                with statements_that_write() as wrote[way, name, sample, who]:
                    answered[who] = told(visitors[who].get(path, **headers))
            found[way, name, sample] = unexpected(answered, cells)
    assert only_wrong(found) == {}
    assert only_wrong(wrote) == {}


@pytest.mark.parametrize("who", ["other", "replaced", "jiangsu"])
def test_what_is_closed_is_to_the_last_byte_what_is_not_there(world, visitors, who):
    """Asked of each address by who has no part in the first pair, of one of each beginning by others."""
    nothing, found, compared, visitor = {}, [], 0, visitors[who]
    for name, sample, cells in rows("GET"):
        path = world.path(name, sample)
        nowhere = re.sub(r"(?<=/)\d+(?=/|-\d+/)", "999999", path)
        if cells[who] == 404 and path != nowhere:
            asked = nowhere if who == "other" else name
            if asked not in nothing:
                nothing[asked] = whole(visitor.get(nowhere), nowhere)
                found += [path] if whole(visitor.get(path), path) != nothing[asked] else []
                compared += 1
    assert found == []
    assert compared > 20


def whole(response, path):
    """All that is sent, with its own address blotted out; each answer has a number and a tag of its own."""
    own = ("ETag", "Content-Length", "X-Request-ID")
    headers = {name: value for name, value in response.items() if name not in own}
    return response.status_code, headers, response.content.replace(path.encode(), b"...")


def test_reading_all_other_addresses(world, visitors, status_only):
    found, wrote = {}, {}
    for name in OTHERS:
        path = path_of(name, lookup(name).kwargs)
        people = ["recipient"] if lookup(name).public else WITH_PARTS
        with statements_that_write() as wrote[name]:
            answered = {who: told(visitors[who].get(path)) for who in people}
        found[name] = unexpected(answered, answers_of_table(name))
    assert only_wrong(found) == {}
    assert only_wrong(wrote) == {}


def test_writing(world, visitors, status_only):
    """Who may is led on or told what is missing; whoever may not leaves everything as it was."""
    found, before = {}, stored()
    for name, sample, cells in rows("POST"):
        path, form, answered = world.path(name, sample), form_of(world, name, sample), {}
        for who, expected in cells.items():
            answered[who] = sent(visitors[who], path, form, expected in TAKEN)
        found[name, sample] = unexpected(answered, cells)
    assert only_wrong(found) == {}
    assert stored() == before


def sent(visitor, path, form, may):
    """The answer to a form; what those do who may is taken back."""
    return taken_back(visitor.post, path, form) if may else told(visitor.post(path, form))


def test_writing_to_all_other_addresses(world, visitors, status_only):
    """What is closed to readers is closed to writers, and pages that are only read refuse all forms."""
    found, before = {}, stored()
    for name in (name for name in OTHERS if ("POST", name) not in IN_MATRIX):
        path, doors, answered = path_of(name, lookup(name).kwargs), answers_of_table(name), {}
        for who in KINDS:
            may = to_a_form(name, who, doors[who])
            answer = sent(visitors[who], path, EMPTY_FORM, bool(may & TAKEN))
            answered[who] = may if answer in may else answer
        found[name] = unexpected(answered, {who: to_a_form(name, who, doors[who]) for who in KINDS})
    assert only_wrong(found) == {}
    assert stored() == before


def to_a_form(name, who, door):
    """What an address may answer to an empty form, where it answers `door` to a reader."""
    post = lookup(name).post
    if door in CLOSED or not post:
        return {door} if post else {405, door} - {200, 302}
    read_only = {403} if name in READ_BY_SOME and who != "editor" else set()
    if door == 302:  # on, or there is a record here that the published data have not
        return {302, post} | read_only
    return read_only or {post}


# The table of each kind of record, the address that says who reads it, and those of the transitions of their own.
WORKFLOWS = {"activity": activities.WORKFLOW, "agreement": agreements.WORKFLOW, "snapshot": employment.WORKFLOW}
WORKFLOWS |= {"bulletin": bulletins.WORKFLOW, "note": notes.WORKFLOW, "practice": practices.WORKFLOW}
WORKFLOWS |= {"round": rounds.WORKFLOW, "inspection": inspections.WORKFLOW, "finding": findings.WORKFLOW}
WORKFLOWS |= {"request": publications.WORKFLOW}
READ_AT = {"activity": "desk_activity", "agreement": "desk_agreement", "snapshot": "desk_snapshot"}
SNAPSHOTS = {"revise": "desk_snapshot", "release": "desk_snapshot_release"}


def step_of(record, sample, transition):
    """The address of a transition, and what its form says but for the reason."""
    if record == "activity":
        return reverse("desk_activity_step", args=[sample.pk, transition]), {}
    if record == "snapshot":
        return reverse(SNAPSHOTS[transition], args=[sample.pk]), {}
    form = {"edition": sample.pk, "version": sample.version, "side": "supporter"}  # the ministry names one
    return reverse("desk_agreement_step", args=[sample.pair.address, transition]), form


def readers_of(record, state):
    """What everybody is answered who reads the record; an agreement is read where its pair's is."""
    state = "pair" if record == "agreement" else state
    return next(cells for name, sample, cells in rows("GET") if (name, sample) == (READ_AT[record], state))


def test_the_transitions_of_a_record(world, visitors, status_only):
    """Offered to those who may take them, and refused to all others whatever they send."""
    found, before = {}, stored()
    for record, state, transition, may, have in (row for row in transitions() if row[0] in READ_AT):
        path, form = step_of(record, world.samples[state], transition)
        readers, wrong = readers_of(record, state), {}
        for who in ACTING if may and record == "activity" else ():
            wrong[who, "GET"] = (told(visitors[who].get(path)) == 200) != (who in may)
        for who in (*ACTING, "inspector", "hubei", "other") if may or have else ("recipient", "editor"):
            refused = 302 if who in have else 404 if readers[who] == 404 else 403
            led_on = who in may or who in have
            answered = sent(visitors[who], path, form | {"reason": "" if led_on else WHY}, led_on)
            wrong[who, "POST"] = answered != may.get(who, refused)
        found[record, state, transition] = [asked for asked, is_wrong in wrong.items() if is_wrong]
    assert only_wrong(found) == {}
    assert stored() == before


def test_the_tables_of_transitions_open_what_the_matrix_says(world):
    """To everybody who signs in: what no cell of theirs says is closed."""
    found, people = {}, {who: by for who, by in world.people.items() if who != "gone"}
    for record, state, transition, may, _have in transitions():
        sample = type(world.samples[state]).objects.get(pk=world.samples[state].pk)
        opened = {who for who, by in people.items() if transition in WORKFLOWS[record].open_to(sample, by)}
        found[record, state, transition] = opened ^ set(may)
    assert only_wrong(found) == {}


def test_the_head_of_a_page_is_closed_where_the_page_is(world, visitors, status_only):
    """Once for each address; it is the same code that answers."""
    first = {name: (sample, cells) for name, sample, cells in reversed(rows("GET"))}
    found, wrote = {}, {}
    for name, (sample, cells) in first.items():
        path = world.path(name, sample)
        with statements_that_write() as wrote[name, sample]:
            answered = {who: told(visitors[who].head(path)) for who in ("anonymous", "recipient", "other")}
        found[name, sample] = unexpected(answered, cells)
    assert only_wrong(found) == {}
    assert only_wrong(wrote) == {}


def test_other_methods_are_refused_everywhere_before_anybody_is_asked_who_they_are(world, visitors, status_only):
    paths = [path_of(name, lookup(name).kwargs) for name in OTHERS]
    paths += {world.path(name, sample) for _method, name, sample, _cells in MATRIX}
    answered = {
        (method, path, getattr(visitors[who], method)(path).status_code)
        for method in ("put", "patch", "delete", "options", "trace")
        for path in paths
        for who in SOME
    }
    others = {told for told in answered if told[2] != 405}
    # Scripts of other sites ask the API, files and feeds what they may before they read them.
    assert {(method, status) for method, _path, status in others} == {("options", 204)}
    assert all(is_data(path) for _method, path, _status in others)
