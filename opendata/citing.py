"""How a table, or the package of all of them, is cited in both languages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override


def cite(title, title_en, day, version, address):
    """Return the sentence as `citation` and `citation_en`; without the address where that is not known.

    An address is known when its host is: a path alone leads nobody anywhere.
    """
    return {
        "citation": _cited("zh-hans", settings.SITE["name"], title, day, version, address),
        "citation_en": _cited("en", settings.SITE["name_en"], title_en, day, version, address),
    }


def _cited(language, site, title, day, version, address):
    with override(language):
        facts = {"site": site, "title": title, "day": date_format(day), "version": version, "address": address}
        if not urlsplit(address).hostname:
            return _("%(site)s: %(title)s, as of %(day)s, data version %(version)s") % facts
        return _("%(site)s: %(title)s, as of %(day)s, data version %(version)s, %(address)s") % facts
