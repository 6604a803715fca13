"""A part of a page is written once for a version, a language and all that it is told; it never holds a reader."""

import pytest
from django.template import Context, Engine, RequestContext
from django.utils.translation import override

from core import parts
from core.snapshots import snapshot
from pairs.models import Pair, University

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
NAME = "pairs/pairs/includes/pair_name.html"


@pytest.fixture(autouse=True)
def in_chinese():
    with override("zh-hans"):
        yield


def read_of(asked):
    def read(keys):
        asked.append(list(keys))
        return Pair.objects.with_sides().in_bulk(keys)

    return read


def test_only_rows_that_are_not_there_yet_are_read(world):
    asked, first, other = [], world.pair.pk, world.other_pair.pk
    parts.rows(NAME, [first], "pair", read_of(asked))
    found = parts.rows(NAME, [other, first], "pair", read_of(asked))
    assert asked == [[first], [other]]
    assert [*found] == [other, first] and world.pair.recipient_name in found[first]


def test_a_record_that_is_gone_has_no_row(world):
    assert parts.rows(NAME, [0], "pair", read_of([])) == {}


def test_of_what_there_is_no_record_an_empty_row_is_kept(world):
    asked = []

    def nothing(keys):
        asked.append(keys)
        return dict.fromkeys(keys)

    for _ in range(2):
        assert parts.rows(NAME, [0], "pair", nothing) == {0: ""}
    assert asked == [[0]]


def test_after_a_change_a_row_is_written_anew(world):
    def shown():
        return parts.rows(NAME, [world.pair.pk], "pair", read_of([]))[world.pair.pk]

    assert "改名大学" not in shown()
    world.pair.recipient_name = "改名大学"
    world.pair.save()
    assert "改名大学" in shown()


class Figures:
    """A part that is told a number and reads the names of pairs, written where universities were read before it."""

    def __init__(self, monkeypatch):
        self.written, self.template = [], self
        monkeypatch.setattr(parts, "get_template", lambda _name: self)

    def render(self, facts):
        self.written.append(facts.get("number"))
        return f"{facts.get('number')} {[*Pair.objects.values_list('recipient_name', flat=True)]}"

    def part(self, **facts):
        with snapshot():
            [*University.objects.all()]
            return parts.part("figures", **facts)

    def rows(self, told, **facts):
        with snapshot():
            [*University.objects.all()]
            return parts.rows_of_values("figures", told, "number", dict, **facts)


@pytest.fixture
def figures(monkeypatch):
    return Figures(monkeypatch)


def test_what_is_told_plain_values_outlives_what_was_read_to_find_them(figures, world):
    first = figures.part(number=3)
    University.objects.update(name="改名大学")
    assert figures.part(number=3) == first and len(figures.written) == 1
    assert figures.part(number=4) != first
    Pair.objects.update(recipient_name="改名大学")
    assert "改名大学" in figures.part(number=4)


def test_a_row_that_is_told_a_number_is_written_anew_when_that_is_another(figures, world):
    figures.rows({1: 10, 2: 20})
    University.objects.update(name="改名大学")
    found = figures.rows({2: 21, 1: 10})
    assert figures.written == [10, 20, 21]
    assert [*found] == [2, 1] and found[2].startswith("21 ")


def test_rows_of_values_are_told_nothing_else(figures, world):
    with pytest.raises(TypeError, match="more than plain values"):
        figures.rows({1: 10}, action=world.pair.batch.action)
    with pytest.raises(TypeError, match="more than plain values"):
        figures.rows({1: world.pair})


def test_what_is_told_a_record_too_is_made_of_all_that_was_read_before_it(figures, world):
    for name in ("甲", "乙"):
        University.objects.update(name_en=name)
        figures.part(number=3, action=world.pair.batch.action)
    assert len(figures.written) == 2


def test_each_language_and_each_fact_has_a_part_of_its_own(world):
    texts = {parts.part(NAME, pair=pair) for pair in (world.pair, world.other_pair)}
    with override("en"):
        texts |= {parts.part(NAME, pair=pair) for pair in (world.pair, world.other_pair)}
    assert len(texts) == 4


def test_a_part_is_written_once_whatever_it_would_be_told_later(world):
    first = parts.part(NAME, pair=world.pair)
    world.pair.__dict__.pop("sides", None)
    world.pair.recipient_name = "没有保存的名称"
    assert parts.part(NAME, pair=world.pair) == first


def test_what_a_part_is_told_is_escaped(world):
    Pair.objects.filter(pk=world.pair.pk).update(recipient_name="<script>")
    assert "&lt;script&gt;" in parts.part(NAME, pair=Pair.objects.get(pk=world.pair.pk))


def test_a_part_has_no_reader():
    assert "request" not in parts.part("includes/site_name.html")
    with pytest.raises(KeyError):  # the tag asks for the request, and there is none
        parts.part("includes/page_tools.html")


@pytest.mark.parametrize("fact", [object(), {"a": 1}, [1]])
def test_a_fact_that_nothing_tells_from_others_is_refused(fact):
    with pytest.raises(AttributeError):
        parts.part(NAME, pair=fact)


def kept(text):
    return Engine(libraries={"portal": "core.templatetags.portal"}).from_string("{% load portal %}" + text)


def test_what_is_kept_in_a_page_is_told_its_facts_alone(rf, world):
    template = kept("{% keep name=name %}{{ name }}{{ other }}{{ request.path }}{% endkeep %}{{ other }}")
    context = RequestContext(rf.get("/a/"), {"name": "one", "other": "two"})
    assert template.render(context) == "onetwo"
    assert template.render(Context({"name": "one", "other": "three"})) == "onethree"


def test_what_is_kept_may_stand_further_below(world):
    assert (
        kept("{% keep name=name as text %}{{ name }}{% endkeep %}[{{ text }}]").render(Context({"name": "<"}))
        == "[&lt;]"
    )


def test_what_is_kept_reads_later_what_it_needs_and_only_then(world):
    asked = []

    def pair():
        return parts.Later(("pair", world.pair.pk), lambda: asked.append(1) or Pair.objects.get(pk=world.pair.pk))

    template = kept("{% keep pair=pair %}{{ pair.recipient_name }}{% endkeep %}")
    texts = [template.render(Context({"pair": pair()})) for _time in range(3)]
    assert texts == [world.pair.recipient_name] * 3 and len(asked) == 1
    Pair.objects.filter(pk=world.pair.pk).update(recipient_name="改名大学")
    assert template.render(Context({"pair": pair()})) == "改名大学"
