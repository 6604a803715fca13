"""One milestone for many pairs at once, with its source."""

import pytest

from pairs.models import Milestone
from tests.support.browser.admin_forms import text

LIST_PAGE = "/en/admin/pairs/pair/"
FACTS = {
    "action": "record_milestone",
    "record": "1",
    "scope": "chosen",
    "kind": "docked",
    "stated_as_of": "2031-03-20",
    "source": "https://example.edu.cn/statement",
}


@pytest.fixture
def chosen(pairs):
    return {"_selected_action": [pairs[0].pk, pairs[1].pk]}


def test_choosing_pairs_leads_to_the_questions(editor_client, chosen):
    answer = editor_client.post(LIST_PAGE, {"action": "record_milestone", **chosen})
    assert "The 2 pairs that were chosen" in text(answer)
    assert "All 3 pairs that the filter shows" in text(answer)
    assert not Milestone.objects.exists()


def test_the_chosen_pairs_have_it_afterwards_with_who_and_why(editor_client, chosen, pairs):
    editor_client.post(LIST_PAGE, FACTS | chosen)
    assert sorted(Milestone.objects.values_list("pair_id", flat=True)) == chosen["_selected_action"]
    milestone = pairs[0].milestones.get()
    assert milestone.recorded_by.username == "ed"
    row = milestone.history.get()
    assert (row.history_user.username, row.history_change_reason) == ("ed", FACTS["source"])


def test_all_that_the_filter_shows(editor_client, chosen, pairs):
    address = f"{LIST_PAGE}?supporter_province__exact=11"
    one = {"_selected_action": [pairs[0].pk]}
    editor_client.post(address, FACTS | one | {"scope": "all"})
    assert Milestone.objects.get().pair == pairs[0]
    editor_client.post(LIST_PAGE, FACTS | one | {"scope": "all", "kind": "signed"})
    assert Milestone.objects.filter(kind="signed").count() == 3


def test_pairs_that_have_it_are_counted_and_left_alone(editor_client, chosen, pairs):
    kept = Milestone.objects.create(pair=pairs[0], kind="docked", on="2031-03-02", source="earlier")
    page = editor_client.post(LIST_PAGE, {"action": "record_milestone", **chosen})
    assert [label for label, number in page.context["having"] if number] == [Milestone.Kind.DOCKED.label]
    answer = editor_client.post(LIST_PAGE, FACTS | chosen, follow=True)
    assert "1 pair already had this milestone and was left alone" in text(answer)
    kept.refresh_from_db()
    assert kept.source == "earlier"
    assert Milestone.objects.count() == 2


def test_sending_it_twice_records_it_once(editor_client, chosen):
    editor_client.post(LIST_PAGE, FACTS | chosen)
    editor_client.post(LIST_PAGE, FACTS | chosen)
    assert Milestone.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"stated_as_of": ""}, {"on": "2031-03-19"}, {"source": ""}, {"kind": "won"}, {"scope": "everybody"}],
    ids=["no day", "two days", "no source", "unknown kind", "unknown scope"],
)
def test_wrong_facts_are_refused_and_what_was_typed_stays(editor_client, chosen, wrong):
    answer = editor_client.post(LIST_PAGE, FACTS | chosen | wrong)
    assert answer.context["problems"]
    assert not Milestone.objects.exists()


def test_inspectors_may_not(inspector_client, chosen):
    inspector_client.post(LIST_PAGE, FACTS | chosen)
    assert not Milestone.objects.exists()


def test_to_people_without_a_post_the_page_does_not_exist(passer_by_client, chosen):
    assert passer_by_client.post(LIST_PAGE, FACTS | chosen).status_code == 404
