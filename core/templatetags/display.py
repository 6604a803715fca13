"""How dates, periods and numbers are written."""

import re

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.localized import by_language, reads_default

register = template.Library()

# Per language: (first day when the years are equal, otherwise, last day when they are equal, otherwise)
MONTHS = {"default": ("Y年n月", "Y年n月", "n月", "Y年n月"), "en": ("F", "F Y", "F Y", "F Y")}
DAYS = {"default": ("Y年n月j日", "Y年n月j日", "n月j日", "Y年n月j日"), "en": ("j F", "j F Y", "j F Y", "j F Y")}


@register.filter
def period(item):
    """From when to when, for a batch or anything with starts and ends; in months where the notice names months only."""
    return span(item.starts, item.ends, item.in_months)


@register.simple_tag
def span(starts, ends, in_months):
    """Two days as one text, the year said once: “2020年4月至9月”."""
    formats = by_language(**(MONTHS if in_months else DAYS))
    apart = starts.year != ends.year
    if in_months and (starts.year, starts.month) == (ends.year, ends.month):
        return date_format(ends, formats[3])
    facts = {"starts": date_format(starts, formats[apart]), "ends": date_format(ends, formats[2 + apart])}
    return _("%(starts)s to %(ends)s") % facts


@register.filter
def is_address(text):
    """Whether a source is an address that can be followed."""
    return str(text).startswith(("https://", "http://"))


@register.filter
def host(address):
    """The name of the site an address leads to, for short links."""
    return address.partition("://")[2].partition("/")[0].removeprefix("www.")


@register.filter
def told(text):
    """`text` as it is; where the page is not Chinese, Chinese is marked, so that a screen reader changes its voice."""
    if not reads_default() and re.search(r"[\u4e00-\u9fff]", str(text)):
        return format_html('<span lang="zh-Hans">{}</span>', text)
    return text
