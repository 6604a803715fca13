"""Drawings as data for the templates: lengths in units of the drawing, as texts that no language changes."""

from dataclasses import dataclass

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
class Tick:
    at: str
    label: str


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str


def upright(plot, left, width, share):
    """A bar with its foot on the bottom of the frame, as high as `share` of it."""
    top = plot.y(share)
    return Bar(number(left), number(top), number(width), number(plot.bottom - top))


@dataclass(frozen=True)
class Plot:
    """A frame from `left` to `right` and from `top` to `bottom` in a drawing of `width` and `height`."""

    width: int = 360
    height: int = 190
    left: int = 30
    right: int = 352
    top: int = 12
    bottom: int = 166

    def x(self, share):
        return self.left + (self.right - self.left) * share

    def y(self, share):
        """The height of `share` of the frame; 0 is the bottom."""
        return self.bottom - (self.bottom - self.top) * share


@dataclass(frozen=True)
class Curve:
    """Bars month by month, the line of what they add up to, and two axes."""

    plot: Plot
    bars: list
    line: str
    dots: list
    across: list
    up: list


MOST_LABELS, WIDEST_BAR = 6, 14


def curve(months, added, so_far):
    """The Curve of `added` in each of `months`, (place, label) pairs, and of `so_far`, their running sum."""
    marks = ticks(max([*so_far, 1]))
    plot = Plot(left=14 + 7 * len(str(marks[-1])))
    span = max(place for place, _label in months) + 1
    middles = [plot.x((place + 0.5) / span) for place, _label in months]
    heights = [plot.y(value / marks[-1]) for value in so_far]
    dots = [(number(x), number(y)) for x, y in zip(middles, heights, strict=True)]
    width = min(WIDEST_BAR, 0.6 * (plot.right - plot.left) / span)
    columns = zip(middles, added, strict=True)
    bars = [upright(plot, x - width / 2, width, value / marks[-1]) for x, value in columns if value]
    return Curve(
        plot,
        bars,
        "M" + "L".join(f"{x} {y}" for x, y in dots),
        dots,
        labelled(middles, [label for _place, label in months]),
        [Tick(number(plot.y(mark / marks[-1])), str(mark)) for mark in marks],
    )


def labelled(middles, labels):
    """Every first, second, third … label, so that at most MOST_LABELS stand beside each other."""
    each = -(-len(labels) // MOST_LABELS)
    return [Tick(number(x), label) for x, label in list(zip(middles, labels, strict=True))[::each]]


@dataclass(frozen=True)
class Histogram:
    """How many pairs took how many days: bars, the band of the middle half, the median, and the axis of days."""

    plot: Plot
    bars: list
    band: Bar
    median: str
    across: list
    most: int


def histogram(bins, first, quartiles):
    """The Histogram of `bins`, (first day, last day, pairs) each, on an axis from day `first`."""
    plot = Plot(height=96, left=26, bottom=72, top=10)
    span, most = bins[-1][1] + 1 - first, max(pairs for _first, _last, pairs in bins)

    def x(day):
        return plot.x((day - first) / span)

    def column(day, last, pairs):
        return upright(plot, x(day) + 0.5, max(x(last + 1) - x(day) - 1, 1), pairs / most)

    lower, median, upper = map(x, quartiles)
    band = Bar(number(lower), "0", number(max(upper - lower, 1)), "0")
    marks = [Tick(number(x(first + mark)), str(first + mark)) for mark in ticks(span, 6) if mark <= span]
    return Histogram(plot, [column(*one) for one in bins], band, number(median), marks, most)


@dataclass(frozen=True)
class Matrix:
    """Pairs side by side, mechanisms below each other: outlines where something is promised, rounds where done."""

    width: int
    height: int
    paths: dict
    down: list
    across: list


SLOT, SQUARE, ROUND, FEWEST_SLOTS = 13, 9, 2.6, 12


def matrix(lines, names, first):
    """The Matrix of `lines` of cells, under the `names` of the rows; the pairs are numbered from `first` on."""
    paths = dict.fromkeys(SHAPES, "")
    for column, line in enumerate(lines):
        for row, cell in enumerate(line.cells):
            for kind in kinds_of(cell):
                paths[kind] += SHAPES[kind](18 + SLOT * column, 4 + SLOT * row)
    middles = [18 + SLOT * (column + 0.5) for column in range(len(lines))]
    return Matrix(
        22 + SLOT * max(len(lines), FEWEST_SLOTS),
        4 + SLOT * len(names) + 16,
        paths,
        [Tick(number(4 + SLOT * (row + 0.5)), name) for row, name in enumerate(names)],
        labelled(middles, [str(first + column) for column in range(len(lines))]),
    )


def kinds_of(cell):
    """What is drawn for a cell: an outline, a round, both, or a dash."""
    if cell.is_empty:
        return ["nothing"]
    practice = "evidenced" if cell.evidenced else "done"
    return ["promised"] * bool(cell.promised) + [practice] * bool(cell.done)


def outline(x, y):
    edge = (SLOT - SQUARE) / 2
    return f"M{number(x + edge)} {number(y + edge)}h{SQUARE}v{SQUARE}h-{SQUARE}z"


def disc(x, y):
    across = number(2 * ROUND)
    arc = f"a{ROUND} {ROUND} 0 1 0"
    return f"M{number(x + SLOT / 2 - ROUND)} {number(y + SLOT / 2)}{arc} {across} 0{arc}-{across} 0z"


def dash(x, y):
    return f"M{number(x + SLOT / 2 - 2)} {number(y + SLOT / 2)}h4"


SHAPES = {"nothing": dash, "promised": outline, "done": disc, "evidenced": disc}
