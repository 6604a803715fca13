"""Kinds that came later are taken over by actions that run now, with "of which" figures; never by one that is over."""

import datetime

import pytest

from activities.activities import workflow
from activities.catalogue.offered_kinds import offered_to, take_over
from activities.models import ActivityKind, Indicator
from core.exceptions import Refused
from pairs.models import Batch
from tests.conftest import a_client

pytestmark = pytest.mark.one_database


def test_a_running_action_takes_over_kinds_with_what_they_count(world, rita, sam, editor):
    (visits,) = take_over(world.jobs, ["employer_visits"], editor, "新增类别")
    assert [one.code for one in visits.asked_indicators] == ["visited_employers", "visited_by_leaders", "posts_found"]
    assert Indicator.objects.get(code="visited_by_leaders").part_of.code == "visited_employers"
    assert "employer_visits" not in {row["code"] for row in offered_to(world.batch.action)}
    figures = {"visited_employers": 12, "visited_by_leaders": 4}
    entry = workflow.confirm(workflow.submit(world.drafted(rita, kind=visits, measures=figures), rita), sam)
    sums = dict(world.pair.totals.values_list("indicator__code", "value"))
    assert entry.is_counted and sums == figures  # both are kept, and neither is added to the other


def test_an_action_that_ended_before_a_kind_existed_is_never_offered_it(world, editor):
    Batch.objects.update(starts=datetime.date(2020, 4, 1), ends=datetime.date(2020, 9, 30))
    assert offered_to(world.batch.action) == []
    with pytest.raises(Refused):
        take_over(world.jobs, ["employer_visits"], editor, "补记")
    assert not ActivityKind.objects.filter(code="employer_visits").exists()


def test_the_ministry_takes_them_over_on_a_page(world, editor):
    page = f"/en/admin/pairs/action/{world.batch.action.pk}/kinds/"
    assert "Visits to employers" in a_client(editor).get(page).content.decode()
    given = {"kinds": ["employer_visits", "ability_training"], "mechanism": world.jobs.pk, "reason": "新增类别"}
    assert a_client(editor).post(page, given).status_code == 302
    assert set(world.jobs.kinds.values_list("code", flat=True)) >= {"employer_visits", "ability_training"}
