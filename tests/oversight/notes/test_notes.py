"""Guidance notes: written by the officers of a province, read by both sides, changed by that province alone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localtime

from accounts.models import Membership
from core.exceptions import Conflict, Refused
from core.models import Letter
from oversight.models import GuidanceNote
from oversight.notes import workflow as notes
from oversight.notices.sending import write_letters
from pairs.models import Batch
from tests.conftest import a_client, a_person
from tests.support.browser.desk_forms import text, token_in
from tests.support.factories.activities import HUBEI, JIANGSU, day
from tests.support.factories.outbox import delivered

pytestmark = pytest.mark.one_database

Role = Membership.Role
NOTES = "/en/desk/pairs/1-1/notes/"


@pytest.fixture
def colleague(world):
    """Another officer of the province of the supporter."""
    return a_person("colleague", Role.OFFICER, province=JIANGSU)


@pytest.fixture
def officer_of_hubei(world):
    return a_person("hubei", Role.OFFICER, province=HUBEI)


@pytest.fixture
def note(world, officer):
    return notes.write(officer, world.pair, "请尽快对接")


def sent(user, path, **fields):
    client = a_client(user)
    return client.post(path, {"token": token_in(client.get(path))} | fields, follow=True)


# Writing


@pytest.mark.each_database
def test_an_officer_writes_and_both_sides_read(world, officer, rita, sam):
    page = sent(officer, NOTES + "new/", text="  请尽快对接\r\n并告知  ")
    note = GuidanceNote.objects.get()
    assert "Both sides can see it on their desk" in text(page)
    assert (note.text, note.province, note.written_by) == ("请尽快对接\n并告知", JIANGSU, officer)
    for person in (rita, sam):
        assert all("请尽快对接" in text(a_client(person).get(path)) for path in (NOTES, "/en/desk/pairs/1-1/"))


@pytest.mark.each_database
def test_the_form_says_who_reads_a_note_and_its_list_is_no_list_of_names(note, officer):
    form, listed = (text(a_client(officer).get(f"{NOTES.removeprefix('/en')}{page}")) for page in ("new/", ""))
    assert "双方联络员、双方所在省和教育部都能看到" in form
    assert ">列表</h2>" in listed and ">名单</h2>" not in listed


def test_the_form_sent_twice_makes_one(world, officer):
    client = a_client(officer)
    fields = {"token": token_in(client.get(NOTES + "new/")), "text": "请尽快对接"}
    assert [client.post(NOTES + "new/", fields).status_code for _time in range(2)] == [302, 302]
    assert GuidanceNote.objects.count() == 1


def test_what_one_person_has_sent_is_no_form_of_another(world, officer, colleague):
    note = notes.write(officer, world.pair, "请尽快对接", token="1.once")
    assert notes.write(officer, world.pair, "请尽快对接", token="1.once") == note
    with pytest.raises(Refused) as caught:
        notes.write(colleague, world.pair, "请尽快对接", token="1.once")
    assert caught.value.code == "token" and GuidanceNote.objects.count() == 1


@pytest.mark.parametrize("fields", [{}, {"token": "forged"}])
def test_a_form_that_was_made_for_nobody_writes_nothing(world, officer, fields):
    page = a_client(officer).post(NOTES + "new/", fields | {"text": "请尽快对接"})
    assert "not made for you" in text(page) and "请尽快对接" in text(page)
    assert not GuidanceNote.objects.exists()


@pytest.mark.parametrize("words", ["", "   ", "字" * 2001, "有\x07字"])
def test_a_text_that_cannot_be_kept_is_said_and_stays(world, officer, words):
    page = sent(officer, NOTES + "new/", text=words)
    assert 'href="#id_text"' in text(page) and not GuidanceNote.objects.exists()
    assert words.strip()[-1:] in text(page)


def test_what_was_typed_before_signing_in_again_is_back(client, world, officer):
    token = token_in(a_client(officer).get(NOTES + "new/"))
    assert client.post(NOTES + "new/", {"token": token, "text": "请尽快对接"}).status_code == 302
    client.force_login(officer)
    assert "请尽快对接" in text(client.get(NOTES + "new/"))


def test_the_model_refuses_who_has_no_province_here(world, rita, editor, inspector, officer_elsewhere):
    for user in (rita, editor, inspector, officer_elsewhere):
        with pytest.raises(Refused):
            notes.write(user, world.pair, "请尽快对接")


def test_on_a_pair_that_is_not_published_nobody_writes(world, officer):
    Batch.objects.update(published_at=None)
    world.pair.refresh_from_db()
    with pytest.raises(Refused):
        notes.write(officer, world.pair, "请尽快对接")


# Who reads and who writes: every address times everybody

READERS = {"rita": 200, "sam": 200, "officer": 200, "ins": 200, "ed": 200}
WRITER = {"rita": 403, "sam": 403, "officer": 200, "ins": 403, "ed": 403}
STRANGERS = dict.fromkeys(["olga", "former", "switched", "elsewhere", "pat"], 404) | {"switched": 302}


@pytest.mark.parametrize(
    ("path", "who"),
    [("", READERS), ("{pk}/", READERS), ("new/", WRITER), ("{pk}/edit/", WRITER), ("{pk}/withdraw/", WRITER)],
)
def test_everybody_is_answered_as_the_plan_says(note, cast, client, path, who):
    path = NOTES + path.format(pk=note.pk)
    assert {name: a_client(person).get(path).status_code for name, person in cast.items()} == who | STRANGERS
    assert "/accounts/login/" in client.get(path)["Location"]


@pytest.mark.parametrize("path", ["new/", "{pk}/edit/", "{pk}/withdraw/"])
def test_nobody_else_writes_through_the_forms(note, cast, client, path):
    path, fields = NOTES + path.format(pk=note.pk), {"text": "侵入", "reason": "侵入", "version": "1"}
    del cast["officer"]
    answers = {name: a_client(person).post(path, fields).status_code for name, person in cast.items()}
    assert answers | {"officer": 200} == WRITER | STRANGERS and client.post(path, fields).status_code == 302
    stored = GuidanceNote.objects.get()
    assert (stored.text, stored.version, stored.is_withdrawn) == ("请尽快对接", 1, False)


def test_a_closed_note_is_the_same_404_as_none(note, olga):
    closed, nowhere = (a_client(olga).get(f"{NOTES}{pk}/") for pk in (note.pk, note.pk + 9))
    assert text(closed).replace(f"/{note.pk}/", "/…/") == text(nowhere).replace(f"/{note.pk + 9}/", "/…/")


def test_a_note_is_found_under_its_own_pair_only(note, editor):
    assert a_client(editor).get(f"/en/desk/pairs/1-2/notes/{note.pk}/").status_code == 404


def test_a_list_that_is_only_read_refuses_everything_else(note, officer):
    assert a_client(officer).post(NOTES).status_code == 405


# Changing and withdrawing


@pytest.mark.each_database
def test_the_province_changes_its_note_and_what_it_said_stays_readable(note, colleague, rita):
    sent(colleague, f"{NOTES}{note.pk}/edit/", text="请本月内对接", version="1")
    note.refresh_from_db()
    assert (note.text, note.version, note.history.latest().history_user) == ("请本月内对接", 2, colleague)
    page = text(a_client(rita).get(f"{NOTES}{note.pk}/"))
    assert page.index("请本月内对接") < page.index("What it said before") < page.index("请尽快对接")


def test_the_other_province_reads_and_does_not_change(note, officer_of_hubei):
    assert a_client(officer_of_hubei).get(f"{NOTES}{note.pk}/").status_code == 200
    assert a_client(officer_of_hubei).get(f"{NOTES}{note.pk}/edit/").status_code == 403
    with pytest.raises(Refused):
        notes.edit(note, officer_of_hubei, 1, {"text": "改"})
    with pytest.raises(Refused):
        notes.withdraw(note, officer_of_hubei, "撤")
    assert notes.write(officer_of_hubei, note.pair, "湖北的意见").province == HUBEI


@pytest.mark.each_database
def test_two_who_change_it_at_once_lose_nothing(note, officer, colleague):
    client = a_client(officer)
    token = token_in(client.get(f"{NOTES}{note.pk}/edit/"))
    notes.edit(note, colleague, 1, {"text": "同事的内容"})
    page = client.post(f"{NOTES}{note.pk}/edit/", {"token": token, "text": "我的内容", "version": "1"})
    assert page.status_code == 409 and all(words in text(page) for words in ("同事的内容", "我的内容"))
    again = {"token": token, "text": "我的内容", "version": "2", "differing": ["text"]}
    assert "Choose which of the two to keep." in text(client.post(f"{NOTES}{note.pk}/edit/", again))
    assert client.post(f"{NOTES}{note.pk}/edit/", again | {"take-text": "theirs"}).status_code == 302
    note.refresh_from_db()
    assert note.text == "同事的内容"
    assert client.post(f"{NOTES}{note.pk}/edit/", again | {"take-text": "mine"}).status_code == 302
    note.refresh_from_db()
    assert note.text == "我的内容"
    with pytest.raises(Conflict):
        notes.edit(note, colleague, 1, {"text": "旧的"})


def test_the_second_half_of_a_double_tap_changes_nothing(note, officer):
    client = a_client(officer)
    for path, fields in (("edit/", {"text": "请本月内对接", "version": "1"}), ("withdraw/", {"reason": "写错了"})):
        answers = [client.post(f"{NOTES}{note.pk}/{path}", fields).status_code for _time in range(2)]
        assert answers == [302, 302]
    assert note.history.count() == 3


def test_a_withdrawn_note_leaves_its_reason_and_not_its_words(note, officer, rita, sam, inspector, officer_of_hubei):
    sent(officer, f"{NOTES}{note.pk}/withdraw/", reason="写错了结对")
    for reader in (rita, sam, officer_of_hubei):
        for path in (NOTES, f"{NOTES}{note.pk}/", "/en/desk/pairs/1-1/"):
            page = text(a_client(reader).get(path))
            assert "写错了结对" in page and "请尽快对接" not in page
    for reader in (officer, inspector):
        assert "请尽快对接" in text(a_client(reader).get(f"{NOTES}{note.pk}/"))
    assert a_client(officer).get(f"{NOTES}{note.pk}/edit/").status_code == 403
    note.refresh_from_db()
    with pytest.raises(Refused):
        notes.edit(note, officer, None, {"text": "改回来"})


def test_what_becomes_of_a_note_is_recorded(note, officer, colleague):
    notes.withdraw(notes.edit(note, colleague, 1, {"text": "请本月内对接"}), officer, "写错了")
    told = [(change.transition, change.by, change.reason, change.changes) for change in note.state_changes.all()]
    assert told == [
        ("withdraw", officer, "写错了", []),
        ("edit", colleague, "", [["text", "请尽快对接", "请本月内对接"]]),
        ("write", officer, "", []),
    ]


def test_it_is_withdrawn_with_a_reason_only(note, officer):
    page = sent(officer, f"{NOTES}{note.pk}/withdraw/", reason=" ")
    note.refresh_from_db()
    assert 'href="#id_reason"' in text(page) and not note.is_withdrawn
    with pytest.raises(ValidationError):
        notes.withdraw(note, officer, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidanceNote.objects.filter(pk=note.pk).update(withdrawn_reason="无日期")


def test_who_no_longer_works_for_the_province_changes_nothing(note, officer):
    officer.memberships.update(province="33")
    assert a_client(officer).get(f"{NOTES}{note.pk}/").status_code == 404


def test_notes_of_a_pair_are_a_constant_number_of_queries(world, officer, rita, django_assert_max_num_queries):
    for number in range(12):
        notes.write(officer, world.pair, f"意见{number}")
    client = a_client(rita)
    with django_assert_max_num_queries(19):
        page = client.get(NOTES)
    assert text(page).count("意见") == 12


# Reaching both desks and the mail

DESK = "/en/desk/"
TO_READ = "Guidance notes to read"


def mails():
    """The letters of today by address, once the hour has come."""
    write_letters(day(), timezone.now())
    return {letter.to[0]: letter for letter in delivered()}


def test_a_note_stands_on_top_of_both_desks_until_it_is_read(note, rita, sam, olga):
    for person in (rita, sam):
        page = text(a_client(person).get(DESK))
        assert TO_READ in page and f'formaction="{NOTES}{note.pk}/"' in page
        assert page.index(TO_READ) < page.index("Your action required")
    assert TO_READ not in text(a_client(olga).get(DESK))
    for path in (f"{NOTES}{note.pk}/", NOTES):
        assert "Mark as read" in text(a_client(rita).get(path)) and not note.readings.exists()
    mark_as_read(rita, note)
    assert TO_READ not in text(a_client(rita).get(DESK)) and TO_READ in text(a_client(sam).get(DESK))
    for path in (f"{NOTES}{note.pk}/", NOTES):
        assert "Mark as read" not in text(a_client(rita).get(path))


@pytest.mark.each_database
def test_only_those_to_whom_it_is_addressed_mark_it_as_read_and_only_as_it_stands(
    note, rita, olga, officer, editor, inspector
):
    for person in (officer, editor, inspector):
        page = f"{NOTES}{note.pk}/"
        assert "Mark as read" not in text(a_client(person).get(page)) and mark_as_read(person, note).status_code == 403
    assert mark_as_read(olga, note).status_code == 404
    for version in (2, "", "x"):
        assert "has been changed" in text(mark_as_read(rita, note, version, follow=True))
    assert not note.readings.exists()


def mark_as_read(person, note, version=1, **more):
    return a_client(person).post(f"{NOTES}{note.pk}/", {"version": version}, **more)


def test_the_officer_sees_which_side_has_read_it_who_and_when(note, officer, inspector, rita, rob):
    path = f"{NOTES}{note.pk}/"
    assert text(a_client(officer).get(path)).count("not read yet") == 2
    for _time in range(2):
        mark_as_read(rita, note)
    assert [(reading.reader, reading.side) for reading in note.readings.all()] == [(rita, "recipient")]
    for reader in (officer, inspector):
        for place in (path, NOTES, "/en/desk/pairs/1-1/"):
            page = text(a_client(reader).get(place))
            assert f"read by {rita}, {localtime(note.readings.get().read_at):%Y-%m-%d %H:%M}" in page
            assert page.count("not read yet") == 1
    assert "read by" not in text(a_client(rob).get(path))


@pytest.mark.each_database
def test_a_changed_note_is_unread_again(note, officer, rita):
    mark_as_read(rita, note)
    notes.edit(note, officer, 1, {"text": "请本月内对接"})
    assert TO_READ in text(a_client(rita).get(DESK))
    assert "not read yet" in text(a_client(officer).get(f"{NOTES}{note.pk}/"))
    mark_as_read(rita, note, version=2)
    assert TO_READ not in text(a_client(rita).get(DESK)) and note.readings.count() == 2


def test_a_withdrawn_note_asks_nobody_to_read_it(note, officer, rita):
    notes.withdraw(note, officer, "写错了")
    assert TO_READ not in text(a_client(rita).get(DESK)) and mails() == {}


@pytest.mark.each_database
def test_the_daily_letter_tells_each_coordinator_of_both_sides_in_both_languages(
    world, officer, rita, rob, sam, olga, settings
):
    settings.SITE = settings.SITE | {"address": "https://portal.example.edu.cn"}
    sent(officer, NOTES + "new/", text="请尽快对接")
    note = GuidanceNote.objects.get()
    notes.edit(note, officer, 1, {"text": "请本月内对接"})
    assert set(mails()) == {rita.email, rob.email, sam.email}
    assert len(delivered()) == 3
    body = mails()[rita.email].body
    assert f"https://portal.example.edu.cn/desk/pairs/1-1/notes/{note.pk}/" in body
    assert f"https://portal.example.edu.cn{NOTES}{note.pk}/" in body
    assert "湖北甲学院" in body and "guidance note" in body and "对接" not in body


def test_who_has_read_it_or_left_before_the_letter_went_gets_none(rita, rob, sam, note):
    assert write_letters(day(), timezone.now())
    mark_as_read(rita, note)
    sam.memberships.all().delete()
    assert set(mails()) == {rob.email}


def test_a_note_on_an_ended_batch_stands_at_the_desk_and_is_mailed_to_nobody(world, officer, rita):
    Batch.objects.update(starts=day(-40), ends=day(-1))
    notes.write(officer, world.pair, "请补齐台账")
    assert TO_READ in text(a_client(rita).get(DESK)) and not mails()


def test_a_note_that_is_refused_sends_nothing(world, officer):
    with pytest.raises(ValidationError):
        notes.write(officer, world.pair, "")
    assert mails() == {} and not Letter.objects.exists()


def test_the_desk_asks_the_same_for_many_unread_notes(world, officer, rita):
    client = a_client(rita)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(DESK)
        return len(queries), text(page).count("Note of ")

    for _number in range(5):
        notes.write(officer, world.pair, "请尽快对接")
    few = asked()
    for _number in range(20):
        notes.write(officer, world.other_pair, "请尽快对接")
        notes.write(officer, world.pair, "请尽快对接")
    assert few == asked() == (few[0], 3)


def test_a_note_that_was_withdrawn_says_so_and_not_that_a_right_is_lacking(world, officer):
    note = notes.write(officer, world.pair, "请按月填报")
    notes.withdraw(note, officer, "发错了")
    page = a_client(officer).get(f"/desk/pairs/{world.pair.address}/notes/{note.pk}/edit/")
    assert page.status_code == 403 and "这一步不能办理" in page.text and "您的账号没有这项权限" not in page.text
