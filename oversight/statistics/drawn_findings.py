"""The pictures of the statistics, each with what it shows as a sentence; none where a sentence says it all."""

from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import findings, svg_charts
from .svg_charts import Caption


@dataclass(frozen=True)
class Picture:
    """A finding and its drawing, which is empty where there is nothing to draw.

    `about` is what it is drawn of, `label` says on the overview which of several that is.
    """

    finding: str
    svg: str = ""
    about: object = None
    label: str = ""


def below():
    return _("The table holds the same numbers.")


def told(key, finding, words=""):
    return Caption(key, finding, words or below())


def reporting(found):
    finding = findings.reporting(found)
    shown = told("reporting-drawn", finding)
    unit = pgettext("unit", "pairs")
    return Picture(finding, svg_charts.shares(found.activities["pairs"], found.of_pairs, unit, shown))


def growth(found, one, low=False):
    """The curve of one action; of a single month there is none."""
    finding, label = findings.growth(found, one), "" if found.listing.action else one.action.local_name
    if len(one.drawn) < 2:
        return Picture(finding, "", one, label)
    months = [(12 * m.first.year + m.first.month, f"{m.first:%Y-%m}", m.events, m.so_far) for m in one.drawn]
    words = _("A line for what events add up to, and bars for what each month adds.")
    shown = told(f"curve-{one.action.slug}", finding, f"{words} {below()}")
    return Picture(finding, svg_charts.curve(months, found.unit, shown, low), one, label)


def division(found, one):
    """A division with bars in its table; a small drawing of it is `parts`."""
    return Picture(findings.division(found, one), about=one)


FEW = 6  # parts in a small drawing; the page has all


def parts(found, one):
    finding = findings.division(found, one)
    if len(one.telling) < 2:
        return Picture(finding)
    lines = [(part.label, part.amount.value, findings.figure(part.amount.value)) for part in one.parts[:FEW]]
    return Picture(finding, svg_charts.rows(lines, one.most, found.unit, told("parts-drawn", finding)))


def step(one):
    """The histogram of one step."""
    finding = findings.step(one)
    if not one.is_drawn:
        return Picture(finding, "", one, one.label)
    words = _("The bars tell how many pairs took how many days, the dashed line is the median.")
    units = pgettext("unit", "pairs"), pgettext("unit", "days")
    shown = told(f"drawn-{one.key}", f"{one.label}{_(': ')}{finding}", f"{words} {below()}")
    return Picture(finding, svg_charts.histogram(one.bins, one.quartiles, units, shown), one, one.label)


def commitments(found):
    """Under each mechanism how many pairs promised, and how many did something."""
    finding = findings.commitments(found)
    columns = found.grid.columns
    lines = [(column.mechanism.number, column.promised, column.done) for column in columns]
    if not any(column.promised or column.done for column in columns):
        return Picture(finding)
    words = _("For each mechanism by its number a bar for promised and one for done.")
    shown = told("columns-drawn", finding, f"{words} {below()}")
    return Picture(finding, svg_charts.doubled(lines, found.of_pairs, pgettext("unit", "pairs"), shown))


def grid(found):
    """The pairs of a page under each mechanism."""
    finding = findings.lines(found)
    words = _(
        "Pairs side by side, the mechanisms below each other by their numbers. A square: promised; a ring: done;"
        " a disc: evidenced; a dash: nothing on record."
    )
    names = [one.number for one in found.grid.mechanisms]
    shown = told("grid-drawn", finding, f"{words} {below()}")
    return Picture(finding, svg_charts.matrix(found.lines, names, found.listing.page.start_index(), shown))


def flow(one):
    """A map without words: the darker a round tile, the more pairs; the page has the one with names."""
    finding = findings.flow(one)
    if not one.counts:
        return Picture(finding)
    words = _("Round tiles are provinces with supporters, the darker the more; square ones are helped.")
    drawn = one.map
    tiles = "".join(f'<g class="shade-{tile.shade}">{mark(tile)}</g>' for tile in drawn.tiles)
    shown = told("flow-drawn", finding, f"{words} {below()}")
    return Picture(finding, svg_charts.drawing("small-map", (drawn.width, drawn.height), shown, mark_safe(tiles)))


def mark(tile):
    if tile.kind == "source":
        return f'<circle cx="{tile.x + 26}" cy="{tile.y + 26}" r="26"/>'
    size, css = (52, ' class="target"') if tile.kind == "target" else (44, "")
    edge = (52 - size) // 2
    return f'<rect{css} x="{tile.x + edge}" y="{tile.y + edge}" width="{size}" height="{size}" rx="{edge * 3}"/>'


# What is drawn on each page, and of each page on the overview
ON_PAGE = {
    "totals": reporting,
    "growth": lambda found: [growth(found, one) for one in found.growths],
    "distribution": lambda found: [(key, division(found, one)) for key, one in found.divisions.all.items()],
    "durations": lambda found: [step(one) for one in found.clock.steps],
    "flow": lambda found: findings.flow(found.flow),
    "commitments": lambda found: {"columns": commitments(found), "grid": grid(found)},
}
ON_OVERVIEW = {
    "totals": reporting,
    "growth": lambda found: growth(found, found.growths[-1], low=True),
    "distribution": lambda found: parts(found, found.divisions.mechanism),
    "durations": lambda found: step(found.clock.leading),
    "flow": lambda found: flow(found.flow),
    "commitments": commitments,
}
