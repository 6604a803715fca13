from django import template

from oversight.models import Bulletin

register = template.Library()

SHOWN = 4  # bulletins on a page that is not about them


@register.inclusion_tag("oversight/includes/stated_figures.html")
def stated_figures():
    """The figures the ministry has stated, the newest bulletin first; each with its day, scope and source."""
    return {"bulletins": Bulletin.objects.prefetch_related("figures")[:SHOWN]}
