"""The number of a request: in its answer, in the history of what it changed, and in the record of transitions."""

import pytest
from django.apps import apps

from accounts.models import Invitation
from activities.activities import workflow
from core.jobs import kinds
from core.jobs.kinds import JobKind
from core.jobs.running import work_off
from core.middleware import numbered_as
from core.models import Job, StateChange
from pairs.models import Action, University

pytestmark = pytest.mark.django_db
NUMBER = "0123456789ab"


def test_every_history_carries_the_request():
    kept = [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]
    assert len(kept) > 40
    assert [model for model in kept if not hasattr(model.history.model, "history_request_id")] == []


def test_a_page_leaves_its_number_in_the_history(editor_client, editor):
    offered = Invitation.objects.invite(editor, "an@example.edu.cn", role="inspector")
    answer = editor_client.post(f"/desk/people/{offered.pk}/revoke/")
    assert offered.history.latest().history_request_id == answer["X-Request-ID"]


def test_a_transition_carries_the_same_number_as_the_history(world, rita):
    draft = world.drafted(rita)
    with numbered_as(NUMBER):
        workflow.submit(draft, rita)
    assert StateChange.objects.get(transition="submit").request_id == NUMBER
    assert draft.history.latest().history_request_id == NUMBER


def test_rows_written_together_carry_it_as_well():
    with numbered_as(NUMBER):
        history = University.history.model
        history.objects.bulk_create([history(id=1, history_type="+", history_date="2020-07-07T00:00Z", name="甲")])
    assert history.objects.get().history_request_id == NUMBER


def test_what_no_request_wrote_has_none():
    assert Action.objects.create(name="甲", slug="a").history.get().history_request_id is None


class Planting(JobKind):
    code, label = "planting", "Planting"

    def write(self, job, prepared):
        Action.objects.create(name="甲", slug="a")


def test_a_job_writes_under_the_number_of_the_request_that_asked_for_it(editor, monkeypatch):
    monkeypatch.setitem(kinds.KINDS, Planting.code, Planting())
    with numbered_as(NUMBER):
        Job.objects.ask("planting", editor, "甲")
    assert work_off() == 1
    assert Action.history.get().history_request_id == NUMBER
