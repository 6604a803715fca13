"""Reports of errors at the ministry: who reads and answers them, the letters about them, and when they are deleted."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from lxml import html

from core.models import Letter
from core.worker import tidy
from public.error_reports.chores import delete_old_reports, mail_new_reports
from public.models import ErrorReport
from tests.support.factories.outbox import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LIST = "/admin/public/errorreport/"
MORNING = timezone.make_aware(datetime.datetime(2026, 3, 2, 8, 30))
CONTACT = "operator@example.cn"


@pytest.fixture
def report():
    facts = {"page": "/pairs/2-11/", "text": "校名有误", "contact": "reader@example.cn", "evidence": "教育部名单"}
    return ErrorReport.objects.receive(**facts)


@pytest.fixture
def contact(settings):
    settings.SITE = settings.SITE | {"contact": CONTACT, "address": "https://portal.example.edu.cn"}


def address_of(report):
    return f"{LIST}{report.pk}/change/"


def answer(client, report, **fields):
    return client.post(address_of(report), fields)


def test_an_editor_answers_and_the_report_says_who_and_when(editor_client, editor, report):
    assert answer(editor_client, report, state="corrected", answer="已更正。").status_code == 302
    report.refresh_from_db()
    assert (report.state, report.answer, report.answered_by) == ("corrected", "已更正。", editor)
    assert timezone.now() - report.answered_at < datetime.timedelta(minutes=1)


def test_opened_again_it_waits_again(editor_client, report):
    answer(editor_client, report, state="dismissed", answer="")
    answer(editor_client, report, state="checking", answer="")
    report.refresh_from_db()
    assert (report.state, report.answered_by, report.answered_at) == ("checking", None, None)


@pytest.mark.parametrize("state", ["corrected", "unchanged"])
def test_closed_is_only_what_was_answered_in_words(editor_client, report, state):
    refused = answer(editor_client, report, state=state, answer=" ")
    assert refused.status_code == 200 and "请填写答复" in refused.text
    report.refresh_from_db()
    assert report.is_open


@pytest.mark.parametrize("state", ["", "none-such"])
def test_a_state_that_is_none_is_refused(editor_client, report, state):
    assert answer(editor_client, report, state=state, answer="好").status_code == 200
    assert ErrorReport.objects.get().state == "new"


def test_what_the_reader_wrote_cannot_be_changed(editor_client, report):
    answer(editor_client, report, state="checking", answer="", text="别的", contact="x@example.cn", page="/")
    report.refresh_from_db()
    assert (report.text, report.contact, report.page) == ("校名有误", "reader@example.cn", "/pairs/2-11/")


@pytest.mark.each_database
def test_the_database_refuses_an_answer_without_words_or_time(report):
    for facts in ({"state": "corrected", "answered_at": MORNING}, {"state": "dismissed"}, {"answered_at": MORNING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ErrorReport.objects.update(**facts)


def test_inspectors_read_reports_without_the_contact_and_answer_none(inspector_client, editor_client, report):
    read = inspector_client.get(address_of(report))
    assert read.status_code == 200 and "校名有误" in read.text and "reader@example.cn" not in read.text
    assert "reader@example.cn" in editor_client.get(address_of(report)).text
    assert answer(inspector_client, report, state="corrected", answer="好").status_code == 403
    assert ErrorReport.objects.get().is_open


def test_to_all_others_reports_do_not_exist(passer_by_client, former_editor_client, client, report):
    for person in (passer_by_client, former_editor_client):
        assert person.get(LIST).status_code == person.get(address_of(report)).status_code == 404
        assert answer(person, report, state="corrected", answer="好").status_code == 404
    assert client.get(LIST).status_code == 302
    assert ErrorReport.objects.get().is_open


def test_nobody_deletes_a_report_or_writes_one_by_hand(editor_client, report):
    assert editor_client.post(f"{LIST}{report.pk}/delete/", {"post": "yes"}).status_code == 403
    assert editor_client.get(f"{LIST}add/").status_code == 403


def test_the_first_page_of_the_admin_says_how_many_wait(editor_client, report):
    assert "1 条纠错留言待答复" in editor_client.get("/admin/").text
    answer(editor_client, report, state="dismissed", answer="")
    assert "纠错留言待答复" not in editor_client.get("/admin/").text


def test_the_history_keeps_state_and_answer_and_nothing_of_the_writer(editor_client, report):
    answer(editor_client, report, state="corrected", answer="已更正。")
    answer(editor_client, report, state="corrected", answer="已按名单更正。")
    assert "已按名单更正。" in editor_client.get(f"{LIST}{report.pk}/history/").text
    kept = {field.name for field in ErrorReport.history.model._meta.fields}
    assert not kept & {"text", "contact", "page", "code", "evidence"}


@pytest.mark.each_database
def test_two_editors_at_once_are_shown_both_texts(editor_client, report):
    shown = html.fromstring(editor_client.get(address_of(report)).text)
    stood = {"stood": shown.xpath("//input[@name='stood']/@value")[0]}
    answer(editor_client, report, state="corrected", answer="甲的答复", **stood)
    late = answer(editor_client, report, state="unchanged", answer="乙的答复", **stood)
    assert late.status_code == 200 and "甲的答复" in late.text and "乙的答复" in late.text
    assert ErrorReport.objects.get().answer == "甲的答复"


# Letters


def test_the_contact_is_told_once_a_day_of_the_new_reports(contact, report):
    mail_new_reports(MORNING)
    other = ErrorReport.objects.receive(text="另一处")
    mail_new_reports(MORNING + datetime.timedelta(hours=3))
    (letter,) = delivered()
    assert letter.to == [CONTACT]
    assert f"https://portal.example.edu.cn/admin/public/errorreport/{report.pk}/change/" in letter.body
    assert "/pairs/2-11/" in letter.body and "校名有误" not in letter.body and "reader@" not in letter.body
    mail_new_reports(MORNING + datetime.timedelta(days=1))
    second = delivered()[1]
    assert f"/{other.pk}/change/" in second.body and f"/{report.pk}/change/" not in second.body
    mail_new_reports(MORNING + datetime.timedelta(days=2))
    assert len(delivered()) == 2


@pytest.mark.parametrize("told", ["", "010-0000", "https://example.cn/contact"])
def test_nobody_is_written_to_without_an_address_for_mail(settings, report, told):
    settings.SITE = settings.SITE | {"contact": told}
    mail_new_reports(MORNING)
    assert not Letter.objects.exists()


def test_nobody_is_written_to_at_night_or_without_reason(contact, report, editor):
    mail_new_reports(MORNING.replace(hour=7))
    report.state = "dismissed"
    report.settle(editor, "")
    mail_new_reports(MORNING)
    assert not Letter.objects.exists()


def test_a_letter_is_dropped_when_all_was_answered_before_it_went_out(contact, report, editor):
    mail_new_reports(MORNING)
    report.refresh_from_db()
    report.state = "dismissed"
    report.settle(editor, "")
    assert delivered() == [] and Letter.objects.get().state == "dropped"


def test_what_a_failed_letter_was_to_tell_comes_the_next_day(contact, report, monkeypatch):
    monkeypatch.setattr("core.outbox.sending.PAUSES", [])
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: 1 / 0)
    mail_new_reports(MORNING)
    delivered()
    assert Letter.objects.get().state == "failed"
    assert ErrorReport.objects.not_mailed().count() == 1


def test_the_writer_is_mailed_the_answer_in_the_language_of_the_form(editor_client, report):
    ErrorReport.objects.update(language="en")
    answer(editor_client, report, state="unchanged", answer="The list prints it so.")
    (letter,) = delivered()
    assert letter.to == ["reader@example.cn"] and "Thank you" in letter.body
    assert "The list prints it so." in letter.body and f"/en/report-error/{report.code}/" in letter.body


def test_only_the_last_answer_is_mailed(editor_client, report):
    answer(editor_client, report, state="unchanged", answer="第一次答复")
    answer(editor_client, report, state="corrected", answer="第二次答复")
    (letter,) = delivered()
    assert "第二次答复" in letter.body


@pytest.mark.parametrize("told", ["", "13800000000", "reader at example"])
def test_who_left_no_address_for_mail_is_not_mailed(editor_client, report, told):
    ErrorReport.objects.update(contact=told)
    answer(editor_client, report, state="corrected", answer="好")
    assert not Letter.objects.exists()


def test_what_is_no_report_is_not_answered_by_mail(editor_client, report):
    answer(editor_client, report, state="dismissed", answer="广告")
    assert delivered() == [] and mail.outbox == []


# Deleting


@pytest.mark.each_database
@pytest.mark.parametrize(
    ("answered", "received", "stays"), [(179, 200, True), (181, 200, False), (None, 729, True), (None, 731, False)]
)
def test_reports_are_deleted_with_their_history_when_their_time_is_over(editor, report, answered, received, stays):
    report.state = "new" if answered is None else "dismissed"
    report.settle(editor, "")
    now = timezone.now()
    ErrorReport.objects.update(received_at=now - datetime.timedelta(days=received))
    if answered:
        ErrorReport.objects.update(answered_at=now - datetime.timedelta(days=answered))
    delete_old_reports()
    assert ErrorReport.objects.exists() == ErrorReport.history.exists() == stays


def test_the_worker_sees_to_both(contact, report, editor, monkeypatch):
    old = ErrorReport.objects.receive(text="旧")
    ErrorReport.objects.filter(pk=old.pk).update(received_at=timezone.now() - datetime.timedelta(days=800))
    monkeypatch.setattr("public.error_reports.chores.FIRST_HOUR", 0)
    tidy()
    assert list(ErrorReport.objects.all()) == [report]
    assert Letter.objects.get().facts == {"reports": [report.pk]}
