"""What is new as Atom feeds: feedparser takes them without complaint, entries keep their names, dates are their own."""

import datetime
import re

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from activities.activities import workflow
from activities.models import Activity
from oversight.bulletins.workflow import correct
from oversight.practices import workflow as practices
from public.feeds import NEWEST
from tests.support.factories.ministry_season import at, noon
from tests.support.factories.oversight import bulletins as a_bulletin_and_a_draft
from tests.support.factories.practices import RAW, proposed, published

FEEDS = ("activities", "bulletins", "practices")


def body(client, name, prefix=""):
    response = client.get(f"/feeds/{prefix}{name}.atom")
    assert response.status_code == 200 and response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return response.content


def read(client, name, prefix=""):
    feed = feedparser.parse(body(client, name, prefix))
    assert feed.bozo is False and feed.version == "atom10"
    assert feed.feed.id.startswith("tag:testserver,2020:") and feed.feed.updated and feed.feed.author
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    return feed


def only(client, name, prefix=""):
    (entry,) = read(client, name, prefix).entries
    return entry


def moment(text):
    return datetime.datetime.fromisoformat(text)


@pytest.mark.one_database
@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("prefix", ["", "en/"])
def test_it_is_whole_also_when_nothing_is_in_it(client, world, name, prefix):
    feed = read(client, name, prefix)
    assert feed.entries == [] and feed.feed.updated == "2020-01-01T00:00:00+00:00"
    assert feed.feed.language == ("en" if prefix else "zh-Hans")


def test_an_activity_tells_what_its_page_tells(client, world, rita):
    plan = world.planned(rita, title="化工 <专场> & 医药", place="大礼堂", title_en="Jobs in chemistry")
    entry = only(client, "activities")
    assert "化工" in entry.title and entry.id == f"tag:testserver,2020:/activities/{plan.pk}/"
    assert entry.link == f"http://testserver/activities/{plan.pk}/"
    assert "大礼堂" in entry.summary and "湖北甲学院" in entry.summary and "江苏子大学" in entry.summary
    assert moment(entry.published) == plan.public_since
    english = only(client, "activities", "en/")
    assert english.title == "Jobs in chemistry" and english.link == f"http://testserver/en/activities/{plan.pk}/"


def test_an_entry_keeps_its_name_and_is_dated_by_its_own_change(client, world, rita):
    plan, other = world.planned(rita), world.planned(rita)
    ago = timezone.now() - datetime.timedelta(days=2)
    Activity.history.filter(id=plan.pk).update(history_date=ago - datetime.timedelta(days=1))
    Activity.history.filter(id=other.pk).update(history_date=ago)
    before = read(client, "activities").entries
    assert [entry.link.split("/")[-2] for entry in before] == [str(other.pk), str(plan.pk)]
    workflow.cancel(plan, rita, "主讲人有事")
    after = read(client, "activities").entries
    assert [entry.id for entry in after] == [entry.id for entry in reversed(before)]
    assert moment(after[0].updated) > ago and after[1].updated == before[0].updated
    assert "主讲人有事" in after[0].summary


def test_a_day_that_passes_changes_nothing_in_it(client, world, rita):
    world.planned(rita)
    before = body(client, "activities")
    with at(noon(30)):
        assert body(client, "activities") == before


def test_a_bulletin_is_dated_by_its_last_correction(client, world, editor):
    world.ed = editor
    bulletin = a_bulletin_and_a_draft(world)["bulletin"]
    entry = only(client, "bulletins")
    assert "12个" in entry.summary and "更正" in entry.summary and entry.link.endswith(bulletin.get_absolute_url())
    with at(noon(1)):
        correct(bulletin, editor, "再次更正", "Another correction")
    after = only(client, "bulletins")
    assert after.id == entry.id and after.published == entry.published and moment(after.updated) > moment(entry.updated)


def test_nothing_that_is_not_public_comes_in(client, world, rita):
    world.submitted(rita)
    proposed(rita, world)
    assert read(client, "activities").entries == read(client, "practices").entries == []


def test_a_batch_that_is_not_public_any_more_takes_its_entries_along(client, world, rita, sam, editor):
    world.confirmed(rita, sam)
    published(rita, editor, world)
    assert only(client, "activities") and only(client, "practices")
    world.batch.published_at = None
    world.batch.save()
    assert read(client, "activities").entries == read(client, "practices").entries == []


def test_a_practice_is_told_in_its_edited_words_and_withdrawn_with_the_reason(client, world, rita, editor):
    practice = published(rita, editor, world)
    entry = only(client, "practices")
    assert entry.title == "联合值班" and "两校老师每周三晚联合值班" in entry.summary and RAW not in entry.summary
    practices.withdraw(practice, editor, "来源有误")
    after = only(client, "practices", "")
    assert after.id == entry.id and "来源有误" in after.summary and "两校老师" not in after.summary
    assert moment(after.updated) >= moment(entry.updated)


@pytest.mark.one_database
@pytest.mark.parametrize(("page", "name"), [*((f"/{name}/", name) for name in FEEDS), ("/data/", "activities")])
@pytest.mark.parametrize(("prefix", "feed"), [("", ""), ("/en", "en/")])
def test_its_page_leads_there_from_head_and_text(client, world, page, name, prefix, feed):
    said = client.get(prefix + page).content.decode()
    head, text = said.split("</head>")
    kind = r'<link rel="alternate" type="application/atom\+xml" title="[^"]+"'
    assert re.search(rf'{kind} href="/feeds/{feed}{name}.atom">', head)
    assert f'<a href="/feeds/{feed}{name}.atom"' in text


def test_twenty_activities_ask_the_queries_of_two(client, world, rita):
    plan = world.planned(rita)
    two = queries(client, copies(plan, 1))
    assert queries(client, copies(plan, 18)) == two
    assert len(read(client, "activities").entries) == 20 < NEWEST


def copies(plan, number):
    facts = {field.attname: getattr(plan, field.attname) for field in Activity._meta.concrete_fields}
    made = [Activity(**facts | {"id": None, "token": None}) for _ in range(number)]
    return bulk_create_with_history(made, Activity)


def queries(client, _made):
    with CaptureQueriesContext(connection) as captured:
        body(client, "activities")
    return len(captured)
