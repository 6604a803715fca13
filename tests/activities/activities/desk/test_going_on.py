"""From one entry to the next: what the page offers after submitting, saving and confirming."""

import re

import pytest

from activities.models import Activity
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, logged, new_address, text
from tests.support.factories.activities import day

pytestmark = pytest.mark.one_database


def panel_of(page):
    """What stands in the panel that says what was done."""
    found = re.search(r'<div class="done">(.*?)</div>\s*</div>', page, re.DOTALL)
    return found[1].replace("&amp;", "&") if found else ""


def test_after_submitting_the_page_names_who_acts_next_and_offers_another_of_this_kind(world, rita):
    logged(rita, world, n_posts="3")
    entry, client = Activity.objects.get(), a_client(rita)
    panel = panel_of(text(client.post(at("activity_check", entry.pk), {"version": entry.version}, follow=True)))
    assert "已提交。等待江苏子大学确认。" in panel
    assert f"{new_address(world)}&next=1" in panel
    assert f"{new_address(world)}&copy={entry.pk}" in panel
    assert "下一条待我方确认" not in panel
    assert not panel_of(text(client.get(at("activity", entry.pk)))), "it is told once"


def test_a_saved_draft_is_told_in_the_same_panel(world, rita):
    panel = panel_of(text(a_client(rita).get(at("activity", saved(rita, world).pk))))
    assert not panel
    client = a_client(rita)
    entry = Activity.objects.get()
    facts = {"title": "改后", "starts_on": day(-1).isoformat(), "version": entry.version, "save": "1"}
    panel = panel_of(text(client.post(at("activity_edit", entry.pk), facts, follow=True)))
    assert "已存为草稿。" in panel and "复制这一条" in panel


def saved(by, world):
    logged(by, world, button="save")
    return Activity.objects.get()


def test_a_copy_has_the_words_of_the_entry_and_neither_its_day_nor_its_figures(world, rita):
    entry = world.drafted(rita, title="周会", place="三楼", description="例会", measures={"posts": 777})
    page = text(a_client(rita).get(f"{new_address(world)}&copy={entry.pk}"))
    assert 'value="周会"' in page and 'value="三楼"' in page and "例会" in page
    assert 'value="777"' not in page and 'name="starts_on" value' not in page
    assert page.count("autofocus") == 1


def test_nobody_copies_the_draft_of_the_other_side(world, rita, sam):
    draft = world.drafted(sam, title="对方草稿")
    assert "对方草稿" not in text(a_client(rita).get(f"{new_address(world)}&copy={draft.pk}"))


def test_after_confirming_the_next_entry_is_one_click_away(world, rita, sam):
    first, second = world.submitted(rita), world.submitted(rita)
    client = a_client(sam)
    page = text(client.post(at("activity_step", first.pk, "confirm"), {"version": first.version}, follow=True))
    assert f'href="{at("activity", second.pk)}"' in panel_of(page)
    assert "下一条待我方确认（还有 1 条）" in panel_of(page)
    assert "再填一项" not in panel_of(page), "it is not an entry of one's own"


def test_each_side_sees_by_the_colour_of_the_tag_whose_turn_it_is(world, rita, sam, officer):
    entry = world.submitted(rita)
    tags = {"rita": "tag-theirs", "sam": "tag-wait", "officer": "tag-wait"}
    for person in (rita, sam, officer):
        assert f'"tag {tags[person.username]}"' in text(a_client(person).get(at("activity", entry.pk)))


def test_a_plan_says_when_to_cancel_and_when_to_withdraw_it(world, rita):
    page = text(a_client(rita).get(at("activity", world.planned(rita).pk)))
    assert "预告无误，但活动不再举办。" in page and "误发的预告，或重复的预告。" in page
    assert "误发的预告" not in text(a_client(rita).get(at("activity", world.submitted(rita).pk)))


def test_who_submits_and_goes_on_chooses_the_next_kind_the_same_one_first(world, rita):
    logged(rita, world)
    entry, client = Activity.objects.get(), a_client(rita)
    answer = client.post(at("activity_check", entry.pk), {"version": entry.version, "again": "1"}, follow=True)
    page = text(answer)
    assert "已提交。等待江苏子大学确认。" in page
    assert page.index("再填一项同类活动：类别fair") < page.index('class="kinds"')
