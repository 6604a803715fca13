"""What the frame of every page asks: where it stands, in which language, and at which address."""

from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override, pgettext, pgettext_lazy, to_locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core import feeds
from core.access import Access, access_of_request
from core.addresses import file_address
from core.localized import localized
from core.parts import keep, part
from core.session_limits import limits

register = template.Library()

PICTURE = "portal/card.png"  # what a messenger shows beside a link; made by docs/make_card.py

# The entries of the navigation by the names of their pages: the label, and the names of pages that belong to it
SECTIONS = {
    "action_list": (pgettext_lazy("navigation", "Actions"), "action", "mechanism_list", "mechanism"),
    "pair_list": (pgettext_lazy("navigation", "Pairs"), "pair"),
    "university_list": (pgettext_lazy("navigation", "Universities"), "university"),
    "batch_list": (pgettext_lazy("navigation", "Batches"), "batch"),
    "activity_list": (pgettext_lazy("navigation", "Activities"), "activity"),
    "statistics": (
        pgettext_lazy("navigation", "Statistics"),
        "totals_statistics",
        "growth_statistics",
        "distribution_statistics",
        "durations_statistics",
        "flow_statistics",
        "commitments_statistics",
    ),
    "bulletin_list": (pgettext_lazy("navigation", "Bulletins"), "bulletin", "ledger"),
    "practice_list": (pgettext_lazy("navigation", "Good practice"), "practice"),
    "data": (pgettext_lazy("navigation", "Open data"), "data_table", "api_guide", "api_explorer"),
}


COUNTS = {}  # how much an entry of the inside has to tell a person, by its name; apps add their own


def counts(name):
    """Decorator: the number beside the entry `name` of the inside is what the function says of a person."""

    def add(function):
        COUNTS[name] = function
        return function

    return add


HELP = []  # the one function that finds the help for a page; the app that has it says so


def gives_help(function):
    """Decorator: the function finds the address of the help for a person on a page, by the name of its address."""
    HELP[:] = [function]
    return function


@register.simple_tag(takes_context=True)
def idle_seconds(context):
    """After how many seconds without use the reader is signed out; 0 for who is not signed in."""
    user = getattr(context.get("request"), "user", None)
    return int(limits(user.is_staff)[0].total_seconds()) if user and user.is_authenticated else 0


@register.simple_tag(takes_context=True)
def help_address(context):
    """Where the help for this page stands; nothing for who has no work here."""
    request = context["request"]
    shown = HELP and request.user.works_here
    return HELP[0](request.user, request.resolver_match.view_name or "") if shown else ""


# Columns that the navigation does not name.
FURTHER_COLUMNS = {
    "home": (_lazy("Home"),),
    "about": (_lazy("About"),),
}


def site(request):
    """A context processor: the site's particulars, the same for everyone, so that public pages stay shareable."""
    return {"site": settings.SITE}


def standing(context):
    """The name of the address the page stands at, None where it stands at none."""
    return getattr(getattr(context.get("request"), "resolver_match", None), "url_name", None)


@register.simple_tag(takes_context=True)
def navigation(context):
    """The entries of the navigation: label, address, and how this page stands to it (page, true or nothing)."""
    here, entries = standing(context), []
    for name, (label, *belonging) in SECTIONS.items():
        current = "page" if here == name else "true" if here in belonging else ""
        entries.append({"label": label, "url": reverse(name), "current": current})
    return entries


def desk_entries(user):
    """What the inside offers `user`, by the name under which a page of it says that it belongs there."""
    works = user.works_here
    offered = {
        "ministry": user.is_staff and ("admin:index", _("Ministry desk")),
        "desk": ("desk_pairs", _("Pairs")) if user.is_staff else ("desk", _("Desk")),
        "news": works and ("desk_news", pgettext("notices", "What happened")),
        "entries": ("desk_entries", _("Entries")),
        "employment": works and ("desk_snapshots", _("Employment")),
        "oversight": (user.provinces or user.oversees) and ("desk_oversight", _("Oversight board")),
        "inspections": works and ("desk_inspections", _("Inspections")),
        "practices": works and ("desk_practices", _("Good practice")),
        "bulletins": user.oversees and ("desk_bulletins", pgettext("navigation", "Bulletins")),
        "people": works and ("people", _("People and posts") if user.oversees else _("Directory")),
    }
    return {name: entry for name, entry in offered.items() if entry}


def belongs_to(context):
    """The entry of the inside that the page belongs to; the admin and the pages of people do not say it themselves."""
    match = context["request"].resolver_match
    if "admin" in match.app_names:
        return "ministry"
    return "people" if (match.url_name or "").startswith("people") else context.get("active")


@register.simple_tag(takes_context=True)
def desk_navigation(context):
    """The one navigation of desk, oversight and admin: label, address, and how this page stands to it."""
    here, active, entries = context["request"].resolver_match.view_name, belongs_to(context), []
    user = context["request"].user
    for name, (address, label) in desk_entries(user).items():
        current = ("page" if here == address else "true") if name == active else ""
        count = COUNTS[name](user) if name in COUNTS else 0
        entries.append({"label": label, "url": reverse(address), "current": current, "count": count})
    return entries


@register.simple_tag(takes_context=True)
def about_pages(context):
    """The pages about the site itself."""
    pages = {"about": _("About"), "data": _("Data and downloads"), "privacy": _("Privacy")}
    pages["accessibility"] = _("Accessibility")
    here = standing(context)
    return [{"label": label, "url": reverse(name), "current": name == here} for name, label in pages.items()]


@register.simple_tag(takes_context=True)
def page_query(context):
    """The query that tells another page which one this is; nothing on private pages, whose addresses may hold keys."""
    request = context["request"]
    if request.resolver_match and access_of_request(request) is not Access.PUBLIC:
        return ""
    return "?" + urlencode({"page": request.path}, safe="/")


@register.simple_tag(takes_context=True)
def page_facts(context):
    """What the page says of itself in its head: to the inspectors of government sites, and to messengers."""
    title, description = block_text(context, "title"), block_text(context, "description")
    official = official_tags(context, title, description)
    shared = {"og:title": title, "og:description": description, "og:image": absolute(context, static(PICTURE))}
    rows = [("name", *tag) for tag in official.items()] + [("property", *tag) for tag in shared.items()]
    return format_html_join("\n  ", '<meta {}="{}" content="{}">', (row for row in rows if row[-1]))


def official_tags(context, title, description):
    """The content by name, as the rules for government sites (国办发〔2017〕47号) have pages say what they are.

    Of the site on every page, of the column on its list, of the article on a page of one record. What is not known is
    left out; the description stands in the head of every page already.
    """
    here, particulars = standing(context), settings.SITE
    tags = {"SiteName": localized(particulars, "name"), "SiteDomain": urlsplit(absolute(context, "/")).netloc}
    tags["SiteIDCode"] = particulars["code"]
    column, is_article = column_of(here)
    tags["ColumnName"] = column
    if is_article:
        tags["ArticleTitle"] = title
        tags["PubDate"] = block_text(context, "published")
        tags["ContentSource"] = localized(particulars, "operator")
    elif column:
        tags |= {"ColumnDescription": description, "ColumnKeywords": column}
        tags["ColumnType"] = pgettext("type of a column", "Open information")
    return tags


def column_of(here):
    """The name of the column to which a page belongs, and whether the page is one record of it."""
    for name, (label, *belonging) in [*SECTIONS.items(), *FURTHER_COLUMNS.items()]:
        if here and here in (name, *belonging):
            return str(label), here in belonging
    return "", False


def block_text(context, name):
    """What a block of the page at hand says, in one line; nothing where the page has no such block."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks and blocks.get_block(name)
    return mark_safe(" ".join(block.render(context).split())) if block else ""


@register.inclusion_tag("includes/environment.html")
def environment():
    """The notice above every page that this is not the real portal; asks no request, so that error pages have it."""
    return {"notice": settings.SITE.get("environment")}


register.simple_tag(part)
register.tag(keep)
register.filter(localized)
register.simple_tag(file_address)


@register.simple_tag
def language_tag():
    """The language of the page as HTML names it."""
    return tag_of(get_language())


def tag_of(language):
    """A language as HTML names it: zh-hans is zh-Hans."""
    return to_locale(language).replace("_", "-")


@register.simple_tag(takes_context=True)
def versions(context):
    """This page in every language: the language's tag and own name, and the address without and with the query."""
    found, asked = [], context["request"].get_full_path()
    for language, name in settings.LANGUAGES:
        address = asked if language == get_language() else in_language(asked, language)
        path = address.partition("?")[0]
        with override(language):
            found.append({"tag": tag_of(language), "name": str(name), "path": path, "address": address})
    return found


def in_language(address, language):
    """An address of the portal in another language; that language's home where the page has none."""
    translated = translate_url(address, language)
    if translated != address:
        return translated
    try:
        with override(language):
            return reverse("home")
    except NoReverseMatch:  # pragma: no cover
        return "/"


@register.simple_tag(takes_context=True)
def absolute(context, address):
    """`address` with the site's own name in front, or failing that the one the visitor used."""
    return feeds.absolute(context["request"], address)


register.simple_tag(feeds.address_of, name="feed_address")


@register.simple_tag
def feed_link(name, title):
    """What tells a reader of feeds, in the head of a page, of the one that belongs to it."""
    kind = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    return format_html(kind, title, feeds.address_of(name))


@register.simple_tag
def page_numbers(page):
    """The numbers to show for a page of a list: first and last, the neighbours, and … between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
