"""What the desk's page of a pair tells of guidance notes."""

from django import template

from oversight.models import GuidanceNote
from oversight.models.note import province_of

register = template.Library()

NEWEST = 3


@register.inclusion_tag("desk/includes/guidance_notes.html")
def guidance_notes(pair, user):
    """The newest notes on a pair that `user` may read, how many there are, and whether `user` writes them."""
    seen = GuidanceNote.objects.visible_to(user).of_pair(pair)
    facts = {"pair": pair, "notes": seen.with_people()[:NEWEST], "number": seen.count()}
    return facts | {"shown": NEWEST, "writes": bool(province_of(user, pair))}
