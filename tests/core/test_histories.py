"""The history of many rows at once is what it is of each by itself."""

from simple_history.manager import HistoryManager
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core.middleware import numbered_as
from pairs.models import Milestone, Pair, University
from tests.conftest import a_person

CREATED, CHANGED = "+", "~"


def some(published):
    return list(Pair.objects.order_by("pk")[:7])


def lines_of(model, **about):
    """The lines of a history but their keys and moments, in their order."""
    lines = model.history.filter(**about).order_by("history_id").values()
    return [{name: line[name] for name in line if name not in ("history_id", "history_date")} for line in lines]


def test_lines_of_changed_rows_are_those_that_each_row_would_write(published):
    pairs = some(published)
    told = {"update": True, "default_change_reason": "核对"}
    with numbered_as("0123456789ab"):
        HistoryManager.bulk_history_create(Pair.history, pairs, **told)
        one_by_one = lines_of(Pair, history_change_reason="核对")
        Pair.history.filter(history_change_reason="核对").delete()
        Pair.history.bulk_history_create(pairs, **told)
    assert lines_of(Pair, history_change_reason="核对") == one_by_one
    assert {line["history_request_id"] for line in one_by_one} == {"0123456789ab"}
    assert {line["history_type"] for line in one_by_one} == {CHANGED}


def test_new_rows_have_a_line_each_that_says_who_and_why(published):
    by = a_person("editor")
    new = [Milestone(pair=pair, kind="ended", on="2020-06-01", source="测试") for pair in some(published)]
    bulk_create_with_history(new, Milestone, default_user=by, default_change_reason="补录")
    lines = Milestone.history.filter(history_change_reason="补录").order_by("history_id")
    assert [line.pair_id for line in lines] == [one.pair_id for one in new]
    assert {(line.history_type, line.history_user, line.source) for line in lines} == {(CREATED, by, "测试")}


def test_a_row_that_has_a_reason_of_its_own_keeps_it(published):
    first, *others = some(published)
    first._change_reason, first._history_user = "另有原因", a_person("other")
    for pair in (first, *others):
        pair.source = "核对"
    bulk_update_with_history([first, *others], Pair, ["source"], default_change_reason="一并")
    reasons = {line.id: line.history_change_reason for line in Pair.history.filter(source="核对")}
    assert reasons == {first.pk: "另有原因", **{pair.pk: "一并" for pair in others}}
    assert first.history.first().history_user.username == "other"


def test_a_line_holds_what_the_table_holds(published):
    """Also where a record in memory was changed and this was never written."""
    university = University.objects.first()
    university.name, university.city = "从未写入", "武汉市"
    bulk_update_with_history([university], University, ["city"])
    line = university.history.first()
    assert (line.city, line.name) == ("武汉市", University.objects.get(pk=university.pk).name) != ("武汉市", "从未写入")
