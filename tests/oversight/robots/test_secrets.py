"""The address of a robot is shown to nobody again, and stands in no table, history, file, log or session."""

import pytest
from django.apps import apps
from django.test import Client

from core.models import Letter
from core.sealing import CannotOpen, seal, unseal
from oversight.models import Robot, RobotService
from oversight.robots import calling, workflow
from oversight.robots.emails import send_messages
from tests.conftest import a_client
from tests.support.browser.desk_forms import text
from tests.support.factories.robots import ADDRESSES, KEY, a_robot

pytestmark = pytest.mark.one_database
SECRET = "a-signing-secret-of-ours"
CANARIES = (KEY, KEY[:-4], SECRET)


def stored():
    """Every value in every table of the database, as text."""
    for model in apps.get_models():
        for row in model._base_manager.values():
            yield from map(str, row.values())


def holds(told):
    return [canary for canary in CANARIES if canary in told]


@pytest.fixture
def robot(rita, editor):
    """Set at the desk, allowed in the admin, tried and failed."""
    client = a_client(rita)
    client.post("/desk/robots/new/", {"address": ADDRESSES["feishu"], "secret": SECRET, "hour": "9"})
    robot = Robot.objects.get()
    admin, path = a_client(editor), f"/admin/oversight/robot/{robot.pk}/change/"
    RobotService.objects.create(name="feishu", allowed=True)
    assert admin.post(path, {"allowed": "on", "reason": "本校工作群"}).status_code == 302
    client.post(f"/desk/robots/{robot.pk}/trial/")
    return robot


def test_it_is_in_no_table_but_sealed(robot):
    robot.refresh_from_db()
    assert robot.allowed and Letter.objects.filter(kind="robot").count() == 1
    assert robot.target() == ("open.feishu.cn", f"/open-apis/bot/v2/hook/{KEY}", SECRET)
    assert [value for value in stored() if holds(value)] == []


def test_no_page_shows_more_of_it_than_the_last_four_characters(robot, rita, editor):
    pages = {
        rita: ["/desk/robots/", f"/desk/robots/{robot.pk}/hour/", f"/desk/robots/{robot.pk}/remove/"],
        editor: [f"/admin/oversight/robot/{rest}" for rest in ("", f"{robot.pk}/change/", f"{robot.pk}/history/")],
    }
    for person, paths in pages.items():
        for path in paths:
            page = a_client(person).get(path)
            assert page.status_code == 200 and not holds(page.text) and KEY[-4:] in page.text
            assert page["Cache-Control"] == "private, no-store" or "no-store" in page["Cache-Control"]


def test_no_log_holds_it_when_the_service_cannot_be_reached(robot, monkeypatch, caplog):
    monkeypatch.setattr(calling, "look_up", lambda host: ["10.0.0.1"])
    send_messages(lambda: False)
    assert "LeadsElsewhereError" in caplog.text and not holds(caplog.text)
    robot.refresh_from_db()
    assert robot.last_fault == "LeadsElsewhereError" and robot.failures == 1


def test_what_is_typed_before_signing_in_again_is_not_kept(world):
    client = Client()
    answer = client.post("/desk/robots/new/", {"address": ADDRESSES["feishu"], "secret": SECRET, "token": "x"})
    assert answer.status_code == 403 and not holds(str(dict(client.session)))


def test_removing_it_leaves_nothing_of_it(robot, rita):
    workflow.remove(robot, rita)
    assert not Robot.objects.exists() and Robot.history.filter(history_type="-").exists()


def test_the_admin_writes_nothing_but_the_permission(robot, editor):
    path, before = f"/admin/oversight/robot/{robot.pk}/change/", Robot.objects.values("sealed_key", "hour").get()
    a_client(editor).post(path, {"refused": "on", "reason": "x", "hour": "12", "sealed_key": "y", "address": "z"})
    robot.refresh_from_db()
    assert robot.refused and Robot.objects.values("sealed_key", "hour").get() == before


def test_a_key_that_has_changed_is_told_and_a_former_one_still_opens(rita, settings):
    robot, before = a_robot(rita), settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-" * 5
    with pytest.raises(CannotOpen):
        robot.target()
    settings.SECRET_KEY_FALLBACKS = [before]
    assert KEY in robot.target()[1]


def test_what_was_sealed_for_one_purpose_opens_for_no_other():
    with pytest.raises(CannotOpen):
        unseal(seal("secret", "one"), "another")


def test_the_form_says_what_is_wrong_and_the_list_what_to_do(robot, rita):
    page = a_client(rita).post("/en/desk/robots/new/", {"address": "https://evil.example/", "hour": "9"})
    assert page.status_code == 200 and "not the address of a group robot" in text(page)
    assert "Send a trial message" in text(a_client(rita).get("/en/desk/robots/"))
