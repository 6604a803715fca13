"""What other pages tell of bulletins, inspections, notes and practices, and what the statistics ask."""

from django import template

from accounts.permissions import may_oversee
from oversight.inspections.models.finding import Finding
from oversight.inspections.models.inspection import Inspection
from oversight.notes.models import GuidanceNote
from oversight.notes.workflow import province_of
from oversight.practices.models.practice import Practice
from pairs.models import Pair

register = template.Library()

SHOWN = 5  # of each kind on the desk, and of the practices under a mechanism; the rest stands in the list
NEWEST = 3  # notes on the page of a pair
MOST = 5  # unread notes on the desk


class Waiting:
    """What waits for one person: findings to answer and practices that came back; true when there is anything."""

    def __init__(self, user):
        findings = Finding.objects.to_answer_by(user)
        returned = Practice.objects.returned_to(user).newest_first()
        self.findings, self.finding_count = list(findings.for_rows()[:SHOWN]), findings.count()
        self.practices, self.practice_count = list(returned.for_rows()[:SHOWN]), returned.count()

    def __bool__(self):
        return bool(self.findings or self.practices)


@register.simple_tag
def oversight_turns(user):
    """What the ministry waits for from `user`."""
    return Waiting(user)


@register.inclusion_tag("oversight/inspections/includes/pair_findings.html")
def pair_findings(pair, user):
    """The inspections of a pair and their findings that `user` may read; nothing while there are none."""
    findings = Finding.objects.open_to(user).of_pair(pair).for_rows().most_urgent_first()
    return {"inspections": Inspection.objects.open_to(user).of_pair(pair).for_rows(), "findings": findings}


@register.inclusion_tag("oversight/notes/includes/guidance_notes.html")
def guidance_notes(pair, user):
    """The newest notes on a pair that `user` may read, how many there are, and whether `user` writes them."""
    seen = GuidanceNote.objects.open_to(user).of_pair(pair)
    newest = seen.for_rows()[:NEWEST]
    facts = {"pair": pair, "notes": newest, "number": seen.count(), "reads_shown": may_oversee(user)}
    return facts | {"shown": NEWEST, "writes": bool(province_of(user, pair))}


@register.simple_tag
def unread_notes(user):
    """The newest notes that `user` has not read, each with its pair, and how many there are."""
    unread = GuidanceNote.objects.unread_by(user)
    rows = list(unread[:MOST])
    pairs = Pair.objects.with_universities().with_names().in_bulk({note.pair_id for note in rows})
    return {"count": unread.count() if len(rows) == MOST else len(rows), "rows": [(n, pairs[n.pair_id]) for n in rows]}


@register.inclusion_tag("oversight/practices/includes/practices.html")
def practices_of(mechanism):
    """The published practices under a mechanism; nothing while there are none."""
    found = Practice.objects.published().filter(mechanism=mechanism)
    return {"practices": found.for_rows().by_mechanism()[:SHOWN], "number": found.count(), "mechanism": mechanism}


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
