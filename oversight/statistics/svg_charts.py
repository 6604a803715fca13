"""Drawings as SVG, written at once: on a page of many marks a template would take longer than all the counting.

Lengths are in units of the drawing, as texts that no language changes; words come from translations and are escaped.
"""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import mark_safe

STEPS = (1, 2, 5)


def number(length):
    """A length as SVG takes it: a point and at most one decimal."""
    return f"{length:.1f}".removesuffix(".0")


def ticks(top, most=4):
    """Round whole numbers from 0 up to the first that `top` does not exceed, at most `most` steps."""
    scale = 1
    while True:
        for step in (scale * one for one in STEPS):
            if step * most >= top:
                steps = max(1, -(-top // step))
                return [step * place for place in range(steps + 1)]
        scale *= 10


@dataclass(frozen=True)
class Caption:
    """What a drawing says to those who do not see it: a title and more words, under ids that begin with `key`."""

    key: str
    title: str
    words: str


def drawing(css, size, told, *parts):
    """A whole drawing of `size`, width and height, with what is told of it."""
    key = told.key
    head = f'<svg class="chart {css}" viewBox="0 0 {size[0]} {size[1]}" role="img" '
    head += f'aria-labelledby="{key}-title {key}-desc"><title id="{key}-title">{escape(told.title)}</title>'
    return mark_safe(f'{head}<desc id="{key}-desc">{escape(told.words)}</desc>{"".join(parts)}</svg>')


def text(css, x, y, words, more=""):
    return f'<text class="{css}" x="{x}" y="{y}"{more}>{escape(words)}</text>'


def rect(x, y, width, height, css=""):
    css = css and f'class="{css}" '
    return f'<rect {css}x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"/>'


def path(css, d):
    return f'<path class="{css}" d="{d}"/>'


@dataclass(frozen=True)
class Plot:
    """A frame from `left` to `right` and from `top` to `bottom` in a drawing of `width` and `height`."""

    width: int = 360
    height: int = 200
    left: int = 30
    right: int = 352
    top: int = 24
    bottom: int = 176

    @property
    def size(self):
        return self.width, self.height

    def x(self, share):
        return self.left + (self.right - self.left) * share

    def y(self, share):
        """The height of `share` of the frame; 0 is the bottom."""
        return self.bottom - (self.bottom - self.top) * share

    def column(self, left, width, share):
        """A bar with its foot on the bottom of the frame, as high as `share` of it."""
        return rect(left, self.y(share), width, self.bottom - self.y(share))

    def unit(self, words):
        """The unit of what grows upwards, above its axis."""
        return text("unit", 0, 9, words)

    def rules(self, marks):
        """A line and its number for each of `marks` above 0, and the axis at 0."""
        for mark in marks:
            y = number(self.y(mark / marks[-1]))
            yield path("rule" if mark else "axis", f"M{self.left} {y}H{self.right}")
            yield text("up", self.left, y, mark, ' dx="-4" dy="3"')

    def across(self, places, labels):
        """Every first, second, third … of the labels, so that at most MOST_LABELS stand beside each other."""
        each = -(-len(labels) // MOST_LABELS)
        for x, label in list(zip(places, labels, strict=True))[::each]:
            yield text("across", number(x), self.bottom, label, ' dy="15"')


MOST_LABELS, WIDEST_BAR = 6, 14
LOW = {"height": 112, "bottom": 90}  # of the small drawings on the overview


def curve(months, unit, told, low=False):
    """The sum of `months` as a line above bars of what each adds: (place, label, added, so far) of each."""
    marks = ticks(max([*(so_far for *_month, so_far in months), 1]), 2 if low else 4)
    plot = Plot(left=14 + 7 * len(str(marks[-1])), **(LOW if low else {}))
    first = months[0][0]
    span = months[-1][0] - first + 1
    middles = [plot.x((place - first + 0.5) / span) for place, *_rest in months]
    width = min(WIDEST_BAR, 0.6 * (plot.right - plot.left) / span)
    bars = [
        plot.column(x - width / 2, width, added / marks[-1])
        for x, (_place, _label, added, _so_far) in zip(middles, months, strict=True)
        if added
    ]
    heights = [number(plot.y(so_far / marks[-1])) for *_month, so_far in months]
    dots = list(zip(map(number, middles), heights, strict=True))
    line = path("line", "M" + "L".join(f"{x} {y}" for x, y in dots))
    circles = [f'<circle cx="{x}" cy="{y}" r="2.6"/>' for x, y in dots]
    labels = plot.across(middles, [label for _place, label, *_rest in months])
    return drawing("growth", plot.size, told, plot.unit(unit), *plot.rules(marks), *bars, line, *circles, *labels)


def histogram(bins, quartiles, units, told):
    """How many pairs took how many days: `bins`, (first day, last day, pairs) each, the middle half, and the median.

    `units` are the words for pairs, upwards, and for days, across. Days before 0 are those done before their time.
    """
    first = min(0, bins[0][0])
    plot = Plot(height=116, left=30, bottom=84, top=22)
    span, most = bins[-1][1] + 1 - first, max(pairs for _first, _last, pairs in bins)

    def x(day):
        return plot.x((day - first) / span)

    lower, median, upper = map(x, quartiles)
    band = rect(lower, 16, max(upper - lower, 1), plot.bottom - 16, "band")
    bars = [plot.column(x(a) + 0.5, max(x(b + 1) - x(a) - 1, 1), pairs / most) for a, b, pairs in bins]
    step = ticks(span, 5)[1]
    marks = range(-(-first // step) * step, first + span + 1, step)
    labels = plot.across([x(mark) for mark in marks], marks)
    middle = path("median", f"M{number(median)} 14V{plot.bottom}")
    axes = [plot.unit(units[0]), *plot.rules([0, most]), text("unit days", plot.right, plot.height - 3, units[1])]
    return drawing("histogram", plot.size, told, band, *axes, *bars, middle, *labels)


def rows(lines, most, unit, told):
    """Names with a bar under each: (name, value, value in words) of each line, with the unit above them."""
    top = 16
    parts = [text("unit", 352, 9, unit, ' text-anchor="end"')]
    for place, (name, value, words) in enumerate(lines):
        y = top + 27 * place
        parts += [text("name", 0, y + 11, name), text("up", 352, y + 11, words)]
        parts.append(rect(0, y + 15, width_of(value, most), 6))
    return drawing("rows", (352, top + 27 * len(lines)), told, *parts)


def width_of(value, most):
    """The width of a bar of 352 units; the least that is something can be seen."""
    return max(352 * value / most, 2) if value and most else 0


def doubled(lines, most, unit, told):
    """Two bars beside the name of each line: (name, promised, done), with the unit under the axis."""
    plot = Plot(left=18, top=2, bottom=2 + 18 * len(lines), height=2 + 18 * len(lines) + 22)
    parts = []
    for place, (name, *values) in enumerate(lines):
        y = plot.top + 18 * place
        parts.append(text("name", 0, y + 12, name))
        for below, css, value in zip((1, 8), ("bar-promised", "bar-done"), values, strict=True):
            width = (plot.right - plot.left) * value / most if most else 0
            parts.append(rect(plot.left, y + below, max(width, 1 if value else 0), 6, css))
    parts.append(path("axis", f"M{plot.left} {plot.top}V{plot.bottom}"))
    parts += [text("across", plot.x(mark / most), plot.bottom, mark, ' dy="14"') for mark in {0, most}]
    parts.append(text("unit days", plot.x(0.5), plot.bottom + 14, unit))
    return drawing("doubled", plot.size, told, *parts)


def shares(part, whole, unit, told):
    """One bar: so many of the whole."""
    width = width_of(part, whole)
    parts = [rect(0, 0, 352, 12, "rest"), rect(0, 0, width, 12), text("up", 352, 26, f"{whole} {unit}")]
    if 30 < width < 250:
        parts.append(text("up", number(width), 26, part))
    return drawing("shares", (352, 30), told, *parts)


SLOT, SQUARE, ROUND, FEWEST_SLOTS = 13, 9, 2.6, 12


def matrix(lines, names, first, told):
    """Pairs side by side, mechanisms below each other: outlines where something is promised, rounds where done.

    `lines` are lists of cells under the `names` of the rows; the pairs are numbered from `first` on.
    """
    paths = dict.fromkeys(SHAPES, "")
    for column, line in enumerate(lines):
        for row, cell in enumerate(line.cells):
            for kind in kinds_of(cell):
                right, down, shape = SHAPES[kind]
                paths[kind] += f"M{18 + SLOT * column + right:g} {4 + SLOT * row + down:g}{shape}"
    width, bottom = 22 + SLOT * max(len(lines), FEWEST_SLOTS), 1 + SLOT * len(names)
    plot = Plot(width=width, bottom=bottom, height=bottom + 19)
    down = [text("up", 12, number(4 + SLOT * (row + 0.5)), name, ' dy="3"') for row, name in enumerate(names)]
    middles = [18 + SLOT * (column + 0.5) for column in range(len(lines))]
    across = plot.across(middles, [first + column for column in range(len(lines))])
    return drawing("matrix", plot.size, told, *down, *across, *(path(kind, d) for kind, d in paths.items()))


def kinds_of(cell):
    """What is drawn for a cell: an outline, a round, both, or a dash."""
    if cell.is_empty:
        return ["nothing"]
    practice = "evidenced" if cell.evidenced else "done"
    return ["promised"] * bool(cell.promised) + [practice] * bool(cell.done)


ARC = f"a{ROUND} {ROUND} 0 1 0"
# How far right and down of the corner of its slot each shape begins, and how it goes on
SHAPES = {
    "nothing": (SLOT / 2 - 2, SLOT / 2, "h4"),
    "promised": ((SLOT - SQUARE) / 2, (SLOT - SQUARE) / 2, f"h{SQUARE}v{SQUARE}h-{SQUARE}z"),
    "done": (SLOT / 2 - ROUND, SLOT / 2, f"{ARC} {2 * ROUND} 0{ARC}-{2 * ROUND} 0z"),
    "evidenced": (SLOT / 2 - ROUND, SLOT / 2, f"{ARC} {2 * ROUND} 0{ARC}-{2 * ROUND} 0z"),
}
