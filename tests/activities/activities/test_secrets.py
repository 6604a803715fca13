"""Nothing of the inner record leaks: every secret carries a word that no public page or file may hold."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activities.activities import proposals, workflow
from activities.activities.models import totals
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import Activity, EmploymentSnapshot, Evidence, GraduateGroup, Total
from pairs.models import Batch, Pair, University
from tests.support.assertions.public_pages import every_public_address, main_of, text_of
from tests.support.factories.activities import day
from tests.support.factories.agreements import agreed

CANARY, FIGURE = "金丝雀", 73_519
WORDS = {"title": CANARY, "title_en": CANARY, "description": CANARY, "place": CANARY, "link": "https://x.cn/" + CANARY}
SECRET = WORDS | {"measures": {"posts": FIGURE}}


def a_draft(world, rita, sam):
    world.drafted(rita, **SECRET)


def a_drafted_plan(world, rita, sam):
    world.drafted(rita, stage="planned", starts_on=day(5), ends_on=day(5), **WORDS)


def a_submitted_report(world, rita, sam):
    world.submitted(rita, **SECRET)


def a_returned_report(world, rita, sam):
    workflow.send_back(world.submitted(rita, **SECRET), sam, CANARY)


def a_report_withdrawn_before_confirmation(world, rita, sam):
    workflow.withdraw(world.submitted(rita, **SECRET), rita, CANARY)


def a_plan_being_reported(world, rita, sam):
    workflow.hold(world.passed(rita), rita, WORDS, {"posts": FIGURE})


def a_plan_reported_and_not_yet_confirmed(world, rita, sam):
    workflow.submit(workflow.hold(world.passed(rita), rita, WORDS, {"posts": FIGURE}), rita)


def a_plan_reported_and_returned(world, rita, sam):
    workflow.send_back(
        workflow.submit(workflow.hold(world.passed(rita), rita, WORDS, {"posts": FIGURE}), rita), sam, CANARY
    )


def a_plan_reported_and_withdrawn(world, rita, sam):
    workflow.withdraw(workflow.hold(world.passed(rita), rita, WORDS, {"posts": FIGURE}), rita, "未举行")


def evidence(world, rita, sam):
    held = world.drafted(rita)
    Evidence.objects.attach_link(rita, held, "https://x.cn/" + CANARY)
    Evidence.objects.attach(rita, held, SimpleUploadedFile(f"{CANARY}.pdf", b"%PDF-1.4\n%%EOF"))
    workflow.confirm(workflow.submit(held, rita), sam)


def an_open_correction(world, rita, sam):
    proposals.propose_correction(world.confirmed(rita, sam), rita, {"title": CANARY}, {"posts": FIGURE}, CANARY)


def a_declined_correction(world, rita, sam):
    held = world.confirmed(rita, sam)
    proposals.decline(
        proposals.propose_correction(held, rita, {"title": CANARY}, {"posts": FIGURE}, CANARY), sam, CANARY
    )


def a_proposed_merge(world, rita, sam):
    proposals.propose_merge(world.confirmed(rita, sam), rita, world.submitted(sam, **SECRET), {})


def the_other_account_of_a_merge(world, rita, sam):
    kept = world.confirmed(rita, sam, measures={"posts": 1})
    proposals.accept(proposals.propose_merge(kept, rita, world.submitted(sam, **SECRET), {"posts": 2}), sam)


def an_agreement_draft(world, rita, sam):
    promise = {"mechanism": world.jobs, "text": CANARY, "indicator": world.posts, "target": FIGURE}
    agreements.accept(agreements.draft(rita, world.pair, CANARY, day(), day(30), [promise]), rita)


def an_amendment(world, rita, sam):
    agreed(rita, sam, world.pair, "目标", day(), day(30))
    promise = {"mechanism": world.jobs, "text": CANARY, "indicator": world.posts, "target": FIGURE}
    agreements.draft(sam, world.pair, CANARY, day(), day(30), [promise])


def an_edition_that_was_replaced(world, rita, sam):
    promise = {"mechanism": world.jobs, "text": CANARY, "indicator": world.posts, "target": FIGURE}
    first = agreed(rita, sam, world.pair, CANARY, day(), day(30), [promise])
    second = agreements.amend(first, rita)
    agreements.edit(second, rita, second.version, {"goals": "目标"}, [])
    agreements.accept(agreements.accept(second, rita), sam)


def employment_not_released(world, rita, sam):
    group = GraduateGroup.objects.create(code="all", name=CANARY, name_en=CANARY)
    employment.report(rita, world.recipient, day(-1), group, 99_999, FIGURE)


def employment_of_a_few(world, rita, sam):
    group = GraduateGroup.objects.create(code="few", name=CANARY, name_en=CANARY)
    report = employment.report(rita, world.recipient, day(-1), group, 9, 8)
    EmploymentSnapshot.objects.filter(pk=report.pk).update(released_at=timezone.now())


UNTOLD = [
    a_draft,
    a_drafted_plan,
    a_submitted_report,
    a_returned_report,
    a_report_withdrawn_before_confirmation,
    a_plan_being_reported,
    a_plan_reported_and_not_yet_confirmed,
    a_plan_reported_and_returned,
]
BESIDE_WHAT_IS_TOLD = [
    a_plan_reported_and_withdrawn,
    evidence,
    an_open_correction,
    a_declined_correction,
    a_proposed_merge,
    the_other_account_of_a_merge,
    an_amendment,
    employment_not_released,
    employment_of_a_few,
]
WORLDS = {
    "untold": [*UNTOLD, an_agreement_draft],
    "beside": BESIDE_WHAT_IS_TOLD,
    "replaced": [an_edition_that_was_replaced],
}


def every(secrets, *world):
    for secret in secrets:
        secret(*world)


@pytest.fixture
def kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("secrets", WORLDS.values(), ids=WORLDS)
def test_no_public_address_tells_it(client, world, rita, sam, secrets, kept_apart):
    every(secrets, world, rita, sam)
    assert [path for path in every_public_address() if leaks_at(client, path)] == []
    assert not client.get("/activities/", {"q": CANARY}).context["rows"]


def leaks_at(client, path):
    said = text_of(client.get(path))
    return CANARY in said or str(FIGURE) in said


def test_a_secret_that_came_out_would_be_noticed(client, world, rita, sam):
    workflow.confirm(world.submitted(rita, **SECRET), sam)
    assert {
        "/activities/",
        "/activities.csv",
        "/activities.xlsx",
        "/data/package.zip",
        "/pairs/1-1/",
        "/actions/made-up/mechanisms/1/",
    } <= {path for path in every_public_address() if leaks_at(client, path)}


def test_what_is_not_told_is_not_counted_either(client, world, rita, sam):
    every(UNTOLD, world, rita, sam)
    assert client.get("/activities/").context["listing"].page.paginator.count == 0
    assert client.get("/activities.json").json()["count"] == 0
    assert "/activities/1" not in text_of(client.get("/sitemap-activities.xml"))
    assert not Total.objects.exists()
    assert "0 of 2 known pairs" in main_of(client, "/en/actions/made-up/mechanisms/1/")


def test_an_address_once_public_says_only_that_it_is_being_reported(client, world, rita):
    plan = world.passed(rita, title="线上招聘")
    workflow.submit(workflow.hold(plan, rita, WORDS, {"posts": FIGURE}), rita)
    said = main_of(client, f"/en/activities/{plan.pk}/")
    assert "Being reported" in said and "线上招聘" not in said and str(plan.ends_on.year) not in said


def test_never_public_is_the_same_as_nowhere(client, world, rita, sam):
    draft, waiting = world.drafted(rita), world.submitted(rita)
    assert len({nowhere(client, pk) for pk in (draft.pk, waiting.pk, waiting.pk + 1)}) == 1


def nowhere(client, pk):
    response = client.get(f"/activities/{pk}/")
    assert response.status_code == 404
    return response.content.decode().replace(f"/{pk}/", "/…/")


@pytest.fixture
def hidden(world, rita, sam, editor):
    """A pair of a batch that is not published, with everything that a pair may have."""
    facts = {"title": "批次", "notice_on": day(-9), "source": "tests", "starts": day(-9), "ends": day(9)}
    batch = Batch.objects.create(number=2, action=world.batch.action, **facts)
    recipient = University.objects.create(name="湖北丙学院", code="4142000009", province="42")
    pair = Pair.objects.create(batch=batch, serial=1, recipient=recipient, supporter=world.supporter)
    Pair.objects.filter(pk=pair.pk).update(recipient_name=CANARY)
    source = {"source": CANARY, "title": CANARY, "status": "confirmed", "public_since": timezone.now()}
    held = Activity.objects.create(pair=pair, kind=world.fair, ends_on=day(-1), **source)
    held.measures.create(indicator=world.posts, value=FIGURE)
    totals.recount(pair)
    return held


def test_an_unpublished_pair_appears_nowhere(client, hidden):
    assert Total.objects.get().value == FIGURE
    assert [path for path in every_public_address() if leaks_at(client, path)] == []
    assert client.get(f"/activities/{hidden.pk}/").status_code == 404
    assert client.get("/activities/?pair=2-1").context["listing"].problems


def test_every_person_reads_the_same(client, world, rita, sam, editor):
    """The inner record does not show on public pages even to those who may read it elsewhere."""
    every(UNTOLD, world, rita, sam)
    for person in (rita, sam, editor):
        client.force_login(person)
        paths = ("/activities/", "/activities.csv", "/pairs/1-1/", "/actions/made-up/mechanisms/1/", "/")
        assert [path for path in paths if leaks_at(client, path)] == []
