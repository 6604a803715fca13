"""The directory of posts: who is found in it by whom, work telephones, who is missing, and handing a post over."""

import re

import pytest
from django.core.exceptions import ValidationError

from accounts.chores import forget_telephones
from accounts.directory import posts_open_to
from accounts.handover import hand_over
from accounts.models import Invitation, Membership, User
from activities.models import Activity
from tests.conftest import a_client, a_person
from tests.support.casts.running_action import *  # noqa: F403 - the cast
from tests.support.factories.activities import day
from tests.support.factories.outbox import delivered

pytestmark = pytest.mark.django_db
PEOPLE, MISSING, PHONES = "/en/desk/people/", "/en/desk/people/missing/", "/en/accounts/telephones/"
NUMBER = "027-87654321 ext 305"


def shown(person, path=PEOPLE):
    return a_client(person).get(path).text


def found(person):
    return {post.user.username for post in posts_open_to(User.objects.get(pk=person.pk)).with_people()}


@pytest.fixture
def cast(rita, rob, sam, olga, former, officer, officer_elsewhere, passer_by, editor, inspector):
    Membership.objects.update(work_phone="010-11112222")
    Membership.objects.filter(user=sam).update(work_phone=NUMBER)
    return {}


def test_partner_province_and_ministry_find_a_coordinator_and_nobody_else_does(
    cast, rita, olga, officer, officer_elsewhere, editor, inspector, sam, passer_by
):
    for person in (rita, officer, editor, inspector, sam):
        assert NUMBER in shown(person) and "sam" in found(person)
    for person in (olga, officer_elsewhere):
        assert NUMBER not in shown(person) and "sam" not in found(person)
    assert a_client(passer_by).get(PEOPLE).status_code == 404
    assert found(rita) == {"rita", "rob", "sam"} and found(officer) == {"rita", "rob", "sam", "olga", "officer"}


def test_addresses_are_for_the_ministry_and_cannot_be_searched_by_others(cast, rita, editor):
    assert "sam@example.edu.cn" in shown(editor) and "sam@example.edu.cn" not in shown(rita)
    assert NUMBER in shown(editor, f"{PEOPLE}?q=sam@example") and NUMBER not in shown(rita, f"{PEOPLE}?q=sam@example")


def test_it_is_narrowed_by_role_province_and_days(cast, editor, world):
    assert "former" not in shown(editor) and "former" in shown(editor, f"{PEOPLE}?held=ended")
    officers = shown(editor, f"{PEOPLE}?role=officer")
    assert "officer@example" in officers and "rita@example" not in officers
    hubei = shown(editor, f"{PEOPLE}?province={world.recipient.province}")
    assert "rita@example" in hubei and "sam@example" not in hubei
    assert "Some of the filters could not be used" in shown(editor, f"{PEOPLE}?role=king")


def test_a_telephone_is_never_public_and_in_no_file(cast, client, world, editor, rita):
    public = ["/", f"/pairs/{world.pair.address}/", f"/universities/{world.supporter.code}/", "/search/?q=sam"]
    files = ["/pairs.csv", "/universities.json", "/activities.json", "/desk/oversight.csv", "/desk/inspections.json"]
    for path in [*public, *files]:
        for visitor in (client, a_client(editor)):
            assert "87654321" not in visitor.get(path).content.decode("utf-8", "replace"), path


def test_a_telephone_is_forgotten_once_its_post_has_ended(cast, rita, sam):
    Membership.objects.filter(user=rita).update(until=day(-1))
    Membership.objects.filter(user=sam).update(until=day())
    forget_telephones()
    assert Membership.objects.get(user=rita).work_phone == ""
    assert Membership.objects.get(user=sam).work_phone == NUMBER


def test_everybody_enters_the_number_of_the_own_posts_only(cast, rita, sam, passer_by):
    mine, theirs = Membership.objects.get(user=rita), Membership.objects.get(user=sam)
    client = a_client(rita)
    answer = client.post(PHONES, {f"phone-{mine.pk}": "027-1234567转8", f"phone-{theirs.pk}": "1"})
    assert answer["Location"] == "/en/accounts/" and "027-1234567转8" in client.get("/en/accounts/").text
    theirs.refresh_from_db()
    assert theirs.work_phone == NUMBER
    refused = client.post(PHONES, {f"phone-{mine.pk}": "call me"})
    assert "Write a telephone number" in refused.text and "call me" in refused.text
    assert "You hold no post" in shown(passer_by, PHONES)
    assert not hasattr(Membership.history.first(), "work_phone")


def test_universities_without_a_coordinator_are_listed_and_invited_to(cast, editor, officer_elsewhere, rita, world):
    page = shown(editor, MISSING)
    assert world.recipient.name not in page
    Membership.objects.filter(user=rita).update(until=day(-1))
    Membership.objects.filter(user__username="rob").update(until=day(-1))
    page = shown(editor, MISSING)
    assert str(world.recipient.name) in page
    (link,) = re.findall(rf'href="([^"]+\?university={world.recipient.code})"', page)
    assert f'value="{world.recipient.code}"' in shown(editor, link)
    assert world.recipient.name not in shown(officer_elsewhere, MISSING)
    assert a_client(rita).get(MISSING).status_code == 404


def a_handover(person, **facts):
    post = Membership.objects.get(user=person)
    facts = {"until": day().isoformat(), "reason": "调整岗位", "email": "new@example.edu.cn", "name": "新同事"} | facts
    return f"{PEOPLE}{post.pk}/end/", facts


def test_a_post_is_ended_and_its_successor_invited_in_one_form(cast, editor_client, rita, rob, world, client):
    draft = world.drafted(rita)
    address, facts = a_handover(rita)
    assert "rob" in editor_client.get(address).text
    assert editor_client.post(address, facts)["Location"] == PEOPLE
    assert editor_client.post(address, facts)["Location"] == PEOPLE  # a second tap
    post, offered = Membership.objects.get(user=rita), Invitation.objects.get()
    assert (post.until, post.history.first().history_change_reason) == (day(), "调整岗位")
    assert offered.facts == post.facts and offered.since == day(1)
    (mail,) = delivered()
    assert mail.to == ["new@example.edu.cn"]
    Membership.objects.filter(pk=post.pk).update(until=day(-1), since=day(-9))
    successor = offered.accept_as_new("新同事", "a long new word")
    Membership.objects.filter(user=successor).update(since=day())
    assert draft in Activity.objects.drafts_of(User.objects.get(pk=successor.pk))
    assert draft in Activity.objects.drafts_of(rob)
    assert draft not in Activity.objects.drafts_of(User.objects.get(pk=rita.pk))


@pytest.mark.parametrize("path", [None, f"{PEOPLE}invite/", f"{PEOPLE}list/"])
def test_what_is_wrong_stands_right_below_the_heading(cast, editor_client, rita, path):
    address, facts = a_handover(rita, email="x", until="", reason="")
    page = editor_client.post(path or address, facts | {"text": ""}).text
    assert re.search(r"</h1>\s*<div class=\"errors\"", page) and page.count("error-summary") == 1


def test_a_post_ends_without_a_successor_too_but_never_half(cast, editor, editor_client, rita, sam, inspector_client):
    address, facts = a_handover(rita, email="", name="")
    assert inspector_client.post(address, facts).status_code == 403
    assert "id_until_error" in editor_client.post(address, facts | {"until": ""}).text
    assert "Give the address" in editor_client.post(address, facts | {"name": "无邮箱"}).text
    with pytest.raises(ValidationError):
        hand_over(Membership.objects.get(user=rita), editor, day(-90), "不可能")
    with pytest.raises(ValidationError):  # already holds the same post, so that nothing is done at all
        hand_over(Membership.objects.get(user=rita), editor, day(), "调整", "rob@example.edu.cn")
    assert Membership.objects.get(user=rita).until is None
    editor_client.post(address, facts)
    assert Membership.objects.get(user=rita).until == day() and not Invitation.objects.exists()


@pytest.mark.parametrize("path", [PEOPLE, MISSING])
def test_few_and_many_ask_the_same(cast, officer, editor, world, path, django_assert_max_num_queries):
    for number in range(30):
        a_person(f"p{number}", "coordinator", university=world.recipient)
    for person in (officer, editor):
        client = a_client(person)
        with django_assert_max_num_queries(12):
            client.get(path)
