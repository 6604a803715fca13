"""The kind of a draft is changed in place: what the new kind asks for as well stays, and what goes is said before."""

import pytest

from activities.activities import workflow
from activities.models import Activity, Measure
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, new_address, text, token_in, typed
from tests.support.factories.activities import day


@pytest.fixture
def draft(world, rita):
    return world.drafted(rita, measures={"posts": 1234, "signed": 2})


def changed(person, entry, kind, **fields):
    facts = {"kind": kind.code, "version": entry.version} | fields
    return a_client(person).post(at("activity_kind", entry.pk), facts)


def test_what_would_go_is_said_beside_each_kind(draft, rita):
    page = text(a_client(rita).get(at("activity_kind", draft.pk)))
    of_matching, of_lecture = page.partition("类别matching")[2].split("类别lecture")
    assert "指标posts" in of_matching and "指标signed" not in of_matching
    assert "指标posts" in of_lecture and "指标signed" in of_lecture
    assert 'value="fair"' not in page
    assert Measure.objects.count() == 2


def test_words_and_days_and_common_figures_stay(world, draft, rita):
    answer = changed(rita, draft, world.matching)
    assert answer["Location"] == at("activity_edit", draft.pk)
    draft.refresh_from_db()
    assert (draft.kind, draft.title, draft.starts_on) == (world.matching, "化工类专场", day(-1))
    assert {row.indicator.code: row.value for row in draft.measures.all()} == {"signed": 2}
    gone = Measure.history.get(history_type="-")
    assert (gone.value, gone.history_user) == (1234, rita)


def test_what_was_typed_is_taken_along_from_a_new_form(world, rita):
    client, path = a_client(rita), new_address(world)
    fields = typed(token=token_in(client.get(path)), n_posts="7", another="1")
    assert client.post(path, fields)["Location"] == at("activity_kind", Activity.objects.get().pk)
    assert Activity.objects.get().title == "化工类专场"


def test_an_empty_form_leads_back_to_the_kinds_and_makes_nothing(world, rita):
    client, path = a_client(rita), new_address(world)
    answer = client.post(path, {"token": token_in(client.get(path)), "version": "1", "another": "1"})
    assert "kind" not in answer["Location"] and "类别lecture" in text(client.get(answer["Location"]))
    assert not Activity.objects.exists()


def test_a_double_tap_changes_it_once(world, draft, rita):
    assert [changed(rita, draft, world.matching).status_code for _ in range(2)] == [302, 302]
    draft.refresh_from_db()
    assert draft.version == 2


def test_who_has_not_seen_the_newest_figures_is_shown_them_first(world, draft, rita, rob):
    workflow.edit(draft, rob, draft.version, {}, {"posts": 9})
    answer = changed(rita, draft, world.lecture, version=1)
    assert answer.status_code == 409 and "指标posts 9" in text(answer)
    assert Activity.objects.get().kind == world.fair


def test_a_figure_typed_for_the_kind_before_is_shown_to_be_copied(world, draft, rita, rob):
    changed(rita, draft, world.matching)
    page = text(a_client(rob).post(at("activity_edit", draft.pk), typed(n_posts="31", n_signed="2", save="1")))
    words = " ".join(page.split())
    assert "指标posts 31" in words
    assert "指标signed 2" not in words


def test_what_was_handed_in_keeps_its_kind(world, rita, sam):
    for entry in (world.submitted(rita), workflow.hold(world.passed(rita), rita)):
        assert changed(rita, entry, world.lecture).status_code == 403
        assert "another" not in text(a_client(rita).get(at("activity_edit", entry.pk)))
    returned = workflow.send_back(world.submitted(rita), sam, "请改")
    assert changed(rita, returned, world.lecture).status_code == 403
    assert set(Activity.objects.values_list("kind__code", flat=True)) == {"fair"}


def test_a_kind_that_is_not_offered_does_not_exist(world, draft, rita):
    world.lecture.retire("不再统计")
    assert changed(rita, draft, world.lecture).status_code == 404
    plan = world.drafted(rita, stage="planned", starts_on=day(3), ends_on=day(3))
    assert changed(rita, plan, world.matching).status_code == 404
    assert a_client(rita).post(at("activity_kind", draft.pk), {"kind": "nothing"}).status_code == 404


def test_nobody_else_changes_it(world, draft, sam, editor, inspector, outsiders, client):
    for person in [sam, editor, inspector, *outsiders]:
        assert changed(person, draft, world.lecture).status_code in (302, 403, 404)
    assert client.get(at("activity_kind", draft.pk)).status_code == 302
    assert Activity.objects.get().kind == world.fair
