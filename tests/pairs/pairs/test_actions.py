"""Actions: whom they help, which lead, their rules; batches as their notices call them, perhaps without an end."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core.templatetags.formatting import period
from pairs.models import Action, Batch, Pair, SupporterRole
from tests.support.factories.lists import school

TODAY = timezone.localdate()


def an_action(slug, **facts):
    return Action.objects.create(slug=slug, name=f"行动{slug}", name_en=f"Action {slug}", **facts)


def a_batch(action, starts=-30, ends=30, published=True, **facts):
    days = {"starts": day(starts), "ends": None if ends is None else day(ends), "notice_on": TODAY}
    facts = {"title": "某通知", "title_en": "A notice", "source": "test"} | facts
    return Batch.objects.create(action=action, published_at=timezone.now() if published else None, **days | facts)


def day(offset):
    return TODAY + datetime.timedelta(days=offset)


def faults(record):
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    return set(refused.value.message_dict)


@pytest.fixture
def group(db):
    """An action with groups of supporters, and its batch."""
    return a_batch(an_action("group", recipient_provinces=["42"], several_supporters=True))


@pytest.fixture
def universities(db):
    """Two recipients in Hubei, three supporters elsewhere."""
    return [
        school(f"第{n}学院", f"41{place}000{n:03}", place) for n, place in enumerate(["42", "42", "32", "33", "44"])
    ]


# Which lead the home page


def test_all_running_actions_lead_together_before_one_that_ended(db):
    for slug, starts, ends in (("old", -90, -10), ("one", -5, 5), ("two", -1, None)):
        a_batch(an_action(slug), starts, ends)
    a_batch(an_action("hidden"), published=False)
    assert [action.slug for action in Action.objects.leading()] == ["two", "one"]


def test_when_none_is_running_the_one_that_ended_last_leads(db):
    for slug, starts, ends in (("older", -90, -20), ("latest", -90, -10), ("coming", 10, 20)):
        a_batch(an_action(slug), starts, ends)
    assert [action.slug for action in Action.objects.leading()] == ["latest"]


def test_the_ministry_may_choose_another_which_leads_alone(db):
    a_batch(an_action("running"))
    a_batch(an_action("chosen", leads_home=True), -90, -10)
    assert [action.slug for action in Action.objects.leading()] == ["chosen"]


def test_an_action_without_a_published_batch_never_leads(db):
    a_batch(an_action("hidden", leads_home=True), published=False)
    assert Action.objects.leading() == []


# Whom they help


@pytest.mark.parametrize(
    ("codes", "helped", "home", "zh", "en"),
    [
        ([], ["42", "54"], [], "全国", "the whole country"),
        (["42"], ["42"], ["42"], "湖北", "Hubei"),
        (["54", "63"], ["54", "63"], ["54", "63"], "西藏、青海", "Xizang, Qinghai"),
    ],
)
def test_an_action_helps_none_one_or_several_provinces(codes, helped, home, zh, en):
    action = Action(recipient_provinces=codes)
    places = ["42", "54", "63"]
    assert [place for place in places if action.helps(place)] == (places if not codes else helped)
    assert [place for place in places if action.is_home(place)] == home
    with translation.override("zh-hans"):
        assert action.place == zh
    with translation.override("en"):
        assert action.place in (en, en.replace("Xizang", "Xizang"))


def test_a_province_that_there_is_not_is_refused(db):
    assert faults(Action(slug="x", name="x", recipient_provinces=["99"])) == {"recipient_provinces"}


# Rules that hold once something rests on them


def test_the_action_of_a_published_batch_stays(db):
    batch = a_batch(an_action("one"))
    batch.action = an_action("two")
    assert faults(batch) == {"action"}


def test_an_unpublished_batch_may_go_to_another_action(db):
    batch = a_batch(an_action("one"), published=False)
    batch.action = an_action("two")
    batch.full_clean()


def test_the_address_of_a_published_action_stays(db):
    action = a_batch(an_action("one")).action
    action.slug = "other"
    assert faults(action) == {"slug"}


def test_groups_that_are_paired_keep_the_rule_that_allows_them(group, universities):
    recipient, _other, *supporters = universities
    for supporter in supporters:
        Pair.objects.create(batch=group, recipient=recipient, supporter=supporter)
    group.action.several_supporters = False
    assert faults(group.action) == {"several_supporters"}


# Batches


def test_a_batch_is_called_as_its_notice_calls_it_or_by_its_title(db):
    action = an_action("one")
    named, nameless = a_batch(action, label="2022年", label_en="2022"), a_batch(action)
    for language, words in (("zh-hans", ("2022年", "某通知")), ("en", ("2022", "A notice"))):
        with translation.override(language):
            assert (str(named), str(nameless)) == words


def test_a_name_stands_once_in_an_action_and_in_every_action(db):
    one, two = an_action("one"), an_action("two")
    a_batch(one, label="第一批")
    a_batch(two, label="第一批")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_batch(one, label="第一批")


def test_a_period_without_an_end_runs_from_its_first_day_on(db):
    action = an_action("one")
    coming, running = a_batch(action, 5, None), a_batch(action, -5, None)
    ended = a_batch(action, -9, -2)
    assert [batch.phase for batch in (coming, running, ended)] == ["upcoming", "running", "ended"]
    assert list(Batch.objects.running()) == [running]
    assert set(Batch.objects.going_on()) == {coming, running}
    assert set(ended.contemporaries()) == {running}
    assert set(coming.contemporaries()) == {running}
    assert Pair.objects.filter(batch__in=Batch.objects.running()).count() == Pair.objects.running().count()


def test_a_period_without_an_end_is_told_and_can_be_ended(db):
    batch = a_batch(an_action("one"), -5, None)
    with translation.override("zh-hans"):
        assert period(datetime.date(2031, 3, 1), None) == "2031年3月1日起"
        assert period(datetime.date(2031, 3, 1), None, True) == "2031年3月起"
    change = batch.adjust_period(batch.starts, TODAY, "按通知结束")
    assert (change.old_ends, batch.ends) == (None, TODAY)


def test_a_list_without_numbers_takes_none(group, universities):
    group.has_serials = False
    group.save()
    pair = Pair(batch=group, serial=1, recipient=universities[0], supporter=universities[2])
    assert faults(pair) == {"serial"}
    pair.serial = None
    pair.full_clean()


# Groups of supporters


def test_a_group_shares_a_number_and_each_has_an_address_in_printed_order(group, universities):
    recipient, other, *supporters = universities
    pairs = [Pair(batch=group, serial=11, recipient=recipient, supporter=supporter) for supporter in supporters]
    for pair in pairs:
        pair.full_clean()
        pair.save()
    number = group.number
    assert [pair.address for pair in pairs] == [f"{number}-11-1", f"{number}-11-2", f"{number}-11-3"]
    assert faults(Pair(batch=group, serial=11, recipient=other, supporter=supporters[0])) == {"serial"}


def test_the_place_in_the_list_shows_the_lead_and_names_all(group, universities, client):
    lead = SupporterRole.objects.create(action=group.action, name="牵头", name_en="lead", is_lead=True)
    recipient, _other, first, second, _third = universities
    Pair.objects.create(batch=group, serial=11, recipient=recipient, supporter=first)
    leading = Pair.objects.create(batch=group, serial=11, recipient=recipient, supporter=second, role=lead)
    assert Pair.objects.at(f"{group.number}-11") == leading
    page = client.get(f"/pairs/{group.number}-11/")
    assert page.status_code == 200 and page.context["pair"] == leading
    assert [pair.supporter for pair in page.context["group"]] == [second, first]
    assert "牵头" in page.text and client.get(f"/pairs/{group.number}-11-1/").context["pair"].supporter == first
    assert client.get(f"/pairs/{group.number}-11-3/").status_code == 404


def test_one_supporter_of_a_group_leads_in_a_role_of_its_action(group, universities):
    lead = SupporterRole.objects.create(action=group.action, name="牵头", is_lead=True)
    foreign = SupporterRole.objects.create(action=an_action("other"), name="牵头", is_lead=True)
    recipient, other, first, second, _third = universities
    Pair.objects.create(batch=group, recipient=recipient, supporter=first, role=lead)
    assert faults(Pair(batch=group, recipient=recipient, supporter=second, role=lead)) == {"role"}
    assert faults(Pair(batch=group, recipient=recipient, supporter=second, role=foreign)) == {"role"}
    Pair(batch=group, recipient=other, supporter=second, role=lead).full_clean()


def test_a_number_stands_once_where_each_recipient_has_one_supporter(universities):
    batch = a_batch(an_action("single", recipient_provinces=["42"]))
    recipient, other, first, second, _third = universities
    Pair.objects.create(batch=batch, serial=1, recipient=recipient, supporter=first)
    twice = Pair(batch=batch, serial=1, recipient=other, supporter=second)
    assert faults(twice) == {"serial"}
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


def test_a_supporter_from_the_recipients_province_is_refused_where_the_action_says_so(universities):
    action = an_action("single", recipient_provinces=["42"], home_supporters="refused")
    recipient, other, elsewhere, *_rest = universities
    batch = a_batch(action)
    assert faults(Pair(batch=batch, recipient=recipient, supporter=other)) == {"supporter"}
    Pair(batch=batch, recipient=recipient, supporter=elsewhere).full_clean()


# In lists


@pytest.fixture
def many(universities):
    """Makes this many published actions, each with a 第一批 of one pair."""

    def make(number):
        for place in range(Action.objects.count(), number):
            batch = a_batch(an_action(f"a{place}"), label="第一批", label_en="Batch 1")
            Pair.objects.create(batch=batch, serial=1, recipient=universities[0], supporter=universities[2])

    return make


@pytest.mark.parametrize(
    "address", ["/pairs/", "/batches/", "/activities/", "/practices/", "/bulletins/", "/statistics/", "/pairs.csv"]
)
def test_lists_ask_as_many_queries_at_twenty_actions_as_at_two(many, client, address):
    counts = []
    for number in (2, 20):
        many(number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_list_of_one_action_holds_no_pair_of_another(many, client):
    many(3)
    assert client.get("/pairs.json?action=a1").json()["rows"][0]["action_slug"] == "a1"
    assert len(client.get("/pairs.json?action=a1").json()["rows"]) == 1
    assert len(client.get("/pairs.json").json()["rows"]) == 3
    assert client.get("/pairs.json?action=none").status_code == 400


def test_batches_of_one_name_are_told_apart_by_their_actions(many, client):
    many(1)
    assert "第一批 · 行动a0" not in client.get("/pairs/").text
    many(2)
    assert "第一批 · 行动a0" in client.get("/pairs/").text
