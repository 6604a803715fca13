"""What the ministry and the provinces write is asked about as well, before others read it."""

import pytest

from oversight.bulletins import workflow as bulletins
from oversight.inspections.workflow import findings, inspections
from oversight.models import GuidanceNote
from oversight.notes import workflow as notes
from oversight.practices import workflow as practices
from tests.activities.activities.test_personal_data import MOBILE, SECRET, asked, ticks_in
from tests.conftest import a_client
from tests.support.browser.desk_forms import text, token_in
from tests.support.factories.inspections import a_finding, an_inspection, whole
from tests.support.factories.ministry_season import Season
from tests.support.factories.practices import EDITED, proposed


def test_a_guidance_note(world, officer):
    assert asked(lambda: notes.write(officer, world.pair, SECRET)) == {"text": 2}
    note = GuidanceNote.objects.get()
    assert asked(lambda: notes.withdraw(note, officer, SECRET)) == {"reason": 2}


def test_a_proposed_practice(world, rita):
    assert asked(lambda: proposed(rita, world, raw_text=SECRET)) == {"raw_text": 2}


def test_a_practice_when_it_is_published_and_not_before(world, rita, editor):
    practice = practices.edit(proposed(rita, world), editor, None, EDITED | {"text": SECRET})
    assert asked(lambda: practices.publish(practice, editor)) == {"text": 2}
    assert asked(lambda: practices.edit(practice, editor, None, {"title": f"值班 {MOBILE}"})) == {"title": 1}


def test_an_inspection_and_its_answers(world, inspector):
    inspection = an_inspection(inspector, world)
    answer = inspection.answers.first()
    texts = whole(inspection, conclusion=SECRET)
    assert asked(lambda: inspections.fill(inspection, inspector, None, texts)) == {"conclusion": 2}
    assert asked(lambda: inspections.fill(inspection, inspector, None, {f"note-{answer.pk}": SECRET})) == {
        f"note-{answer.pk}": 2
    }
    assert inspections.conclude(inspection, inspector).conclusion == SECRET


def test_a_finding_its_answer_and_its_closing(world, inspector, rita):
    inspection = an_inspection(inspector, world)
    assert asked(lambda: a_finding(inspector, inspection, text=SECRET)) == {"text": 2}
    finding = inspection.findings.get()
    assert asked(lambda: findings.respond(finding, rita, SECRET)) == {"answer": 2}
    assert asked(lambda: findings.close(finding, inspector, SECRET)) == {"closing_note": 2}


def test_the_answer_to_a_finding_has_one_tick_in_the_form_that_was_sent(world, inspector, rita):
    finding = a_finding(inspector, an_inspection(inspector, world))
    client, path = a_client(rita), f"/en/desk/findings/{finding.pk}/answer/"
    page = client.post(path, {"words": f"请联系 {MOBILE}", "version": finding.version})
    (tick,) = ticks_in(page)
    assert client.post(path, {"words": f"请联系 {MOBILE}", "answered": tick}).status_code == 302


def test_the_form_of_a_note_asks_with_a_tick(world, officer):
    client, path = a_client(officer), "/en/desk/pairs/1-1/notes/new/"
    sent = {"token": token_in(client.get(path)), "text": f"请联系 {MOBILE}"}
    page = client.post(path, sent)
    assert MOBILE in text(page)  # what was typed stays
    (tick,) = ticks_in(page)
    assert client.post(path, sent | {"answered": tick}).status_code == 302
    assert GuidanceNote.objects.get().text == f"请联系 {MOBILE}"


class TestBulletins:
    @pytest.fixture
    def world(self, db):
        return Season()

    @pytest.fixture
    def draft(self, world, rita, sam, editor):
        world.the_six(rita, sam)
        return world.drafted_bulletin(editor)

    def test_its_paragraph_is_asked_about_when_it_is_published(self, draft, editor):
        bulletins.edit(draft, editor, None, {"headline": f"{draft.headline}感谢张同学。"})
        assert asked(lambda: bulletins.publish(draft, editor)) == {"headline": 1}
        assert draft.is_published

    def test_a_correction_of_it(self, draft, editor):
        bulletins.publish(draft, editor)
        assert asked(lambda: bulletins.correct(draft, editor, SECRET, "None.")) == {"note": 2}
