"""Every address stands in the access table, and answers everybody as the table says."""

import datetime

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import get_resolver, reverse

from accounts.models import Membership
from core.acts import deletion
from pairing_portal.middleware import page_above
from pairs.class_lists import plan as class_lists
from pairs.lists import workflow
from tests.conftest import a_client, a_person, made_once
from tests.support.access import SIGN_IN, TABLE, UNNAMED, VISITORS, lookup
from tests.support.assertions.walks import statements_that_write
from tests.support.factories.everything import Visitor

Role = Membership.Role


def addresses(patterns, namespace=""):
    """The name of every address with the pattern it stands for, the admin's included."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield (namespace + pattern.name if pattern.name else None), str(pattern.pattern)


ADDRESSES = list(addresses(get_resolver().url_patterns))
NAMES = sorted({name for name, _pattern in ADDRESSES if name})


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_way_back_from_an_address_that_only_takes_a_form_leads_to_a_page(prefix):
    """Also where nothing stands one step above it."""
    ways = {"/desk/waiting/5/": "/desk/", "/desk/pairs/2-11/periods/2026-11-01/": "/desk/pairs/2-11/"}
    ways |= {"/desk/news/read/": "/desk/news/"}
    for path, page in ways.items():
        assert page_above(prefix + path) == prefix + page
    assert page_above("/nowhere/at/all/") == "/"


def test_every_address_is_in_the_table():
    assert [name for name in NAMES if lookup(name) is None] == []
    assert {pattern for name, pattern in ADDRESSES if name is None} <= UNNAMED


def test_the_table_names_no_address_that_is_gone():
    assert [name for name in TABLE if name not in NAMES] == []


def test_an_address_nobody_thought_about_is_noticed():
    assert lookup("secret_room") is None
    assert lookup("admin:pairs_pair_everything") is None


A_LIST = "序号,受援高校,支援高校\n1,没有这所大学,也没有这所大学\n"
A_REGISTER = "截至2026年6月1日\n序号,学校名称,学校标识码,主管部门,所在地,办学层次,备注\n"


@pytest.fixture(scope="module")
def visitors_once(published_once, django_db_blocker):
    yield from made_once(django_db_blocker, make_visitors)


def make_visitors():
    """Who may come; the editor has read a list and a register, not yet confirmed, and recorded a milestone."""
    editor = a_person("ed", Role.EDITOR)
    batch = apps.get_model("pairs.Batch").objects.get(number=2)
    workflow.preview(batch, A_LIST.encode(), "list.csv", owner=editor)
    decision = {"printed": "没有这所大学", "key": "没有这所大学"}
    apps.get_model("pairs.NameDecision").objects.create(university=batch.pairs.first().supporter, **decision)
    apps.get_model("pairs.RegisterImport").objects.preview(A_REGISTER.encode(), "register.csv", owner=editor)
    about = {"title": "样例", "as_of": datetime.date(2025, 6, 1), "source": "tests"}
    class_lists.preview(batch.pairs.first().recipient.name, "", editor, **about)
    apps.get_model("core.Job").objects.ask("sample", editor, "sample")
    proof = {"rows": 1, "tables": 1, "files": 0}
    apps.get_model("core.Backup").objects.create(file_name="a.backup", size=1, seconds=1, proof=proof)
    sheet = {"university": batch.pairs.first().recipient, "owner": a_person("own"), "file_hash": "0" * 64}
    apps.get_model("activities.Sheet").objects.create(**sheet)
    batch.pairs.filter(serial=1).record_for_all("ended", on="2026-01-05", source="sample", by=editor)
    spare = apps.get_model("pairs.Action").objects.create(slug="spare", name="样例")
    deletion.delete([spare], editor, "sample")
    people = {
        "passer_by": a_person("pat"),
        "former_editor": a_person("fay", Role.EDITOR, until=-1),
        "inspector": a_person("ins", Role.INSPECTOR),
        "editor": editor,
    }
    return {"anonymous": Visitor()} | {name: Visitor(a_client(person).cookies) for name, person in people.items()}


@pytest.fixture
def everyone(visitors_once, db):
    return visitors_once


def sample(value):
    """A record's key where the table names a model, the value itself otherwise."""
    if not isinstance(value, str) or not value.partition(".")[2].isalpha():
        return value
    return apps.get_model(value)._base_manager.order_by("pk").last().pk


def path_of(name, kwargs):
    found = {key: sample(value) for key, value in kwargs.items()}
    if "content_type_id" in found:
        found["content_type_id"] = ContentType.objects.get_for_model(apps.get_model(kwargs["content_type_id"])).pk
    return reverse(name, kwargs=found)


def told(response):
    """The status of an answer, or that it leads to the sign-in page."""
    sign_in = reverse("account_login") + "?next="
    led_there = response.status_code == 302 and response["Location"].startswith(sign_in)
    return SIGN_IN if led_there else response.status_code


@pytest.mark.parametrize("name", [name for name in NAMES if lookup(name)])
def test_everybody_is_answered_as_the_table_says(name, everyone):
    """Public pages do not ask who is there (tests/public/test_public_pages.py): two of them stand for everybody.

    On PostgreSQL the editor stands for all: who may come is no matter of the database, that each page opens is.
    """
    address = lookup(name)
    path, people = path_of(name, address.kwargs), ("anonymous", "editor") if address.public else VISITORS
    people = ("editor",) if connection.vendor == "postgresql" else people
    with statements_that_write() as statements:
        assert {who: told(everyone[who].get(path)) for who in people} == {who: address.who[who] for who in people}
    assert statements == []
    assert not address.public or len(set(address.who.values())) == 1


@pytest.mark.one_database
@pytest.mark.parametrize("name", [name for name in NAMES if lookup(name) and not lookup(name).post])
def test_pages_that_are_only_read_refuse_forms(name, everyone):
    path = path_of(name, lookup(name).kwargs)
    assert everyone["editor"].post(path).status_code == 405


def test_what_is_nowhere_is_the_same_as_what_is_closed(everyone):
    """A person without a post cannot tell a record that is there from one that is not."""
    there = sample("pairs.pair")
    for who in ("passer_by", "former_editor"):
        closed, nowhere = (everyone[who].get(f"/admin/pairs/pair/{pk}/change/") for pk in (there, there + 1))
        assert (closed.status_code, nowhere.status_code) == (404, 404)
        assert page_of(closed, there) == page_of(nowhere, there + 1)


def page_of(response, pk):
    return response.content.decode().replace(f"/{pk}/", "/…/")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_strangers_are_led_to_sign_in_in_their_language_and_back(client, db, prefix):
    response = client.get(f"{prefix}/admin/pairs/pair/?q=x")
    assert response["Location"] == f"{prefix}/accounts/login/?next={prefix}/admin/pairs/pair/%3Fq%3Dx"


def writes_a_record(name):
    model, _underscore, page = name.removeprefix("admin:").rpartition("_")
    return name.startswith("admin:") and "_" in model and page in ("add", "change", "delete")


@pytest.mark.one_database
@pytest.mark.parametrize("name", [name for name in NAMES if writes_a_record(name)])
def test_inspectors_write_nothing_through_forms_they_do_not_see(name, everyone):
    address = path_of(name, lookup(name).kwargs)
    answer = everyone["inspector"].post(address, {"post": "yes", "reason": "none"})
    assert answer.status_code in (302, 403)
    assert not LogEntry.objects.exists()
