"""Every form that is shown, sent with what it does not offer: keys of others' records, and columns it does not show.

The keys of each table are those of no other, so that a number in a form says whose it is. Each form is filled in and
sent as a browser would, and what it did is taken back.
"""

import re
from functools import partial

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse
from django.utils import timezone

from pairs.models import Pair
from tests.conftest import made_once
from tests.support.access import MATRIX, lookup
from tests.support.assertions.page_forms import forms_on
from tests.support.assertions.walks import effect
from tests.support.factories.another_pair import STEP, another_pair, keys_apart
from tests.support.factories.everything import PDF, Everything

from .test_access import NAMES, path_of

pytestmark = pytest.mark.one_database

WHO = ("recipient", "hubei", "inspector", "editor")
# What the admin writes a record with, adds one with, and takes files and pastes by.
WRITTEN = re.compile("admin:.*(_change|_add|_batch_list|_from_notice|_register|_class_lists)")
ADDRESS = re.compile(r"\d{1,2}-\d{1,2}(-\d+)?")
NUMBERED = re.compile(r"(?<=-)\d{4,6}$")
TYPED = ("text", "textarea", "date", "search")
WORDS = "填写的内容"
ASKED_FOR = ("title", "raw_title", "reason", "name")


class Stage:
    """The world, records of another pair by model, and the forms that each of WHO is shown."""

    def __init__(self):
        self.models = keys_apart()
        self.world = Everything()
        self.others = another_pair(self.world)
        self.visitors = self.world.visitors()
        self.forms = list(self.forms_shown())

    def pages(self, who):
        """The pages of the desk about samples that are open to `who`, and those of the admin that write a record."""
        for method, name, sample, cells in MATRIX:
            if method == "GET" and cells[who] == 200 and name.startswith(("desk", "people")):
                yield self.world.path(name, sample)
        for name in (name for name in NAMES if WRITTEN.fullmatch(name) and who == "editor"):
            try:
                yield path_of(name, lookup(name).kwargs)
            except AttributeError:  # the table is empty
                continue

    def forms_shown(self):
        """(who, form) for each form of an address once, as the first of WHO is shown it."""
        seen = set()
        for who, path in ((one, path) for one in WHO for path in self.pages(one)):
            response = self.visitors[who].get(path)
            for form in forms_on(response, path) if response.status_code == 200 and is_page(response) else ():
                kind = re.sub(r"\d+", "0", form.address), tuple(re.sub(r"\d+", "0", name) for name in form.controls)
                if kind not in seen:
                    seen.add(kind)
                    yield who, form

    def model_of(self, key):
        """The model whose keys are such as this text; None where it is no key."""
        return self.models.get(int(key) // STEP) if key.isdigit() else None

    def not_offered(self, form, values):
        """Keys and addresses of others, and of what is nowhere in the form, for a control with these values."""
        pair, offered = self.others[Pair][0], {value for _kind, values in form.controls.values() for value in values}
        offered |= {key[0] for key in map(NUMBERED.search, form.controls) if key}
        found = [pair.address] if any(map(ADDRESS.fullmatch, values)) else []
        for model in dict.fromkeys(filter(None, map(self.model_of, values))):
            left = model._base_manager.exclude(pk__in=filter(str.isdigit, offered)).values_list("pk", flat=True)
            found += [str(record.pk) for record in self.others.get(model, ())] or [str(key) for key in left[:1]]
        return [value for value in found if value not in offered]


def is_page(response):
    return response["Content-Type"].startswith("text/html")


@pytest.fixture(scope="module")
def stage_once(django_db_setup, django_db_blocker):
    with time_machine.travel(timezone.now(), tick=False):
        yield from made_once(django_db_blocker, Stage)


@pytest.fixture
def stage(stage_once, db):
    return stage_once


def filled(form, more):
    """What a browser sends: words where a title, a reason or a text is missing, a file wherever one may be chosen."""
    buttons = [(name, values[:1]) for name, (kind, values) in form.controls.items() if kind == "button"]
    asked = [name for name, (kind, _values) in form.controls.items() if kind == "textarea" or name in ASKED_FOR]
    empty = [name for name in asked if not any(form.sent.get(name, ""))]
    files = {name: [SimpleUploadedFile("c.pdf", PDF)] for name in form.files}
    return form.sent | dict.fromkeys(empty, [WORDS]) | dict(buttons[:1]) | files | more


def alone_and_mixed(form, stage):
    """(control, what is sent in its place): each key that is not offered, alone and beside what was chosen."""
    for name, (kind, values) in form.controls.items():
        if kind in TYPED or name.startswith("initial-") or "__prefix__" in name:  # what was shown, and no row
            continue
        for value in stage.not_offered(form, values):
            yield name, {name: [value]}
            if form.sent.get(name):
                yield name, {name: [*form.sent[name], value]}


def named_by_key(form, stage):
    """The same for controls that have a key in their name: those of another record, beside what is sent."""
    for name in form.controls:
        if key := NUMBERED.search(name):
            for other in stage.not_offered(form, [key[0]]):
                yield name, {name.replace(key[0], other): form.sent.get(name, ["1"])}


def test_keys_of_others_and_what_is_not_offered_change_nothing(stage):
    """In hidden fields, choices, lists and names of fields: nothing of others changes, and nothing hangs on it."""
    theirs = {record.pk for records in stage.others.values() for record in records}
    found, tried = [], 0
    for who, form in stage.forms:
        post = partial(stage.visitors[who].post, form.address)
        for name, sent in (*alone_and_mixed(form, stage), *named_by_key(form, stage)):
            _answer, rows = effect(partial(post, filled(form, sent)))
            alone = sent.get(name, ()) and len(sent[name]) == 1
            wrong = rows if alone else {row for row in rows if theirs & set(row[1])}
            found += [(who, form.address, sent)] if wrong else []
            tried += 1
    assert found == []
    assert tried > 100


def test_who_only_reads_takes_no_action_of_the_admin(stage):
    """Each action that an editor is offered on a list, sent by an inspector with all its records, changes nothing."""
    found, tried = [], 0
    for path in map(reverse, (name for name in NAMES if re.fullmatch("admin:.*_changelist", name))):
        actions, keys = actions_on(stage.visitors["editor"].get(path), path)
        for action in actions:
            sent = {"action": action, "_selected_action": keys, "post": "yes", "reason": WORDS}
            _answer, rows = effect(partial(stage.visitors["inspector"].post, path, sent))
            found += [(path, action)] if rows else []
            tried += 1
    assert found == []
    assert tried > 10


def actions_on(response, path):
    """The names of the actions of a list, and the keys of its rows."""
    controls = {name: values for form in forms_on(response, path) for name, (_kind, values) in form.controls.items()}
    return [name for name in controls.get("action", []) if name], controls.get("_selected_action", [])


def columns_of(tables):
    """{name: what might be sent for it} for every column of these tables."""
    written = [model for model in apps.get_models() if model._meta.db_table in tables]
    found = {}
    for column in (column for model in written for column in model._meta.local_fields):
        for name in (column.name, column.attname):
            found.setdefault(name, []).append(sample_of(column))
    return found


def place_of(control):
    """What stands before the name of a column in a form of several rows."""
    row = re.match(r".*-\d+-", control)
    return row[0] if row else ""


def sample_of(column):
    """What somebody would send who wants to set a column."""
    if column.is_relation:
        return str(column.related_model._base_manager.values_list("pk", flat=True).last() or 1)
    if column.choices:
        return str(column.flatchoices[-1][0])
    samples = {models.BooleanField: "on", models.DateTimeField: "2001-02-03 04:05", models.DateField: "2001-02-03"}
    samples |= {models.IntegerField: "77", models.DecimalField: "77"}
    return next((sample for kind, sample in samples.items() if isinstance(column, kind)), WORDS[::-1])


def test_what_a_form_does_not_show_cannot_be_set(stage):
    """Sent with every column of the tables that it writes beside its own fields, a form does what it does without."""
    found, wrote = [], 0
    for who, form in stage.forms:
        post = partial(stage.visitors[who].post, form.address)
        plain, rows = effect(partial(post, filled(form, {})))
        columns, places = columns_of({table for table, _row in rows}), {"", *map(place_of, form.controls)}
        hidden = {place + name: values for place in places for name, values in columns.items()}
        hidden = {name: values for name, values in hidden.items() if name not in {*form.controls, *form.files}}
        answer, more = effect(partial(post, filled(form, hidden))) if rows else (plain, rows)
        if (plain.status_code, rows) != (answer.status_code, more):
            found.append((who, form.address, plain.status_code, answer.status_code, rows ^ more))
        wrote += bool(rows)
    assert found == []
    assert wrote > 40
