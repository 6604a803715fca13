"""What exists once for each language is read in the reader's, and else in the default one."""

import pytest
from django.utils.translation import override

from core.localized import Localized, by_language, localized


class Place:
    name, name_en, name_eo, city, city_en = "武汉", "Wuhan", "Vuhano", "荆州", ""
    local_name, local_city, local_seat = Localized("name"), Localized("city"), Localized("city", en=str.upper)


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "武汉"), ("en", "Wuhan"), ("eo", "Vuhano")])
def test_the_column_of_the_readers_language_is_read(language, name):
    with override(language):
        assert Place().local_name == name
        assert localized({"name": "武汉", "name_en": "Wuhan", "name_eo": "Vuhano"}, "name") == name


@pytest.mark.parametrize("language", ["en", "eo"])
def test_an_empty_or_missing_one_is_that_of_the_default_language(language):
    with override(language):
        assert Place().local_city == "荆州"
        assert localized({"city": "荆州", "city_en": ""}, "city") == "荆州"


def test_a_language_may_make_its_text_of_the_default_one(monkeypatch):
    monkeypatch.setattr(Place, "city", "jingzhou")
    with override("en"):
        assert (Place().local_seat, Place().local_city) == ("JINGZHOU", "jingzhou")
    with override("eo"):
        assert Place().local_seat == "jingzhou"


@pytest.mark.parametrize(("language", "chosen"), [("zh-hans", 1), ("en", 2), ("eo", 1)])
def test_a_value_by_language(language, chosen):
    with override(language):
        assert by_language(1, en=2) == chosen
