import pytest

from activities.activities import workflow
from activities.models import Activity, Measure, Total
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day


def test_a_draft_belongs_to_the_side_that_writes_it(world, rita, sam, editor):
    assert world.drafted(rita).side == "recipient"
    assert world.drafted(sam).side == "supporter"
    assert world.drafted(editor).side == "ministry"
    assert Activity.objects.first().status == "draft"


def test_a_draft_may_be_nearly_empty(world, rita):
    entry = workflow.draft(rita, world.pair, world.fair)
    assert (entry.title, entry.ends_on, entry.version) == ("", None, 1)


def test_nobody_else_starts_a_draft(world, outsiders):
    for person in outsiders:
        refused(world.drafted, person, code="not_yours")
    assert not Activity.objects.exists()


def test_nobody_logs_for_an_unpublished_batch(world, rita):
    type(world.batch).objects.update(published_at=None)
    world.pair.refresh_from_db()
    refused(world.drafted, rita, code="not_yours")


def test_who_speaks_for_both_sides_acts_for_neither(world, rita):
    rita.memberships.create(role="coordinator", university=world.supporter)
    refused(world.drafted, type(rita).objects.get(pk=rita.pk), code="not_yours")


def test_blank_is_not_reported_and_zero_is_zero(world, rita):
    entry = world.drafted(rita, measures={"posts": 0, "signed": None})
    assert [(row.indicator.code, row.value) for row in entry.measures.all()] == [("posts", 0)]


@pytest.mark.parametrize("value", [-1, 1_000_000_000, 2**31, 10**20, "50多万", 1.5])
def test_impossible_figures_are_refused_by_their_indicator(world, rita, value):
    assert faults(world.drafted, rita, measures={"posts": value}) == {"posts"}
    assert not Activity.objects.exists()


@pytest.mark.parametrize("field", ["title", "description", "place", "link"])
def test_control_characters_are_refused_alike_on_every_database(world, rita, field):
    assert faults(world.drafted, rita, **{field: "https://a.cn/ab\x00c"}) == {field}


def test_all_faults_are_named_at_once(world, rita):
    values = {"title": "字" * 101, "description": "字" * 2001, "starts_on": day(-1), "ends_on": day(-2)}
    assert faults(world.drafted, rita, measures={"posts": -1}, **values) == {"title", "description", "__all__", "posts"}


def test_a_figure_the_kind_does_not_ask_for_is_refused(world, rita):
    faults(world.drafted, rita, measures={"lectures": 1})


def test_a_retired_kind_is_not_offered(world, rita):
    world.fair.retire("不再统计")
    assert faults(world.drafted, rita) == {"kind"}


def test_a_plan_has_no_figures_and_no_period(world, rita):
    faults(world.drafted, rita, stage="planned", measures={"posts": 1})
    assert faults(world.drafted, rita, kind=world.matching, stage="planned") == {"kind"}


def test_the_same_form_sent_five_times_makes_one_row(world, rita):
    made = {world.drafted(rita, token="a-token", measures={"posts": 3}).pk for _time in range(5)}
    assert len(made) == 1 and Activity.objects.count() == 1 and Measure.objects.count() == 1


def test_somebody_elses_token_is_refused(world, rita, sam):
    world.drafted(rita, token="a-token")
    refused(world.drafted, sam, token="a-token", code="token")


def test_a_draft_counts_nowhere_and_is_dropped_without_a_trace_for_others(world, rita, rob, sam):
    entry = world.drafted(rita, measures={"posts": 3})
    assert not Total.objects.exists()
    refused(workflow.discard, entry, sam, code="not_yours")
    workflow.discard(entry, rob)
    assert not Activity.objects.exists() and not Measure.objects.exists()


def test_what_was_handed_in_is_not_discarded(world, rita, sam):
    entry = world.submitted(rita)
    refused(workflow.discard, entry, rita)
    workflow.send_back(entry, sam, "日期不对")
    refused(workflow.discard, entry, rita)


def test_the_history_names_who_wrote(world, rita):
    assert world.drafted(rita).history.get().history_user == rita


def test_a_title_of_signs_that_nobody_sees_is_refused(world, rita):
    assert faults(world.drafted, rita, title="\u200b") == {"title"}
    assert faults(workflow.withdraw, world.submitted(rita), rita, "\u200b\u2060") == {"reason"}
