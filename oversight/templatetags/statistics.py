"""What the pages of statistics ask."""

from django import template

from oversight.statistics.open_data import datasets

register = template.Library()


@register.simple_tag
def statistics_datasets():
    """The tables of the statistics, for the data page."""
    return datasets()


@register.inclusion_tag("oversight/statistics/includes/download_links.html", takes_context=True)
def take(context, name, title):
    """One table of the statistics as files, with the filters of the page; `title` tells the links apart."""
    return {"download": f"statistics_{name}", "title": title, "query": context["listing"].query()}


@register.simple_tag
def query(listing, **changes):
    """The filters that are on, with `changes`, as the query of an address."""
    return listing.query(**changes)


@register.filter
def share(part, whole):
    """`part` as a width on a scale of 0 to 100, for a bar; the least that is something can be seen."""
    return max(round(100 * part / whole), 1) if part and whole else 0
