from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from activities.employment import workflow as employment
from activities.employment.public_figures import public_figures
from activities.models import EmploymentSnapshot, GraduateGroup
from core.exceptions import Conflict
from core.questions import Everything, Unanswered, answering
from tests.conftest import a_client
from tests.support.assertions.refusals import faults, refused
from tests.support.factories.activities import day


@pytest.fixture
def everybody(world):
    return GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")


@pytest.fixture
def report(world, rita, everybody):
    def reported(graduates=4171, employed=3621, as_of=None, by=rita):
        as_of = as_of or day(-1)
        return employment.report(by, world.recipient, as_of, everybody, graduates, employed)

    return reported


@pytest.mark.parametrize(
    ("graduates", "employed", "rate"),
    [(4171, 3621, "86.81"), (3, 1, "33.33"), (800, 1, "0.13"), (1, 1, "100.00"), (10, 0, "0.00"), (16000, 1, "0.01")],
)
def test_the_rate_is_computed_to_two_decimals_half_up(report, graduates, employed, rate):
    assert report(graduates, employed).rate == Decimal(rate)


@pytest.mark.parametrize(
    ("graduates", "employed"), [(10, 11), (0, 0), (-1, 0), (10, -1), (None, 5), (5, None), (None, None), (2**31, 1)]
)
def test_impossible_numbers_are_refused(report, graduates, employed):
    assert faults(report, graduates, employed)
    assert not EmploymentSnapshot.objects.exists()


def test_the_day_has_come_and_is_reported_once(report):
    assert faults(report, as_of=day(1)) == {"as_of"}
    first = report()
    assert report() == first and first.history.count() == 1
    assert faults(report, first.graduates, first.employed - 1)


def test_only_ones_own_university_is_reported(report, sam, editor, outsiders):
    for person in [sam, editor, *outsiders]:
        refused(report, by=person, code="not_yours")


def test_a_second_person_gets_both_numbers(report, rita, rob):
    first, second = report(), EmploymentSnapshot.objects.get()
    employment.revise(first, rita, 1, 4171, 3700)
    with pytest.raises(Conflict) as caught:
        employment.revise(second, rob, 1, 4171, 3650)
    assert (caught.value.mine["employed"], caught.value.theirs["employed"]) == (3650, 3700)


def test_it_is_private_until_released(report, rita, cast, world):
    snapshot = report()

    def readers():
        people = cast | {"anonymous": AnonymousUser()}
        return {name for name, person in people.items() if EmploymentSnapshot.objects.visible_to(person).exists()}

    assert readers() == {"rita", "ins", "ed"}
    refused(employment.release, snapshot, cast["sam"], code="not_yours")
    employment.release(snapshot, rita)
    assert snapshot.is_public and readers() == set(cast) | {"anonymous"}


def test_a_group_under_ten_is_never_published(report, rita):
    small = report(9, 9)
    assert employment.WORKFLOW.open_to(small, rita) == ["revise"]
    refused(employment.release, small, rita, code="small")
    EmploymentSnapshot.objects.update(released_at="2026-01-01T00:00Z")
    assert not EmploymentSnapshot.objects.public().exists()


def test_a_group_that_tells_fewer_than_ten_apart_beside_another_is_not_released(world, report, rita, everybody):
    employment.release(report(100, 90), rita)
    part = GraduateGroup.objects.create(code="part", name="本科生", name_en="Undergraduates", part_of=everybody)
    snapshot = employment.report(rita, world.recipient, day(-1), part, 95, 86)
    refused(employment.release, snapshot, rita, code="small")
    assert not EmploymentSnapshot.objects.get(pk=snapshot.pk).released_at


def test_what_is_public_and_corrected_hides_what_has_become_small(report, rita):
    snapshot = employment.release(report(100, 85), rita)
    assert public_figures(snapshot).employed == 85
    with answering(Everything()):
        employment.revise(snapshot, rita, snapshot.version, 100, 95)
    assert public_figures(EmploymentSnapshot.objects.get()).employed is None


@pytest.mark.parametrize("column", ["reported_by", "withheld", "contract", "version"])
def test_a_column_that_is_not_named_is_not_public(report, column):
    with pytest.raises(AttributeError):
        getattr(public_figures(report()), column)


def test_a_rate_alone_stands_only_with_its_source(world, rita, everybody):
    facts = {"university": world.recipient, "as_of": day(-1), "group": everybody, "rate_stated": Decimal("90.00")}
    stated = EmploymentSnapshot(**facts, source="https://example.edu.cn/report")
    stated.full_clean()
    assert stated.rate == Decimal("90.00") and stated.is_stated
    told = public_figures(stated)
    assert (told.rate, told.employed, told.parts, told.hides) == (Decimal("90.00"), None, [], False)
    assert faults(EmploymentSnapshot(**facts, reported_by=rita).full_clean)


def test_each_transition_is_recorded_once(report, rita, rob):
    snapshot = report(4171, 3621)
    employment.revise(snapshot, rob, snapshot.version, 4171, 3700)
    employment.release(employment.release(snapshot, rita), rob)
    rows = snapshot.state_changes.order_by("pk")
    assert [(row.transition, row.by) for row in rows] == [("report", rita), ("revise", rob), ("release", rita)]
    assert rows[1].changes == [["employed", 3621, 3700]] and rows[2].changes == []
    assert snapshot.version == 2  # a release overtakes nobody who writes


def test_what_a_public_source_states_is_changed_by_nobody(world, sam, editor, report):
    group = report().group
    stated = {"university": world.supporter, "as_of": day(-3), "group": group, "rate_stated": 80, "source": "网站"}
    stated = EmploymentSnapshot.objects.create(**stated)
    for person in (sam, editor):
        refused(employment.revise, stated, person, None, 10, 8, code="not_yours")
        refused(employment.release, stated, person, code="not_yours")


def codes(report, *args, **kwargs):
    with pytest.raises(Unanswered) as caught:
        report(*args, **kwargs)
    return [one.code for one in caught.value.questions], [one.digest for one in caught.value.questions]


def test_a_group_beyond_the_one_it_is_part_of_is_asked_about(report, world, rita, everybody):
    local = GraduateGroup.objects.create(code="local", name="本省", name_en="Local", part_of=everybody)
    report(907, 707)
    found, ticks = codes(employment.report, rita, world.recipient, day(-1), local, 2431, 700)
    assert found == ["part_beyond"]
    assert employment.report(rita, world.recipient, day(-1), local, 2431, 700, answered=ticks).pk
    assert employment.report(rita, world.recipient, day(-1), local, 2431, 700).pk  # sent twice, asked once


def test_an_answer_in_words_is_kept_with_the_snapshot_and_read(report, world, rita, inspector, everybody):
    local = GraduateGroup.objects.create(code="local", name="本省", name_en="Local", part_of=everybody)
    report(907, 707)
    _found, (tick,) = codes(employment.report, rita, world.recipient, day(-1), local, 2431, 700)
    made = employment.report(rita, world.recipient, day(-1), local, 2431, 700, answered={tick: "含往届生"})
    (answer,) = made.question_answers.all()
    assert (answer.code, answer.remark, answer.by) == ("part_beyond", "含往届生", rita)
    for person in (rita, inspector):
        page = a_client(person).get("/desk/employment/").content.decode()
        assert "含往届生" in page and "大于其所属的群体？" in page
    _found, (tick,) = codes(employment.revise, made, rita, made.version, 2400, 700)
    employment.revise(made, rita, made.version, 2400, 700, answered={tick})
    assert [row.remark for row in made.question_answers.all()] == ["含往届生", ""]
    employment.revise(made, rita, made.version, 2400, 700)  # the same again is not asked again


def test_a_person_named_in_an_answer_about_a_snapshot_is_asked_about(report, world, rita, everybody):
    report(907, 707, as_of=day(-9))
    _found, (tick,) = codes(report, 907, 650)
    with pytest.raises(ValidationError) as caught:
        employment.report(rita, world.recipient, day(-1), everybody, 907, 650, answered={tick: "联系 13812345678"})
    assert set(caught.value.message_dict) == {"remark"}
    assert EmploymentSnapshot.objects.count() == 1


def test_the_partners_numbers_and_fewer_employed_than_before_are_asked_about(report, world, sam, everybody):
    report(907, 707, as_of=day(-9))
    found, _ticks = codes(employment.report, sam, world.supporter, day(-1), everybody, 907, 707)
    assert found == ["same_as_partner"]
    assert codes(report, 907, 650)[0] == ["fewer_employed"]
    assert codes(report, 9070, 7070)[0] == ["other_size"]
    assert report(907, 720).pk
