"""Recording that a supporter was replaced: what hangs on the pair is said, the event offered, looked at and done."""

import pytest

from pairs.directory.provinces import Province
from pairs.models import Pair
from tests.support.browser.admin_forms import send, text
from tests.support.casts.admin import a_university


@pytest.fixture
def pair(batch, pairs):
    batch.publish()
    pairs[0].milestones.create(kind="signed", on=batch.starts, source="x")
    return pairs[0]


@pytest.fixture
def address(pair):
    return f"/en/admin/pairs/pair/{pair.pk}/end/"


@pytest.fixture
def newcomer(db):
    university = a_university("松江新测试大学", "4131018889", Province.SHANGHAI)
    university.names.create(name=university.name)
    return university


@pytest.fixture
def filled_in(pair, newcomer):
    day = pair.batch.starts.replace(day=28).isoformat()
    new = {"kind": "replaced", "supporter": newcomer.pk, "last_day": day}
    return new | {"reason": "因工作调整", "source": "教学厅函〔2031〕8号"}


def test_the_pair_says_what_hangs_on_it_and_offers_the_event(editor_client, pair, address):
    page = editor_client.get(f"/en/admin/pairs/pair/{pair.pk}/change/")
    assert "milestones: 1" in text(page)
    assert f'href="{address}"' in page.text


def test_it_is_looked_at_before_it_is_done(editor_client, address, filled_in, pair):
    check = send(editor_client, editor_client.get(address), **filled_in)
    assert "takes its place, and begins with nothing" in text(check)
    assert "milestones: 1" in text(check)
    assert not Pair.objects.exclude(end_kind="").exists()
    send(editor_client, check, "confirm")
    pair.refresh_from_db()
    assert (pair.end_kind, pair.successor.supporter_name) == ("replaced", "松江新测试大学")
    assert pair.history.latest().history_user.username == "ed"


def test_what_was_filled_in_is_changed_once_more(editor_client, address, filled_in):
    check = send(editor_client, editor_client.get(address), **filled_in)
    form = send(editor_client, check, "change")
    assert "因工作调整" in form.text
    assert not Pair.objects.exclude(end_kind="").exists()


def test_without_a_script_the_supporter_is_named(editor_client, address, filled_in):
    named = filled_in | {"supporter": "", "named": "松江新测试大学"}
    assert "松江新测试大学" in text(send(editor_client, editor_client.get(address), **named))
    wrong = send(editor_client, editor_client.get(address), **(named | {"named": "没有这所大学"}))
    assert "Write the full name of one university" in text(wrong)


@pytest.mark.parametrize("left_out", ["supporter", "last_day", "reason", "source"])
def test_what_is_missing_is_said_at_its_field(editor_client, address, filled_in, left_out):
    answer = send(editor_client, editor_client.get(address), **(filled_in | {left_out: ""}))
    assert answer.context["form"].errors.keys() == {left_out}


def test_a_pair_ends_early_without_a_successor(editor_client, address, filled_in, pair):
    facts = filled_in | {"kind": "ended_early", "supporter": ""}
    send(editor_client, send(editor_client, editor_client.get(address), **facts), "confirm")
    pair.refresh_from_db()
    assert (pair.end_kind, Pair.objects.count()) == ("ended_early", 3)


def test_what_is_dated_later_is_named_with_a_link(editor_client, address, filled_in, pair):
    pair.milestones.create(kind="docked", on=pair.batch.starts.replace(month=5), source="x")
    page = send(editor_client, editor_client.get(address), **filled_in)
    assert "Records are dated after this day (milestones: 1)" in text(page)
    assert (
        f'href="/en/admin/pairs/pair/{pair.pk}/change/"' in page.text
        and "Dated after the last day: milestones: 1" in text(page)
    )


def test_inspectors_may_not(inspector_client, address):
    assert inspector_client.get(address).status_code == 403


def test_a_replaced_supporter_adds_no_pair_to_what_the_notice_declares(editor_client, address, filled_in, pair):
    places = pair.batch.pairs.count()
    send(editor_client, send(editor_client, editor_client.get(address), **filled_in), "confirm")
    assert pair.batch.pairs.count() == places + 1
    for step in ("publish", "withdraw"):
        page = text(editor_client.get(f"/en/admin/pairs/batch/{pair.batch.pk}/{step}/"))
        assert f"Pairs {places}" in page or f"its {places} pairs" in page, step
