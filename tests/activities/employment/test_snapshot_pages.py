"""Employment snapshots on the desk: two numbers, a rate that is computed, and nobody else's business."""

import re

import pytest

from activities.models import EmploymentSnapshot, GraduateGroup
from tests.conftest import a_client
from tests.support.factories.activities import day

LIST, NEW = "/en/desk/employment/", "/en/desk/employment/new/"


def text(response):
    return response.content.decode()


@pytest.fixture
def everybody(world):
    return GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")


@pytest.fixture
def send(world, everybody):
    def sent(person, **fields):
        facts = {"university": world.recipient.pk, "as_of": day(-1).isoformat(), "group": everybody.pk}
        return a_client(person).post(NEW, facts | {"graduates": "4,171", "employed": "3,621"} | fields)

    return sent


def test_the_rate_is_computed(send, rita):
    assert send(rita).status_code == 302
    assert "86.81" in text(a_client(rita).get(LIST))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"graduates": "10", "employed": "11"}, "11 of 10 is impossible"),
        ({"graduates": "0", "employed": "0"}, "at least one graduate"),
        ({"employed": ""}, "0 means none"),
        ({"graduates": "4千"}, "whole number in digits"),
        ({"graduates": "2000000"}, "between 0 and 1,000,000"),
        ({"as_of": ""}, "Give the day"),
        ({"as_of": "2099-01-01"}, "still to come"),
        ({"group": "999"}, 'href="#id_group"'),
    ],
)
def test_what_is_impossible_is_refused_with_the_remedy(send, rita, fields, told):
    response = send(rita, **fields)
    assert response.status_code == 200 and told in text(response)
    assert not EmploymentSnapshot.objects.exists()


def test_five_times_sent_is_once_reported(send, rita):
    assert {send(rita).status_code for _ in range(5)} == {302}
    assert EmploymentSnapshot.objects.count() == 1


def test_another_number_for_the_same_day_is_no_second_report(send, rita):
    send(rita)
    assert "already reported for this day" in text(send(rita, employed="3700"))


def test_ones_own_university_only(send, world, rita, sam, outsiders, editor):
    assert send(rita, university=world.supporter.pk).status_code == 200
    for person in [*outsiders, editor]:
        response = send(person)
        assert response.status_code in (200, 302, 403, 404)
    assert not EmploymentSnapshot.objects.exists()


def test_who_sees_it(send, rita, cast):
    send(rita)
    seen = {}
    for name, person in cast.items():
        response = a_client(person).get(LIST)
        seen[name] = response.status_code == 200 and "湖北甲学院" in text(response)
    assert {name for name, sees in seen.items() if sees} == {"rita", "ins", "ed"}


@pytest.fixture
def overtaken(send, rita):
    """The page of a report, and what was on it before rita changed one number."""
    send(rita)
    page = f"{LIST}{EmploymentSnapshot.objects.get().pk}/"
    opened = {"version": "1", "initial-graduates": "4171", "initial-employed": "3621"}
    assert a_client(rita).post(page, opened | {"graduates": "4171", "employed": "3700"}).status_code == 302
    return page, opened


def test_the_second_person_gets_both_numbers(overtaken, rob):
    page, opened = overtaken
    response = a_client(rob).post(page, opened | {"graduates": "4200", "employed": "3621"})
    assert response.status_code == 409 and 'value="4200"' in text(response)
    assert "3,700</p>" in text(response) and "4,171</p>" in text(response)
    for chosen in ('name="take-graduates" value="mine" checked', 'name="take-employed" value="theirs" checked'):
        assert chosen in text(response)
    assert EmploymentSnapshot.objects.get().graduates == 4171


def test_number_by_number_both_are_brought_together(overtaken, rob):
    page, opened = overtaken
    mine = opened | {"graduates": "4200", "employed": "not a number", "version": "2"}
    mine |= {"differing": ["graduates", "employed"], "take-employed": "theirs"}
    assert "Choose which of the two" in text(a_client(rob).post(page, mine))
    assert a_client(rob).post(page, mine | {"take-graduates": "mine"}).status_code == 302
    saved = EmploymentSnapshot.objects.get()
    assert (saved.graduates, saved.employed) == (4200, 3700)


def test_numbers_of_two_that_are_impossible_together_are_refused(overtaken, rob):
    page, opened = overtaken
    mine = opened | {"graduates": "3650", "employed": "3600", "version": "2", "differing": ["graduates", "employed"]}
    response = a_client(rob).post(page, mine | {"take-graduates": "mine", "take-employed": "theirs"})
    assert response.status_code == 409 and "3,700 of 3,650 is impossible" in text(response)


def test_releasing_is_for_the_own_side_and_never_for_small_groups(send, rita, sam, officer):
    send(rita, graduates="9", employed="9")
    page = f"{LIST}{EmploymentSnapshot.objects.get().pk}/release/"
    assert a_client(sam).post(page).status_code == 404
    assert a_client(rita).get(page).status_code == 405
    assert a_client(rita).post(page).status_code == 403
    EmploymentSnapshot.objects.update(graduates=10, employed=9)
    assert a_client(rita).post(page).status_code == 302
    assert EmploymentSnapshot.objects.get().is_public


def test_others_open_no_form(send, rita, sam, inspector, passer_by):
    send(rita)
    page = f"{LIST}{EmploymentSnapshot.objects.get().pk}/"
    codes = [a_client(person).get(page).status_code for person in (rita, sam, inspector, passer_by)]
    assert codes == [200, 404, 403, 404]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"contract": "3,600", "flexible": "22"}, "add up to 3,622, more than the 3,621 employed"),
        ({"seeking": "551"}, "551 still looking for work are more than the 550"),
    ],
)
def test_parts_are_no_more_than_their_whole(send, rita, fields, told):
    response = send(rita, **fields)
    assert response.status_code == 200 and told in text(response)


def test_the_public_reads_neither_a_small_part_nor_the_one_beside_it(send, world, rita, client):
    send(rita, contract="3000", further_study="500", own_business="7", flexible="40")
    made = EmploymentSnapshot.objects.get()
    assert a_client(rita).post(f"{LIST}{made.pk}/release/").status_code == 302
    page = text(client.get(f"/en/universities/{world.recipient.code}/"))
    assert "3,000" in page and "3,621" in page and "500" in page
    assert page.count("not published</span>") == 2 and "Not published" in page


def test_what_cannot_be_shown_beside_the_rest_is_not_released(send, world, rita, everybody):
    nearly = GraduateGroup.objects.create(code="nearly", name="部分", name_en="Nearly all", part_of=everybody)
    send(rita)
    send(rita, group=nearly.pk, graduates="4170", employed="3620")
    first, second = EmploymentSnapshot.objects.order_by("pk")
    a_client(rita).post(f"{LIST}{first.pk}/release/")
    a_client(rita).post(f"{LIST}{second.pk}/release/")
    assert list(EmploymentSnapshot.objects.public()) == [first]


def test_a_group_that_becomes_part_of_another_hides_more(send, world, rita, everybody, editor):
    nearly = GraduateGroup.objects.create(code="nearly", name="部分", name_en="Nearly all")
    send(rita)
    send(rita, group=nearly.pk, graduates="4,100", employed="3,615")
    for made in EmploymentSnapshot.objects.order_by("pk"):
        a_client(rita).post(f"{LIST}{made.pk}/release/")
    assert not EmploymentSnapshot.objects.exclude(withheld="").exists()
    page = f"/en/admin/activities/graduategroup/{nearly.pk}/change/"
    facts = {"code": "nearly", "name": "部分", "name_en": "Nearly all", "position": 1, "asked": "on", "reason": "归属"}
    assert a_client(editor).post(page, facts | {"part_of": everybody.pk}).status_code == 302
    assert set(EmploymentSnapshot.objects.values_list("withheld", flat=True)) >= {"employed"}


def test_a_question_stands_once_on_the_page_and_the_line_that_answers_it_is_kept(send, rita):
    send(rita, as_of=day(-20).isoformat(), graduates="100", employed="90")
    asked = text(send(rita, graduates="100", employed="80"))
    digests = re.findall(r'<input id="remark-(\w+)"', asked)
    assert len(digests) == 1
    assert send(rita, graduates="100", employed="80", **{f"remark-{digests[0]}": "口径调整"}).status_code == 302
    assert EmploymentSnapshot.objects.latest("as_of").question_answers.get().remark == "口径调整"
