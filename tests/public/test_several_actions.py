"""Two actions side by side: whatever a page says belongs to the one it names."""

import pytest

from pairs.models import Action, Pair
from tests.support.assertions.css_select import select
from tests.support.assertions.public_pages import main_of
from tests.support.casts.other_action import text
from tests.support.casts.several_actions import WEST, a_school, an_action, what_was_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def beside(published, editor):
    """A running action of groups beside the published one that has ended."""
    action = an_action("WEST", WEST, several=True)
    what_was_done(action, "WEST", editor)
    return action


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_running_action_leads_the_home_page_alone(client, beside, prefix):
    said = main_of(client, f"{prefix}/")
    words = ["首批WEST", "岗位WEST", "机制1WEST", "将办WEST"]
    if prefix:
        words = ["First batch WEST", "posts WEST", "Mechanism 1 WEST", "University"]
    assert [word for word in words if word not in said] == []
    foreign = ["2020", "湖北高校", "Hubei", "近800次", "Sharing job information", "东湖", "Donghu"]
    assert [word for word in foreign if word in said] == []


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_several_running_actions_share_it(client, page, beside, prefix):
    an_action("SOUTH", ["45"])
    shown = page(f"{prefix}/")
    south, west = select(shown, "article.action")
    assert "SOUTH" in text(south) and "WEST" not in text(south)
    assert "WEST" in text(west) and "SOUTH" not in text(west)
    ids = [element.get("id") for element in shown.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    answers = [text(answer) for answer in select(shown, ".hero-answers li")]
    assert ["SOUTH" in answer for answer in answers] == [True, False, True]


def test_the_ministry_chooses_which_leads(client, beside):
    Action.objects.filter(slug="hubei-2020").update(leads_home=True)
    said = main_of(client, "/en/")
    assert "124" in said and "WEST" not in said


def test_when_none_runs_the_one_that_ended_last_leads(client, published):
    an_action("OVER", running=False)
    assert "First batch OVER" in main_of(client, "/en/") and "Hubei" not in main_of(client, "/en/")


def test_about_speaks_of_the_action_that_leads(client, beside):
    said = main_of(client, "/en/about/")
    assert "Introduction WEST" in said and "Second paragraph WEST" in said
    assert "Hubei" not in said.partition("Where the data")[0]
    assert "One-Helps-One action (2020), Batch 1" in said  # where the data end


def test_about_without_any_action(client):
    assert "No action is published yet" in main_of(client, "/en/about/")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_search_proposes_what_it_finds(client, page, beside, prefix):
    proposed = [text(link) for link in select(page(f"{prefix}/search/"), ".examples a")]
    recipient = Pair.objects.of_action(beside).in_order()[0].recipient
    assert {recipient.name, recipient.name_en, recipient.code} <= set(proposed)
    for words in proposed:
        found = [answer.university for answer in client.get(f"{prefix}/search/", {"q": words}).context["found"]]
        assert Pair.objects.of_action(beside).filter(recipient__in=found).exists(), words


def test_of_2020_the_search_proposes_its_recipients(page, published):
    proposed = [text(link) for link in select(page("/search/"), ".examples a")]
    assert proposed[0] == "武汉东湖学院" and {"whdhxy", "4142011798"} <= set(proposed)


def test_without_pairs_it_proposes_nothing(page):
    assert not select(page("/search/"), ".examples")


def test_a_university_of_both_has_its_pairs_by_action(client, beside):
    supporter = Pair.objects.get(batch__number=2, serial=1).supporter
    pair = Pair.objects.of_action(beside).in_order()[0]
    Pair.objects.create(batch=pair.batch, serial=9, recipient=a_school("WEST", "54"), supporter=supporter)
    said = main_of(client, f"/en{supporter.get_absolute_url()}")
    west, old = said.index("Action WEST"), said.index("One-Helps-One action (2020)")
    assert west < said.index("First batch WEST, No. 9") < old < said.index("Batch 2, No. 1")


def test_a_search_tells_of_the_actions_that_may_help_and_no_other(client, beside):
    an_action("SOUTH", ["45"])
    said = main_of(client, "/en/search/?q=武汉科技大学")
    assert "One-Helps-One action (2020)" in said and "It is not in the list of Batch 2" in said
    assert "WEST" not in said and "SOUTH" not in said
    unpaired = a_school("WEST", "54")
    said = main_of(client, f"/en/search/?q={unpaired.code}")
    assert "It is not in the list of First batch WEST" in said and "SOUTH" not in said


def test_with_one_action_a_university_names_it_in_no_pair(client, published):
    supporter = Pair.objects.get(batch__number=2, serial=1).supporter
    assert "One-Helps-One action (2020)" not in main_of(client, f"/en{supporter.get_absolute_url()}")


def test_the_list_of_pairs_names_the_action_of_each_and_has_it_as_a_filter(client, page, beside):
    shown = page("/en/pairs/")
    assert select(shown, ".filters select[name=action]")
    groups = [text(group) for group in select(shown, "table.pairs tr.group")]
    assert any(group.startswith("One-Helps-One action (2020) · Batch 1") for group in groups)
    own = main_of(client, "/en/pairs/?action=west")
    assert "6 pairs" in own and "One-Helps-One action (2020) · Batch" not in own.partition("No.")[2]


def test_a_batch_names_the_role_of_each_supporter(client, beside):
    said = main_of(client, f"/en/batches/{beside.batches.get().number}/")
    assert said.count("Lead WEST") == said.count("Part WEST") == 3


def test_the_place_of_a_group_shows_the_lead_and_names_all(client, beside):
    number = beside.batches.get().number
    page = client.get(f"/en/pairs/{number}-1/")
    assert page.status_code == 200
    said = main_of(client, f"/en/pairs/{number}-1/")
    assert "Supporter · Lead WEST" in said and "All supporters of" in said
    assert "(Lead WEST)" in said and "(Part WEST)" in said
    assert "Supporter · Part WEST" in main_of(client, f"/en/pairs/{number}-1-1/")
    assert f'rel="canonical" href="http://testserver/en/pairs/{number}-1-2/"' in page.content.decode()


def test_the_list_of_good_practice_says_whose_a_mechanism_is(client, beside):
    assert "Mechanism 1 WEST Action WEST" in main_of(client, "/en/practices/")


def test_a_mechanism_counts_the_pairs_of_its_own_action(client, beside):
    assert "1 of 6 known pairs" in main_of(client, "/en/actions/west/mechanisms/1/")
    assert "of 80 known pairs" in main_of(client, "/en/actions/hubei-2020/mechanisms/1/")
    said = main_of(client, "/en/actions/west/mechanisms/1/")
    assert "2020" not in said and "Batch 2" not in said
