"""The provinces as tiles: where each stands, and the streams of support that run between the tiles.

A tile map and no outline map: nobody's border is drawn. All lengths are units of the drawing.
"""

import heapq
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.functional import cached_property

from pairs.directory.provinces import Province

CELL, TILE, GAP = 64, 52, 12
SHADES = 5
THINNEST, WIDEST = 1.4, 10  # strokes; the widest still leaves the gap between two tiles visible
JOINING = 0.55  # what a step along a stream that is there already costs, so that streams meet early
TURN = 0.4

COLUMNS = 1 + max(province.tile[0] for province in Province)
ROWS = 1 + max(province.tile[1] for province in Province)


@dataclass(frozen=True)
class Tile:
    """One province: `count` pairs come from it; `shade` is 0 for none and grows to SHADES."""

    province: Province
    x: int
    y: int
    count: int
    shade: int
    is_target: bool

    @property
    def kind(self):
        return "target" if self.is_target else "source" if self.count else "other"


@dataclass(frozen=True)
class Stream:
    """A stretch over which the same pairs run: the path of its line and the line's width."""

    path: str
    width: float


@dataclass(frozen=True)
class Mouth:
    """Where streams reach the tile that is helped: the tip of an arrow and the way it points."""

    x: int
    y: int
    turn: int


@dataclass(frozen=True)
class TileMap:
    tiles: list
    streams: list
    mouths: list
    width: int = COLUMNS * CELL + GAP
    height: int = ROWS * CELL + GAP


def tile_map(flows, counts=None):
    """The map for `flows`: for each province that is helped, the pairs by the supporter's province, all by codes.

    `counts` are the pairs by the supporter's province where they are more than those in `flows`.
    """
    counts = sum(map(Counter, flows.values()), Counter()) if counts is None else counts
    most = max(counts.values(), default=1)
    from_north = sorted(Province, key=lambda province: province.tile[::-1])
    tiles = [tile(province, counts.get(province, 0), most, flows) for province in from_north]
    courses = [course_to(target, sources) for target, sources in flows.items()]
    streams = [stream for course in courses for stream in course.stretches()]
    return TileMap(tiles, streams, [mouth for course in courses for mouth in course.mouths()])


class SupportFlow:
    """Who supports an `action`: `flows` are its pairs by (supporter's province, recipient's province)."""

    action = None
    flows = {}

    @cached_property
    def counts(self):
        """Pairs by the code of the supporter's province, where it is known; the most first."""
        counts = Counter()
        for (supporter, _recipient), pairs in self.flows.items():
            if supporter:
                counts[supporter] += pairs
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def provinces(self):
        """(Province, pairs) for each province that supports."""
        return [(Province(code), pairs) for code, pairs in self.counts.items()]

    @property
    def most(self):
        return max(self.counts.values(), default=0)

    @cached_property
    def map(self):
        to = {code: Counter() for code in self.action.recipient_provinces}
        for (supporter, recipient), pairs in self.flows.items():
            if supporter and recipient in to:
                to[recipient][supporter] += pairs
        return map_of(
            tuple((code, tuple(sorted(pairs.items()))) for code, pairs in to.items()), tuple(self.counts.items())
        )


@lru_cache(maxsize=64)
def map_of(flows, counts):
    """The map of flows as tuples; streams seek their ways among many, and the same flows are drawn again and again."""
    return tile_map({code: Counter(dict(pairs)) for code, pairs in flows}, dict(counts))


def course_to(target, sources):
    """All streams to the province `target`; the near ones first, so that the far ones join them."""
    course = Course(middle(target))
    for code in sorted(sources, key=lambda code: (distance(middle(code), course.mouth), code)):
        if code != target and sources[code]:
            course.add(middle(code), sources[code])
    return course


def tile(province, count, most, targets):
    column, row = province.tile
    shade = max(1, round(SHADES * (count / most) ** 0.5)) if count else 0
    return Tile(province, column * CELL + GAP, row * CELL + GAP, count, shade, province in targets)


# The gaps between the tiles are the channels. In half-cells a point with two odd numbers is the middle of a tile,
# every other one lies in a gap; only the tile a stream starts from and the one it runs to may be entered.


class Course:
    """All streams to one mouth: from each point the next one downstream, and the pairs carried there."""

    def __init__(self, mouth):
        self.mouth = mouth
        self.downstream, self.depth, self.carried = {mouth: None}, {mouth: 0}, {mouth: 0}

    def add(self, source, count):
        """Let `count` pairs run from `source`: by the cheapest way to a stream that is there, and on with it."""
        for here, there in reversed(list(pairwise(shortest(source, self.mouth, self.depth)))):
            self.downstream[here] = there
            self.depth[here] = self.depth[there] + 1
        while source is not None:
            self.carried[source] = self.carried.get(source, 0) + count
            source = self.downstream[source]

    def stretches(self):
        """The streams cut where they grow, the narrow ones first, so that the broad lie on top."""
        feeders = {}
        for here, there in self.downstream.items():
            feeders.setdefault(there, []).append(self.carried[here])
        heads = [p for p in self.downstream if p != self.mouth and feeders.get(p) != [self.carried[p]]]
        most, wider = max(self.carried.values()), WIDEST - THINNEST
        widths = {head: round(THINNEST + wider * (self.carried[head] / most) ** 0.5, 1) for head in heads}
        found = [Stream(path(self.stretch(head)), width) for head, width in widths.items()]
        return sorted(found, key=lambda stream: stream.width)

    def stretch(self, head):
        """The points from `head` to the next confluence, and one step beyond it, so that the lines meet in a bend."""
        points = [head]
        while points[-1] != self.mouth and self.carried[points[-1]] == self.carried[head]:
            points.append(self.downstream[points[-1]])
        beyond = self.downstream[points[-1]]
        return [*points, beyond] if beyond else points

    def mouths(self):
        """An arrow for each side on which streams reach the mouth."""
        turns = {(0, -1): 0, (1, 0): 90, (0, 1): 180, (-1, 0): 270}
        found = []
        for point in [point for point, there in self.downstream.items() if there == self.mouth]:
            side = point[0] - self.mouth[0], point[1] - self.mouth[1]
            x, y = spot(self.mouth)
            found.append(Mouth(x + side[0] * TILE // 2, y + side[1] * TILE // 2, turns[side]))
        return found


def middle(code):
    column, row = Province(code).tile
    return 2 * column + 1, 2 * row + 1


def distance(one, other):
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def shortest(start, mouth, depth):
    """The course from `start` to the first point of the streams in `depth`, by the cheapest way to the mouth."""
    waiting, done, best = [(0, start, (0, 0), (start,))], set(), (float("inf"), None)
    while waiting and waiting[0][0] < best[0]:
        cost, point, heading, course = heapq.heappop(waiting)
        if point in depth:
            best = min(best, (cost + JOINING * depth[point], course))
            continue
        if (point, heading) in done:
            continue
        done.add((point, heading))
        for step in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = point[0] + step[0], point[1] + step[1]
            if is_channel(there) or there == mouth:
                turn = TURN if heading not in ((0, 0), step) else 0
                heapq.heappush(waiting, (cost + 1 + turn, there, step, (*course, there)))
    return best[1]


def is_channel(point):
    x, y = point
    return 0 <= x <= 2 * COLUMNS and 0 <= y <= 2 * ROWS and not (x % 2 and y % 2)


def path(course):
    """The line through the points of `course`, with its corners rounded."""
    spots = [spot(point) for point in course]
    parts = [f"M{spots[0][0]} {spots[0][1]}"]
    for before, corner, after in zip(spots, spots[1:], spots[2:], strict=False):
        if (corner[0] - before[0], corner[1] - before[1]) != (after[0] - corner[0], after[1] - corner[1]):
            entry, leave = towards(corner, before), towards(corner, after)
            parts.append(f"L{entry[0]} {entry[1]}Q{corner[0]} {corner[1]} {leave[0]} {leave[1]}")
    return "".join([*parts, f"L{spots[-1][0]} {spots[-1][1]}"])


def spot(point):
    return point[0] * CELL // 2 + GAP // 2, point[1] * CELL // 2 + GAP // 2


def towards(corner, point, radius=8):
    """The point `radius` units from `corner` on the way to `point`."""
    length = distance(corner, point)
    return tuple(round(at + (to - at) * radius / length, 1) for at, to in zip(corner, point, strict=True))
