"""Whole numbers from outside: one reader, with a bound, and nobody reads them beside it."""

import ast

import pytest
from django import forms
from django.conf import settings
from django.urls import get_resolver, path, resolve, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import URLResolver

from core.numbers import MAX_NUMBER, KeysField, NumberConverter, whole_number
from pairs.models import Pair
from tests.pairing_portal.test_layers import FILES

LONG = "9" * 5000  # Python itself refuses to read it
HUGE = str(10**30)

# These read files, whose cells hold numbers of their own forms, or the settings; each has a bound where it reads.
MAY_READ_DIGITS = ("core/numbers.py", "pairing_portal/env.py", "pairs/reader/", "pairs/directory/registers/")


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("007", 7), ("１２", 12), (str(MAX_NUMBER), MAX_NUMBER), ("0000000000000000012", 12)],
)
def test_a_whole_number_is_read_from_its_digits(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", " ", " 7", "-1", "+1", "1.0", "1e3", "0x10", "1_000", "七", "٧", "²", "½", "1\n", "\x00", None, 7]
)
def test_anything_else_is_none(text):
    assert whole_number(text) is None


@pytest.mark.parametrize("text", [str(MAX_NUMBER + 1), HUGE, LONG, "0" * 20 + "1", "９" * 5000])
def test_a_number_that_no_column_holds_is_none(text):
    assert whole_number(text) is None


def test_a_narrower_bound_is_kept():
    assert [whole_number(text, at_least=2, at_most=4) for text in "12345"] == [None, 2, 3, 4, None]


# Paths


def number_converters(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from number_converters(pattern.url_patterns)
        for name, converter in pattern.pattern.converters.items():
            yield f"{pattern.pattern}: {name}", converter


def unbounded(patterns):
    return [name for name, converter in number_converters(patterns) if isinstance(converter, IntConverter)]


def test_no_address_takes_a_number_without_a_bound():
    assert unbounded(get_resolver().url_patterns) == []


def test_an_address_that_does_would_be_noticed():
    assert unbounded([path("things/<int:pk>/", lambda request, pk: None)]) == ["things/<int:pk>/: pk"]


def test_numbers_in_paths_are_bounded():
    assert any(isinstance(found, NumberConverter) for _name, found in number_converters(get_resolver().url_patterns))
    assert resolve("/activities/7/").kwargs == {"pk": 7}
    for number in (MAX_NUMBER + 1, HUGE, LONG):
        assert resolve(f"/activities/{number}/").kwargs == {"pk": 0}


def test_a_number_in_a_path_is_written_as_it_is():
    assert reverse("activity", args=[7]) == "/activities/7/"


@pytest.mark.parametrize("number", [HUGE, LONG])
@pytest.mark.parametrize(
    "address",
    [
        "/activities/%s/",
        "/batches/%s/",
        "/actions/hubei-2020/mechanisms/%s/",
        "/pairs/2-%s/",
        "/pairs/%s-1/",
        "/en/pairs/2-%s-1/",
    ],
)
def test_a_path_with_a_number_beyond_all_bounds_is_not_found(client, db, address, number):
    assert client.get(address % number).status_code == 404


@pytest.mark.parametrize("number", [HUGE, LONG, "七"])
def test_a_page_beyond_all_bounds_is_answered(client, db, number):
    assert client.get("/pairs/", {"page": number}).status_code in (200, 400)


# Keys


@pytest.mark.parametrize("key", [HUGE, LONG, "x", "-1"])
def test_a_ticked_key_beyond_all_bounds_is_a_wrong_choice(db, key):
    class PairsForm(forms.Form):
        pairs = KeysField(queryset=Pair.objects.all())

    form = PairsForm({"pairs": ["1", key]})
    assert not form.is_valid()
    assert list(form.errors) == ["pairs"]


def test_a_list_of_keys_asks_the_database_for_none_that_it_cannot_hold(db):
    assert list(Pair.objects.filter(pk__in=[1, 10**30, -(10**30)])) == []
    assert list(Pair.objects.filter(serial__in=["3", 10**30])) == []


@pytest.mark.parametrize("key", [HUGE, LONG, "x"])
def test_a_row_ticked_with_a_key_beyond_all_bounds_is_no_row(editor_client, key):
    sent = {"action": "record_milestone", "_selected_action": key}
    assert editor_client.post("/admin/pairs/pair/", sent).status_code == 302


# Nobody reads numbers beside it


def own_readers(tree):
    """Lines that read digits themselves, and fields that ask the database for any number."""
    for node in ast.walk(tree):
        name = getattr(node, "attr", "")
        if name in ("isdecimal", "isdigit", "isnumeric", "ModelMultipleChoiceField") or from_request(node):
            yield node.lineno


def from_request(node):
    """Whether it is `int(…)` over something of `request.GET` or `request.POST`."""
    called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "int"
    return called and any(getattr(part, "attr", "") in ("GET", "POST") for part in ast.walk(node))


def test_nobody_reads_a_number_from_outside_beside_the_one_reader():
    found = []
    for file in FILES:
        name = str(file.relative_to(settings.BASE_DIR))
        if not name.startswith(MAY_READ_DIGITS):
            found += [f"{name}:{line}" for line in own_readers(ast.parse(file.read_text()))]
    assert found == []


@pytest.mark.parametrize(
    "line", ["int(request.POST['version'])", "n = int(t) if t.isdecimal() else 0", "forms.ModelMultipleChoiceField(x)"]
)
def test_a_reader_of_one_s_own_would_be_noticed(line):
    assert list(own_readers(ast.parse(line))) == [1]
