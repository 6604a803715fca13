"""What the desk's page of a pair tells of guidance notes."""

from django import template

from accounts.permissions import may_oversee
from oversight.notes.models import GuidanceNote
from oversight.notes.workflow import province_of
from pairs.models import Pair

register = template.Library()

NEWEST = 3  # on the page of a pair
MOST = 5  # unread ones on the desk


@register.inclusion_tag("oversight/notes/includes/guidance_notes.html")
def guidance_notes(pair, user):
    """The newest notes on a pair that `user` may read, how many there are, and whether `user` writes them."""
    seen = GuidanceNote.objects.open_to(user).of_pair(pair)
    newest = seen.with_people().with_readings()[:NEWEST]
    facts = {"pair": pair, "notes": newest, "number": seen.count(), "reads_shown": may_oversee(user)}
    return facts | {"shown": NEWEST, "writes": bool(province_of(user, pair))}


@register.simple_tag
def unread_notes(user):
    """The newest notes that `user` has not read, each with its pair, and how many there are."""
    unread = GuidanceNote.objects.unread_by(user)
    rows = list(unread[:MOST])
    pairs = Pair.objects.with_universities().with_names().in_bulk({note.pair_id for note in rows})
    return {"count": unread.count() if len(rows) == MOST else len(rows), "rows": [(n, pairs[n.pair_id]) for n in rows]}
