from django import template

from oversight.bulletins.models.bulletin import Bulletin
from oversight.bulletins.tables import datasets

register = template.Library()

SHOWN = 4  # bulletins on a page that is not about them


@register.inclusion_tag("oversight/bulletins/includes/stated_figures.html")
def stated_figures():
    """The figures of the newest bulletins; each with its day, its scope, and where it comes from."""
    return {"bulletins": Bulletin.objects.published().newest_first()[:SHOWN]}


@register.simple_tag
def bulletin_datasets():
    """The table of the bulletins' figures, for the data page."""
    return datasets()
