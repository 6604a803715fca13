"""What is typed is saved by itself, for its writer alone, and offered again."""

import datetime

import pytest
from django.utils import timezone

from activities.activities.models import unsent_texts
from activities.models import Activity, UnsentText
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, new_address, text, token_in, typed
from tests.support.factories.activities import day

NAME = "new:1-1:fair:held"


def saved(user, form=NAME, **fields):
    return a_client(user).post(at("autosave"), {"form": form, "token": "x", "title": "写了一半"} | fields)


def test_what_was_saved_is_offered_and_restored_and_gone_once_it_is_an_entry(world, rita):
    assert saved(rita, n_posts="约五百").status_code == 204
    assert not Activity.objects.exists()
    client, path = a_client(rita), new_address(world)
    page = text(client.get(path))
    assert "已自动保存，只有您本人可以看到" in page and "写了一半" not in page
    page = text(client.get(f"{path}&restore=1"))
    assert 'value="写了一半"' in page and 'value="约五百"' in page and "尚未提交" in page
    client.post(path, typed(save="1") | {"token": token_in(client.get(path))})
    assert Activity.objects.exists() and not UnsentText.objects.exists()


def test_it_is_offered_to_its_writer_alone_and_for_that_form_alone(world, rita, rob):
    saved(rita)
    assert "自动保存" not in text(a_client(rob).get(new_address(world))).split("<form class")[0]
    assert "写了一半" not in text(a_client(rob).get(f"{new_address(world)}&restore=1"))
    assert "写了一半" not in text(a_client(rita).get(f"{new_address(world, world.lecture)}&restore=1"))


def test_an_edit_is_restored_with_the_version_that_its_writer_had_seen(world, rita):
    entry = world.drafted(rita)
    saved(rita, f"edit:{entry.pk}", version=entry.version)
    page = text(a_client(rita).get(at("activity_edit", entry.pk) + "?restore=1"))
    assert 'value="写了一半"' in page and f'name="version" value="{entry.version}"' in page


def test_rows_of_several_days_are_restored_as_many_as_there_were(world, rita):
    form, path = "several:1-1:lecture:held", at("activity_several") + "?pair=1-1&kind=lecture"
    rows = {f"r{at}-day": day(at - 9).isoformat() for at in range(6)} | {"r5-n_lectures": "约五场"}
    saved(rita, form, **rows)
    client = a_client(rita)
    assert "已自动保存，只有您本人可以看到" in text(client.get(path)), "before the days are given again"
    page = text(client.get(f"{path}&restore=1"))
    assert 'value="写了一半"' in page and 'name="r5-n_lectures" value="约五场"' in page and "尚未提交" in page
    assert f'data-form="{form}"' in page
    sent = {"title": "讲座", "token": token_in(client.get(f"{path}&restore=1"))} | rows | {"r5-n_lectures": "5"}
    client.post(f"{path}&restore=1", sent)
    assert Activity.objects.count() == 6 and not UnsentText.objects.exists()


def test_a_correction_is_restored_and_gone_once_it_is_proposed(world, rita, sam):
    entry = world.confirmed(rita, sam)
    path = at("activity_correct", entry.pk)
    saved(rita, f"correct:{entry.pk}", version=entry.version, reason="算错了")
    client = a_client(rita)
    assert "已自动保存，只有您本人可以看到" in text(client.get(path))
    page = client.get(f"{path}?restore=1")
    assert 'value="写了一半"' in text(page) and "算错了" in text(page)
    sent = {"title": "更正", "starts_on": day(-1).isoformat(), "reason": "算错了", "version": entry.version}
    client.post(path, sent | {"token": token_in(page)})
    assert entry.corrections.open().exists() and not UnsentText.objects.exists()


def test_each_form_has_one_saved_text_and_a_person_no_more_than_twenty(world, rita):
    for number in range(25):
        saved(rita, f"edit:{number}", title=f"第{number}")
    saved(rita, "edit:24", title="再写")
    assert UnsentText.objects.count() == 20
    assert UnsentText.objects.get(form="edit:24").fields["title"] == ["再写"]


def test_it_is_deleted_by_its_writer_or_after_a_week(world, rita, rob):
    saved(rita), saved(rob)
    answer = a_client(rita).post(at("autosave"), {"form": NAME, "forget": "1", "back": "/desk/"})
    assert answer["Location"] == "/desk/"
    assert UnsentText.objects.get().owner == rob
    unsent_texts.forget_old_texts(timezone.now() + datetime.timedelta(days=6))
    assert UnsentText.objects.exists()
    unsent_texts.forget_old_texts(timezone.now() + datetime.timedelta(days=8))
    assert not UnsentText.objects.exists()


@pytest.mark.one_database
def test_only_forms_of_activities_of_a_sensible_size_are_saved(world, rita, officer):
    assert saved(rita, "new:1-1").status_code == 400
    assert saved(rita, description="长" * 100_001).status_code == 400
    assert saved(officer).status_code == 403
    back = a_client(rita).post(at("autosave"), {"form": NAME, "forget": "1", "back": "https://example.org/"})
    assert back["Location"] == "/desk/"
    assert not UnsentText.objects.exists()


def test_where_it_fails_nobody_is_told_to_save_a_draft_that_a_correction_cannot_be(world, rita, sam):
    entry = world.confirmed(rita, sam)
    pages = [at("activity", entry.pk) + "correct/", new_address(world)]
    assert ["未能自动保存，离开本页前请先保存或提交。" in text(a_client(rita).get(page)) for page in pages] == [
        True,
        True,
    ]
