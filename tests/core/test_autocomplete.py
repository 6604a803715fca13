"""Fields of the admin in which a record is found by its name bear whatever is sent."""

from django.contrib import admin

from core.admin.base import FindsRecords


def looking_up():
    """Every admin and inline with such a field."""
    for model_admin in admin.site._registry.values():
        for each in (type(model_admin), *model_admin.inlines):
            if each.autocomplete_fields:
                yield each


def test_all_of_them_bear_what_is_no_key():
    assert len(set(looking_up())) > 3
    assert [each for each in looking_up() if not issubclass(each, FindsRecords)] == []
