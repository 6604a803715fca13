"""Strange figures are asked about before they are submitted, never refused; what is impossible is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from activities.activities import proposals, workflow
from activities.activities.plausibility import answered_questions, known_about, questions_about
from activities.models import Activity, KindIndicator
from core.questions import Unanswered
from tests.conftest import a_client
from tests.support.factories.activities import day, indicator

pytestmark = pytest.mark.one_database


@pytest.fixture
def resumes(world):
    made = indicator("resumes", "人次", "submissions")
    KindIndicator.objects.create(kind=world.fair, indicator=made, position=5)
    world.signed.usually_within = made
    world.signed.save()
    return made


@pytest.fixture
def from_here(world):
    """How many of those signed come from here."""
    made = indicator("signed_here", "人", "persons")
    made.part_of = world.signed
    made.save()
    KindIndicator.objects.create(kind=world.fair, indicator=made, position=6)
    return made


def asked(entry, **figures):
    return [(one.code, one.field) for one in questions_about(entry, figures)]


def test_more_signed_than_applied_is_asked_about(world, rita, resumes):
    entry = world.drafted(rita)
    assert asked(entry, signed=3, resumes=3) == []
    assert asked(entry, signed=4, resumes=3) == [("chain", "signed")]
    assert asked(entry, signed=4) == [("chain", "signed")]
    assert asked(entry, signed=0) == []


def test_ten_times_the_month_before_is_asked_about_of_the_same_pair_and_kind(world, rita, olga, resumes):
    world.submitted(rita, starts_on=day(-40), ends_on=day(-40), measures={"posts": 30})
    month_later = (day(-40).replace(day=28) + timedelta(days=5)).replace(day=1)
    entry = world.drafted(rita, starts_on=month_later, ends_on=month_later)
    assert asked(entry, posts=299) == []
    assert asked(entry, posts=300) == [("growth", "posts")]
    other = world.drafted(olga, pair=world.other_pair, starts_on=month_later, ends_on=month_later)
    assert asked(other, posts=300) == []


def test_a_strange_figure_is_submitted_once_it_is_answered(world, rita, sam, resumes):
    entry = world.drafted(rita, measures={"signed": 4, "resumes": 3})
    with pytest.raises(Unanswered) as caught:
        workflow.submit(entry, rita)
    keys = [one.digest for one in caught.value.questions]
    workflow.submit(entry, rita, answered=keys)
    workflow.confirm(entry, sam)
    assert Activity.objects.get(pk=entry.pk).is_counted


def test_a_figure_that_becomes_strange_is_asked_about_and_an_old_one_is_not_again(world, rita, sam, resumes):
    entry = world.submitted(rita, measures={"signed": 3, "resumes": 3})
    with pytest.raises(Unanswered) as caught:
        workflow.edit(entry, rita, None, measures={"signed": 4})
    workflow.edit(entry, rita, None, measures={"signed": 4}, answered=[one.digest for one in caught.value.questions])
    workflow.edit(entry, rita, None, {"title": "改后"})
    workflow.confirm(entry, sam)
    with pytest.raises(Unanswered):
        proposals.propose_correction(entry, rita, measures={"signed": 9}, reason="更正")


def test_the_answer_is_kept_and_the_other_side_reads_it_before_confirming(world, rita, sam, client, resumes):
    entry = world.drafted(rita, measures={"signed": 4, "resumes": 3})
    check, page = f"/en/desk/activities/{entry.pk}/check/", f"/en/desk/activities/{entry.pk}/"
    assert "Check both figures" in text(a_client(rita).get(check))
    digest = questions_about(entry)[0].digest
    assert a_client(rita).post(check, {"version": entry.version}).status_code == 200
    sent = a_client(rita).post(check, {"version": entry.version, f"remark-{digest}": "一人现场签约，未投简历"})
    assert sent.status_code == 302
    read = text(a_client(sam).get(page))
    assert "Check both figures" in read and "一人现场签约，未投简历" in read
    workflow.confirm(entry, sam)
    public = text(client.get(f"/en/activities/{entry.pk}/"))
    assert "Check both" not in public and "未投简历" not in public


def test_what_was_answered_is_not_asked_again_when_it_comes_back(world, rita, sam, resumes):
    entry = world.drafted(rita, measures={"signed": 4, "resumes": 3})
    digest = questions_about(entry)[0].digest
    workflow.submit(entry, rita, answered={digest: "属实"})
    workflow.send_back(entry, sam, "请核对")
    workflow.submit(entry, rita)
    ((question, answer),) = answered_questions(entry)
    assert (question.digest, answer.remark, answer.by) == (digest, "属实", rita)


def test_the_admin_shows_question_and_answer_and_changes_neither(world, rita, editor, resumes):
    entry = world.drafted(rita, measures={"signed": 4, "resumes": 3})
    workflow.submit(entry, rita, answered={questions_about(entry)[0].digest: "未投简历"})
    page = text(a_client(editor).get(reverse("admin:activities_activity_change", args=[entry.pk])))
    assert "大于其所属的数据？" in page and "未投简历" in page
    assert 'name="question_answers-0-remark"' not in page


def test_a_person_named_in_an_answer_is_asked_about(world, rita, resumes):
    entry = world.drafted(rita, measures={"signed": 4, "resumes": 3})
    with pytest.raises(ValidationError) as caught:
        workflow.submit(entry, rita, answered={questions_about(entry)[0].digest: "请联系 13812345678"})
    assert set(caught.value.message_dict) == {"remark"}


def text(response):
    return response.content.decode()


def test_many_entries_are_compared_in_two_queries(world, rita, resumes, django_assert_num_queries):
    entries = [Activity(pair=world.pair, kind=world.fair, ends_on=day(-number)) for number in range(40)]
    with django_assert_num_queries(2):
        known = known_about(entries)
        found = [questions_about(one, {"signed": 2, "resumes": 1}, known) for one in entries]
    assert {len(each) for each in found} == {1}


def test_a_part_is_no_more_than_its_whole_and_never_stands_alone(world, rita, from_here):
    entry = world.drafted(rita, measures={"signed": 5, "signed_here": 5})
    for wrong in ({"signed_here": 6}, {"signed": 4}):
        with pytest.raises(ValidationError) as caught:
            workflow.edit(entry, rita, None, measures=wrong)
        assert set(caught.value.message_dict) == {"signed_here"}
    workflow.edit(entry, rita, None, measures={"signed": None})
    with pytest.raises(ValidationError) as caught:
        workflow.submit(entry, rita)
    assert set(caught.value.message_dict) == {"signed_here"}


def test_a_part_has_the_unit_of_its_whole(world, from_here):
    world.posts.part_of = world.signed
    with pytest.raises(ValidationError):
        world.posts.full_clean()
