"""Good practice on pages: proposed and edited on the desk, read by everybody, taken away as files."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity
from oversight.models import Adoption, Citation, Practice
from oversight.practices import workflow as practices
from tests.conftest import a_client
from tests.support.assertions.public_pages import text_of
from tests.support.browser.desk_forms import text, token_in
from tests.support.factories.activities import day
from tests.support.factories.practices import EDITED, RAW, proposed, published

DESK = "/en/desk/practices/"


def page(person, path):
    return a_client(person).get(path)


def send(person, path, **fields):
    client = a_client(person)
    return client.post(path, {"token": token_in(client.get(path))} | fields)


@pytest.fixture
def practice(world, rita, editor):
    return published(rita, editor, world)


def test_a_coordinator_proposes_with_activities(world, rita, sam):
    activity = world.confirmed(rita, sam)
    world.drafted(rita, title="还是草稿")
    client = a_client(rita)
    form = client.get(f"{DESK}new/")
    assert "化工类专场" in text(form) and "还是草稿" not in text(form)
    fields = {"token": token_in(form), "mechanism": world.guidance.pk, "raw_title": "题", "raw_text": RAW}
    taps = [client.post(f"{DESK}new/", fields | {"activities": activity.pk}) for _tap in range(2)]
    assert {tap["Location"] for tap in taps} == {f"{DESK}{Practice.objects.get().pk}/"}
    assert Citation.objects.get().activity == activity


def test_activities_are_searched_for_and_what_was_typed_and_ticked_stays(world, rita, sam):
    ticked = world.confirmed(rita, sam, title="九月招聘会")
    for number in range(16):
        world.confirmed(rita, sam, title=f"线上宣讲{number}")
    sought = world.confirmed(rita, sam, kind=world.lecture, title="教师培训")
    Activity.objects.filter(pk__in=[ticked.pk, sought.pk]).update(starts_on=day(-50), ends_on=day(-50))
    assert "教师培训" not in text(page(rita, f"{DESK}new/"))
    typed = {"raw_title": "题", "raw_text": "", "activities": ticked.pk}
    shown = text(send(rita, f"{DESK}new/", **typed, find="教师", search="1"))
    boxes = re.findall(r'<input type="checkbox"[^>]*>', shown)
    assert (
        "教师培训" in shown and "线上宣讲" not in shown and 'value="题"' in shown and "There is a problem" not in shown
    )
    assert ["checked" in box for box in boxes if f'value="{ticked.pk}"' in box] == [True]
    assert not Practice.objects.exists()
    facts = {"mechanism": world.guidance.pk, "raw_title": "题", "raw_text": RAW}
    assert send(rita, f"{DESK}new/", **facts, activities=[ticked.pk, sought.pk]).status_code == 302
    assert {one.activity for one in Citation.objects.all()} == {ticked, sought}
    assert "No public activity" in text(send(rita, f"{DESK}new/", find="没有这样的活动", search="1"))


def test_what_is_missing_is_told_and_what_was_typed_stays(world, rita):
    shown = text(send(rita, f"{DESK}new/", mechanism=world.guidance.pk, raw_title="", raw_text=RAW))
    assert 'href="#id_raw_title"' in shown and RAW in shown and not Practice.objects.exists()


def test_a_foreign_pair_is_nothing(rita, world):
    assert page(rita, f"{DESK}new/?pair=1-2").status_code == 404


def test_only_coordinators_propose_and_take_up(practice, officer, inspector, editor):
    for person in (officer, inspector, editor):
        assert page(person, f"{DESK}new/").status_code == 403
        assert page(person, f"{DESK}{practice.pk}/adopt/").status_code == 403


def test_the_raw_text_reaches_nobody_else(practice, world, sam, olga, officer, client):
    for person in (sam, olga, officer):
        assert page(person, f"{DESK}{practice.pk}/").status_code == 404
        assert RAW not in text(page(person, DESK))
    for path in ("/en/practices/", "/practices/joint-hours/", "/practices.csv", "/practices.json", "/practices.xlsx"):
        shown = text_of(client.get(path))
        assert "联合值班" in shown or "Joint office hours" in shown
        assert "每周三联合值班" not in shown and "原题" not in shown and "rita" not in shown


def test_an_editor_edits_beside_the_raw_text_and_publishes(world, rita, editor):
    practice = proposed(rita, world)
    path = f"{DESK}{practice.pk}/edit/"
    assert RAW in text(page(editor, path))
    facts = EDITED | {"mechanism": world.guidance.pk}
    answer = send(editor, path, **facts | {"text_en": ""}, version=practice.version, publish="1")
    assert 'href="#id_text_en"' in text(answer) and Practice.objects.get().state == "proposed"
    assert send(editor, path, **facts, version=Practice.objects.get().version, publish="1").status_code == 302
    assert Practice.objects.get().is_published


def test_others_do_not_edit(world, rita, inspector):
    practice = proposed(rita, world)
    for person in (rita, inspector):
        assert page(person, f"{DESK}{practice.pk}/edit/").status_code == 403
    assert page(inspector, f"{DESK}{practice.pk}/rewrite/").status_code == 403


def test_a_returned_one_is_among_the_turns_and_handed_in_again(world, rita, editor):
    practice = proposed(rita, world)
    answer = a_client(editor).post(f"{DESK}{practice.pk}/return/", {"words": ""})
    assert "Give the reason" in text(answer)
    assert a_client(editor).post(f"{DESK}{practice.pk}/return/", {"words": "请写明人数"}).status_code == 302
    assert "请写明人数" in text(page(rita, "/en/desk/"))
    facts = {"mechanism": world.guidance.pk, "raw_title": "题", "raw_text": "已写明"}
    version = Practice.objects.get().version
    assert send(rita, f"{DESK}{practice.pk}/rewrite/", **facts, version=version).status_code == 302
    assert "请写明人数" not in text(page(rita, "/en/desk/"))


def test_two_writers_are_shown_both_texts_and_both_choices(world, rita, rob, sam):
    activity, practice = world.confirmed(rita, sam), proposed(rita, world)
    path, facts = f"{DESK}{practice.pk}/rewrite/", {"mechanism": world.guidance.pk, "raw_title": "题"}
    seen = {"version": practice.version}
    send(rita, path, **facts, **seen, raw_text="先写的", activities=activity.pk)
    answer = send(rob, path, **facts, **seen, raw_text="后写的")
    shown = text(answer)
    assert answer.status_code == 409 and "先写的" in shown and "后写的" in shown and "take-activities" in shown
    choice = {"differing": ["raw_text", "activities"], "take-raw_text": "mine", "take-activities": "theirs"}
    version = Practice.objects.get().version
    assert send(rob, path, **facts, **choice, version=version, raw_text="合起来").status_code == 302
    assert Practice.objects.get().raw_text == "合起来" and Citation.objects.count() == 1


def test_another_pair_marks_it_and_takes_the_mark_back(practice, olga, client):
    path = f"{DESK}{practice.pk}/adopt/"
    assert send(olga, path, pair="1-2").status_code == 302
    assert "湖北乙学院" in text(client.get("/practices/joint-hours/"))
    assert client.get("/practices.json").json()["rows"][0]["adopters"] == 1
    assert send(olga, path, pair="1-2", abandon="1").status_code == 302
    assert not Adoption.objects.exists()


def test_marks_for_foreign_and_own_pairs_are_refused(practice, olga, rita):
    assert send(olga, f"{DESK}{practice.pk}/adopt/", pair="1-1").status_code == 404
    assert a_client(rita).post(f"{DESK}{practice.pk}/adopt/", {"pair": "1-1"}).status_code == 403
    assert a_client(olga).get(f"{DESK}999999/adopt/").status_code == 404


def test_the_list_goes_by_mechanism_and_can_be_searched(practice, world, sam, editor, client):
    facts = {
        "slug": "layers",
        "title": "分层推送",
        "title_en": "Layered messages",
        "text": "先分专业。",
        "text_en": "By subject.",
    }
    published(sam, editor, world, mechanism=world.jobs, **facts)
    shown = text(client.get("/en/practices/"))
    assert shown.index("Layered messages") < shown.index("Joint office hours")
    found = text(client.get("/en/practices/?q=queue"))
    assert "Joint office hours" in found and "Layered messages" not in found
    assert "Layered messages" in text(client.get("/en/practices/?mechanism=1"))
    assert client.get("/practices.json?mechanism=3").json()["count"] == 1


def test_nonsense_is_told_and_refused_in_files(practice, client):
    assert "could not be used" in text(client.get("/en/practices/?mechanism=9"))
    assert client.get("/practices.csv?mechanism=9").status_code == 400
    assert "No practice matches" in text(client.get("/en/practices/?q=nonesuch"))
    assert client.get("/practices/none-such/").status_code == 404


def test_before_it_is_published_it_has_no_public_page(world, rita, editor, client):
    practice = practices.edit(proposed(rita, world), editor, None, EDITED)
    assert client.get("/practices/joint-hours/").status_code == 404
    practices.publish(practice, editor)
    assert client.get("/practices/joint-hours/").status_code == 200


def test_what_was_withdrawn_keeps_its_line_without_its_text(practice, editor, client):
    practices.withdraw(practice, editor, "事实有误")
    shown = text(client.get("/practices/joint-hours/"))
    assert "事实有误" in shown and "每周三晚" not in shown
    assert "joint-hours" not in text(client.get("/practices/"))


def test_mechanism_sitemap_and_data_page_know_it(practice, client):
    assert "Joint office hours" in text(client.get("/en/actions/made-up/mechanisms/3/"))
    assert "Joint office hours" not in text(client.get("/en/actions/made-up/mechanisms/1/"))
    assert "/practices/joint-hours/" in text(client.get("/sitemap-practices.xml"))
    assert "/practices.csv" in text(client.get("/en/data/"))


def test_each_language_has_its_own_text(practice, client):
    assert "Graduates queue online" in text(client.get("/en/practices/joint-hours/"))
    assert "毕业生在线排队" in text(client.get("/practices/joint-hours/"))


def test_as_many_queries_for_one_as_for_many(practice, world, rita, sam, editor, client):
    paths = ["/en/practices/", "/practices.json", "/en/actions/made-up/mechanisms/3/", "/en/practices/joint-hours/"]
    few = [queries(client, path) for path in paths]
    activity = world.confirmed(rita, sam)
    for number in range(5):
        published(sam, editor, world, slug=f"more-{number}", activities=[activity])
    assert [queries(client, path) for path in paths] == few


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_first_one_comes_from_a_public_source_and_is_loaded_once(published_practice, client):
    assert (published_practice.pair.address, published_practice.proposed_by) == ("2-11", None)
    shown = text(client.get(published_practice.get_absolute_url()))
    assert "ev.hutb.edu.cn" in shown and "五场" in shown
    assert [one.kind.code for one in published_practice.told_activities()] == ["lecture"]
    for own_fairs in ("1879", "1,879", "104192", "104,192", "6528", "6,528"):
        assert own_fairs not in shown
    call_command("load_published", verbosity=0)
    assert Practice.objects.count() == 1 == Citation.objects.count()


@pytest.fixture
def published_practice(published):
    return Practice.objects.get()


def test_what_editors_changed_or_removed_is_not_loaded_again(published_practice, editor):
    practices.edit(published_practice, editor, None, {"title": "改过的题"})
    published_practice.citations.get().delete()
    call_command("load_published", verbosity=0)
    assert Practice.objects.get().title == "改过的题" and not Citation.objects.exists()
