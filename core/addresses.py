"""Addresses of the pages of records, quick enough for every row of a list."""

from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

KEY = "9876543210"  # every kind of key may be a number


def address_of(name, *keys):
    """The address of the page called `name`, whose keys are numbers or slugs; reversed once for each language."""
    return _pattern(name, len(keys), get_language(), get_script_prefix()) % keys


@cache
def _pattern(name, keys, language, prefix):
    return reverse(name, args=[KEY] * keys).replace(KEY, "%s")


def file_address(name, form):
    """The address of the files called `name` in one of their forms."""
    return _file(name, form, get_script_prefix())


@cache
def _file(name, form, prefix):
    return reverse(name, kwargs={"form": form})
