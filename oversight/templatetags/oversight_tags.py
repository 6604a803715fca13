"""What other pages tell of bulletins, inspections, notes and practices, and what the statistics ask."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.permissions import may_oversee
from core.templatetags.formatting import figure
from oversight.inspections.models.finding import Finding
from oversight.inspections.models.inspection import Inspection
from oversight.notes.models import GuidanceNote
from oversight.notes.workflow import province_of
from oversight.notices.happenings import unread_by
from oversight.notices.notice_rows import rows_of
from oversight.obligations.nil_returns import periods_of
from oversight.practices.models.practice import Practice
from pairs.models import Pair

register = template.Library()

SHOWN = 5  # of the practices under a mechanism; the rest stands in the list
AT_THE_DESK = 3  # of each kind on the first page of the desk
NEWEST = 3  # notes on the page of a pair


class Waiting:
    """What waits for one person: findings to answer and practices that came back; true when there is anything."""

    def __init__(self, user):
        findings = Finding.objects.to_answer_by(user)
        returned = Practice.objects.returned_to(user).newest_first()
        self.findings, self.finding_count = list(findings.for_rows()[:AT_THE_DESK]), findings.count()
        self.practices, self.practice_count = list(returned.for_rows()[:AT_THE_DESK]), returned.count()

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


@register.inclusion_tag("oversight/obligations/includes/reported_periods.html")
def reported_periods(pair, user):
    """The periods on which a pair is asked to report, with what is said of each; nothing where none is asked for."""
    return {"pair": pair, "periods": periods_of(pair, user)}


@register.simple_tag
def unread_notes(user):
    """The newest notes that `user` has not read, each with its pair, and how many there are."""
    unread = GuidanceNote.objects.unread_by(user)
    rows = list(unread[:AT_THE_DESK])
    pairs = Pair.objects.with_universities().with_names().in_bulk({note.pair_id for note in rows})
    return {
        "count": unread.count() if len(rows) == AT_THE_DESK else len(rows),
        "rows": [(n, pairs[n.pair_id]) for n in rows],
    }


@register.simple_tag
def unread_news(user):
    """The newest things that happened of which `user` has not read, and how many there are."""
    unread = unread_by(user)
    rows = list(unread.select_related("by")[:AT_THE_DESK])
    return {"count": unread.count() if len(rows) == AT_THE_DESK else len(rows), "rows": rows_of(rows)}


@register.simple_tag
def practices_of(mechanism):
    """The published practices under a mechanism; nothing while there are none."""
    return Practice.objects.published().filter(mechanism=mechanism).by_mechanism().first_rows(SHOWN)


@register.simple_tag
def query(listing, **changes):
    """The filters that are on, with `changes`, as the query of an address."""
    return listing.query(**changes)


@register.filter
def reported(value):
    """A sum, or a dash where no pair has reported one."""
    if value is None:
        return format_html('–<span class="visually-hidden"> {}</span>', _("not reported"))
    return figure(value)


@register.filter
def bar(part, whole):
    """`part` of `whole` as a bar; the least that is something can be seen."""
    width = max(round(100 * part / whole), 1) if part and whole else 0
    return mark_safe(f'{BAR}<rect width="{width}" height="1"/></svg>')


BAR = '<svg class="bar-line" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'


@register.simple_tag
def division_rows(division):
    """The rows of a division; bars only where there is something to compare."""
    compared = len(division.telling) > 1
    return mark_safe(
        "".join(
            division_row(part, bar(part.amount.value, division.most) if compared else "") for part in division.parts
        )
    )


def division_row(part, drawn):
    name = f'<a href="?{escape(part.query)}">{escape(part.label)}</a>' if part.key else escape(part.label)
    numbers = (reported(part.amount.value), f"{part.amount.pairs} / {part.of_pairs}")
    cells = "".join(f'<td class="num">{number}</td>' for number in numbers)
    return f'<tr><th scope="row">{name}{drawn}</th>{cells}</tr>'


@register.simple_tag
def grid_rows(lines):
    """The rows of the grid: both sides of each pair, and what was promised, done and evidenced under each mechanism."""
    is_supported, serial, cell = escape(_("is supported by")), _("No. %(number)s of the list"), GridCell()
    return mark_safe("\n".join(grid_row(line, is_supported, serial, cell) for line in lines))


def grid_row(line, is_supported, serial, cell):
    recipient, supporter = (escape(side.local_name) for side in line.pair.sides)
    place = str(line.pair.batch)
    if line.pair.serial:
        place = f"{place} · {serial % {'number': line.pair.serial}}"
    return (
        f'<tr><th scope="row"><a class="both" href="{line.pair.get_absolute_url()}"><span class="helped">{recipient}'
        f'</span><span class="visually-hidden"> {is_supported} </span><span class="helps">{supporter}</span></a>'
        f'<span class="sub"> {escape(place)}</span></th>{"".join(map(cell.html, line.cells))}</tr>'
    )


class GridCell:
    """What a pair promised, did and can show under one mechanism; each mark has a shape of its own."""

    def __init__(self):
        self.words = {"promised": _("promised"), "done": pgettext("grid", "done"), "evidenced": _("evidenced")}
        nothing = _("nothing on record")
        self.nothing = f'–<span class="visually-hidden"> {escape(nothing)}</span>'
        self.known = {}

    def html(self, cell):
        numbers = (cell.promised, cell.done, cell.evidenced)
        if numbers not in self.known:
            marks = [self.mark(*one) for one in zip(self.words, numbers, strict=True) if one[1]]
            self.known[numbers] = " ".join(marks) or self.nothing
        return f'<td data-no="{cell.mechanism.number}">{self.known[numbers]}</td>'

    def mark(self, name, number):
        word = escape(self.words[name])
        return f'<span class="mark {name}"><span class="visually-hidden">{word} </span>{number}</span>'
