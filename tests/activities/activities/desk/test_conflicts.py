"""Two people edit one entry: the second is shown both texts, field by field, and nothing is lost."""

import pytest

from activities.activities import workflow
from activities.models import Activity
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, text
from tests.support.factories.activities import day

pytestmark = pytest.mark.one_database


@pytest.fixture
def entry(world, rita):
    return world.drafted(rita, measures={"posts": 3})


def opened(entry, **changed):
    """The fields of the edit form as they were when it was opened, with what its writer changed."""
    words = {"title": entry.title, "starts_on": day(-1).isoformat(), "ends_on": "", "description": "", "n_posts": "3"}
    words |= dict.fromkeys(["starts_at", "link", "place", "title_en", "n_signed"], "")
    initial = {f"initial-{name}": value for name, value in words.items()}
    return words | initial | {"version": entry.version, "save": "1"} | changed


def saved(person, entry, fields):
    return a_client(person).post(at("activity_edit", entry.pk), fields)


def stored():
    entry = Activity.objects.get()
    return entry.title, entry.place, {row.indicator.code: row.value for row in entry.measures.all()}


def test_the_second_sees_both_texts_and_nothing_is_overwritten(entry, rita, rob):
    saved(rita, entry, opened(entry, title="第一人写的", n_posts="7"))
    answer = saved(rob, entry, opened(entry, title="第二人写的", place="礼堂"))
    page = text(answer)
    assert answer.status_code == 409
    assert "第一人写的" in page
    assert 'value="第二人写的"' in page
    assert 'value="礼堂"' in page
    assert stored() == ("第一人写的", "", {"posts": 7})


def test_the_choice_proposed_is_whoever_changed_the_field(entry, rita, rob):
    saved(rita, entry, opened(entry, n_posts="7"))
    page = text(saved(rob, entry, opened(entry, place="礼堂")))
    assert 'name="take-n_posts" value="theirs" checked' in page
    assert 'name="take-place" value="mine" checked' in page


@pytest.mark.each_database
def test_field_by_field_both_texts_are_brought_together(entry, rita, rob):
    saved(rita, entry, opened(entry, title="第一人写的", n_posts="7"))
    mine = opened(entry, title="第二人写的", place="礼堂", version=Activity.objects.get().version)
    choice = {"differing": ["title", "place", "n_posts"], "take-title": "mine", "take-place": "mine"}
    assert saved(rob, entry, mine | choice | {"take-n_posts": "theirs"}).status_code == 302
    assert stored() == ("第二人写的", "礼堂", {"posts": 7})


def test_without_a_choice_both_are_shown_again(entry, rita, rob):
    saved(rita, entry, opened(entry, title="第一人写的"))
    mine = opened(entry, title="第二人写的", version=Activity.objects.get().version, differing=["title"])
    page = text(saved(rob, entry, mine))
    assert "第一人写的" in page
    assert 'value="第二人写的"' in page
    assert stored()[0] == "第一人写的"


def test_a_third_save_meanwhile_is_a_conflict_again(entry, rita, rob):
    saved(rita, entry, opened(entry, title="一"))
    seen = Activity.objects.get().version
    saved(rita, entry, opened(entry, title="二", version=seen))
    answer = saved(rob, entry, opened(entry, title="三", version=seen, differing=["title"]) | {"take-title": "mine"})
    assert answer.status_code == 409
    assert "二" in text(answer)
    assert stored()[0] == "二"


@pytest.mark.each_database
def test_the_text_of_whom_a_confirmation_overtook_is_not_lost(world, entry, rita, rob, sam):
    form = opened(entry, title="来不及保存的")
    workflow.confirm(workflow.submit(Activity.objects.get(), rita), sam)
    answer = saved(rob, entry, form)
    assert answer.status_code in (403, 409)
    assert "来不及保存的" in text(answer)


@pytest.mark.each_database
def test_without_the_check_of_versions_the_first_text_would_be_lost(entry, rita, rob, monkeypatch):
    monkeypatch.setattr(Activity, "compare", lambda *args: None)
    saved(rita, entry, opened(entry, title="第一人写的"))
    saved(rob, entry, opened(entry, title="第二人写的"))
    assert stored()[0] == "第二人写的"


def test_a_double_tap_is_no_conflict_with_oneself(entry, rita):
    form = opened(entry, title="改后")
    assert [saved(rita, entry, form).status_code for _ in range(2)] == [302, 302]
    assert stored()[0] == "改后"
