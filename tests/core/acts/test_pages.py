"""The pages of operations: what was done, what stands in the way, and undoing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from core.acts.models import Act
from core.acts.recording import recording
from pairs.models import Pair
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import text

pytestmark = pytest.mark.one_database


@pytest.fixture
def person(db):
    return a_person("ed", Membership.Role.EDITOR, name="Ed Itor")


@pytest.fixture
def client(person):
    return a_client(person)


@pytest.fixture
def done(pairs, person):
    Pair.objects.all().record_for_all("docked", on="2026-03-09", source="通报", by=person, reason="部通报")
    return Act.objects.get()


def test_the_list_says_who_when_why_and_how_many(client, done):
    shown = text(client.get("/en/admin/core/act/"))
    for part in ["Milestone recorded for many pairs", "已完成对接 · 2 对", "Ed Itor", "部通报", "created 2"]:
        assert part in shown


def test_a_page_shows_each_record_and_what_it_belongs_to(client, done):
    shown = text(client.get(f"/en/admin/core/act/{done.pk}/change/"))
    assert "湖北甲学院 ← 江苏子大学" in shown and "Undo" in shown


def test_a_changed_field_stands_there_before_and_after(client, pairs, person, kind):
    with recording("test", "x", person, "x", watch=[Pair.objects.all()]) as act:
        Pair.objects.filter(pk=pairs[0].pk).update(supporter=pairs[1].supporter)
    shown = text(client.get(f"/en/admin/core/act/{act.pk}/change/"))
    assert "江苏子大学" in shown and "江苏丑大学" in shown


def test_undoing_asks_why_and_then_does_it(client, done):
    where = f"/en/admin/core/act/{done.pk}/undo/"
    assert "Fill this in" in text(client.post(where, {"reason": " "}))
    assert Pair.objects.first().milestones.exists()
    answer = client.post(where, {"reason": "日期有误"}, follow=True)
    assert "everything is as it was before" in text(answer) and "日期有误" in text(answer)
    assert not Pair.objects.first().milestones.exists()
    assert "undone already" in text(client.post(where, {"reason": "twice"}, follow=True))


def test_what_stands_in_the_way_is_listed_with_links_and_nothing_is_undone(client, done, pairs):
    milestone = pairs[0].milestones.get()
    milestone.source = "更正"
    milestone.save()
    answer = client.post(f"/en/admin/core/act/{done.pk}/undo/", {"reason": "x"})
    assert "changed since" in text(answer)
    assert Pair.objects.get(pk=pairs[1].pk).milestones.exists()


def test_inspectors_read_and_undo_nothing(done):
    inspector = a_client(a_person("ins", Membership.Role.INSPECTOR))
    assert inspector.get(f"/admin/core/act/{done.pk}/change/").status_code == 200
    assert inspector.post(f"/admin/core/act/{done.pk}/undo/", {"reason": "x"}).status_code == 403


def test_a_page_asks_the_same_number_of_queries_for_many_rows(client, done, batch, schools, person):
    few = queries(client, done)
    for number, (here, there) in enumerate([("湖北丙学院", "江苏寅大学"), ("湖北丁学院", "江苏卯大学")], 3):
        Pair.objects.create(batch=batch, serial=number, recipient=schools[here], supporter=schools[there])
    Pair.objects.all().record_for_all("ended", on="2026-03-09", source="通报", by=person, reason="x")
    assert queries(client, Act.objects.first()) == few


def queries(client, act):
    """How many queries the page of `act` and the page that undoes it ask; nothing is remembered from before."""
    client.get("/admin/core/act/")
    found = []
    for page in ("change", "undo"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/admin/core/act/{act.pk}/{page}/")
        found.append(len(asked))
    return found
