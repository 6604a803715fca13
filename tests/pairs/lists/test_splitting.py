"""Names in one cell are told apart by what is known: put together in any way, they come apart again as they were."""

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from pairs.directory.name_matching import fold
from pairs.lists.groups import HARD, SOFT, Supporters
from pairs.reader.group_rows import role_key

# Some hold what divides others, or begin like others.
NAMES = [
    *("江苏子大学", "江苏子大学丑学院", "和田师范大学", "江苏和平大学", "中国地质大学（武汉）", "中国地质大学"),
    *("寅大学（海、陆校区）", "卯和辰大学", "巳，午学院", "Sea, Sky and Land University"),
]
ROLES = ["牵头", "参与"]
BRACKETS = ["{name}（{role}）", "{name}({role}高校)", "【{role}】{name}"]


class Known:
    """A directory of exactly NAMES, in which nothing looks like anything else."""

    keys = frozenset(map(fold, NAMES))

    def bearers(self, name):
        return [1] if fold(name) in self.keys else []

    def similar(self, _name):
        return []


ROLES_OF_ACTION = SimpleNamespace(named=lambda text: role_key(text) in ROLES or None)
SUPPORTERS = Supporters(Known(), ROLES_OF_ACTION)
MEMBERS = st.tuples(st.sampled_from(NAMES), st.sampled_from(["", *ROLES]), st.sampled_from(BRACKETS))
SEPARATORS = st.sampled_from([*HARD, SOFT, "； ", " / "])


def printed(name, role, bracket):
    return bracket.format(name=name, role=role) if role else name


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(MEMBERS, SEPARATORS), min_size=1, max_size=6, unique_by=lambda pair: pair[0][0]))
def test_names_put_together_come_apart_as_they_were(members):
    text = "".join(printed(*member) + between for member, between in members[:-1]) + printed(*members[-1][0])
    found = SUPPORTERS.of(text)
    assert [(name, role_key(role)) for name, role in found] == [(name, role) for (name, role, _how), _mark in members]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet="大学校和、，/（）牵头江苏子：", max_size=40))
def test_what_holds_no_known_names_stays_one(text):
    if not any(name in text for name in NAMES):
        assert len(SUPPORTERS.of(text)) == 1


def test_names_that_stood_line_below_line_come_apart_where_all_are_known():
    assert SUPPORTERS.of("江苏子大学和田师范大学中国地质大学（武汉）") == [
        ("江苏子大学", ""),
        ("和田师范大学", ""),
        ("中国地质大学（武汉）", ""),
    ]
    assert SUPPORTERS.of("江苏子大学某学院") == [("江苏子大学某学院", "")]
    assert SUPPORTERS.of("江苏子大学丑学院") == [("江苏子大学丑学院", "")]
