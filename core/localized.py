"""What exists once for each language: the reader's is chosen, and where there is none the default language's stands.

The default language (`LANGUAGE_CODE`) has the plain name, any other one the name with its code behind: `name`,
`name_en`. A further language is an entry of `LANGUAGES`, a catalogue of messages, and such columns.
"""

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _


def reads_default():
    """True where the reader's language is the portal's own, Chinese."""
    return (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE


@cache
def column(field, language):
    """The name of `field` in a language; its plain name in none."""
    return field if language in (None, settings.LANGUAGE_CODE) else f"{field}_{to_locale(language)}"


def localized(holder, field):
    """`field` of a mapping or an object in the reader's language; the default one where that is empty or missing."""
    name = column(field, get_language())
    if isinstance(holder, Mapping):
        return holder.get(name) or holder.get(field)
    return getattr(holder, name, "") or getattr(holder, field, "")


def labelled(label, text):
    """Return a text after its label, in the punctuation of the reader's language."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def by_language(default, **others):
    """One of several values by the reader's language: `by_language("zh", en="en")`."""
    return default if reads_default() else others.get(to_locale(get_language()), default)


class Localized:
    """An attribute that reads `field` in the reader's language: `local_name = Localized("name")`.

    A language without a column may make its text of the default one: `Localized("city", en=city_en)`.
    """

    def __init__(self, field, **made):
        self.field, self.made = field, made

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        language, default = get_language(), getattr(instance, self.field)
        if language in self.made:
            return self.made[language](default)
        return getattr(instance, column(self.field, language), "") or default
