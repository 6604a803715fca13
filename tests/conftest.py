"""The cast, and the published data."""

import datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User

PASSWORD = "right horse, right battery"
ROOMS = ("pairs", "activities", "oversight")


def a_person(username, role=None, since=-30, until=None, university=None, province="", **fields):
    """Somebody who can sign in; `since` and `until` of the post are days from today."""
    user = User.objects.create_user(username, f"{username}@example.edu.cn", PASSWORD, **fields)
    if role:
        today = timezone.localdate()
        last = None if until is None else today + datetime.timedelta(days=until)
        where = {"university": university, "province": province}
        first = today + datetime.timedelta(days=since)
        Membership.objects.create(user=user, role=role, since=first, until=last, **where)
    return user


def a_client(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(db):
    """Holds the post of an editor at the ministry."""
    return a_person("ed", Membership.Role.EDITOR, name="Ed Itor")


@pytest.fixture
def inspector(db):
    """Holds the post of an inspector: sees the desk, changes nothing."""
    return a_person("ins", Membership.Role.INSPECTOR, name="Ins Pector")


@pytest.fixture
def passer_by(db):
    """Can sign in but holds no post."""
    return a_person("pat", name="Pat Passer-By")


@pytest.fixture
def former_editor(db):
    """Was an editor until yesterday."""
    return a_person("fay", Membership.Role.EDITOR, until=-1, name="Fay Former")


@pytest.fixture
def editor_client(editor):
    return a_client(editor)


@pytest.fixture
def inspector_client(inspector):
    return a_client(inspector)


@pytest.fixture
def passer_by_client(passer_by):
    return a_client(passer_by)


@pytest.fixture
def former_editor_client(former_editor):
    return a_client(former_editor)


@pytest.fixture(scope="session")
def published_rows():
    """The published data as rows, empty until the first test that wants them has loaded them."""
    return {}


@pytest.fixture
def published(db, published_rows):
    """The real published lists and facts are loaded: by the command once, then from memory."""
    if published_rows:
        put_back(published_rows)
    else:
        call_command("load_published", verbosity=0)
        published_rows.update({model: list(model._base_manager.order_by("pk")) for model in published_models()})


def published_models():
    """Every table of the rooms that hold published data, the history included, in an order that can be filled."""
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def put_back(rows):
    """Insert the rows with their keys, and let PostgreSQL count on from there."""
    with connection.constraint_checks_disabled():
        for model, objects in rows.items():
            model._base_manager.bulk_create(objects)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)
