"""Logging an activity: from the desk to submitted."""

import datetime
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activities.models import Activity, Evidence, Stage, Status
from core import file_content
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, logged, new_address, text, token_in, typed
from tests.support.factories.activities import day


def only_entry():
    return Activity.objects.get()


def figures_of(entry):
    return {row.indicator.code: row.value for row in entry.measures.select_related("indicator")}


def test_the_only_pair_is_not_asked_for_and_kinds_stand_under_their_mechanisms(world, rita):
    page = text(a_client(rita).get(at("activity_new")))
    assert "湖北甲学院" in page
    assert page.index("共享岗位") < page.index("类别fair") < page.index("就业指导") < page.index("类别lecture")


@pytest.mark.one_database
def test_the_form_asks_exactly_what_the_kind_counts_with_unit_and_rule(world, rita):
    page = text(a_client(rita).get(new_address(world)))
    assert [name for name in ("n_posts", "n_signed", "n_lectures") if f'name="{name}"' in page] == [
        "n_posts",
        "n_signed",
    ]
    assert "指标posts" in page
    assert "个" in page
    assert "每次计一次" in page


@pytest.mark.one_database
def test_errors_are_listed_in_the_order_of_their_fields_on_the_page(world, rita):
    wrong = {"starts_on": "2026-13-45", "n_posts": "约300", "proof": "192.168.1.1/a"}
    told = re.findall(r'<li><a href="#id_(\w+)">', text(logged(rita, world, **wrong)))
    assert told == ["starts_on", "n_posts", "proof"]


@pytest.mark.one_database
def test_an_entry_with_nothing_in_it_asks_for_its_day_and_not_for_its_last(world, rita):
    answer = logged(rita, world, title="", starts_on="")
    page = text(a_client(rita).get(answer["Location"]))
    assert "请填写活动举办的日期。" in page and "结束日期" not in page


def test_an_entry_is_checked_and_then_submitted(world, rita):
    answer = logged(rita, world, n_posts="1,234", n_signed="0")
    entry = only_entry()
    assert answer["Location"] == at("activity_check", entry.pk)
    assert (entry.status, entry.side, figures_of(entry)) == (Status.DRAFT, "recipient", {"posts": 1234, "signed": 0})
    client = a_client(rita)
    assert "1,234" in text(client.get(answer["Location"]))
    assert "1,234" in text(client.get(f"/en{answer['Location']}"))
    assert client.post(answer["Location"], {"version": entry.version})["Location"] == at("activity", entry.pk)
    assert only_entry().status == Status.SUBMITTED


@pytest.mark.parametrize("number", ["9" * 5000, str(10**30)])
def test_numbers_beyond_all_bounds_are_answered_and_not_read(world, rita, number):
    logged(rita, world, n_posts="3")
    entry = only_entry()
    assert a_client(rita).post(at("activity_check", entry.pk), {"version": number}).status_code == 302
    again = logged(rita, world, n_posts=number)
    assert again.status_code == 200
    assert "999,999,999" in text(again)


def test_blank_is_not_reported_and_zero_is_zero(world, rita):
    logged(rita, world, n_posts="", n_signed="0")
    assert figures_of(only_entry()) == {"signed": 0}


@pytest.mark.one_database
@pytest.mark.parametrize(
    "written",
    ["2020-04-08", "2020/4/8", "2020年4月8日", "２０２０－０４－０８", "２０２０年４月８日", "2020.4.8", "20200408"],
)
def test_days_are_understood_as_people_write_them(world, rita, written):
    logged(rita, world, starts_on=written)
    assert only_entry().ends_on == datetime.date(2020, 4, 8)


@pytest.mark.one_database
@pytest.mark.parametrize("written", ["2020-02-30", "4月8日", "昨天", "0202-04-08", "2020-13-01"])
def test_days_that_cannot_be_understood_are_refused_with_the_text_kept(world, rita, written):
    answer = logged(rita, world, starts_on=written, n_posts="7")
    assert answer.status_code == 200
    assert f'value="{written}"' in text(answer)
    assert 'value="7"' in text(answer)
    assert not Activity.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("written", "value"),
    [("1,234", 1234), ("１２３", 123), ("1，234", 1234), ("12 345", 12345), ("30个", 30), ("0", 0)],
)
def test_figures_are_understood_with_separators(world, rita, written, value):
    logged(rita, world, n_posts=written)
    assert figures_of(only_entry()) == {"posts": value}


@pytest.mark.one_database
@pytest.mark.parametrize("written", ["50多万", "约500", "1.5", "-3", "1,23", "1万", "9999999999", "五"])
def test_figures_that_are_not_exact_are_refused_with_the_remedy(world, rita, written):
    answer = logged(rita, world, n_posts=written)
    assert 'id="error-summary"' in text(answer)
    assert 'href="#id_n_posts"' in text(answer)
    assert f'value="{written}"' in text(answer)
    assert not Activity.objects.exists()


def test_a_draft_can_be_saved_at_any_time(world, rita):
    answer = logged(rita, world, button="save", title="", starts_on="")
    assert answer["Location"] == at("activity", only_entry().pk)
    assert only_entry().status == Status.DRAFT


def test_what_is_missing_is_said_at_the_check_and_nothing_is_handed_in(world, rita):
    logged(rita, world, title="")
    entry, client = only_entry(), a_client(rita)
    answer = client.post(at("activity_check", entry.pk), {"version": entry.version})
    assert 'class="errors"' in text(answer)
    assert f"{at('activity_edit', entry.pk)}#id_title" in text(answer)
    assert only_entry().status == Status.DRAFT


def test_five_identical_posts_make_one_row(world, rita):
    client = a_client(rita)
    path = new_address(world)
    facts = typed(n_posts="3", check="1") | {"token": token_in(client.get(path))}
    answers = {client.post(path, facts)["Location"] for _ in range(5)}
    assert answers == {at("activity_check", only_entry().pk)}
    assert only_entry().version == 1


def test_a_form_sent_again_with_other_text_changes_the_entry_it_made(world, rita):
    client, path = a_client(rita), new_address(world)
    facts = typed(save="1") | {"token": token_in(client.get(path))}
    client.post(path, facts)
    client.post(path, facts | {"title": "机械类专场"})
    assert only_entry().title == "机械类专场"


def test_a_form_of_somebody_else_is_refused_and_its_text_kept(world, rita, sam):
    theirs = token_in(a_client(sam).get(new_address(world)))
    answer = a_client(rita).post(new_address(world), typed(token=theirs))
    assert "化工类专场" in text(answer)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("signature", ["", "x", None])
def test_a_form_that_the_portal_has_not_signed_is_refused(world, rita, signature):
    given = token_in(a_client(rita).get(new_address(world)))
    signature = given[:-1].rpartition(":")[2] if signature is None else signature
    forged = f"{given.rpartition(':')[0]}:{signature}"
    assert "化工类专场" in text(a_client(rita).post(new_address(world), typed(token=forged)))
    assert not Activity.objects.exists()


def test_a_form_that_was_open_for_more_than_a_week_is_shown_again_and_not_sent(world, rita):
    with time_machine.travel(timezone.now() - datetime.timedelta(days=7, minutes=1)):
        token = token_in(a_client(rita).get(new_address(world)))
    assert "化工类专场" in text(a_client(rita).post(new_address(world), typed(token=token)))
    assert not Activity.objects.exists()


def test_files_and_a_link_show_what_was_done(world, rita):
    file = SimpleUploadedFile("照片.pdf", PDF)
    logged(rita, world, files=[file], proof="www.example.edu.cn/news/1")
    assert {str(piece) for piece in Evidence.objects.all()} == {"照片.pdf", "https://www.example.edu.cn/news/1"}


def test_a_refused_file_costs_no_text_and_says_that_files_are_chosen_again(world, rita):
    answer = logged(rita, world, files=[SimpleUploadedFile("list.exe", b"MZ")], n_posts="12")
    assert "list.exe" in text(answer)
    assert 'href="#id_files"' in text(answer)
    assert 'value="12"' in text(answer)
    assert not Activity.objects.exists()


def test_of_several_files_the_empty_one_is_named(world, rita):
    answer = logged(rita, world, files=[SimpleUploadedFile("好.pdf", PDF), SimpleUploadedFile("空.pdf", b"")])
    assert "空.pdf：文件是空的，请重新保存后上传，或换一个文件。" in text(answer)
    assert "好.pdf：" not in text(answer)


def test_a_full_quota_costs_no_text_and_makes_no_second_entry(world, rita, settings):
    settings.MAX_PAIR_FILES = 0
    client, path = a_client(rita), new_address(world)
    facts = typed(check="1") | {"token": token_in(client.get(path))}
    answer = client.post(path, facts | {"files": [SimpleUploadedFile("a.pdf", PDF)]})
    assert 'href="#id_files"' in text(answer)
    client.post(path, facts | {"title": "改后"})
    assert only_entry().title == "改后"


def test_a_coming_event_has_time_and_link_and_no_figures(world, rita):
    page = text(a_client(rita).get(new_address(world, stage="planned")))
    assert "n_posts" not in page
    soon = day(7).isoformat()
    logged(rita, world, stage="planned", starts_on=soon, starts_at="下午2:30", link="https://example.edu.cn/live")
    entry = only_entry()
    assert (entry.stage, entry.starts_at, entry.ends_on) == (Stage.PLANNED, datetime.time(14, 30), day(7))
    a_client(rita).post(at("activity_check", entry.pk), {"version": entry.version})
    assert Activity.objects.public().coming().exists()


def test_the_check_says_what_an_event_online_lacks_and_where(world, rita):
    world.fair.online = True
    world.fair.save()
    client, soon = a_client(rita), day(7).isoformat()
    assert text(client.get(new_address(world, stage="planned"))).count("须填：") == 2
    logged(rita, world, stage="planned", starts_on=soon)
    entry = only_entry()
    page = text(client.post(at("activity_check", entry.pk), {"version": entry.version}))
    for field, words in (("link", "请填写活动的参加链接"), ("starts_at", "请填写开始时间")):
        assert words in page and f"{at('activity_edit', entry.pk)}#id_{field}" in page
    assert not Activity.objects.public().exists()


def test_a_report_on_a_period_cannot_be_planned(world, rita):
    page = text(a_client(rita).get(at("activity_new") + "?stage=planned"))
    assert "类别matching" not in page
    assert 'class="errors"' in text(logged(rita, world, kind=world.matching, stage="planned"))


def test_strangers_find_no_pair_to_log_for_and_readers_may_not_log(world, rita, olga, officer, inspector, passer_by):
    assert a_client(olga).get(new_address(world)).status_code == 404
    assert a_client(rita).get(at("activity_new") + "?pair=9-9").status_code == 404
    assert a_client(rita).get(new_address(world).replace("kind=fair", "kind=none")).status_code == 404
    for person in (officer, inspector, passer_by):
        assert a_client(person).get(new_address(world)).status_code == 403
        assert a_client(person).post(new_address(world), typed()).status_code == 403
    assert not Activity.objects.exists()


def test_who_has_several_pairs_chooses_one(world, editor):
    page = text(a_client(editor).get(at("activity_new")))
    assert "?pair=1-1&amp;stage=held" in page
    assert "?pair=1-2&amp;stage=held" in page


def test_an_editor_logs_for_the_ministry(world, editor):
    logged(editor, world)
    assert only_entry().side == "ministry"


def test_a_form_looks_at_each_file_once(world, rita, monkeypatch):
    looked_at, accepted = [], file_content.accepted
    monkeypatch.setattr(file_content, "accepted", lambda data: looked_at.append(data) or accepted(data))
    logged(rita, world, files=[SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF + b"b")])
    assert len(looked_at) == 2 == Evidence.objects.count()


def test_a_form_takes_ten_files_and_says_so_with_the_text_kept(world, rita):
    many = [SimpleUploadedFile(f"{at}.pdf", PDF + bytes([65 + at])) for at in range(11)]
    page = text(logged(rita, world, files=many, n_posts="12"))
    assert "选择了 11 个文件，每次最多 10 个" in page and 'value="12"' in page
    assert not Evidence.objects.exists()
    for file in many:
        file.seek(0)
    logged(rita, world, files=many[:10])
    assert Evidence.objects.count() == 10


def test_the_same_content_under_two_names_is_kept_once_and_said(world, rita):
    client, path = a_client(rita), new_address(world)
    chosen = [SimpleUploadedFile(name, PDF) for name in ("回执.pdf", "回执（副本）.pdf")]
    facts = typed(check="1", files=chosen) | {"token": token_in(client.get(path))}
    page = text(client.post(path, facts, follow=True))
    assert Evidence.objects.get().name == "回执.pdf"
    assert "“回执（副本）.pdf”与已有的“回执.pdf”内容相同" in page


def test_the_same_file_again_goes_without_saying(world, rita):
    logged(rita, world, files=[SimpleUploadedFile("回执.pdf", PDF)])
    entry = Evidence.objects.get().activity
    facts = typed(version=entry.version) | {"files": [SimpleUploadedFile("回执.pdf", PDF)]}
    page = text(a_client(rita).post(at("activity_edit", entry.pk), facts, follow=True))
    assert Evidence.objects.count() == 1 and "内容相同" not in page
