"""A side says that there was nothing to report on a period: reminders stop, and all who oversee it read it as said."""

import datetime

import pytest

from core.exceptions import Refused
from oversight.models import NilReturn, ObligationKind
from oversight.obligations.nil_returns import lately_said, periods_of, say_nothing, take_back
from oversight.obligations.reminders import due_by_rule
from pairs.models import Action, Batch, Pair
from tests.conftest import a_client
from tests.support.browser.desk_forms import text, token_in

from .test_periods import clock, dues, on, world  # noqa: F401 - fixtures

FIRST, SECOND, THIRD = (datetime.date(2031, 2, first) for first in (1, 11, 21))


@pytest.fixture
def pair(world):  # noqa: F811
    """The pair as it stands after the clock was set."""
    return Pair.objects.with_sides().get(pk=world.pair.pk)


def owing(pair):
    return {due.side: due.count for due in dues(ObligationKind.REPORT, pair)}


def address(pair, first=FIRST, language=""):
    return f"{language}/desk/pairs/{pair.address}/periods/{first.isoformat()}/"


def test_a_side_that_said_so_owes_nothing_for_that_period(world, pair, rita, sam):  # noqa: F811
    assert owing(pair) == {"recipient": 2, "supporter": 2}
    say_nothing(rita, pair, FIRST, "寒假")
    assert owing(pair) == {"recipient": 1, "supporter": 2}
    say_nothing(rita, pair, SECOND)
    assert owing(pair) == {"supporter": 2}
    assert ("report", pair.pk, "recipient") not in {due.key for due in due_by_rule()}
    for first in (FIRST, SECOND):
        say_nothing(sam, pair, first)
    assert owing(pair) == {}


def test_it_is_said_before_the_day_on_which_it_is_due(world, pair, clock, rita):  # noqa: F811
    say_nothing(rita, pair, THIRD)
    clock.move_to(on(5))
    assert owing(pair)["recipient"] == owing(pair)["supporter"] - 1


def test_twice_is_once_and_taken_back_it_is_owed_again(world, pair, rita, rob):  # noqa: F811
    say_nothing(rita, pair, FIRST)
    say_nothing(rob, pair, FIRST)
    assert NilReturn.objects.count() == 1
    take_back(rob, pair, FIRST)
    take_back(rob, pair, FIRST)
    assert owing(pair)["recipient"] == 2
    said = NilReturn.objects.get()
    assert (said.said_by, said.withdrawn_by) == (rita, rob)
    say_nothing(rita, pair, FIRST)
    assert NilReturn.objects.standing().count() == 1


def test_an_activity_that_is_entered_later_stands_in_its_place(world, pair, rita, sam):  # noqa: F811
    say_nothing(rita, pair, FIRST)
    assert lately_said(Pair.objects.all()).count() == 1
    world.submitted(sam, starts_on=datetime.date(2031, 2, 5), ends_on=datetime.date(2031, 2, 5))
    (found,) = [one for one in periods_of(pair, rita) if one.period.first == FIRST]
    assert found.is_entered and found.own.said, "it stays to be read"
    assert not lately_said(Pair.objects.all())
    page = text(a_client(sam).get(f"/desk/pairs/{pair.address}/"))
    assert "该时段此后填报了活动，本声明不再有效" in page
    with pytest.raises(Refused, match="该期已填报活动"):
        say_nothing(sam, pair, FIRST)


@pytest.mark.parametrize("first", [datetime.date(2031, 2, 2), datetime.date(2031, 3, 1), datetime.date(2031, 1, 21)])
def test_only_of_periods_that_are_asked_for(world, pair, rita, first):  # noqa: F811
    with pytest.raises(Refused):
        say_nothing(rita, pair, first)
    assert a_client(rita).get(address(pair, first)).status_code == 404


def test_nothing_is_said_where_no_reports_are_asked_for_or_the_batch_has_ended(world, pair, rita):  # noqa: F811
    Batch.objects.update(ends=datetime.date(2031, 2, 28))
    with pytest.raises(Refused):
        say_nothing(rita, pair, FIRST)
    Batch.objects.update(ends=datetime.date(2031, 5, 31))
    Action.objects.update(reporting="none")
    assert periods_of(Pair.objects.get(pk=pair.pk), rita) == []


def test_only_a_side_speaks_for_itself(world, pair, olga, editor, officer):  # noqa: F811
    for person in (olga, editor, officer):
        with pytest.raises(Refused) as refused:
            say_nothing(person, pair, FIRST)
        assert refused.value.code == "not_yours"
    assert a_client(olga).get(address(pair)).status_code == 404
    assert a_client(editor).get(address(pair)).status_code == 403
    assert not NilReturn.objects.exists()


def test_from_the_page_of_the_pair_and_back(world, pair, rita, sam, officer, inspector):  # noqa: F811
    client, pair_page = a_client(rita), f"/desk/pairs/{pair.address}/"
    shown = text(client.get(pair_page))
    assert address(pair) in shown and "前填报" in shown and "整改" not in shown
    page = client.get(address(pair))
    assert "本期无活动" in text(page)
    told = client.post(address(pair), {"remark": "联系 13812345678", "token": token_in(page)})
    assert not NilReturn.objects.exists() and "13812345678" in text(told), "asked about before it is kept"
    done = client.post(address(pair), {"remark": "寒假", "token": token_in(page)}, follow=True)
    assert "已记录：本期无活动" in text(done)
    assert text(done).count("前填报") == text(a_client(sam).get(pair_page)).count("前填报") - 1, (
        "not due from that side"
    )
    for reader in (sam, officer, inspector):
        assert "寒假" in text(a_client(reader).get(pair_page))
    assert "寒假" in text(a_client(inspector).get("/desk/oversight/"))
    assert "寒假" not in text(client.get(pair.get_absolute_url())), "nothing of it is public"
    assert "收回" in text(client.get(address(pair)))
    client.post(address(pair), {"take-back": "1"})
    assert not NilReturn.objects.standing().exists()


def test_an_address_that_is_no_day_is_not_found(world, pair, rita):  # noqa: F811
    assert a_client(rita).get(f"/desk/pairs/{pair.address}/periods/soon/").status_code == 404
