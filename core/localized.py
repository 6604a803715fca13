"""What exists once for each language: the reader's is chosen, and where there is none the default language's stands.

The default language (`LANGUAGE_CODE`) has the plain name, any other one the name with its code behind: `name`,
`name_en`. A further language is an entry of `LANGUAGES`, a catalogue of messages, and such columns.
"""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language, to_locale


def reads_default():
    """True where the reader's language is the portal's own, Chinese."""
    return (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE


def column(field):
    """The name of `field` in the reader's language."""
    return field if reads_default() else f"{field}_{to_locale(get_language())}"


def localized(holder, field):
    """`field` of a mapping or an object in the reader's language; the default one where that is empty or missing."""
    read = holder.get if isinstance(holder, Mapping) else lambda name: getattr(holder, name, "")
    return read(column(field)) or read(field)


def by_language(default, **others):
    """One of several values by the reader's language: `by_language("zh", en="en")`."""
    return default if reads_default() else others.get(to_locale(get_language()), default)


class Localized:
    """An attribute that reads `field` in the reader's language: `local_name = Localized("name")`."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        return self if instance is None else localized(instance, self.field)
