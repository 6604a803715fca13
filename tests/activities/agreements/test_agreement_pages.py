"""The agreement on the desk: written by one side, accepted by both, amended; nobody's text is lost."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.agreements import workflow
from activities.models import Agreement, Evidence
from core.exceptions import Refused
from pairs.models import Pair
from tests.conftest import a_client
from tests.support.factories.activities import day

PAGE = "/en/desk/pairs/1-1/agreement/"
EDIT = PAGE + "edit/"


def text(response):
    return response.content.decode()


def whole(**fields):
    facts = {"goals": "帮助毕业生就业", "starts": "2026年3月1日", "ends": "2026-08-31", "version": 0}
    return facts | {"m3-0-text": "举办讲座", "m3-0-target": "10"} | fields


@pytest.fixture
def promise(world):
    return {"m3-0-indicator": world.lectures.pk}


def write(person, **fields):
    return a_client(person).post(EDIT, whole(**fields))


def step(person, name, **fields):
    draft = Agreement.objects.order_by("-edition").first()
    return a_client(person).post(f"{PAGE}{name}/", {"edition": draft.pk, "version": draft.version} | fields)


@pytest.fixture
def drafted(rita, promise):
    assert write(rita, **promise).status_code == 302
    return Agreement.objects.get()


def test_a_side_writes_it_with_days_as_people_write_them(drafted, world):
    assert (drafted.goals, drafted.starts.isoformat(), drafted.side) == ("帮助毕业生就业", "2026-03-01", "recipient")
    row = drafted.commitments.get()
    assert (row.mechanism, row.indicator, row.target) == (world.guidance, world.lectures, 10)
    assert set(world.pair.milestones.values_list("kind", flat=True)) == {"negotiating"}


def test_both_accept_and_the_public_promise_stands(drafted, world, rita, sam):
    assert "Accept for your university" in text(a_client(sam).get(PAGE))
    assert step(rita, "accept").status_code == 302
    assert "Accept for your university" not in text(a_client(rita).get(PAGE))
    assert step(sam, "accept").status_code == 302
    drafted.refresh_from_db()
    assert drafted.is_public and world.pair.milestones.filter(kind="signed", on=day()).exists()
    assert "In force" in text(a_client(rita).get(PAGE))


def test_progress_towards_the_target_is_shown(drafted, world, rita, sam):
    world.confirmed(rita, sam, kind=world.lecture, measures={"lectures": 12})
    page = text(a_client(sam).get(PAGE))
    assert re.search(r">\s*12\s*<", page) and "reached" in page


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"starts": "soon"}, "id_starts"),
        ({"starts": "2026-09-01"}, "ends before it starts"),
        ({"m3-0-text": ""}, "id_m3-0-text"),
        ({"m3-0-indicator": ""}, "id_m3-0-indicator"),
        ({"m3-0-target": "50多"}, "id_m3-0-target"),
        ({"m3-0-target": "0"}, "between 1 and 999,999,999"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_typed_is_lost(rita, promise, fields, where):
    response = write(rita, **promise | fields)
    assert response.status_code == 200 and not Agreement.objects.exists()
    page = text(response)
    assert where in page and "帮助毕业生就业" in page


def test_all_errors_come_at_once(rita):
    page = text(write(rita, starts="x", **{"m3-0-target": "y", "m1-0-target": "5"}))
    assert all(f'href="#{place}"' in page for place in ("id_starts", "id_m3-0-target", "id_m1-0-text"))


def test_an_unfinished_draft_is_kept_but_not_accepted(rita, sam, promise):
    write(rita, starts="", ends="", **promise)
    assert "it needs goals and both days" in text(a_client(sam).get(PAGE))
    assert step(sam, "accept").status_code == 200
    assert not Agreement.objects.get().acceptances.exists()


def test_the_other_side_returns_it_with_a_reason_and_never_edits(drafted, rita, sam):
    assert a_client(sam).get(EDIT).status_code == 403
    assert write(sam).status_code == 403
    assert a_client(sam).post(EDIT).status_code == 403  # a form without a single field as well
    assert "Give the reason" in text(step(sam, "return"))
    assert step(sam, "return", reason="请写明场次").status_code == 302
    assert "请写明场次" in text(a_client(rita).get(PAGE))
    assert "请写明场次" in text(a_client(rita).get(EDIT))


@pytest.fixture
def overtaken(drafted, promise, rita):
    """The form as it was opened before rita changed the goals and added a promise."""
    opened = {f"initial-{name}": value for name, value in {**whole(**promise), "starts": "2026-03-01"}.items()}
    write(rita, version=1, goals="先写的目标", **promise | {"m1-0-text": "先许的岗位"})
    return opened | promise | {"version": 1}


def test_the_second_of_two_writers_gets_both_texts_and_loses_nothing(overtaken, drafted, rob):
    response = write(rob, **overtaken | {"ends": "2026-09-30", "m3-0-text": "举办更多讲座"})
    page = text(response)
    assert response.status_code == 409 and "举办更多讲座" in page and re.search(r"<li>\s*举办讲座\s*<", page)
    assert "先写的目标" in page and "帮助毕业生就业" in page and "先许的岗位" in page
    for name, take in {"goals": "theirs", "ends": "mine", "m1": "theirs", "m3": "mine"}.items():
        assert f'name="take-{name}" value="{take}" checked' in page
    assert "take-starts" not in page
    drafted.refresh_from_db()
    assert drafted.goals == "先写的目标"


def chosen(**takes):
    return {"differing": list(takes)} | {f"take-{name}": take for name, take in takes.items() if take}


def test_field_by_field_both_texts_are_brought_together(overtaken, drafted, rob):
    mine = overtaken | {"ends": "2026-09-30", "m3-0-text": "举办更多讲座", "m1-0-text": "", "version": 2}
    mine |= chosen(goals="theirs", ends="mine", m1="theirs", m3="mine")
    assert write(rob, **mine).status_code == 302
    drafted.refresh_from_db()
    assert (drafted.goals, drafted.ends.isoformat()) == ("先写的目标", "2026-09-30")
    assert [row.text for row in drafted.commitments.all()] == ["先许的岗位", "举办更多讲座"]


def test_what_is_not_chosen_is_asked_again_and_what_is_left_aside_may_be_wrong(overtaken, drafted, rob):
    wrong = {"ends": "someday", "m1-0-target": "many", "version": 2}
    mine = overtaken | wrong | chosen(ends="theirs", m1="theirs", m3="")
    page = text(write(rob, **mine))
    assert page.count("Choose which of the two") == 2 and 'href="#id_m3-0-text"' in page
    assert 'href="#id_ends"' not in page and 'href="#id_m1-0-target"' not in page
    assert write(rob, **mine | {"take-m3": "mine", "goals": "先写的目标"}).status_code == 302
    drafted.refresh_from_db()
    assert drafted.ends.isoformat() == "2026-08-31" and drafted.commitments.count() == 2


def test_a_third_text_meanwhile_is_a_conflict_again(overtaken, drafted, promise, rita, rob):
    write(rita, version=2, goals="又改的目标", **promise)
    mine = overtaken | {"goals": "后写的目标", "version": 2} | chosen(goals="mine")
    response = write(rob, **mine)
    assert response.status_code == 409 and "又改的目标" in text(response)
    drafted.refresh_from_db()
    assert drafted.goals == "又改的目标"


def test_two_who_begin_at_once_do_not_overwrite_each_other(rita, rob, promise):
    write(rita, goals="先写的目标", **promise)
    assert write(rob, goals="后写的目标", **promise).status_code == 409
    assert Agreement.objects.get().goals == "先写的目标"


def test_a_form_sent_five_times_makes_one_edition(rita, promise):
    assert {write(rita, **promise).status_code for _ in range(5)} == {302}
    assert Agreement.objects.get().version == 1


def test_accepting_twice_by_a_double_tap_is_no_error(drafted, rita, sam):
    assert [step(sam, "accept").status_code for _ in range(2)] == [302, 302]
    assert drafted.acceptances.count() == 1


def test_who_looked_at_an_older_text_does_not_accept_the_newer(drafted, promise, rita, sam):
    write(rita, version=1, goals="别的", **promise)
    response = step(sam, "accept", version=1)
    assert response.status_code == 409 and "别的" in text(response)
    assert not drafted.acceptances.exists()


def test_an_amendment_keeps_the_old_edition_in_force_until_accepted(drafted, rita, sam, promise):
    step(rita, "accept"), step(sam, "accept")
    assert a_client(sam).get(EDIT).status_code == 403
    assert step(sam, "amend")["Location"] == EDIT
    page = text(a_client(rita).get(PAGE))
    assert "Edition 2" in page and "Edition 1" in page
    write(sam, version=Agreement.objects.get(edition=2).version, goals="新目标", **promise)
    step(rita, "accept"), step(sam, "accept")
    assert list(Agreement.objects.in_force().values_list("edition", "goals")) == [(2, "新目标")]
    assert "Replaced" in text(a_client(rita).get(PAGE))


def test_the_ministry_accepts_openly_for_one_side(drafted, editor, rita):
    page = text(a_client(editor).get(PAGE))
    assert "shown openly" in page and "on behalf of the side" in page
    assert step(editor, "accept", side="supporter").status_code == 302
    assert "by the ministry on behalf of this side" in text(a_client(rita).get(PAGE))
    assert step(editor, "accept", side="recipient").status_code in (302, 403)
    assert drafted.acceptances.count() == 1


def test_the_document_is_checked_by_its_content_and_read_by_both_sides(drafted, rita, sam, olga):
    fake = SimpleUploadedFile("协议.pdf", b"MZ not a pdf")
    assert "Programs and scripts are never accepted" in text(step(rita, "document", file=fake))
    real = SimpleUploadedFile("协议.pdf", b"%PDF-1.4 made up\n%%EOF\n")
    assert step(rita, "document", file=real).status_code == 302
    piece = Evidence.objects.get()
    assert a_client(sam).get(f"/desk/evidence/{piece.pk}/").status_code == 200
    assert a_client(olga).get(f"/desk/evidence/{piece.pk}/").status_code == 404
    again = step(rita, "document", file=SimpleUploadedFile("another name.pdf", b"%PDF-1.4 made up\n%%EOF\n"))
    told = [str(message) for message in get_messages(again.wsgi_request)]
    assert "“another name.pdf” has the same content as “协议.pdf”" in told[0]
    assert step(sam, "document", file=SimpleUploadedFile("x.pdf", b"%PDF-1.4 x\n%%EOF\n")).status_code == 403
    step(rita, "remove", piece=piece.pk)
    assert not Evidence.objects.exists()


def test_a_draft_is_nothing_to_everybody_else(drafted, client, cast):
    drafted_words = "帮助毕业生就业"
    for name, person in cast.items():
        page, nowhere = (a_client(person).get(PAGE.replace("1-1", address)) for address in ("1-1", "1-99"))
        if name in ("rita", "sam", "officer", "ins", "ed"):
            assert drafted_words in text(page)
        else:
            assert page.status_code == nowhere.status_code
            assert page.status_code in (302, 404)
    assert client.get(PAGE).status_code == 302


def test_nobody_else_takes_a_step(drafted, outsiders, client):
    for person in outsiders:
        for name in ("accept", "return", "discard", "amend", "document"):
            assert step(person, name, reason="x").status_code in (302, 403, 404)
        assert write(person).status_code in (302, 403, 404)
    drafted.refresh_from_db()
    assert drafted.version == 1 and not drafted.acceptances.exists() and not drafted.returned_reason


def test_steps_are_taken_by_post_and_unknown_ones_do_not_exist(drafted, rita):
    opened = a_client(rita).get(f"{PAGE}accept/")
    assert opened.status_code == 405 and f'href="{PAGE}">Back to the page with the form' in opened.text, "no blank page"
    assert step(rita, "abolish").status_code == 404


def test_dropping_a_draft_leaves_room_for_a_new_one(drafted, rita, promise):
    assert step(rita, "discard").status_code == 302
    assert not Agreement.objects.exists()
    assert write(rita, **promise).status_code == 302


def test_more_rows_come_by_saving(rita, promise):
    response = write(rita, more="1", **promise)
    assert response["Location"] == EDIT
    page = text(a_client(rita).get(EDIT))
    assert 'name="m3-1-text"' in page and 'name="m3-2-text"' not in page


def test_the_page_and_the_form_ask_the_same_however_much_is_promised(drafted, promise, rita, sam):
    paths = PAGE, EDIT
    few = [questions_of(rita, path) for path in paths]
    rows = {f"m3-{place}-{field}": value for place in range(9) for field, value in promised_again(promise).items()}
    assert a_client(rita).post(EDIT, whole(version=drafted.version, **rows)).status_code == 302
    assert Agreement.objects.get().commitments.count() == 9
    assert [questions_of(rita, path) for path in paths] == few
    step(rita, "accept"), step(sam, "accept")
    once = questions_of(rita, PAGE)
    step(rita, "amend"), step(rita, "accept"), step(sam, "accept")
    assert Agreement.objects.count() == 2
    assert questions_of(rita, PAGE) == once


def promised_again(promise):
    return {"text": "举办讲座", "target": "10", "indicator": promise["m3-0-indicator"]}


def questions_of(person, path):
    client = a_client(person)
    client.get(path)
    with CaptureQueriesContext(connection) as questions:
        assert client.get(path).status_code == 200
    return len(questions)


ENDED = "; its agreement stays as it is."


@pytest.fixture
def ended(world):
    """The pair, whose supporter was replaced the day before yesterday."""
    end = {"ended_on": day(-2), "end_kind": "replaced", "end_reason": "换校", "end_source": "文件"}
    Pair.objects.filter(pk=world.pair.pk).update(**end)


def test_neither_side_of_a_pair_that_has_ended_opens_a_draft_and_the_page_says_why(ended, rita, sam, editor, promise):
    for person in (rita, sam, editor):
        page = text(a_client(person).get(PAGE))
        assert ENDED in page and EDIT not in page
        refused = a_client(person).get(EDIT)
        assert refused.status_code == 403 and ENDED in text(refused)
        sent = write(person, **promise)  # its page stood open since before
        assert sent.status_code == 403 and ENDED in text(sent) and "举办讲座" in text(sent)
        assert "Save the draft" not in text(sent)
    assert not Agreement.objects.exists()


def test_a_draft_that_was_open_when_its_pair_ended_is_read_and_dropped_only(drafted, rita, sam, promise, request):
    request.getfixturevalue("ended")
    assert write(rita, **promise | {"goals": "另一目标", "version": drafted.version}).status_code == 403
    for person, name in ((rita, "accept"), (sam, "accept"), (sam, "nudge")):
        assert step(person, name).status_code == 403
    with pytest.raises(Refused, match="协议保持原样"):
        workflow.edit(drafted, rita, drafted.version, {"goals": "另一目标"})
    drafted.refresh_from_db()
    assert drafted.goals == "帮助毕业生就业"
    page = text(a_client(rita).get(PAGE))
    assert EDIT not in page and "agreement/discard/" in page
    assert step(rita, "discard").status_code == 302 and not Agreement.objects.exists()


def test_an_agreement_in_force_is_not_amended_once_its_pair_has_ended(drafted, rita, sam, request):
    step(rita, "accept"), step(sam, "accept")
    request.getfixturevalue("ended")
    assert "agreement/amend/" not in text(a_client(rita).get(PAGE))
    answer = a_client(rita).post(EDIT, whole(amend="1"))
    assert answer.status_code == 403 and ENDED in text(answer) and Agreement.objects.count() == 1
