"""How days, periods, numbers and sources are written in the reader's language."""

import re
from urllib.parse import urlsplit

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy

from core.links import REST
from core.localized import by_language, reads_default
from core.numbers import unit_of as unit_of_number

register = template.Library()
ADDRESS = re.compile(rf"https?://{REST}")
IN_BOTH_LANGUAGES = re.compile(rf"(?P<chinese>[^/]+) / (?P<english>[^/:]+)(?:: (?P<address>{ADDRESS.pattern}))?")


@register.simple_tag
def period(starts, ends, in_months=False):
    """A period in words, its year written once: 2020年4月至9月, 4 May to 30 September 2020; it may have no end."""
    form = "YEAR_MONTH_FORMAT" if in_months else "DATE_FORMAT"
    if not ends:
        return gettext("from %(day)s on") % {"day": date_format(starts, form)}
    first, last = date_format(starts, form), date_format(ends, form)
    if first == last:
        return first
    if starts.year != ends.year:
        return gettext("%(starts)s to %(ends)s") % {"starts": first, "ends": last}
    form = pgettext("format of a month", "F") if in_months else "MONTH_DAY_FORMAT"
    words = {"year": starts.year, "first": date_format(starts, form), "last": date_format(ends, form)}
    return gettext("%(first)s to %(last)s %(year)s") % words


WEEKDAYS = [
    pgettext_lazy("day of the week", "Mon"),
    pgettext_lazy("day of the week", "Tue"),
    pgettext_lazy("day of the week", "Wed"),
    pgettext_lazy("day of the week", "Thu"),
    pgettext_lazy("day of the week", "Fri"),
    pgettext_lazy("day of the week", "Sat"),
    pgettext_lazy("day of the week", "Sun"),
]
NEAR = 6  # days ahead that are counted; a day further away is told by its date alone


@register.simple_tag
def day_and_weekday(starts, ends=None):
    """A coming day as people plan by it, 11月30日 周一, or several; with the year only where it is another."""
    same_year = starts.year == (ends or starts).year == timezone.localdate().year
    form = "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT"
    if ends and ends != starts:
        return gettext("%(starts)s to %(ends)s") % {
            "starts": date_format(starts, form),
            "ends": date_format(ends, form),
        }
    words = {"day": date_format(starts, form), "weekday": WEEKDAYS[starts.weekday()]}
    return gettext("%(weekday)s %(day)s") % words


@register.filter
def weekday(day):
    """The day of the week, short: 周一, Mon."""
    return WEEKDAYS[day.weekday()]


@register.filter
def month_name(day):
    """The month as it heads the leaf of a calendar: 11月, November."""
    return date_format(day, pgettext("format of a month", "F"))


@register.simple_tag
def nearness(starts, ends=None):
    """How near a coming day is: today, tomorrow, in two days …; “on now” once several days have begun."""
    days = (starts - timezone.localdate()).days
    if days < 0:
        return gettext("on now") if ends and ends >= timezone.localdate() else ""
    named = [pgettext("day", "today"), pgettext("day", "tomorrow"), gettext("in two days")]
    if days < len(named):
        return named[days]
    return gettext("in %(days)s days") % {"days": days} if days <= NEAR else ""


@register.filter
def figure(value):
    """A whole number in groups of three, as 1,234; a dash for what is not known."""
    return "–" if value is None else number_format(value, force_grouping=True)


@register.filter
def source(text):
    """A source as a link under its title; one without a title under the name of its site.

    A title in two languages is written “中文 / English: https://…”, and only the reader's is shown.
    """
    both = IN_BOTH_LANGUAGES.fullmatch(text or "")
    if not both:
        return format_html_join("", "{}", ((piece,) for piece in _pieces(text or "")))
    title = by_language(both["chinese"], en=both["english"]).strip()
    return _link(both["address"], title) if both["address"] else title


def _link(address, title):
    return format_html('<a href="{}" rel="nofollow">{}</a>', address, title)


def _pieces(text):
    rest = 0
    for found in ADDRESS.finditer(text):
        yield conditional_escape(told(text[rest : found.start()]))
        host = urlsplit(found.group()).hostname or found.group()
        yield _link(found.group(), host.removeprefix("www."))
        rest = found.end()
    yield conditional_escape(told(text[rest:]))


@register.filter
def is_address(text):
    """Whether a source is an address that can be followed."""
    return str(text).startswith(("https://", "http://"))


@register.filter
def told(text):
    """`text` as it is; where the page is not Chinese, Chinese is marked, so that a screen reader changes its voice."""
    return format_html('<span lang="zh-Hans">{}</span>', text) if is_foreign(text) else text


@register.filter
def lang(text):
    """The attribute of an element that has `text` alone in it, marked as `told` marks it."""
    return mark_safe(' lang="zh-Hans"') if is_foreign(text) else ""


def is_foreign(text):
    """Whether a page that is not Chinese has Chinese in `text`."""
    return not reads_default() and bool(re.search(r"[\u4e00-\u9fff]", str(text)))


@register.filter
def lasting(span):
    """A stretch of time in whole minutes, hours or days: 30 minutes, 12 hours, 7 days."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 2880 and minutes % 1440 == 0:
        return ngettext("%(count)s day", "%(count)s days", minutes // 1440) % {"count": minutes // 1440}
    if minutes % 60 == 0:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // 60) % {"count": minutes // 60}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@register.filter
def unit_of(number, holder):
    """The unit for a number, without the number: 1 fair, 2 fairs."""
    return unit_of_number(holder, number)
