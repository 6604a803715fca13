"""What an amendment changes is said line by line: where it is decided, and beside each earlier edition."""

import pytest

from activities.agreements import workflow
from activities.agreements.comparison import ChangeKind, Difference, compared, lines, matched
from activities.models import Commitment
from tests.conftest import a_client
from tests.support.factories.activities import day
from tests.support.factories.agreements import agreed

pytestmark = pytest.mark.one_database
PAGE = "/en/desk/pairs/1-1/agreement/"


def promise(world, text, target=None):
    found = {"mechanism": world.guidance, "text": text}
    return found | ({"indicator": world.lectures, "target": target} if target else {})


@pytest.fixture
def amended(world, rita, sam):
    """An edition in force, and an amendment of it that the other side is to decide on."""
    first = [promise(world, "举办就业讲座", 10), promise(world, "共享校招信息平台"), promise(world, "互派工作人员挂职")]
    standing = agreed(rita, sam, world.pair, "帮助毕业生就业\n建立长效机制", day(), day(90), first)
    draft = workflow.amend(standing, rita)
    second = [
        promise(world, "举办就业讲座", 12),
        promise(world, "共享校招信息平台"),
        promise(world, "联合开展师资培训班"),
    ]
    return workflow.edit(
        draft, rita, draft.version, {"goals": "帮助毕业生就业\n建立合作机制", "ends": day(120)}, second
    )


def with_promises(*editions):
    found = Commitment.objects.by_edition(editions)
    for edition in editions:
        edition.promises = found[edition.pk]
    return editions


def test_only_what_differs_is_listed_and_the_rest_counted(amended, world):
    former = world.pair.agreements.get(edition=1)
    comparison = compared(*with_promises(former, amended))
    assert [one.kind for one in comparison.differences] == [
        ChangeKind.CHANGED,  # a line of the goals
        ChangeKind.CHANGED,  # the period
        ChangeKind.CHANGED,  # ten lectures are twelve
        ChangeKind.REMOVED,
        ChangeKind.ADDED,
    ]
    assert comparison.unchanged == 1
    goals = comparison.differences[0]
    assert goals.parts[1] == [("建立", False), ("合作", True), ("机制", False)]
    assert "<del>长效</del>" in goals.marked[0]
    assert ("10" in comparison.differences[2].before, "12" in comparison.differences[2].now) == (True, True)


def test_who_decides_reads_the_changes_before_the_button_and_the_whole_text_after_it(amended, sam):
    page = a_client(sam).get(PAGE).text
    places = [page.index(words) for words in ("Compared with edition 1", 'id="decide"', "The whole draft")]
    assert places == sorted(places)
    assert "<ins>合作</ins>" in page and "1 commitment is unchanged" in page


def test_earlier_editions_stay_comparable(amended, rita, sam):
    workflow.accept(workflow.accept(amended, rita), sam)
    assert a_client(rita).get(PAGE).text.count("Compared with edition 1") == 1


def test_what_is_typed_stays_text_on_the_page():
    former, present = Difference("Goals", "<b>甲</b>", "<b>乙</b>").marked
    assert (former, present) == ("&lt;b&gt;<del>甲</del>&lt;/b&gt;", "&lt;b&gt;<ins>乙</ins>&lt;/b&gt;")


def test_lines_and_commitments_are_matched_with_the_likest():
    assert list(lines("甲\n乙\n丙", "甲\n丙\n丁")) == [("乙", ""), ("", "丁")]
    pairs, same = matched(["举办讲座十场", "共享岗位"], ["举办讲座九场", "共享岗位", "互派教师"])
    assert (pairs, same) == ([("举办讲座十场", "举办讲座九场"), ("", "互派教师")], 1)
