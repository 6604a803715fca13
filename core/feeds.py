"""What feeds of every kind share: whole addresses, names that stay for ever, the language, and who may read them."""

from functools import wraps
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import register_converter, reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from core.access import public
from core.parameters import accepts

SINCE = 2020  # names are made under the site's name of this year, as RFC 4151 asks


def absolute(request, path):
    """Return `path` with the site's own name in front, or failing that the one the visitor used."""
    return urljoin(settings.SITE["address"] or request.build_absolute_uri("/"), path)


def host(request):
    """Return the name of the site as it stands in names that never change."""
    return urlsplit(absolute(request, "/")).hostname


def tag(request, path):
    """Return the name of what stands at `path`, the same for ever (RFC 4151)."""
    return f"tag:{host(request)},{SINCE}:{path}"


def address_of(name, **kwargs):
    """Return the address of a feed in the language of the reader."""
    return reverse(name, kwargs=kwargs | {"language": get_language()})


class OtherLanguageConverter:
    """The language of a feed that is not in the first one, as a part of its address."""

    regex = "[a-z]{2,3}(?:-[a-z]+)?"

    def to_python(self, value):
        if value == settings.LANGUAGE_CODE or value not in dict(settings.LANGUAGES):
            raise ValueError
        return value

    to_url = to_python


register_converter(OtherLanguageConverter, "other_language")


def feed(view):
    """A decorator for feeds: public, without parameters, in the language of the address."""

    @public
    @require_safe
    @accepts(strict=True)
    @wraps(view)
    def answered(request, language=None, **key):
        with override(language or get_language()):
            response = view(request, **key)
            response["Content-Language"] = get_language()
        return response

    return answered
