"""Pictures drawn on the server: the map of provinces and the squares of the coverage."""

from django import template

from pairs.pairs.tile_map_svg import mouths, streams, tiles

register = template.Library()

SQUARE, STEP, PER_ROW = 13, 18, 20


@register.inclusion_tag("pairs/pairs/includes/map.html")
def province_map(overview):
    """The tile map of `overview`: who supports from where."""
    drawn = overview.map
    parts = {"streams": streams(drawn), "tiles": tiles(drawn, overview.action), "mouths": mouths(drawn)}
    return {"overview": overview, "map": drawn} | parts


@register.inclusion_tag("pairs/pairs/includes/coverage_squares.html")
def squares(part, whole):
    """`whole` squares of which `part` are filled."""
    rows = -(-whole // PER_ROW)
    return {
        "filled": "".join(square(place) for place in range(part)),
        "empty": "".join(square(place) for place in range(part, whole)),
        "width": PER_ROW * STEP - STEP + SQUARE + 2,
        "height": max(rows, 1) * STEP - STEP + SQUARE + 2,
    }


def square(place):
    x, y = place % PER_ROW * STEP, place // PER_ROW * STEP
    return f"M{x} {y}h{SQUARE}v{SQUARE}h-{SQUARE}z"
