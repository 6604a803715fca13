"""Mechanisms belong to an action: numbered within it, copied with their kinds, retired once in use."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.catalogue.copying import copy_mechanisms
from activities.models import ActivityKind, Agreement, Commitment, Mechanism
from core.exceptions import Refused
from pairs.models import Action, Batch
from tests.conftest import a_client
from tests.support.browser.admin_forms import fields, text


@pytest.fixture
def other(world):
    return Action.objects.create(slug="other", name="另一行动", name_en="Another action")


@pytest.fixture
def copied(world, other, editor):
    return copy_mechanisms(world.batch.action, other, editor, "沿用")


def test_each_action_numbers_its_own(world, other):
    Mechanism.objects.create(action=other, number=1, name="技能培训")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mechanism.objects.create(action=other, number=1, name="又一项")
    assert [str(one) for one in other.mechanisms.all()] == ["1 技能培训"]


def test_a_copy_has_the_kinds_and_what_they_ask_for(world, copied, other):
    assert [(one.number, one.name) for one in other.mechanisms.all()] == [(1, "共享岗位"), (2, "就业指导")]
    kinds = ActivityKind.objects.of_action(other)
    assert {kind.code: [one.code for one in kind.asked_indicators] for kind in kinds} == {
        "fair-2": ["posts", "signed"],
        "matching-2": ["signed"],
        "lecture-2": ["lectures"],
    }
    assert copied[0].history.latest().history_change_reason == "沿用"


def test_what_is_there_by_name_is_not_copied_again(world, copied, other, editor):
    with pytest.raises(Refused):
        copy_mechanisms(world.batch.action, other, editor, "再次")
    assert other.mechanisms.count() == 2


def test_a_third_copy_finds_free_short_names(world, copied, editor):
    third = Action.objects.create(slug="third", name="第三")
    copy_mechanisms(world.batch.action, third, editor, "沿用")
    assert set(ActivityKind.objects.of_action(third).values_list("code", flat=True)) == {
        "fair-3",
        "matching-3",
        "lecture-3",
    }


def test_a_change_in_one_changes_nothing_in_the_other(world, copied):
    Mechanism.objects.filter(pk=copied[0].pk).update(name="改名")
    assert Mechanism.objects.get(pk=world.jobs.pk).name == "共享岗位"


def test_a_pair_reports_and_promises_under_its_own_action_only(world, copied, rita, other):
    foreign = ActivityKind.objects.of_action(other).first()
    with pytest.raises(ValidationError) as refused:
        world.drafted(rita, kind=foreign)
    assert set(refused.value.message_dict) == {"kind"}
    promise = Commitment(agreement=Agreement(pair=world.pair), mechanism=copied[0], text="五场")
    with pytest.raises(ValidationError) as refused:
        promise.clean()
    assert set(refused.value.message_dict) == {"mechanism"}


def test_one_in_use_is_retired_and_not_deleted(world, rita):
    world.drafted(rita)
    with pytest.raises(Refused):
        world.jobs.delete()
    world.jobs.retire("不再使用")
    assert world.fair not in ActivityKind.objects.in_force()
    with pytest.raises(ValidationError):
        world.drafted(rita)
    world.jobs.restore("恢复")
    world.drafted(rita)


def test_an_unused_one_goes_with_its_kinds(world):
    world.guidance.delete()
    assert set(ActivityKind.objects.values_list("code", flat=True)) == {"fair", "matching"}


def test_one_in_use_stays_with_its_action(world, rita, other):
    world.drafted(rita)
    world.jobs.action = other
    with pytest.raises(ValidationError) as refused:
        world.jobs.full_clean()
    assert "action" in refused.value.message_dict


# In the admin


def test_an_editor_makes_an_action_with_roles_and_mechanisms_of_its_own(editor_client):
    page = editor_client.get("/en/admin/pairs/action/add/")
    row = {"roles-0-name": "牵头", "roles-0-name_en": "lead", "roles-0-is_lead": "on", "roles-0-position": "0"}
    row |= {"mechanisms-0-number": "1", "mechanisms-0-name": "技能培训"}
    counts = {"roles-TOTAL_FORMS": "1", "mechanisms-TOTAL_FORMS": "1"}
    words = {"name": "援藏援疆援青行动", "slug": "west-2031", "recipient_provinces": ["54", "65", "63"]}
    sent = fields(page) | counts | row | words | {"several_supporters": "on"}
    answer = editor_client.post("/en/admin/pairs/action/add/", sent | {"_save": "1"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    action = Action.objects.get()
    assert sorted(action.recipient_provinces) == ["54", "63", "65"]
    assert [(role.name, role.is_lead) for role in action.roles.all()] == [("牵头", True)]
    assert [str(one) for one in action.mechanisms.all()] == ["1 技能培训"]


def test_a_kind_is_put_under_the_mechanism_of_an_action(world, copied, editor_client):
    page = editor_client.get("/en/admin/activities/activitykind/add/")
    assert "1 Sharing jobs · A made-up action" in page.text and "1 Sharing jobs · Another action" in page.text


def test_mechanisms_are_copied_from_the_page_of_the_action(world, other, editor_client, inspector_client):
    address = f"/en/admin/pairs/action/{other.pk}/mechanisms/"
    assert address in editor_client.get(f"/en/admin/pairs/action/{other.pk}/change/").text
    page = editor_client.get(address)
    assert "测试行动" in page.text or "A made-up action" in page.text
    assert editor_client.post(address, {"source": world.batch.action.pk, "reason": "沿用"}).status_code == 302
    assert other.mechanisms.count() == 2
    again = editor_client.post(address, {"source": world.batch.action.pk, "reason": "沿用"})
    assert "nothing to copy" in again.text
    assert inspector_client.get(address).status_code == 403


def test_one_in_use_is_not_deleted_and_the_page_names_what_stands_in_the_way(world, rita, editor_client):
    world.drafted(rita)
    in_use, unused = (f"/en/admin/activities/mechanism/{one.pk}/delete/" for one in (world.jobs, world.guidance))
    page = editor_client.post(in_use, {"post": "yes", "reason": "不再使用"})
    assert page.status_code == 200 and "fair" in page.text
    assert editor_client.post(unused, {"post": "yes", "reason": "不再使用"}).status_code == 302
    assert list(Mechanism.objects.all()) == [world.jobs]


def test_before_a_batch_is_published_mechanisms_without_a_kind_are_named(world, other, editor):
    def told():
        return text(a_client(editor).get(f"/en/admin/pairs/batch/{first.pk}/publish/"))

    days = {"notice_on": world.batch.starts, "starts": world.batch.starts, "ends": world.batch.ends}
    first = Batch.objects.create(action=other, number=9, title="第一批", source="样例", **days)
    assert "The action has no mechanisms yet" in told()
    bare = Mechanism.objects.create(action=other, number=1, name="技能培训", name_en="Training")
    assert "under which nothing can be logged: 1 Training." in told()
    kind = ActivityKind.objects.create(mechanism=bare, code="course", name="培训班", name_en="Course", mode="event")
    assert "nothing can be logged" not in told()
    ActivityKind.objects.filter(pk=kind.pk).update(retired_at=timezone.now())
    assert "under which nothing can be logged: 1 Training." in told()
