"""Every address of an entry times everybody: no cell unexpected."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from activities.activities import workflow
from activities.models import Activity, Evidence
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, at, new_address, text
from tests.support.factories.activities import day

READERS = {"officer": 403, "ins": 403}
STRANGERS = dict.fromkeys(["olga", "former", "elsewhere", "pat"], 404)
SIGN_IN = {"anonymous": 302, "switched": 302}


def answers(cast, path, method="get", **fields):
    people = cast | {"anonymous": AnonymousUser()}
    return {name: getattr(client_of(who), method)(path, fields).status_code for name, who in people.items()}


def client_of(person):
    return Client() if person.is_anonymous else a_client(person)


def everyone(**cells):
    return STRANGERS | SIGN_IN | cells


@pytest.fixture
def draft(world, rita):
    return world.drafted(rita)


@pytest.fixture
def submitted(world, rita):
    return world.submitted(rita)


def test_a_draft_is_for_its_side_and_the_ministry(draft, cast):
    seen = everyone(rita=200, sam=404, officer=404, ins=200, ed=200)
    assert answers(cast, at("activity", draft.pk)) == seen
    assert answers(cast, at("activity_edit", draft.pk)) == seen | {"ins": 403, "ed": 403}
    assert answers(cast, at("activity_check", draft.pk)) == seen | {"ins": 403, "ed": 403}


def test_what_is_submitted_is_read_by_both_sides_and_their_provinces(submitted, cast):
    assert answers(cast, at("activity", submitted.pk)) == everyone(rita=200, sam=200, officer=200, ins=200, ed=200)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("confirm", {"sam": 200, "ed": 200}),
        ("return", {"sam": 200, "ed": 200}),
        ("withdraw", {"rita": 200, "ed": 200}),
        ("cancel", {}),
        ("discard", {}),
        ("accept", {}),
        ("decline", {}),
        ("propose-withdrawal", {}),
    ],
)
def test_steps_of_a_submitted_entry(submitted, cast, name, who):
    expected = everyone(**{**dict.fromkeys(["rita", "sam", "officer", "ins", "ed"], 403), **who})
    path = at("activity_step", submitted.pk, name)
    assert answers(cast, path) == expected
    nobody = {person: cast[person] for person in cast if expected[person] != 200}
    refused = {person: expected[person] for person in nobody}
    assert answers(nobody, path, "post", reason="理由") == refused | {"anonymous": 302}
    assert Activity.objects.get().version == submitted.version


def test_nobody_outside_writes_through_the_form(submitted, cast):
    people = {name: who for name, who in cast.items() if name != "rita"}
    expected = everyone(sam=403, **READERS, ed=403)
    assert answers(people, at("activity_edit", submitted.pk), "post", title="侵入", version="2") == expected
    assert Activity.objects.get().title != "侵入"


def test_files_are_for_those_inside_and_only_to_be_saved(world, submitted, rita, cast):
    piece = Evidence.objects.attach(rita, submitted, SimpleUploadedFile("证明.pdf", PDF))
    assert answers(cast, at("evidence", piece.pk)) == everyone(rita=200, sam=200, officer=200, ins=200, ed=200)
    answer = a_client(rita).get(at("evidence", piece.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert b"".join(answer.streaming_content) == PDF
    assert answers(cast, at("evidence_remove", piece.pk)) == everyone(rita=200, sam=403, **READERS, ed=200)


def test_a_file_is_taken_away_or_once_locked_erased_with_a_reason(world, rita, sam):
    entry = world.drafted(rita)
    piece = Evidence.objects.attach(rita, entry, SimpleUploadedFile("a.pdf", PDF))
    a_client(rita).post(at("evidence_remove", piece.pk))
    assert not Evidence.objects.exists()
    piece = Evidence.objects.attach(rita, entry, SimpleUploadedFile("b.pdf", PDF))
    workflow.confirm(workflow.submit(entry, rita), sam)
    assert 'href="#id_reason"' in text(a_client(rita).post(at("evidence_remove", piece.pk), {"reason": ""}))
    a_client(rita).post(at("evidence_remove", piece.pk), {"reason": "含个人信息"})
    assert Evidence.objects.get().is_redacted
    assert a_client(rita).get(at("evidence", piece.pk)).status_code == 404


def test_pairs_of_the_desk(world, cast):
    expected = everyone(rita=200, sam=200, officer=200, ins=200, ed=200)
    assert answers(cast, at("pair", world.pair.address)) == expected
    assert answers(cast, at("pair", "9-99")) == dict.fromkeys(expected, 404) | SIGN_IN


def test_a_closed_entry_is_the_same_404_as_none(draft, sam):
    closed, nowhere = (a_client(sam).get(at("activity", pk)) for pk in (draft.pk, draft.pk + 99))
    without = [text(page).replace(f"/{pk}/", "/…/") for page, pk in ((closed, draft.pk), (nowhere, draft.pk + 99))]
    assert without[0] == without[1]


def test_strangers_are_led_to_sign_in_and_back(draft, db):
    answer = Client().get(at("activity", draft.pk))
    assert answer["Location"] == f"{reverse('account_login')}?next={at('activity', draft.pk)}"
    assert "no-store" in answer["Cache-Control"]


def test_who_holds_posts_on_both_sides_is_told_why_nothing_is_to_be_entered(world, rita):
    Membership.objects.create(user=rita, role="coordinator", university=world.supporter, since=day(-5))
    page = a_client(rita).get(f"/en{new_address(world)}")
    assert page.status_code == 403 and "act for neither" in text(page)
