"""Lists and pairs whose supporter was replaced: what was printed stays printed, and an event is no correction."""

import datetime

import pytest

from core.questions import Everything, answering
from pairs.lists.resources import PairResource
from pairs.models import Pair
from pairs.pairs.workflow import end_early, replace_supporter
from tests.support.factories.lists import CHOU, JIA, MAO, YI, YIN, ZI, codes, hold, plan, reading

DAY = datetime.date(2026, 5, 31)
WHY = {"last_day": DAY, "reason": "因工作调整", "source": "教学厅函〔2026〕8号"}
PRINTED = [(1, JIA, ZI), (2, YI, CHOU)]
TODAY = [(1, JIA, YIN), (2, YI, CHOU)]


@pytest.fixture
def replaced(batch, schools, editor):
    batch.declared_pairs = 2
    batch.save()
    hold(batch, *PRINTED)
    with answering(Everything()):
        return replace_supporter(Pair.objects.get(serial=1), editor, supporter=schools[YIN], **WHY)


BOTH = [(1, JIA, ZI), (1, JIA, YIN), (2, YI, CHOU)]


@pytest.mark.parametrize("listed", [PRINTED, TODAY, BOTH], ids=["as printed", "as it stands today", "as exported"])
def test_the_list_imported_again_is_unchanged(replaced, batch, listed):
    again = plan(batch, *listed)
    assert (len(again.unchanged), again.changed, again.new, again.missing) == (len(listed), [], [], [])
    assert codes(again.errors) == codes(again.to_accept) == []


def test_the_check_of_the_composition_is_of_what_was_printed(replaced, batch):
    batch.declared_counts.create(side="supporter", group="all", tiers=["provincial_undergraduate"], count=2)
    assert [line.found for line in plan(batch, *TODAY).composition] == [2]


def test_another_supporter_is_a_correction_while_nothing_hangs_on_the_pair(batch, schools):
    hold(batch, *PRINTED)
    assert [codes(found.errors) for found in [plan(batch, *TODAY)]] == [[]]


def test_another_supporter_is_refused_once_something_does_and_the_event_is_offered(batch, schools):
    hold(batch, *PRINTED)
    pair = Pair.objects.get(serial=1)
    pair.milestones.create(kind="signed", on=DAY, source="x")
    found = next(error for error in plan(batch, *TODAY).errors if error.code == "replaced")
    assert "1" in found.message and found.url == f"/admin/pairs/pair/{pair.pk}/end/?supporter={schools[YIN].pk}"


def test_another_number_is_shared_by_both_supporters(replaced, batch):
    listed = [(2, JIA, ZI), (1, YI, CHOU)]
    with answering(Everything()):
        PairResource().import_data(reading(*listed), batch=batch, reason="x", accept_warnings=True, raise_errors=True)
    serials = dict(Pair.objects.values_list("supporter_name", "serial"))
    assert serials == {ZI: 2, YIN: 2, CHOU: 1}


def test_the_recipient_of_a_pair_that_ended_early_may_be_paired_again_later(batch, schools, editor, action):
    hold(batch, *PRINTED)
    end_early(Pair.objects.get(serial=1), editor, **WHY)
    facts = {"title": "下一批", "source": "x", "notice_on": DAY}
    later = action.batches.create(**facts, starts=datetime.date(2026, 6, 1), ends=datetime.date(2026, 12, 31))
    assert "held_elsewhere" not in codes(plan(later, (1, JIA, MAO)).errors)
    assert "held_elsewhere" in codes(plan(later, (1, YI, MAO)).errors)
