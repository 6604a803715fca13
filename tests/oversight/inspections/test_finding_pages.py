"""Findings on the desk: recorded, answered, closed; among the turns of the side concerned; downloads."""

import pytest

from oversight.inspections.workflow import findings
from oversight.models import Finding
from pairs.models import Batch
from tests.conftest import a_client
from tests.support.browser.desk_forms import text, token_in
from tests.support.factories.activities import day
from tests.support.factories.inspections import a_finding, an_inspection, late

CANARY = "只在问题里出现的话"
LISTS = ("/en/desk/findings/", "/desk/findings.csv", "/desk/findings.json", "/en/desk/inspections/")


@pytest.fixture
def inspection(world, inspector):
    return an_inspection(inspector, world)


@pytest.fixture
def finding(inspection, inspector):
    return a_finding(inspector, inspection, text=CANARY)


def page(person, path):
    return a_client(person).get(path)


def at(finding, step=""):
    return f"/en/desk/findings/{finding.pk}/{step}"


def post(person, finding, step, **fields):
    return a_client(person).post(at(finding, f"{step}/"), fields)


def test_an_inspector_records_one_and_the_side_is_asked(inspection, inspector, rita):
    client, path = a_client(inspector), f"/en/desk/inspections/{inspection.pk}/findings/new/"
    fields = {"token": token_in(client.get(path)), "text": CANARY, "side": "recipient", "person": rita.pk}
    fields["due_on"] = day(7).isoformat()
    assert [client.post(path, fields).status_code for _tap in range(2)] == [302, 302]
    made = Finding.objects.get()
    assert (made.person, made.due_on, made.recorded_by) == (rita, day(7), inspector)
    assert CANARY in text(page(rita, "/en/desk/"))


def test_what_is_wrong_is_told_with_its_place(inspection, inspector, sam):
    client, path = a_client(inspector), f"/en/desk/inspections/{inspection.pk}/findings/new/"
    fields = {"token": token_in(client.get(path)), "text": "", "side": "recipient", "due_on": ""}
    shown = text(client.post(path, fields))
    assert 'href="#id_text"' in shown and 'href="#id_due_on"' in shown
    fields |= {"text": "问题", "due_on": day(3), "person": sam.pk}
    assert "no coordinator of that side" in text(client.post(path, fields))
    assert not Finding.objects.exists()


def test_only_coordinators_of_the_pair_can_be_put_in_charge(inspection, inspector, rita, sam, olga):
    shown = text(page(inspector, f"/en/desk/inspections/{inspection.pk}/findings/new/"))
    assert f'value="{rita.pk}"' in shown and f'value="{sam.pk}"' in shown and f'value="{olga.pk}"' not in shown


def test_the_side_answers_and_the_turn_is_over(finding, rita, inspector):
    assert "Say what has been done" in text(post(rita, finding, "answer", words=""))
    assert post(rita, finding, "answer", words="已整改", version=finding.version).status_code == 302
    assert CANARY not in text(page(rita, "/en/desk/"))
    assert "已整改" in text(page(inspector, at(finding)))


def test_the_ministry_closes_it(finding, inspector, sam):
    assert "Say why it is closed" in text(post(inspector, finding, "close", words=" "))
    assert post(inspector, finding, "close", words="已核实", version=finding.version).status_code == 302
    assert "已核实" in text(page(sam, at(finding)))
    assert post(inspector, finding, "reopen", words="又出现").status_code == 302
    assert Finding.objects.get().state == "open"


def test_the_ones_it_is_about_are_refused_with_the_reason(finding, rita, sam, officer):
    for person in (rita, sam, officer):
        assert "Close the finding" not in text(page(person, at(finding)))
        answer = post(person, finding, "close", words="没有问题")
        assert answer.status_code == 403
    assert "not closed by the one it is about" in text(post(rita, finding, "close", words="没有问题"))


def test_nobody_else_answers_or_changes(finding, sam, officer, inspector):
    for person in (sam, officer, inspector):
        assert "id_words" not in text(page(person, at(finding))) or person == inspector
        assert post(person, finding, "answer", words="x").status_code == 403
    for person in (sam, officer):
        assert page(person, at(finding, "edit/")).status_code == 403


def test_strangers_find_the_same_nothing_as_nowhere(finding, olga, officer_elsewhere, former, passer_by):
    for person in (olga, officer_elsewhere, former, passer_by):
        for path in ("", "edit/", "answer/", "close/"):
            there = page(person, at(finding, path))
            nowhere = page(person, f"/en/desk/findings/999999/{path}")
            assert (there.status_code, nowhere.status_code) == (404, 404)


def test_no_list_count_or_download_tells_strangers(finding, olga, officer_elsewhere):
    for person in (olga, officer_elsewhere):
        for path in (
            "/en/desk/findings/",
            "/desk/findings.csv",
            "/desk/findings.json",
            "/en/desk/",
            "/en/desk/inspections/",
        ):
            assert CANARY not in text(page(person, path))
        assert page(person, "/desk/findings.json").json()["count"] == 0


def test_no_public_page_tells_of_it(finding, client):
    for path in ("/en/pairs/1-1/", "/en/", "/pairs.csv", "/en/universities/4142000001/"):
        assert CANARY not in text(client.get(path))


def test_two_who_answer_are_told_and_what_was_typed_stays(finding, rita, rob):
    seen = finding.version
    post(rita, finding, "answer", words="先答", version=seen)
    answer = post(rob, finding, "answer", words="后答", version=seen)
    assert answer.status_code == 409 and "后答" in text(answer) and "先答" in text(answer)
    assert Finding.objects.get().answer == "先答"


def test_two_who_change_it_are_shown_both_texts(finding, inspector, editor):
    facts = {"side": "recipient", "person": "", "due_on": day(5).isoformat(), "version": finding.version}
    for person, words, status in ((inspector, "先写的", 302), (editor, "后写的", 409)):
        client = a_client(person)
        token = token_in(client.get(at(finding, "edit/")))
        answer = client.post(at(finding, "edit/"), facts | {"text": words, "token": token})
        assert answer.status_code == status
    assert "先写的" in text(answer) and "后写的" in text(answer)
    assert Finding.objects.get().text == "先写的"


@pytest.mark.parametrize(("state", "there"), [("", True), ("open", True), ("answered", False), ("overdue", False)])
def test_the_list_and_its_download_are_narrowed_alike(finding, inspector, state, there):
    assert (CANARY in text(page(inspector, f"/en/desk/findings/?state={state}"))) is there
    assert page(inspector, f"/desk/findings.json?state={state}").json()["count"] == int(there)


def test_overdue_ones_are_marked(finding, inspector):
    late(finding)
    assert "Overdue" in text(page(inspector, at(finding)))
    (row,) = page(inspector, "/desk/findings.json?state=overdue").json()["rows"]
    assert row["overdue"] is True and row["state"] == "open"


def test_when_the_batch_has_ended_nobody_is_reminded(finding, rita, world):
    Batch.objects.filter(pk=world.batch.pk).update(ends=day(-1))
    assert CANARY not in text(page(rita, "/en/desk/"))
    assert CANARY in text(page(rita, "/en/desk/pairs/1-1/"))


def test_the_download_names_no_people(finding, rita, inspector):
    findings.edit(finding, inspector, None, {"person": rita})
    findings.respond(finding, rita, "已整改")
    shown = text(page(inspector, "/desk/findings.csv"))
    assert "已整改" in shown and "rita" not in shown and "Ins Pector" not in shown
