"""The ministry's first page: what runs, what is late, what is not public, what was done last, in few queries."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from pairing_portal.admin import GROUPS
from pairs.models import Batch
from tests.conftest import a_client, a_person
from tests.support.casts.several_actions import an_action, what_was_done
from tests.support.factories.activities import day

pytestmark = pytest.mark.django_db


def section(client, name):
    """The lines of a section of the first page."""
    page = html.fromstring(client.get("/en/admin/").text)
    (found,) = page.xpath(f"//section[@aria-labelledby='{name}']")
    return [" ".join(line.text_content().split()) for line in found.xpath(".//tbody/tr | .//li")]


def test_what_runs_has_the_days_that_are_left(editor_client):
    action = an_action("WEST", several=False)
    Batch.objects.update(ends=day(12))
    assert section(editor_client, "running")[0].endswith("12 days left 3")
    for ends, words in ((day(), "last day today"), (None, "no last day")):
        Batch.objects.update(ends=ends)
        assert words in section(editor_client, "running")[0]
    Batch.objects.update(starts=day(1))
    assert "begins in 1 day 3" in section(editor_client, "running")[0]
    action.batches.update(starts=day(-9), ends=day(-1))
    assert section(editor_client, "running") == []


def test_what_is_late_leads_to_the_board(editor_client):
    an_action("WEST")
    assert section(editor_client, "late")[2] == "Agreement not signed 3 pairs"
    page = html.fromstring(editor_client.get("/en/admin/").text)
    (address,) = page.xpath("//a[text()='Agreement not signed']/@href")
    assert editor_client.get(address).status_code == 200


def test_who_has_reported_nothing_for_longest_is_named(editor_client):
    action = an_action("WEST", several=False)
    Batch.objects.update(published_at=timezone.now() - timezone.timedelta(days=20), starts=day(-20))
    assert len(section(editor_client, "silent")) == action.batches.get().pairs.count() == 3
    assert section(editor_client, "silent")[0].endswith("20 days")


def test_the_ministry_sees_for_which_universities_nobody_speaks(editor_client):
    action = an_action("WEST")
    pair = action.batches.get().pairs.first()
    assert section(editor_client, "people")[1] == "Universities without a coordinator 6"
    a_person("cora", "coordinator", university=pair.recipient)
    a_person("gone", "coordinator", university=pair.supporter, until=-1)
    assert section(editor_client, "people")[1] == "Universities without a coordinator 5"


def test_an_inspector_begins_with_rounds_and_findings(inspector_client):
    assert section(inspector_client, "findings") == ["Overdue 0", "To be answered 0", "Answered, not closed yet 0"]
    assert section(inspector_client, "rounds") == ["No round is under way."]
    page = inspector_client.get("/en/admin/").text
    assert "To do" not in page and "/people/invite/" not in page


def test_tables_stand_in_groups_by_what_they_are_for(editor_client):
    named = {label for labels in GROUPS.values() for label in labels}
    assert named <= {model._meta.label_lower for model in admin.site._registry}
    page = html.fromstring(editor_client.get("/en/admin/").text)
    groups = [" ".join(found.text_content().split()) for found in page.xpath("//*[@class='groups']//h3")]
    assert groups[0] == "Lists and pairs" and {"Universities", "People and rights"} < set(groups)


@pytest.mark.parametrize("role", ["editor", "inspector"])
def test_it_asks_as_much_of_one_action_as_of_twenty(role, editor):
    client, action = a_client(a_person("mo", role)), an_action("A0")
    what_was_done(action, "A0", editor)
    few = queries(client)
    for number in range(1, 20):
        an_action(f"A{number}")
    assert queries(client) == few <= 60


def queries(client):
    client.get("/admin/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/")
    return len(asked)
