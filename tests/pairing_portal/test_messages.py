"""Both languages are complete: every text in the code is in the Chinese catalogue, translated and compiled."""

import ast
import gettext
import io
import re

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import template

from .test_layers import APPS

FOLDER = settings.BASE_DIR / "pairing_portal" / "locale" / "zh_Hans" / "LC_MESSAGES"
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
NAMED = re.compile(r"%\(\w+\)")
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(?:n?p?gettext|_)\((?:\s*{TEXT}\s*,?)+[^)]*\)", re.DOTALL)
FORBIDDEN = ("One Gang One", "Six Communist Party")
# Other words for what has a word already: by pattern, the word.
# 理由 stands only where the law says so of personal information.
SYNONYMS = {
    "短横(?!线)": "短横线",
    "(?i)résumé": "CV",
    "零报告|报告无活动|无活动原因|[Nn]il return": "本期无活动, nothing to report",
    "(?<!不能满足的，说明)理由": "原因",
}
TOLD_IN = {"fixtures": "*.csv", "demo": "*.csv", "docs": "*.md"}  # beside the catalogue


@pytest.fixture(scope="module")
def catalogue():
    return read_po(io.BytesIO((FOLDER / "django.po").read_bytes()), locale="zh_Hans")


def texts_in(source):
    """The msgids in Python source, each with its context."""
    for _line, found, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield (found[0] if isinstance(found, tuple) else found), context


def texts_in_code():
    """Every msgid with its context and the file it stands in; templates as gettext would see them."""
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            yield from ((*text, path) for text in texts_in(path.read_text()))
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        yield from ((*text, path) for text in texts_in_template(path.read_text()))


def texts_in_template(source):
    """The msgids in a template: the calls that Django writes into it for gettext, whose texts may hold line breaks."""
    for call in CALL.findall(template.templatize(source)):
        yield from texts_in(call.replace("\n", "\\n"))


def test_every_text_of_the_code_is_in_the_catalogue(catalogue):
    missing = {f"{path.name}: {text}" for text, context, path in texts_in_code() if not catalogue.get(text, context)}
    assert sorted(missing) == []


def test_no_text_is_in_the_catalogue_that_make_messages_would_take_out(catalogue):
    """It finds calls that stand in the code as such: not within an f-string, of a variable, or under another name."""
    used = {(text, context) for text, context, _path in texts_in_code()}
    assert sorted(entry.id for entry in catalogue if entry.id and (parts(entry.id)[0], entry.context) not in used) == []


def test_a_text_within_an_f_string_stands_elsewhere_too():
    """Neither `make messages` nor every Python finds it there."""
    found = {text for text, _context, _path in texts_in_code()}
    inside = set()
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            strings = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)]
            calls = {node for one in strings for node in ast.walk(one) if isinstance(node, ast.Call)}
            named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS]
            inside |= {call.args[0].value for call in named}
    assert inside and inside <= found


def test_no_text_is_in_the_catalogue_twice(catalogue):
    """Of two translations one would be said in the place of the other, and gettext refuses the file."""
    lines = (FOLDER / "django.po").read_text().splitlines()
    assert sum(line.startswith("msgid ") for line in lines) == len(catalogue) + 1  # with the head


def test_every_text_is_translated(catalogue):
    entries = [entry for entry in catalogue if entry.id]
    assert len(entries) > 300
    assert [entry.id for entry in entries if entry.fuzzy or not all(parts(entry.string))] == []


def test_translations_keep_the_places_for_values(catalogue):
    for entry in catalogue:
        if entry.id:
            wanted = set(NAMED.findall(parts(entry.id)[-1]))
            assert all(set(NAMED.findall(text)) == wanted for text in parts(entry.string)), entry.id


def parts(text):
    return [text] if isinstance(text, str) else list(text)


def test_the_compiled_catalogue_is_that_of_the_source(catalogue):
    """A machine without gettext uses what is shipped: `make messages` compiles it."""
    fresh = io.BytesIO()
    write_mo(fresh, catalogue)
    fresh.seek(0)
    shipped = (FOLDER / "django.mo").open("rb")
    assert texts(gettext.GNUTranslations(shipped)) == texts(gettext.GNUTranslations(fresh))


def texts(translations):
    return {key: value for key, value in translations._catalog.items() if key}


def test_the_words_of_the_action_are_right(catalogue):
    for entry in catalogue:
        for text in parts(entry.id) + parts(entry.string):
            assert not any(word in text for word in FORBIDDEN)


@pytest.mark.parametrize("pattern", SYNONYMS)
def test_one_thing_has_one_word(catalogue, pattern):
    files = [path.read_text() for folder, names in TOLD_IN.items() for path in (settings.BASE_DIR / folder).glob(names)]
    found = [text for each in catalogue for text in parts(each.id) + parts(each.string) if re.search(pattern, text)]
    assert found + re.findall(pattern, "".join(files)) == [], f"it is called {SYNONYMS[pattern]}"


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('<p title="x">{% translate "One" %}</p>{{ _("Two")|upper }}', {("One", None), ("Two", None)}),
        ('{% translate "x" context "c" as y %}', {("x", "c")}),
        ("{% blocktranslate with a=b %}It's {{ a }}\n(so){% endblocktranslate %}", {("It's %(a)s\n(so)", None)}),
        ("{% blocktranslate count n=n %}one{% plural %}many{% endblocktranslate %}", {("one", None)}),
    ],
)
def test_texts_of_templates_are_found(source, texts):
    assert set(texts_in_template("{% load i18n %}" + source)) == texts
