"""What Django and its packages would say is said in the portal's own words, in both languages."""

import gettext
import io
import re

import pytest
from babel.messages.mofile import write_mo
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.pairing_portal.test_messages import parts, texts
from tests.support.assertions.sentences import own, shipped

PLACES = re.compile(r"%\(\w+\)[srd]|%[sd]|\{\w*\}")
BOTH = pytest.mark.parametrize("language", ["zh", "en"])


def first(entry):
    return parts(entry.id)[0]


KEYS = {first(entry) for language in ("en", "zh") for entry in own(language) if entry.id}


def test_each_key_is_a_sentence_that_django_or_a_package_says():
    """A key that an update of Django has changed would no longer be found by anybody."""
    assert KEYS - {first(entry) for code in ("en", "zh_Hans") for entry in shipped(code)} == set()


@BOTH
def test_both_languages_have_words_for_each(language):
    said = {first(entry): parts(entry.string) for entry in own(language) if entry.id}
    assert {key for key in KEYS if not all(said.get(key, [""]))} == set()


@BOTH
def test_values_keep_their_places(language):
    for entry in own(language):
        if entry.id and first(entry) in KEYS:
            wanted = set(PLACES.findall(first(entry)))
            assert all(set(PLACES.findall(text)) == wanted for text in parts(entry.string)), entry.id


@BOTH
def test_the_compiled_catalogue_is_that_of_the_source(language):
    fresh = io.BytesIO()
    write_mo(fresh, own(language))
    fresh.seek(0)
    code = {"zh": "zh_Hans", "en": "en"}[language]
    with (settings.LOCALE_PATHS[1] / code / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        assert texts(gettext.GNUTranslations(compiled)) == texts(gettext.GNUTranslations(fresh))


@pytest.mark.parametrize(("code", "words"), [("zh-hans", "请填写此项。"), ("en", "Fill this in.")])
def test_they_come_before_djangos_own(code, words):
    with translation.override(code), pytest.raises(ValidationError, match=words):
        forms.CharField().clean("")
